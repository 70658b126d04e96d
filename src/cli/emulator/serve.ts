import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { makeRequest, PLATFORM_HOSTS } from "../../emulator/control/index.ts";
import type { Upgrade } from "./upgrade.ts";

/** What a server answers with. */
export type Answerer = (request: Request) => Promise<Response>;

/** A server that listens. */
export interface Listening {
  /** For example `http://127.0.0.1:8787`. */
  address: string;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Uploads are at most 30 MB; a request of more is a mistake. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new RangeError("the body is over 64 MB");
    }
    chunks.push(chunk);
  }
  if (size === 0) {
    return undefined;
  }
  const bytes = new Uint8Array(size);
  let place = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, place);
    place += chunk.length;
  }
  return bytes;
}

/** Whether a request line names a whole address: it came by the environment variable `http_proxy`. */
const isProxied = (url: string): boolean => /^http:/i.test(url);

/** The host and the port of the server that a connection leads to. */
function hostOf({ localAddress = "127.0.0.1", localPort = 80 }: Socket): string {
  const name = localAddress.replace(/^::ffff:/, "");
  return `${name.includes(":") ? `[${name}]` : name}:${localPort}`;
}

/** A proxied request to the platform has the server's own address: a WebSocket to a link in its answer uses no proxy. */
function toRequest(incoming: IncomingMessage, body: Uint8Array<ArrayBuffer> | undefined, signal: AbortSignal): Request {
  const { method = "GET", url = "/", headers } = incoming;
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value ?? []].flat()) {
      all.append(name, one);
    }
  }
  const target = new URL(url, `http://${headers.host ?? "127.0.0.1"}`);
  if (isProxied(url) && PLATFORM_HOSTS.includes(target.hostname)) {
    target.host = hostOf(incoming.socket);
  }
  return makeRequest(target, { method, headers: all, signal, ...(body === undefined ? {} : { body }) });
}

/** Header names as the platform spells them, `X-Tt-Logid`: some clients read them from a plain dictionary. */
const spellHeaders = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    [...headers].map(([name, value]) => [name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), value]),
  );

/** Waits until the other side has read, or has left: what it does not read must not fill the memory. */
function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off("drain", done).off("close", done);
      resolve();
    };
    if (outgoing.destroyed) {
      done();
    } else {
      outgoing.on("drain", done).on("close", done);
    }
  });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
    const body = new Uint8Array(await response.arrayBuffer());
    outgoing.writeHead(response.status, { ...spellHeaders(response.headers), "Content-Length": body.length });
    outgoing.end(body);
    return;
  }
  outgoing.writeHead(response.status, spellHeaders(response.headers));
  outgoing.flushHeaders();
  for await (const chunk of response.body ?? []) {
    if (!outgoing.write(chunk)) {
      await drained(outgoing);
    }
  }
  outgoing.end();
}

function refuse(outgoing: ServerResponse, status: number, error: string): void {
  outgoing.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify({ error }));
}

function listener(answer: Answerer): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    const stop = new AbortController();
    outgoing.once("close", () => stop.abort());
    let request: Request;
    try {
      request = toRequest(incoming, await readBody(incoming), stop.signal);
    } catch (error) {
      refuse(outgoing, error instanceof RangeError ? 413 : 400, error instanceof Error ? error.message : String(error));
      return;
    }
    try {
      await send(await answer(request), outgoing);
    } catch {
      // A requested broken connection, or a caller that has closed it.
      incoming.socket.destroy();
    }
  };
}

/** The address of a server. The port 80 is left out: older official Node SDKs cannot use an address with a port. */
export const addressOf = (name: string, port: number): string => `http://${name}${port === 80 ? "" : `:${port}`}`;

/**
 * Serves on one address.
 *
 * @param upgrade - Answers requests for a WebSocket.
 *
 * @throws The error of `node:http`, for example `EADDRINUSE`.
 */
export async function serve(answer: Answerer, port: number, host: string, upgrade?: Upgrade): Promise<Listening> {
  const server: Server = createServer(listener(answer));
  const upgraded = new Set<Duplex>();
  if (upgrade !== undefined) {
    server.on("upgrade", (request, socket, head) => {
      upgraded.add(socket);
      socket.once("close", () => upgraded.delete(socket));
      upgrade(request, socket, head);
    });
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
  const { address, port: actual } = server.address() as AddressInfo;
  const name =
    address === "0.0.0.0" || address === "::" ? "127.0.0.1" : address.includes(":") ? `[${address}]` : address;
  return {
    address: addressOf(name, actual),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of upgraded) {
          socket.destroy();
        }
      }),
  };
}
