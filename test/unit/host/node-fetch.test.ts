// The transport that sends a body with GET, on a real server.
import { getEventListeners } from "node:events";
import { createServer, globalAgent, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { text as readText } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, test, vi } from "vitest";
import { Client } from "../../../src/client/index.ts";
import { nodeFetch } from "../../../src/host/node.ts";
import type { Fetch } from "../../../src/http/index.ts";

const SECRET = "t-secret";
const JSON_BODY = JSON.stringify({ ids: ["1", "2"], name: "好 🚀" });

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  vi.restoreAllMocks();
  for (const socket of sockets) {
    socket.destroy();
  }
  sockets.clear();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server, scheme = "http"): Promise<string> {
  servers.push(server);
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/open-apis/test?page_token=${SECRET}`;
}

const serve = (answer: RequestListener) => listen(createServer(answer));

/** A server that tells what it got. */
async function mirror() {
  const seen: { request: IncomingMessage; body: Buffer }[] = [];
  const url = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    seen.push({ request, body: Buffer.concat(chunks) });
    response.writeHead(200, { "content-type": "application/json", "content-length": 10 }).end('{"code":0}');
  });
  return { seen, url };
}

const get = (url: string, init: RequestInit = {}) => nodeFetch(url, { method: "GET", body: JSON_BODY, ...init });

/** What a promise is rejected with. */
const thrownBy = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable("nothing was thrown"),
    (error) => error,
  );

test("it is what a client takes for fetch, and says what it can", () => {
  const fetch: Fetch = nodeFetch;
  expect(fetch).toBe(nodeFetch);
  expect(nodeFetch.sendsGetBody).toBe(true);
});

test("a client with it sends a GET with a body", async () => {
  const { seen, url } = await mirror();
  const client = new Client({ appId: "cli_a", appSecret: SECRET, domain: new URL(url).origin, fetch: nodeFetch });
  const data = { ids: ["1", "2"], name: "好 🚀" };
  expect(await client.request({ url: "/open-apis/test", data, tokens: [] })).toEqual({ code: 0 });
  expect(`${seen[0]?.request.method} ${seen[0]?.body}`).toBe(`GET ${JSON_BODY}`);
  expect(seen[0]?.request.headers["content-type"]).toBe("application/json; charset=utf-8");
});

describe("a GET with a body", () => {
  it("arrives byte for byte, with the headers that were given", async () => {
    const { seen, url } = await mirror();
    const response = await get(url, {
      headers: { authorization: `Bearer ${SECRET}`, "content-type": "application/json; charset=utf-8" },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual({ code: 0 });
    const [{ request, body } = expect.unreachable()] = seen;
    expect(request.method).toBe("GET");
    expect(request.url).toBe(`/open-apis/test?page_token=${SECRET}`);
    expect(body).toEqual(Buffer.from(JSON_BODY));
    expect(request.headers).toMatchObject({
      host: new URL(url).host,
      authorization: `Bearer ${SECRET}`,
      "content-type": "application/json; charset=utf-8",
      "content-length": `${Buffer.byteLength(JSON_BODY)}`,
      accept: "*/*",
    });
  });

  const bytes = new TextEncoder().encode("a=好");
  const form = new FormData();
  form.append("a", "好");
  it.each<[string, BodyInit, string | undefined, string]>([
    ["text", "a=好", "text/plain;charset=UTF-8", "a=好"],
    ["no text", "", "text/plain;charset=UTF-8", ""],
    ["bytes", bytes, undefined, "a=好"],
    ["a part of a buffer", bytes.subarray(0, 2), undefined, "a="],
    ["an ArrayBuffer", bytes.buffer, undefined, "a=好"],
    ["a Blob", new Blob([bytes], { type: "image/png" }), "image/png", "a=好"],
    ["URLSearchParams", new URLSearchParams({ a: "好" }), "application/x-www-form-urlencoded", "a=%E5%A5%BD"],
    ["a stream", new Blob([bytes]).stream(), undefined, "a=好"],
    ["FormData", form, "multipart/form-data; boundary=", 'name="a"\r\n\r\n好'],
  ])("may be %s", async (_, body, type, text) => {
    const { seen, url } = await mirror();
    await get(url, { body });
    const [one] = seen;
    expect(one?.body.toString()).toContain(text);
    expect(one?.request.headers["content-length"]).toBe(`${one?.body.length}`);
    expect(one?.request.headers["content-type"] ?? "").toMatch(new RegExp(`^${type ?? "$"}`));
  });

  it("may be written in small letters, or not at all", async () => {
    const { seen, url } = await mirror();
    await get(url, { method: "get" });
    await get(url, { method: undefined } as object);
    expect(seen.map(({ request, body }) => `${request.method} ${body}`)).toEqual(Array(2).fill(`GET ${JSON_BODY}`));
  });

  it("may be large, and so may the answer", async () => {
    const large = new Uint8Array(8 << 20).map((_, at) => at * 7);
    const url = await serve((request, response) => request.pipe(response));
    const response = await get(url, { body: large });
    expect(Buffer.compare(new Uint8Array(await response.arrayBuffer()), large)).toBe(0);
  });

  it("lets the server wait while nobody reads", async () => {
    const total = 256;
    let written = 0;
    const url = await serve((_, response) => {
      const more = () => {
        while (written < total && response.write(Buffer.alloc(1 << 18, written++))) {}
      };
      response.on("drain", more);
      more();
    });
    const reader = ((await get(url)).body as ReadableStream<Uint8Array>).getReader();
    for (let before = -1; before !== written; await sleep(100)) {
      before = written;
    }
    expect(written).toBeLessThan(total);
    await reader.cancel();
  });
});

test("HEAD with a body is answered with headers only", async () => {
  const { seen, url } = await mirror();
  const response = await nodeFetch(url, { method: "HEAD", body: JSON_BODY });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-length")).toBe("10");
  expect(response.body).toBeNull();
  expect(`${seen[0]?.request.method} ${seen[0]?.body}`).toBe(`HEAD ${JSON_BODY}`);
});

describe("everything else goes to fetch", () => {
  it.each<[string, RequestInit]>([
    ["GET", { method: "GET" }],
    ["GET without a body", { method: "GET", body: null }],
    ["HEAD", { method: "HEAD" }],
    ["nothing said", {}],
    ["POST", { method: "POST", body: JSON_BODY }],
    ["DELETE", { method: "DELETE", body: JSON_BODY }],
  ])("%s", async (_, init) => {
    const answer = new Response("from fetch");
    const fetch = vi.spyOn(globalThis, "fetch").mockResolvedValue(answer);
    expect(await nodeFetch("https://open.feishu.cn/x", init)).toBe(answer);
    expect(fetch.mock.calls).toEqual([["https://open.feishu.cn/x", init]]);
    expect(fetch.mock.calls[0]?.[1]).toBe(init);
  });

  it("and comes back from it", async () => {
    const { seen, url } = await mirror();
    expect(await (await nodeFetch(url, { method: "POST", body: JSON_BODY })).json()).toEqual({ code: 0 });
    expect(`${seen[0]?.request.method} ${seen[0]?.body}`).toBe(`POST ${JSON_BODY}`);
  });
});

describe("an answer", () => {
  it.each([301, 302, 303, 307, 308])("%i is returned as it is", async (status) => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests++;
      response.writeHead(status, { location: "/elsewhere" }).end("moved");
    });
    const response = await get(url);
    expect([response.status, response.headers.get("location")]).toEqual([status, "/elsewhere"]);
    expect(await response.text()).toBe("moved");
    expect(requests).toBe(1);
  });

  it.each([204, 304])("%i has no body", async (status) => {
    const url = await serve((_, response) => response.writeHead(status).end());
    const response = await get(url);
    expect([response.status, response.body]).toEqual([status, null]);
    expect(await response.text()).toBe("");
  });

  it.each([200, 400, 404, 500])("%i keeps its text and its body", async (status) => {
    const url = await serve((_, response) => response.writeHead(status, "Because").end("a reason"));
    const response = await get(url);
    expect([response.status, response.statusText, response.ok]).toEqual([status, "Because", status === 200]);
    expect(await response.text()).toBe("a reason");
  });

  it("keeps headers that come twice, and bytes that are not ASCII", async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, [
        ...["set-cookie", "a=1", "set-cookie", "b=2", "x-tt-logid", "1", "x-tt-logid", "2"],
        ...["content-disposition", Buffer.from("filename=好").toString("latin1")],
      ]);
      response.end();
    });
    const { headers } = await get(url);
    expect(headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(headers.get("x-tt-logid")).toBe("1, 2");
    expect(Buffer.from(headers.get("content-disposition") ?? "", "latin1").toString()).toBe("filename=好");
  });

  it("is unpacked", async () => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      asked.push(request.headers["accept-encoding"]);
      const packed = gzipSync(JSON_BODY.repeat(1_000));
      response.writeHead(200, { "content-encoding": "gzip" });
      response.write(packed.subarray(0, 20));
      response.end(packed.subarray(20));
    });
    // What the caller can unpack does not count: it never sees the bytes.
    const response = await get(url, { headers: { "accept-encoding": "br" } });
    expect(await response.text()).toBe(JSON_BODY.repeat(1_000));
    expect(asked).toEqual(["gzip"]);
  });

  it("that was packed and is cut off is an error", async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(JSON_BODY).subarray(0, -10));
    });
    await expect((await get(url)).text()).rejects.toThrow();
  });

  it("that is packed in a way that nobody asked for is an error", async () => {
    const url = await serve((_, response) => response.writeHead(200, { "content-encoding": "br" }).end("packed"));
    await expect(get(url)).rejects.toThrow(
      "nodeFetch: the answer has a content-encoding that the request did not accept",
    );
  });

  it("comes as it is sent, in bytes of its own", async () => {
    const url = await serve((_, response) => response.flushHeaders() ?? response.write("first"));
    const reader = ((await get(url)).body as ReadableStream<Uint8Array>).getReader();
    const { value } = await reader.read();
    expect(value?.constructor).toBe(Uint8Array);
    expect(value?.buffer.byteLength).toBe(5);
    expect(new TextDecoder().decode(value)).toBe("first");
    await reader.cancel();
  });

  it("that is small and not read does not keep its connection", async () => {
    const url = await serve((request, response) => {
      request.resume().on("end", () => {
        response.write("small");
        setTimeout(() => response.end(", in parts"), 10);
      });
    });
    for (let count = 0; count < 3; count++) {
      await get(url);
      const isFree = () => Object.keys(globalAgent.freeSockets).some((key) => key.includes(new URL(url).port));
      await vi.waitUntil(isFree, { timeout: 5_000 });
    }
    expect(sockets.size).toBe(1);
  });
});

describe("an abort", () => {
  const REASON = new DOMException("too late", "TimeoutError");

  /** A server that notices when the client hangs up. */
  async function patient(start: (response: ServerResponse) => void) {
    let came: () => void;
    let left: () => void;
    const arrived = new Promise<void>((resolve) => {
      came = resolve;
    });
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    const url = await serve((_, response) => {
      response.on("close", () => left());
      start(response);
      came();
    });
    return { url, arrived, gone };
  }

  it.each([REASON, "a text", null])("before the call sends nothing: %s", async (reason) => {
    const { seen, url } = await mirror();
    expect(await thrownBy(get(url, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(seen).toEqual([]);
  });

  it("before the call reads nothing", async () => {
    const body = new Blob([JSON_BODY]).stream();
    await thrownBy(get("https://open.feishu.cn/", { body, signal: AbortSignal.abort(REASON) }));
    expect(body.locked).toBe(false);
  });

  it("right after the call sends nothing", async () => {
    const { seen, url } = await mirror();
    const control = new AbortController();
    const thrown = thrownBy(get(url, { signal: control.signal }));
    control.abort(REASON);
    expect(await thrown).toBe(REASON);
    await sleep(20);
    expect(seen).toEqual([]);
  });

  it("while connecting hangs up", async () => {
    // The other side takes the connection, and never shakes hands.
    const closed: Promise<void>[] = [];
    const server = createTcpServer((socket) => {
      closed.push(new Promise((resolve) => socket.on("close", () => resolve()).resume()));
    });
    const url = await listen(server, "https");
    const control = new AbortController();
    const thrown = thrownBy(get(url, { signal: control.signal }));
    await vi.waitUntil(() => closed.length);
    control.abort(REASON);
    expect(await thrown).toBe(REASON);
    await Promise.all(closed);
    expect(getEventListeners(control.signal, "abort")).toEqual([]);
  });

  it("before the headers came hangs up", async () => {
    const { url, arrived, gone } = await patient(() => {});
    const control = new AbortController();
    const thrown = thrownBy(get(url, { signal: control.signal }));
    await arrived;
    control.abort(REASON);
    expect(await thrown).toBe(REASON);
    await gone;
  });

  it.each(["identity", "gzip"])("within the body (%s) reaches the reader, and hangs up", async (coding) => {
    const { url, gone } = await patient((response) => {
      response.writeHead(200, { "content-encoding": coding });
      response.write(coding === "gzip" ? gzipSync(JSON_BODY).subarray(0, -12) : JSON_BODY);
    });
    const control = new AbortController();
    const response = await get(url, { signal: control.signal });
    const thrown = thrownBy(response.text());
    await sleep(20);
    control.abort(REASON);
    expect(await thrown).toBe(REASON);
    await gone;
  });

  it.each(["a text", null])("within the body gives any reason: %s", async (reason) => {
    const { url, gone } = await patient((response) => response.write("first"));
    const control = new AbortController();
    const response = await get(url, { signal: control.signal });
    control.abort(reason);
    expect(await thrownBy(response.text())).toBe(reason);
    await gone;
  });

  it("of a reader hangs up, too", async () => {
    const { url, gone } = await patient((response) => response.write("first"));
    await (await get(url)).body?.cancel();
    await gone;
  });

  it("after the end changes nothing, and nothing waits for it", async () => {
    const { url } = await mirror();
    const control = new AbortController();
    const response = await get(url, { signal: control.signal });
    expect(await response.json()).toEqual({ code: 0 });
    await vi.waitUntil(() => !getEventListeners(control.signal, "abort").length);
    control.abort(REASON);
  });
});

describe("a failure", () => {
  /** Neither the address with its query, nor the token, nor what came over the line. */
  function expectDiscreet(error: unknown) {
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { showHidden: true, depth: 5 }).replace(/\n\s+at .*/g, "")).not.toMatch(
      new RegExp(`${SECRET}|page_token|127\\.0\\.0\\.1`),
    );
  }

  it("to connect tells its code", async () => {
    const server = createTcpServer();
    const url = await listen(server);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const error = await thrownBy(get(url));
    expect(error).toMatchObject({ message: "nodeFetch: no answer (ECONNREFUSED)", code: "ECONNREFUSED" });
    expectDiscreet(error);
  });

  it("to shake hands tells its code", async () => {
    const server = createTcpServer((socket) => socket.on("error", () => {}).end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const error = await thrownBy(get(await listen(server, "https")));
    expect(error).toMatchObject({ message: expect.stringMatching(/^nodeFetch: no answer \(E[A-Z_]+\)$/) });
    expectDiscreet(error);
  });

  it.each([
    ["nothing at all", "", "ECONNRESET"],
    ["something else", `hello ${SECRET}\r\n\r\n`, "HPE_INVALID_CONSTANT"],
    ["half of the headers", "HTTP/1.1 200 OK\r\nx-a: 1\r\n", "ECONNRESET"],
  ])("to answer: %s", async (_, answer, code) => {
    const server = createTcpServer((socket) => socket.on("error", () => {}).once("data", () => socket.end(answer)));
    const error = await thrownBy(get(await listen(server)));
    expect(error).toMatchObject({ message: `nodeFetch: no answer (${code})`, code });
    expectDiscreet(error);
  });

  it.each([
    ["with a length", "content-length: 100\r\n\r\nfirst"],
    ["in chunks", "transfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n"],
    ["in a wrong chunk", `transfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n${SECRET}\r\n`],
  ])("within the body reaches the reader: %s", async (_, rest) => {
    const server = createTcpServer((socket) =>
      socket.on("error", () => {}).once("data", () => socket.end(`HTTP/1.1 200 OK\r\n${rest}`)),
    );
    const response = await get(await listen(server));
    const error = await thrownBy(response.text());
    expect(error).toMatchObject({ message: "nodeFetch: the answer broke off (ECONNRESET)" });
    expectDiscreet(error);
  });

  it("of a reader that does not read ends nothing else", async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { "content-length": 100 }).write("first");
      setTimeout(() => response.destroy(), 10);
    });
    await get(url);
    await sleep(50);
  });

  it.each([
    ["an answer that is no HTTP status", "HTTP/1.1 999 Strange\r\n\r\n"],
    ["another protocol", "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"],
  ])("is %s", async (_, answer) => {
    const server = createTcpServer((socket) => socket.on("error", () => {}).once("data", () => socket.write(answer)));
    expect(await thrownBy(get(await listen(server)))).toBeInstanceOf(Error);
  });

  it.each([
    `/relative?page_token=${SECRET}`,
    `ftp://open.feishu.cn/?page_token=${SECRET}`,
    `https://user:${SECRET}@open.feishu.cn/`,
  ])("is an address like %s", async (url) => {
    const error = await thrownBy(get(url));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: expect.stringContaining("not a URL of http or https") });
    expectDiscreet(error);
  });

  it("is a header that cannot be sent", async () => {
    const { seen, url } = await mirror();
    expect(await thrownBy(get(url, { headers: { "x-a": "\u0001" } }))).toBeInstanceOf(TypeError);
    expect(seen).toEqual([]);
  });
});

test("the answers of two calls do not mix", async () => {
  const url = await serve(async (request, response) => response.end(await readText(request)));
  const bodies = Array.from({ length: 20 }, (_, at) => `body ${at}`);
  const answers = await Promise.all(bodies.map(async (body) => (await get(url, { body })).text()));
  expect(answers).toEqual(bodies);
});
