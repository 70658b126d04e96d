// The socket for Node 20 against the package `ws`, which is another reading of RFC 6455.
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer, type Socket } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { WebSocketLike } from "../../../src/long-connection/index.ts";
import { BINARY, CLOSE, createReader, PING, TEXT, writeFrame } from "../../../src/official/node-socket/frames.ts";
import { nodeSocketOpener } from "../../../src/official/node-socket/index.ts";

/** What is used of the package `ws`, which has no types of its own. */
interface WsSocket {
  send(data: unknown, options?: { binary?: boolean; fin?: boolean }): void;
  ping(data: string): void;
  close(code: number): void;
  terminate(): void;
  on(event: "message", listener: (data: unknown, isBinary: boolean) => void): void;
  once(event: "pong" | "close", listener: (value: unknown) => void): void;
}
interface WsServer {
  address(): unknown;
  close(): void;
  on(event: "connection", listener: (socket: WsSocket) => void): void;
  once(event: "listening", listener: () => void): void;
}
const { WebSocketServer } = createRequire(import.meta.url)("ws") as {
  WebSocketServer: new (options: { port: number; host: string }) => WsServer;
};

const cleanUps: (() => unknown)[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const cleanUp of cleanUps.splice(0)) {
    cleanUp();
  }
});

/** The opener of a Node without `WebSocket`. */
function opener() {
  vi.stubGlobal("WebSocket", undefined);
  return nodeSocketOpener() as (url: string) => Promise<WebSocketLike>;
}

/** A server of the package `ws`, a socket to it, and the server's side of it. */
async function connected(greeting?: Uint8Array): Promise<{ socket: WebSocketLike; server: WsSocket }> {
  const servers = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  cleanUps.push(() => servers.close());
  const accepted = new Promise<WsSocket>((resolve) => {
    servers.on("connection", (server) => {
      if (greeting) {
        server.send(greeting);
      }
      resolve(server);
    });
  });
  await new Promise<void>((resolve) => servers.once("listening", resolve));
  const { port } = servers.address() as AddressInfo;
  const socket = await opener()(`ws://127.0.0.1:${port}/?device_id=1`);
  const server = await accepted;
  cleanUps.push(() => server.terminate());
  return { socket, server };
}

const next = (socket: WebSocketLike) =>
  new Promise<unknown>((resolve) => socket.addEventListener("message", ({ data }) => resolve(data)));
const closed = (socket: WebSocketLike) => new Promise<void>((resolve) => socket.addEventListener("close", resolve));

const SIZES = [0, 1, 125, 126, 65_535, 65_536, 1_000_000];

test("there is none where the host has a WebSocket", () => {
  vi.stubGlobal("WebSocket", class {});
  expect(nodeSocketOpener()).toBeUndefined();
});

test("it is open when it is there", async () => {
  const { socket } = await connected();
  expect(socket.readyState).toBe(1);
});

test.each(SIZES)("%i bytes arrive in both directions", async (size) => {
  const { socket, server } = await connected();
  const bytes = new Uint8Array(size).map((_, at) => at);
  server.on("message", (data, isBinary) => server.send(data, { binary: isBinary }));
  const answer = next(socket);
  socket.send(bytes);
  // `toEqual` takes seconds for a million elements.
  expect(Buffer.compare(new Uint8Array((await answer) as ArrayBuffer), bytes)).toBe(0);
});

test("a message that comes with the handshake is not lost", async () => {
  const { socket } = await connected(Uint8Array.of(7));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(new Uint8Array((await next(socket)) as ArrayBuffer)).toEqual(Uint8Array.of(7));
});

test("a text arrives as a text, also in fragments", async () => {
  const { socket, server } = await connected();
  const text = next(socket);
  server.send("he", { fin: false });
  server.send("llo", { fin: true });
  expect(await text).toBe("hello");
});

test("a ping is answered", async () => {
  const { server } = await connected();
  const pong = new Promise((resolve) => server.once("pong", (data) => resolve(`${data}`)));
  server.ping("are you there");
  expect(await pong).toBe("are you there");
});

describe("the end", () => {
  test("by close reaches the server with its code", async () => {
    const { socket, server } = await connected();
    const code = new Promise((resolve) => server.once("close", resolve));
    const end = closed(socket);
    socket.close(1000);
    expect(await code).toBe(1000);
    await end;
    expect(socket.readyState).toBe(3);
    socket.send(Uint8Array.of(1));
  });

  test("by the server closes it", async () => {
    const { socket, server } = await connected();
    const end = closed(socket);
    const code = new Promise((resolve) => server.once("close", resolve));
    server.close(4000);
    await end;
    expect(await code).toBe(4000);
  });

  test("by a broken connection closes it", async () => {
    const { socket, server } = await connected();
    const end = closed(socket);
    server.terminate();
    await end;
    expect(socket.readyState).toBe(3);
  });
});

/** A server that answers the handshake with some bytes. */
async function answering(text: string): Promise<string> {
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => {
    sockets.push(socket);
    socket.once("data", () => socket.end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(() => server.close());
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/?access_key=secret`;
}

describe("a handshake that fails", () => {
  test.each([
    [
      "a refusal says why",
      "HTTP/1.1 403 Forbidden\r\nhandshake-status: 514\r\nhandshake-msg: auth failed\r\ncontent-length: 0\r\n\r\n",
      /HTTP 403, 514, auth failed/,
    ],
    [
      "an answer for another key",
      "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: x\r\n\r\n",
      /another key/,
    ],
    ["no HTTP", "hello\r\n\r\n", /HPE_INVALID_CONSTANT/],
  ])("%s", async (_, text, says) => {
    const failed = opener()(await answering(text));
    await expect(failed).rejects.toThrow(says);
    await expect(failed).rejects.not.toThrow(/secret/);
  });
});

describe("frames", () => {
  /** A server's frame, which is not masked. */
  const serverFrame = (first: number, payload: number[]) => Uint8Array.of(first, payload.length, ...payload);

  test("are read from chunks that end anywhere", () => {
    const bytes = Uint8Array.of(...serverFrame(0x02, [1, 2]), ...serverFrame(0x89, [9]), ...serverFrame(0x80, [3]));
    for (let cut = 0; cut <= bytes.length; cut++) {
      const read = createReader();
      const messages = [...read(bytes.subarray(0, cut)), ...read(bytes.subarray(cut))];
      expect(messages.map(({ opcode, payload }) => [opcode, [...payload]])).toEqual([
        [PING, [9]],
        [BINARY, [1, 2, 3]],
      ]);
    }
  });

  test.each([
    ["masked", Uint8Array.of(0x82, 0x80, 0, 0, 0, 0)],
    ["of an extension", Uint8Array.of(0xc2, 0)],
    ["of 2^40 bytes", Uint8Array.of(0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0)],
  ])("that are %s are refused", (_, bytes) => {
    expect(() => createReader()(bytes)).toThrow(TypeError);
  });

  test("are masked, each with another mask", () => {
    const [one, two] = [writeFrame(TEXT, new Uint8Array(8)), writeFrame(CLOSE, new Uint8Array(8))];
    expect([one[1], two[1]]).toEqual([0x88, 0x88]);
    expect(one.slice(2)).not.toEqual(two.slice(2));
  });
});
