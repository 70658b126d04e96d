import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { serve } from "../../src/cli/emulator/serve.ts";
import { createControl } from "../../src/emulator/control/index.ts";
import { createEmulator } from "../../src/emulator/index.ts";

/** A server of an emulator. */
async function start() {
  const emulator = createEmulator();
  const control = createControl({ emulator });
  const server = await serve(control, 0, "127.0.0.1");
  onTestFinished(async () => {
    control.close();
    await server.close();
  });
  return { emulator, address: server.address, port: Number(new URL(server.address).port) };
}

test("a reader of the event stream that does not read is dropped, and does not fill the memory", async () => {
  const { emulator, port } = await start();
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.write("GET /_emulator/api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
  await new Promise((resolve) => socket.once("data", resolve));
  socket.pause();
  // More than the buffers of the connection hold, and more than 5,000 events that wait.
  for (let count = 0; count < 8_000; count += 1) {
    emulator.addUser({ name: "x".repeat(5_000) });
    if (count % 100 === 0) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  let received = 0;
  socket.on("data", (bytes: Buffer) => {
    received += bytes.length;
  });
  socket.resume();
  await new Promise((resolve) => socket.once("end", resolve));
  expect(received).toBeLessThan(8_000 * 5_000);
}, 60_000);

test.each([
  ["a request of no HTTP", "nonsense\r\n\r\n"],
  ["a host that is none", "GET / HTTP/1.1\r\nHost: [\r\n\r\n"],
  ["an address that is none", "GET // HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
  ["an absolute address that is none", "GET http://[ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
  ["a method that nobody knows", "PROPFIND / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
  ["TRACE, which no Request takes", "TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
  ["a body that is cut off", "POST /_emulator/api/say HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{"],
  ["CONNECT", "CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
])("%s does not end the server", async (_, request) => {
  const { address, port } = await start();
  const socket = connect(port, "127.0.0.1", () => socket.write(request));
  onTestFinished(() => void socket.destroy());
  const answered = new Promise<string>((resolve) => {
    socket.once("data", (bytes) => resolve(`${bytes}`));
    socket.once("close", () => resolve(""));
    setTimeout(() => resolve(""), 200);
  });
  expect(await answered).not.toMatch(/^HTTP\/1\.1 5/);
  socket.destroy();
  expect((await fetch(`${address}/_emulator/api/state`)).status).toBe(200);
});

/** Sends a request as an HTTP client with a proxy does: the request line has the whole address. */
function viaProxy(port: number, url: string, body: string): Promise<string> {
  const { host } = new URL(url);
  const lines = [
    `POST ${url} HTTP/1.1`,
    `Host: ${host}`,
    `Content-Length: ${body.length}`,
    "Connection: close",
    "",
    body,
  ];
  const socket = connect(port, "127.0.0.1", () => socket.write(lines.join("\r\n")));
  onTestFinished(() => void socket.destroy());
  return new Promise((resolve) => {
    let answer = "";
    socket.on("data", (bytes) => {
      answer += bytes;
    });
    socket.once("close", () => resolve(answer));
  });
}

test("a bot that comes by http_proxy is led to the server itself: its WebSocket takes no proxy", async () => {
  const { emulator, port } = await start();
  const { appId: AppID, appSecret: AppSecret } = emulator.app;
  const body = JSON.stringify({ AppID, AppSecret });
  expect(await viaProxy(port, "http://open.feishu.cn/callback/ws/endpoint", body)).toContain(`ws://127.0.0.1:${port}/`);
});

test("another host's name by http_proxy is refused", async () => {
  const { port } = await start();
  expect(await viaProxy(port, "http://example.com/_emulator/api/say", "{}")).toMatch(/^HTTP\/1\.1 403/);
  expect(await viaProxy(port, "http://open.feishu.cn/_emulator/api/say", "{}")).toMatch(/^HTTP\/1\.1 403/);
});
