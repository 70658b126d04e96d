// Calls of a client over Node's own HTTP client, on a real server.
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { Client, type ClientOptions, type LarkError } from "../../../src/client/index.ts";
import { nodeFetch } from "../../../src/host/node.ts";

const closers: (() => void)[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  for (const close of closers.splice(0)) {
    close();
  }
});

/** A client of a server, and what `globalThis.fetch` was called with. */
async function setup(answer: RequestListener, options: Partial<ClientOptions> = {}) {
  const server = createServer(answer);
  const sockets = new Set<unknown>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const domain = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fetched = vi.spyOn(globalThis, "fetch");
  const retry = { maxRetries: 0 };
  const client = new Client({ appId: "cli_a", appSecret: "s-secret", domain, fetch: nodeFetch, retry, ...options });
  return { client, fetched, sockets };
}

const raw = { url: "/open-apis/test", tokens: [] } as const;
const failed = (promise: Promise<unknown>): Promise<LarkError> =>
  promise.then(
    () => expect.unreachable("the call did not fail"),
    (error) => error,
  );
const ok: RequestListener = (request, response) => {
  request.resume().on("end", () => response.end('{"code":0}'));
};

test("calls go over Node's HTTP client, and share its connections", async () => {
  const seen: string[] = [];
  const { client, fetched, sockets } = await setup((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { "content-length": length, "content-type": type, "x-own": own } = request.headers;
      seen.push([request.method, length, type, own, body].join(" "));
      response.setHeader("x-tt-logid", "log-1").end('{"code":0,"name":"好"}');
    });
  });
  const json = "application/json; charset=utf-8";
  const answer = await client.request({ ...raw, headers: { "X-Own": "1" } });
  expect(answer).toEqual({ code: 0, name: "好" });
  expect([answer.status, answer.logId, answer.headers.get("X-TT-LogID")]).toEqual([200, "log-1", "log-1"]);
  expect(answer.headers).toBeInstanceOf(Headers);
  await client.request({ ...raw, method: "POST", data: { a: "好" } });
  await client.request({ ...raw, method: "POST" });
  await client.request({ ...raw, method: "DELETE", data: {} });
  expect(seen).toEqual(["GET   1 ", `POST 11 ${json}  {"a":"好"}`, "POST 0   ", `DELETE 2 ${json}  {}`]);
  expect([fetched.mock.calls.length, sockets.size]).toEqual([0, 1]);
});

test("an upload goes by fetch", async () => {
  const { client, fetched } = await setup(ok);
  await client.request({ ...raw, method: "POST", data: new Blob(["a"]) });
  await client.request({ ...raw, method: "POST", data: new URLSearchParams({ a: "b" }) });
  expect(fetched).toHaveBeenCalledTimes(2);
});

test("an answer that is packed is read", async () => {
  const { client } = await setup((_, response) => {
    response.setHeader("content-encoding", "gzip").end(gzipSync('{"code":0,"a":1}'));
  });
  expect(await client.request(raw)).toEqual({ code: 0, a: 1 });
});

test("an answer that is longer than maxAnswerBytes is read no further, and its connection closed", async () => {
  let closed: Promise<unknown> | undefined;
  const { client } = await setup(
    (_, response) => {
      closed = new Promise((resolve) => response.on("close", resolve));
      const more = () => {
        while (response.write(" ".repeat(65_536))) {}
      };
      response.on("drain", more);
      more();
    },
    { maxAnswerBytes: 1_000 },
  );
  expect((await failed(client.request(raw))).code).toBe("LARK_BAD_ANSWER");
  await closed;
});

test("an answer that breaks off is no answer", async () => {
  const { client } = await setup((_, response) => {
    response.writeHead(200, { "content-length": 100 });
    response.write('{"code":0', () => response.destroy());
  });
  const error = await failed(client.request(raw));
  expect(error).toMatchObject({ code: "LARK_NETWORK" });
  expect(error.message).toContain("ECONNRESET");
});

test("no server is no answer, and the error has the host that the call names, not the words of Node", async () => {
  const { client } = await setup(ok, { domain: "http://127.0.0.1:9" });
  const error = await failed(client.request(raw));
  expect(error.code).toBe("LARK_NETWORK");
  expect(error.message).toBe("GET /open-apis/test: no answer from 127.0.0.1:9 (ECONNREFUSED): check the domain");
});

test.each([
  ["before the answer", false],
  ["while it is read", true],
])("the caller's signal ends a call %s", async (_, begun) => {
  const controller = new AbortController();
  let closed: Promise<unknown> | undefined;
  const { client } = await setup((_, response) => {
    closed = new Promise((resolve) => response.on("close", resolve));
    if (begun) {
      response.write("{");
    }
    setImmediate(() => controller.abort());
  });
  expect((await failed(client.request(raw, { signal: controller.signal }))).code).toBe("LARK_ABORTED");
  await closed;
});

test("a redirect is not followed", async () => {
  const { client } = await setup((_, response) => response.writeHead(302, { location: "http://127.0.0.1:9/" }).end());
  expect((await failed(client.request(raw))).code).toBe("LARK_REDIRECT");
});
