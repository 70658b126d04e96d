// Bodies that cannot be read, too large ones, those that a body parser has read, and other methods.

import { listener } from "lark-edge/node";
import { assert, test } from "../../support/cases.ts";
import { assertAccepted, assertRefused, receive, setup, TOKEN_ONLY } from "../../support/dispatcher.ts";
import {
  type Content,
  event2,
  join,
  post,
  seal,
  sealed,
  sign,
  toBytes,
  URL_OF_BOT,
} from "../../support/platform-callbacks.ts";

const BODIES: [string, Content, string][] = [
  ["nothing", "", "invalid_body"],
  ["white space", " \r\n", "invalid_body"],
  ["text", "hello", "invalid_body"],
  ["a form", "type=url_verification&token=x", "invalid_body"],
  ["half an object", '{"type":"event_callback"', "invalid_body"],
  ["two objects", "{}{}", "invalid_body"],
  ["an object with a trailing comma", '{"a":1,}', "invalid_body"],
  ["an array", "[]", "invalid_body"],
  ["an array of an event", JSON.stringify([event2()]), "invalid_body"],
  ["a number", "1", "invalid_body"],
  ["null", "null", "invalid_body"],
  ["true", "true", "invalid_body"],
  ["a string", '"text"', "invalid_body"],
  ["a byte that UTF-8 never has", join(toBytes('{"a":"'), Uint8Array.of(0xff), toBytes('"}')), "invalid_body"],
  ["half a character", join(toBytes('{"a":"'), Uint8Array.of(0xe4, 0xbd), toBytes('"}')), "invalid_body"],
  ["a surrogate in UTF-8", join(toBytes('{"a":"'), Uint8Array.of(0xed, 0xa0, 0x80), toBytes('"}')), "invalid_body"],
  ["an overlong slash", join(toBytes('{"a":"'), Uint8Array.of(0xc0, 0xaf), toBytes('"}')), "invalid_body"],
  ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00), "invalid_body"],
];

for (const [name, body, reason] of BODIES) {
  test(`a callback whose body is ${name} is refused, with a key and without, signed or not`, async () => {
    await assertRefused(post(body), reason);
    await assertRefused(post(body), reason, TOKEN_ONLY);
    await assertRefused(post(body, await sign(body)), reason);
  });
  if (typeof body === "string") {
    test(`an encrypted, signed callback whose plain text is ${name} is refused`, async () => {
      await assertRefused(await sealed(body), reason);
    });
  }
}

test("an encrypted, signed callback whose plain text is not UTF-8 is refused", async () => {
  await assertRefused(await sealed(Uint8Array.of(0x7b, 0xff, 0x7d)), "invalid_body");
});

test("a good event is read after an unreadable one", async () => {
  const { events, seen } = setup();
  await receive(events, post(Uint8Array.of(0xe4, 0xbd)));
  assert.equal((await receive(events, await sealed(event2()))).status, 200);
  assert.lengthOf(seen, 1);
});

test("a body with a byte order mark is read, and its signature covers the mark", async () => {
  const marked = (body: Content) => join(Uint8Array.of(0xef, 0xbb, 0xbf), toBytes(body));
  const body = { encrypt: await seal(event2()) };
  await assertAccepted(post(marked(event2())), "contact.user.created_v3", TOKEN_ONLY);
  await assertAccepted(post(marked(body), await sign(marked(body))), "contact.user.created_v3");
  await assertRefused(post(marked(body), await sign(body)), "signature_mismatch");
});

test("a body that is nested 100,000 deep is refused, and does not break the dispatcher", async () => {
  const deep = `{"event":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  const { events, seen } = setup(TOKEN_ONLY);
  assert.equal((await receive(events, post(deep))).status, 401);
  assert.equal((await receive(events, post(event2()))).status, 200);
  assert.lengthOf(seen, 1);
});

for (const [name, body] of [
  ["no event at all", {}],
  ["a header that is text", { ...event2(), header: "text" }],
  ["a type that is empty", event2("")],
  ["a type that is a number", event2(7 as never)],
  ["a type that is an object", event2({} as never)],
  ["schema 1.0 without a type", { uuid: "1", type: "event_callback", event: {} }],
  ["schema 1.0 with an event that is null", { uuid: "1", type: "event_callback", event: null }],
  ["schema 1.0 with an event that is text", { uuid: "1", type: "event_callback", event: "user_add" }],
] as const) {
  test(`a signed callback with ${name} is refused`, async () => {
    await assertRefused(await sealed(body), "invalid_body");
  });
}

const TOO_LARGE = { status: 413, headers: [["content-type", "application/json"]], body: "{}" };

test("a body is accepted up to the limit and answered with 413 one byte above it", async () => {
  const body = toBytes(event2());
  const exact = setup({ ...TOKEN_ONLY, maxBodyBytes: body.length });
  assert.equal((await receive(exact.events, post(body))).status, 200);
  const smaller = setup({ ...TOKEN_ONLY, maxBodyBytes: body.length - 1 });
  assert.deepEqual(await receive(smaller.events, post(body)), TOO_LARGE as never);
  assert.deepEqual(smaller.seen, []);
  assert.match(smaller.lines.join(), /too_large/);
});

test("the limit is 1 MiB unless told otherwise", async () => {
  const { events } = setup(TOKEN_ONLY);
  assert.equal(events.maxBodyBytes, 1_048_576);
  const padded = (length: number) => post(JSON.stringify(event2()).padEnd(length));
  assert.equal((await receive(events, padded(1_048_576))).status, 200);
  assert.equal((await receive(events, padded(1_048_577))).status, 413);
});

test("a Content-Length that lies does not lift the limit", async () => {
  const { events } = setup({ ...TOKEN_ONLY, maxBodyBytes: 100 });
  const answer = await receive(events, post(JSON.stringify(event2()), { "content-length": "10" }));
  assert.equal(answer.status, 413);
});

function streamed(body: ReadableStream<Uint8Array>): Request {
  return new Request(URL_OF_BOT, { method: "POST", body, duplex: "half" } as RequestInit);
}

test("an endless body without Content-Length is answered with 413, and reading stops", async () => {
  let pulled = 0;
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(1024).fill(0x20));
    },
    cancel() {
      cancelled = true;
    },
  });
  const { events } = setup({ ...TOKEN_ONLY, maxBodyBytes: 4096 });
  assert.deepEqual(await receive(events, streamed(endless)), TOO_LARGE as never);
  // Hosts read some chunks ahead; going on would be hundreds.
  assert.isBelow(pulled, 64);
  assert.isTrue(cancelled, "the stream was not cancelled");
});

test("a body that comes in single bytes is put together", async () => {
  const bytes = toBytes(event2("user_add_v1", { name: "你好 🚀" }));
  let at = 0;
  const slow = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at < bytes.length) {
        controller.enqueue(bytes.slice(at, ++at));
      } else {
        controller.close();
      }
    },
  });
  const { events } = setup(TOKEN_ONLY);
  let name: unknown;
  events.on("user_add_v1", (event) => {
    name = (event as { name: string }).name;
  });
  assert.equal((await receive(events, streamed(slow))).status, 200);
  assert.equal(name, "你好 🚀");
});

for (const error of [new Error("connection reset"), "text", null, undefined]) {
  test(`a body that breaks off with ${error === "text" ? "text" : error} is refused`, async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(error);
      },
    });
    await assertRefused(streamed(broken), "(?!undefined)\\w.*");
  });
}

for (const method of ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
  test(`${method} is answered with 405 and the allowed method`, async () => {
    const { events, seen } = setup();
    const response = await events.fetch(new Request(URL_OF_BOT, { method }));
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "POST");
    assert.deepEqual(seen, []);
  });
}

test("PUT of a good event is answered with 405", async () => {
  const { events, seen } = setup();
  const good = await sealed(event2());
  const put = new Request(URL_OF_BOT, { method: "PUT", headers: good.headers, body: await good.arrayBuffer() });
  assert.equal((await receive(events, put)).status, 405);
  assert.deepEqual(seen, []);
});

test("a request whose body was read before is answered with 500, and the log says why", async () => {
  const { events, seen, lines } = setup();
  const request = await sealed(event2());
  await request.text();
  assert.deepEqual(await receive(events, request), {
    status: 500,
    headers: [["content-type", "application/json"]],
    body: "{}",
  });
  assert.deepEqual([seen.length, lines.length], [0, 1]);
  assert.match(lines[0] ?? "", /callback refused: body_used: the body was read before$/);
});

/** What `listener` answers to a request whose body a parser has read to its end. */
async function listen(events: ReturnType<typeof setup>["events"], rawBody?: unknown): Promise<number> {
  const { headers, body } = await signed();
  const request = {
    method: "POST",
    headers,
    complete: true,
    readableEnded: true,
    ...(rawBody !== undefined && { rawBody: rawBody === "text" ? new TextDecoder().decode(body) : body }),
    on() {},
    destroy() {},
  };
  return new Promise((resolve) => {
    listener(events)(request, { writeHead: (status) => resolve(status), end() {} });
  });
}

/** An event as it comes: its bytes and headers. */
async function signed() {
  const body = toBytes({ encrypt: await seal(event2()) });
  return { body, headers: { "content-type": "application/json", ...(await sign(body)) } };
}

test("behind a body parser, listener takes rawBody, and without it answers with 500 and says what to do", async () => {
  for (const rawBody of ["text", "bytes"]) {
    const { events, seen } = setup();
    assert.equal(await listen(events, rawBody), 200);
    assert.lengthOf(seen, 1);
  }
  const { events, seen, lines } = setup();
  assert.equal(await listen(events), 500);
  assert.deepEqual(seen, []);
  assert.match(lines.join(), /body_used: a body parser ran before listener\(events\): move listener before it/);
});
