import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createGzip } from "node:zlib";

const BOMB_BYTES = 256 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/** A JSON text of 256 MiB, packed: 256 KiB. */
async function makeBomb(): Promise<Buffer> {
  const gzip = createGzip();
  const packed: Buffer[] = [];
  gzip.on("data", (chunk: Buffer) => packed.push(chunk));
  const write = async (text: string) => gzip.write(text) || (await once(gzip, "drain"));
  await write('{"code":0,"data":{"a":"');
  for (let written = 0; written < BOMB_BYTES; written += CHUNK) {
    await write("x".repeat(CHUNK));
  }
  gzip.end('"}}');
  await once(gzip, "end");
  return Buffer.concat(packed);
}

/** Sends a text again and again until the connection is closed. */
async function sendForever(response: ServerResponse, text: string, count: (bytes: number) => void, pauseMs: number) {
  response.write('{"code":0,"data":{"a":"');
  while (!response.destroyed) {
    const hasRoom = response.write(text);
    count(text.length);
    if (pauseMs) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    } else if (!hasRoom) {
      await Promise.race([once(response, "drain"), once(response, "close")]);
    }
  }
}

/** A server that answers more than anybody can take. */
export interface HostileServer {
  readonly origin: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts it: `/small`, `/bomb`, `/endless`, `/drip` and `/file`; `/sent/…` tells how much of one was sent, and whether it still is. */
export async function startHostile(): Promise<HostileServer> {
  const bomb = await makeBomb();
  const sent: Record<string, { sent: number; open: number }> = {};
  const server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const json = (value: object) => response.end(JSON.stringify(value));
    request.resume();
    if (path.startsWith("/sent")) {
      json(sent[path.slice(5)] ?? { sent: 0, open: 0 });
    } else if (path === "/bomb") {
      response.setHeader("content-encoding", "gzip");
      response.end(bomb);
    } else if (path === "/file") {
      // Node writes each character as a byte: these are the bytes of UTF-8, as the platform sends them.
      const name = Buffer.from("完成率100%.pdf").toString("latin1");
      response.setHeader("content-disposition", `attachment; filename="${name}"`);
      response.end("bytes");
    } else if (path === "/endless" || path === "/drip") {
      const state = { sent: 0, open: 1 };
      sent[path] = state;
      response.on("close", () => {
        state.open = 0;
      });
      const [text, pauseMs] = path === "/drip" ? ["x", 50] : ["x".repeat(65_536), 0];
      sendForever(response, text as string, (bytes) => (state.sent += bytes), pauseMs as number).catch(() => {});
    } else {
      json({ code: 0, tenant_access_token: "t-1", expire: 7200 });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
