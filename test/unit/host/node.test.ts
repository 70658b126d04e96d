// The listener, on a real server.
import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { EventDispatcher, type EventDispatcherOptions } from "../../../src/event/index.ts";
import { listener } from "../../../src/host/node.ts";
import { ENCRYPT_KEY, event2, NOW, newCard, seal, sign, TOKEN } from "../../support/platform-callbacks.ts";

const TYPE = "contact.user.created_v3";
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(options: EventDispatcherOptions = {}) {
  const seen: string[] = [];
  const logger = { error() {}, warn() {}, info() {}, debug() {} };
  const events = new EventDispatcher({
    encryptKey: ENCRYPT_KEY,
    verificationToken: TOKEN,
    now: () => NOW,
    logger,
    ...options,
  });
  events.onAny((_, ctx) => {
    seen.push(ctx.type);
  });
  const server = createServer(listener(events));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { events, seen, port, url: `http://127.0.0.1:${port}/webhook/event` };
}

async function sealedBody(content: object = event2()): Promise<{ body: string; headers: Record<string, string> }> {
  const body = JSON.stringify({ encrypt: await seal(content as Record<string, unknown>) });
  return { body, headers: { ...JSON_TYPE, ...(await sign(body)) } };
}

test("a good event reaches its handler and is answered", async () => {
  const { seen, url } = await serve();
  const response = await fetch(url, { method: "POST", ...(await sealedBody()) });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.text()).toBe("{}");
  expect(seen).toEqual([TYPE]);
});

test("a callback's answer is sent, in UTF-8", async () => {
  const { events, url } = await serve();
  events.onCardAction(() => ({ toast: { content: "好 🚀" } }));
  const response = await fetch(url, { method: "POST", ...(await sealedBody(newCard())) });
  expect(await response.json()).toEqual({ toast: { content: "好 🚀" } });
});

test("header names in any case are understood", async () => {
  const { seen, url } = await serve();
  const { body, headers } = await sealedBody();
  const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
  expect((await fetch(url, { method: "POST", body, headers: upper })).status).toBe(200);
  expect(seen).toEqual([TYPE]);
});

test("a signature header that comes twice is refused", async () => {
  const { seen, port } = await serve();
  const { body, headers } = await sealedBody();
  const twice = headers["x-lark-signature"] ?? "";
  const status = await new Promise((resolve, reject) => {
    const options = { port, method: "POST", headers: { ...headers, "x-lark-signature": [twice, twice] } };
    httpRequest(options, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end(body);
  });
  expect(status).toBe(401);
  expect(seen).toEqual([]);
});

test("a body that comes in many chunks, without a length, is put together", async () => {
  const { seen, port } = await serve();
  const { body, headers } = await sealedBody();
  const status = await new Promise((resolve, reject) => {
    const request = httpRequest({ port, method: "POST", headers }, (response) => resolve(response.resume().statusCode));
    request.on("error", reject);
    expect(request.getHeader("content-length")).toBeUndefined();
    for (const char of body) {
      request.write(char);
    }
    request.end();
  });
  expect(status).toBe(200);
  expect(seen).toEqual([TYPE]);
});

test("an empty body and a wrong signature get the one refusal", async () => {
  const { seen, url } = await serve();
  const { body, headers } = await sealedBody();
  const answers = await Promise.all(
    [{}, { body: "hello" }, { body }, { body, headers: { ...headers, "x-lark-signature": "0" } }].map(async (init) => {
      const response = await fetch(url, { method: "POST", headers: JSON_TYPE, ...init });
      return [response.status, response.headers.get("content-type"), await response.text()];
    }),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify([401, "application/json", "{}"])]),
  );
  expect(seen).toEqual([]);
});

test.each(["GET", "HEAD", "PUT", "DELETE"])("%s is answered with 405 and the allowed method", async (method) => {
  const { seen, url } = await serve();
  const response = await fetch(url, { method });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("POST");
  expect(seen).toEqual([]);
});

/** Sends raw bytes, and all that comes back until the connection ends. */
function raw(port: number, send: (write: (text: string) => void) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => send((text) => void (socket.writable && socket.write(text))));
    socket.setEncoding("utf8");
    socket.setTimeout(5_000, () => {
      socket.destroy();
      reject(new Error(`the connection stayed open after: ${answer}`));
    });
    socket.on("data", (text) => {
      answer += text;
    });
    // The server hangs up while we send: an end like any other.
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
  });
}

test("a body over the limit is answered with 413, and the connection ends", async () => {
  const { seen, port } = await serve({ maxBodyBytes: 100 });
  const answer = await raw(port, (write) => {
    write("POST / HTTP/1.1\r\nHost: bot\r\nContent-Length: 1000000\r\n\r\n");
    write("x".repeat(1_000));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain("{}");
  expect(seen).toEqual([]);
});

test("an endless body without a length is answered with 413 once, and the connection ends", async () => {
  const { port } = await serve({ maxBodyBytes: 100 });
  let timer: ReturnType<typeof setInterval> | undefined;
  const answer = await raw(port, (write) => {
    write("POST / HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n\r\n");
    timer = setInterval(() => write(`64\r\n${"x".repeat(100)}\r\n`), 1);
  });
  clearInterval(timer);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 413"]);
});

test("a body of exactly the limit is read", async () => {
  const { body, headers } = await sealedBody();
  const { seen, url } = await serve({ maxBodyBytes: body.length });
  expect((await fetch(url, { method: "POST", body, headers })).status).toBe(200);
  expect(seen).toEqual([TYPE]);
});

test("a connection that breaks in the middle of a body does not end the process, and the next event is handled", async () => {
  const { seen, port, url } = await serve();
  for (const how of ["destroy", "resetAndDestroy"] as const) {
    await new Promise<void>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.write("POST / HTTP/1.1\r\nHost: bot\r\nContent-Length: 1000\r\n\r\n{", () => socket[how]());
      });
      socket.on("error", () => {});
      socket.on("close", () => resolve());
    });
  }
  expect((await fetch(url, { method: "POST", ...(await sealedBody()) })).status).toBe(200);
  expect(seen).toEqual([TYPE]);
});

test("a connection that breaks before its answer does not end the process", async () => {
  const { events, port, url } = await serve();
  let finish = () => {};
  const entered = new Promise<void>((resolve) => {
    events.on("slow_v1", () => {
      resolve();
      return new Promise<void>((done) => {
        finish = done;
      });
    });
  });
  const { body, headers } = await sealedBody(event2("slow_v1"));
  const request = httpRequest({ port, method: "POST", headers }).on("error", () => {});
  request.end(body);
  await entered;
  request.destroy();
  finish();
  expect((await fetch(url, { method: "POST", ...(await sealedBody()) })).status).toBe(200);
});

test("several requests over one connection are answered in turn", async () => {
  const { seen, port } = await serve();
  const { body, headers } = await sealedBody();
  const lines = Object.entries({ ...headers, "content-length": body.length }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const post = (more: string) => `POST / HTTP/1.1\r\nHost: bot\r\n${lines.join("")}${more}\r\n${body}`;
  const answer = await raw(port, (write) => write(post("") + post("Connection: close\r\n")));
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200"]);
  expect(seen).toEqual([TYPE, TYPE]);
});

/** A body parser as Express has them: it reads the whole body before the listener runs. */
async function serveParsed(keepRaw: (request: IncomingMessage & { rawBody?: unknown }, bytes: Buffer) => void) {
  const made = await serve();
  const listen = listener(made.events);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      keepRaw(request, Buffer.concat(chunks));
      setImmediate(() => listen(request, response));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { ...made, url: `http://127.0.0.1:${port}/` };
}

test("behind a body parser that keeps rawBody, an event is handled, whether it is bytes or text", async () => {
  for (const keep of [(bytes: Buffer) => bytes, (bytes: Buffer) => bytes.toString()]) {
    const { seen, url } = await serveParsed((request, bytes) => Object.assign(request, { rawBody: keep(bytes) }));
    expect((await fetch(url, { method: "POST", ...(await sealedBody()) })).status).toBe(200);
    expect(seen).toEqual([TYPE]);
  }
});

test("behind a body parser that keeps nothing, the answer is 500 and the log says what to move", async () => {
  const lines: string[] = [];
  const write = (...message: unknown[]) => lines.push(message.join(" "));
  const { seen, url } = await serveParsed((request) => Object.assign(request, { body: {} }));
  const logged = new EventDispatcher({
    encryptKey: ENCRYPT_KEY,
    logger: { error: write, warn: write, info: write, debug: write },
  });
  const response = await fetch(url, { method: "POST", ...(await sealedBody()) });
  expect([response.status, await response.text(), seen]).toEqual([500, "{}", []]);
  const request = { method: "POST", headers: {}, readableEnded: true, on() {}, destroy() {} };
  await new Promise<void>((resolve) => {
    listener(logged)(request, { writeHead: () => undefined, end: () => resolve() });
  });
  expect(lines.join()).toMatch(/body_used: a body parser ran before listener\(events\): move listener before it/);
});

test("a rawBody over the limit is answered with 413", async () => {
  const { events } = await serve({ maxBodyBytes: 10 });
  const status = await new Promise((resolve) => {
    const request = { method: "POST", headers: {}, rawBody: "x".repeat(11), on() {}, destroy() {} };
    listener(events)(request, { writeHead: resolve, end() {} });
  });
  expect(status).toBe(413);
});

test("a content type that is not JSON is refused before the body is read", async () => {
  const { seen, port } = await serve();
  const answer = await raw(port, (write) => {
    write("POST / HTTP/1.1\r\nHost: bot\r\nContent-Type: text/plain\r\nContent-Length: 1000000\r\n\r\n");
  });
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  expect(seen).toEqual([]);
});

test("a body that drips is answered with 413 after five seconds, and the connection ends", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const { port } = await serve();
    const answering = raw(port, (write) => {
      write("POST / HTTP/1.1\r\nHost: bot\r\nContent-Length: 1000\r\n\r\n{");
    });
    while (!vi.getTimerCount()) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await answering).toMatch(/^HTTP\/1\.1 413 /);
  } finally {
    vi.useRealTimers();
  }
});

test("it takes what Node gives, as its types say", () => {
  const made: (request: IncomingMessage, response: never) => void = listener(new EventDispatcher());
  expect(made).toBeTypeOf("function");
});
