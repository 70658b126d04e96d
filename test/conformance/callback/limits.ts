// What anybody can send, and what it costs at most.
import { nobleCrypto } from "lark-edge/crypto/noble";
import { type CryptoProvider, EventDispatcher } from "lark-edge/event";
import { assert, test } from "../../support/cases.ts";
import {
  assertAccepted,
  assertRefused,
  BOTH,
  KEY_ONLY,
  type Received,
  receive,
  rest,
  setup,
  TOKEN_ONLY,
} from "../../support/dispatcher.ts";
import {
  challenge,
  event2,
  NOW,
  oldCard,
  post,
  seal,
  sealed,
  sealedUnsigned,
  sign,
  signCard,
  TOKEN,
  toBytes,
  URL_OF_BOT,
} from "../../support/platform-callbacks.ts";

const TYPE = "contact.user.created_v3";
const KIB = 1024;

const answered = (status: number): Received => ({
  status,
  headers: [["content-type", "application/json"]],
  body: "{}",
});

/** A good event, with another content type or none. */
async function typed(contentType: string | undefined): Promise<Request> {
  const request = await sealed(event2());
  const headers = new Headers(request.headers);
  headers.delete("content-type");
  if (contentType !== undefined) {
    headers.set("content-type", contentType);
  }
  return new Request(URL_OF_BOT, { method: "POST", headers, body: await request.arrayBuffer() });
}

for (const type of [
  undefined,
  "application/json",
  "application/json; charset=utf-8",
  "application/json;charset=utf-8",
  "Application/JSON",
  "application/json ; charset=utf-8",
  "text/json",
  "application/problem+json",
]) {
  test(`an event with the content type ${type ?? "left out"} is accepted`, async () => {
    await assertAccepted(await typed(type), TYPE);
  });
}

for (const type of [
  "text/plain",
  "text/plain;charset=UTF-8",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/jsonp",
  "application/javascript",
  "json",
  "text/plain; x=application/json",
  "text/plain, application/json;",
  `application/json${" ".repeat(60_000)}x`,
]) {
  test(`an event with the content type ${type.slice(0, 60)} is refused, whatever its signature`, async () => {
    const { events, seen, lines } = setup();
    // Not through `Headers` of every host, some of which refuse so long a header.
    const body = toBytes({ encrypt: await seal(event2()) });
    const headers: Record<string, string> = { ...(await sign(body)), "content-type": type };
    const { status } = await events.handle(body, (name) => headers[name]);
    assert.deepEqual([status, seen], [401, []]);
    assert.match(lines.join(), /callback refused: not_json$/);
  });
}

test("a content type that is not JSON is refused before the body is read", async () => {
  const { events } = setup();
  let wasRead = false;
  const answer = await events.handle(
    () => {
      wasRead = true;
      return undefined;
    },
    (name) => (name === "content-type" ? "text/plain" : null),
  );
  assert.deepEqual([answer.status, wasRead], [401, false]);
});

/** How many bytes the dispatcher asks for, with these headers. */
async function asked(headers: Record<string, string>, options: Parameters<typeof setup>[0] = BOTH): Promise<number> {
  const { events } = setup(options);
  let most = -1;
  await events.handle(
    (maxBytes) => {
      most = maxBytes;
      return undefined;
    },
    (name) => headers[name],
  );
  return most;
}

test("without a signature that may be one, 16 KiB are read where a key is set, and the whole limit else", async () => {
  const signed = await sign("any body");
  const card = await signCard("any body");
  const small = 16 * KIB;
  assert.equal(await asked({}), small);
  assert.equal(await asked({}, KEY_ONLY), small);
  assert.equal(await asked({}, TOKEN_ONLY), KIB * KIB);
  assert.equal(await asked(signed), KIB * KIB);
  assert.equal(await asked(card), KIB * KIB);
  // What cannot hold, whatever the body is.
  assert.equal(await asked({ ...signed, "x-lark-signature": "0".repeat(63) }), small);
  assert.equal(await asked({ ...signed, "x-lark-signature": "" }), small);
  assert.equal(await asked({ ...signed, "x-lark-request-timestamp": "1" }), small);
  assert.equal(await asked(card, KEY_ONLY), small);
  assert.equal(await asked(card, { ...BOTH, oldCards: false }), small);
  // A limit of one's own that is smaller counts.
  assert.equal(await asked({}, { ...BOTH, maxBodyBytes: 100 }), 100);
  assert.equal(await asked(signed, { ...BOTH, maxBodyBytes: 100 }), 100);
});

test("an unsigned body over 16 KiB is answered with 413 where a key is set", async () => {
  const body = (length: number) => post(JSON.stringify(challenge()).padEnd(length));
  const { events } = setup();
  assert.equal((await receive(events, body(16 * KIB))).status, 200);
  assert.deepEqual(await receive(events, body(16 * KIB + 1)), answered(413));
});

test("a body whose Content-Length is over the limit is answered with 413 unread", async () => {
  let pulled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulled = true;
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { "content-length": `${KIB * KIB + 1}` };
  const request = new Request(URL_OF_BOT, { method: "POST", headers, body, duplex: "half" } as RequestInit);
  if (request.headers.has("content-length")) {
    assert.deepEqual(await receive(setup(TOKEN_ONLY).events, request), answered(413));
    assert.isFalse(pulled);
  }
});

test("of a body with a Content-Length no more is waited for", async () => {
  const bytes = toBytes(event2());
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
    },
  });
  const headers = { "content-length": `${bytes.length}` };
  const request = new Request(URL_OF_BOT, { method: "POST", headers, body, duplex: "half" } as RequestInit);
  if (request.headers.has("content-length")) {
    assert.equal((await receive(setup(TOKEN_ONLY).events, request)).status, 200);
  }
});

test("a body that drips is answered with 413 after five seconds, and reading stops", async () => {
  const { setTimeout } = globalThis;
  let cancelled = false;
  const dripping = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(toBytes('{"'));
    },
    cancel() {
      cancelled = true;
    },
  });
  const delays: unknown[] = [];
  // The time is over at once.
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms: number) => {
      delays.push(ms);
      return setTimeout(run, 1);
    },
  });
  try {
    const { events, lines } = setup(TOKEN_ONLY);
    const request = new Request(URL_OF_BOT, { method: "POST", body: dripping, duplex: "half" } as RequestInit);
    assert.deepEqual(await receive(events, request), answered(413));
    assert.match(lines.join(), /callback refused: too_large$/);
  } finally {
    Object.assign(globalThis, { setTimeout });
  }
  assert.deepEqual(delays, [5_000]);
  assert.isTrue(cancelled);
});

/** Objects and lists in each other, so deep. */
const nested = (depth: number) => `${'{"a":['.repeat(depth / 2)}${"]}".repeat(depth / 2)}`;

test("a body that is not signed is nested at most a hundred deep", async () => {
  const body = (depth: number) => JSON.stringify(event2(TYPE, "EVENT")).replace('"EVENT"', nested(depth));
  await assertAccepted(post(body(98)), TYPE, TOKEN_ONLY);
  await assertRefused(post(body(100)), "invalid_body", TOKEN_ONLY);
  // What the platform has signed is what it is.
  await assertAccepted(await sealed(body(1_000)), TYPE);
});

test("brackets in texts are not nested", async () => {
  const text = `${'[{"\\'.repeat(1_000)}"`;
  await assertAccepted(post(event2(TYPE, { text, "[[[": "\\" })), TYPE, TOKEN_ONLY);
});

test("a large body without the verification token in it is refused before it is parsed", async () => {
  const { parse } = JSON;
  let parsed = 0;
  JSON.parse = (text: string) => {
    parsed++;
    return parse(text);
  };
  try {
    const large = (token: string) => post(event2(TYPE, { pad: "x".repeat(20_000) }, { token }));
    assert.equal((await receive(setup(TOKEN_ONLY).events, large("another"))).status, 401);
    assert.equal(parsed, 0);
    await assertAccepted(large(TOKEN), TYPE, TOKEN_ONLY);
    assert.equal(parsed, 1);
  } finally {
    JSON.parse = parse;
  }
});

/** Runs a case with tries that nobody has used, and a clock that stands still unless it is moved. */
async function withTries(run: (forward: (ms: number) => void) => Promise<void>): Promise<void> {
  await rest();
  const { now } = Date;
  let time = now() + 1e9;
  Date.now = () => time;
  try {
    await run((ms) => {
      time += ms;
    });
  } finally {
    Date.now = now;
    await rest();
  }
}

/** Sends unsigned bodies to a dispatcher each, and counts what was decrypted and what was answered with 200. */
async function send(count: number, body: () => Promise<Request>): Promise<[opened: number, accepted: number]> {
  let opened = 0;
  let accepted = 0;
  const counting: CryptoProvider = {
    ...nobleCrypto,
    rawOpener: (key) => {
      const open = nobleCrypto.rawOpener(key);
      return (iv, bytes) => {
        opened++;
        return open(iv, bytes);
      };
    },
  };
  for (let left = count; left; left--) {
    // A dispatcher for each request has no tries of its own.
    const { events } = setup({ ...BOTH, crypto: counting });
    accepted += +((await receive(events, await body())).status === 200);
  }
  return [opened, accepted];
}

const forgedCheck = () => sealedUnsigned(challenge({ token: "another-verification-token-here-x" }));
const genuineCheck = () => sealedUnsigned(challenge());

test("20 unsigned bodies are decrypted at once and two more a second, of all dispatchers together", () =>
  withTries(async (forward) => {
    assert.deepEqual(await send(50, forgedCheck), [20, 0]);
    assert.deepEqual(await send(5, genuineCheck), [0, 0]);
    forward(1_000);
    assert.deepEqual(await send(10, forgedCheck), [2, 0]);
    forward(3_000);
    assert.deepEqual(await send(10, forgedCheck), [6, 0]);
    forward(3_600_000);
    assert.deepEqual(await send(30, forgedCheck), [20, 0]);
    // A clock that is set back grants nothing.
    forward(-3_600_000);
    assert.deepEqual(await send(5, forgedCheck), [0, 0]);
  }));

test("a genuine URL check uses up no try", () =>
  withTries(async (forward) => {
    assert.deepEqual(await send(50, genuineCheck), [50, 50]);
    // What was forged stays used.
    assert.deepEqual(await send(30, forgedCheck), [20, 0]);
    forward(1_000);
    assert.deepEqual(await send(30, forgedCheck), [2, 0]);
  }));

test("what is beyond the tries gets the one refusal, is told in the log, and keeps neither events nor plain checks out", () =>
  withTries(async () => {
    await send(20, forgedCheck);
    const { events, seen, lines } = setup();
    assert.deepEqual(await receive(events, await genuineCheck()), {
      status: 401,
      headers: [["content-type", "application/json"]],
      body: "{}",
    });
    assert.match(lines.join(), /callback refused: too_many_url_checks$/);
    assert.equal((await receive(events, post(challenge()))).status, 200);
    assert.equal((await receive(events, await sealed(event2()))).status, 200);
    assert.deepEqual(seen, [TYPE]);
  }));

test("of a minute's refusals ten have a line, and the next minute's first says how many had none", async () => {
  let now = NOW;
  const { events, lines } = setup({ ...BOTH, now: () => now });
  for (let left = 1_000; left; left--) {
    await receive(events, post("no JSON"));
  }
  assert.lengthOf(lines, 10);
  now += 60_000;
  await receive(events, post("no JSON"));
  assert.lengthOf(lines, 12);
  assert.match(lines[10] ?? "", /callbacks refused without a line: 990$/);
  assert.match(lines[11] ?? "", /callback refused: invalid_body$/);
  // Set back, the clock begins another minute.
  now -= 3_600_000;
  await receive(events, post("no JSON"));
  assert.lengthOf(lines, 13);
});

test("a dispatcher without secrets does not fill the log either", async () => {
  const { events, lines } = setup({});
  for (let left = 100; left; left--) {
    assert.equal((await receive(events, post(oldCard()))).status, 500);
  }
  assert.lengthOf(lines, 10);
});

test("a waitUntil that throws when the budget is over does not break the answer: it comes when the work is done", async () => {
  const { events } = setup({ ...BOTH, answerBudgetMs: 10 });
  let isDone = false;
  events.on(TYPE, async () => {
    await new Promise((resolve) => setTimeout(resolve, 40));
    isDone = true;
  });
  const ctx = {
    waitUntil: () => {
      throw new TypeError("Illegal invocation");
    },
  };
  assert.equal((await receive(events, await sealed(event2()), ctx)).status, 200);
  assert.isTrue(isDone);
});

test("a waitUntil that throws for a handler's work is as none: the work is waited for", async () => {
  const errors: unknown[] = [];
  const { events } = setup({ ...BOTH, onError: (error) => errors.push(error) });
  let isDone = false;
  events.on(TYPE, (_, ctx) => {
    ctx.waitUntil(
      new Promise<void>((resolve) => setTimeout(resolve, 10)).then(() => {
        isDone = true;
      }),
    );
  });
  const ctx = {
    waitUntil: () => {
      throw new TypeError("Illegal invocation");
    },
  };
  assert.equal((await receive(events, await sealed(event2()), ctx)).status, 200);
  assert.isTrue(isDone);
  assert.deepEqual(errors, []);
});

test("a body that cannot be read is refused, and what the host says of it stays out of the log", async () => {
  const { events, lines } = setup();
  for (const failure of [new Error("secret of the host"), "text", undefined]) {
    const answer = await events.handle(
      () => Promise.reject(failure),
      () => null,
    );
    assert.equal(answer.status, 401);
  }
  assert.lengthOf(lines, 3);
  assert.notInclude(lines.join(), "secret");
});

test("handle takes a function that reads the body", async () => {
  const { events, seen } = setup();
  const body = toBytes({ encrypt: await seal(event2()) });
  const headers = await sign(body);
  for (const read of [() => body, async () => body]) {
    assert.equal((await events.handle(read, (name) => headers[name as keyof typeof headers])).status, 200);
  }
  assert.deepEqual(seen, [TYPE, TYPE]);
  assert.equal(
    (
      await new EventDispatcher(BOTH).handle(
        () => undefined,
        () => null,
      )
    ).status,
    413,
  );
});
