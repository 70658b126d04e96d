import { Client, DEFAULT_MAX_ANSWER_BYTES, LarkTransportError } from "lark-edge/core";
import { assert, rejection, test } from "../../support/cases.ts";
import { APP, clientFor } from "../../support/demo-api.ts";
import { fakePlatform } from "../../support/fake-platform.ts";
import { timed, until } from "../../support/time.ts";

const path = { id: "1" };
const LIMIT = 10_000;

/** An answer's text of so many bytes. */
const answerOf = (bytes: number) => {
  const [start, end] = ['{"code":0,"data":{"a":"', '"}}'];
  return start + "x".repeat(bytes - start.length - end.length) + end;
};

interface Endless {
  readonly body: ReadableStream<Uint8Array>;
  /** How many bytes were read of it. */
  bytes: number;
  isCancelled: boolean;
}

/** A body that begins as text does and never ends. */
function endless(start: string, chunk = "x".repeat(1_000), pauseMs = 0): Endless {
  const encoder = new TextEncoder();
  const made: Endless = {
    bytes: 0,
    isCancelled: false,
    body: new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
          if (!made.isCancelled) {
            const bytes = encoder.encode(made.bytes ? chunk : start);
            made.bytes += bytes.length;
            controller.enqueue(bytes);
          }
        },
        cancel() {
          made.isCancelled = true;
        },
      },
      { highWaterMark: 0 },
    ),
  };
  return made;
}

test("an answer may have maxAnswerBytes, and not one byte more", async () => {
  const platform = fakePlatform((_, count) => new Response(answerOf(LIMIT + count - 1)));
  const client = clientFor(platform.fetch, { maxAnswerBytes: LIMIT });
  assert.equal((await client.demo.v1.thing.get({ path })).code, 0);
  const error = await rejection(client.demo.v1.thing.get({ path }));
  assert.instanceOf(error, LarkTransportError);
  const { code, status, category, attempts } = error;
  assert.deepEqual(
    { code, status, category, attempts },
    { code: "LARK_BAD_ANSWER", status: 200, category: "refused", attempts: 1 },
  );
  assert.match(error.message, /^demo\.v1\.thing\.get: .* longer than maxAnswerBytes \(10000 bytes\)/);
});

test("maxAnswerBytes counts bytes, not letters", async () => {
  const platform = fakePlatform(() => new Response(`{"code":0,"data":{"a":"${"测".repeat(LIMIT / 3)}"}}`));
  const error = await rejection(clientFor(platform.fetch, { maxAnswerBytes: LIMIT }).demo.v1.thing.get({ path }));
  assert.include(error.message, "maxAnswerBytes");
});

test("the limit is 16 MiB if none is given", async () => {
  assert.equal(DEFAULT_MAX_ANSWER_BYTES, 16 * 1024 * 1024);
  const platform = fakePlatform((_, count) => new Response(answerOf(DEFAULT_MAX_ANSWER_BYTES + count - 1)));
  const client = clientFor(platform.fetch);
  assert.equal((await client.demo.v1.thing.get({ path })).code, 0);
  assert.include((await rejection(client.demo.v1.thing.get({ path }))).message, "(16777216 bytes)");
});

const STARTS = ['{"code":0,"data":{"a":"', "<!doctype html>", ""];
for (const start of STARTS) {
  for (const status of [200, 404]) {
    test(`an answer ${status} that begins ${JSON.stringify(start)} and never ends is read no further than the limit`, async () => {
      const answer = endless(start || " ");
      const platform = fakePlatform(() => new Response(answer.body, { status }));
      const error = await rejection(clientFor(platform.fetch, { maxAnswerBytes: LIMIT }).demo.v1.thing.get({ path }));
      assert.equal(error.code, "LARK_BAD_ANSWER");
      assert.include(error.message, "maxAnswerBytes");
      await until(() => answer.isCancelled);
      assert.isAtMost(answer.bytes, LIMIT + 3_000);
      assert.equal(platform.sent.length, 1);
    });
  }
}

test("an answer to a token request that never ends is read no further than the limit", async () => {
  const answer = endless('{"code":0,"tenant_access_token":"');
  const platform = fakePlatform(undefined, () => new Response(answer.body));
  const error = await rejection(clientFor(platform.fetch, { maxAnswerBytes: LIMIT }).demo.v1.thing.get({ path }));
  assert.include(error.message, "auth.v3.");
  assert.include(error.message, "maxAnswerBytes");
  await until(() => answer.isCancelled);
  assert.isAtMost(answer.bytes, LIMIT + 3_000);
});

test("a light answer has the same limit", async () => {
  const fetch = async () => ({ status: 200, headers: { get: () => null }, text: async () => answerOf(LIMIT + 1) });
  const options = { tenantAccessToken: "t-own" };
  const call = (maxAnswerBytes: number) => clientFor(fetch, { maxAnswerBytes }).demo.v1.thing.get({ path }, options);
  assert.equal((await call(LIMIT + 1)).code, 0);
  assert.include((await rejection(call(LIMIT))).message, "maxAnswerBytes");
});

test("a download has no limit, be it bytes or JSON", async () => {
  for (const type of ["image/png", "application/json"]) {
    const text = answerOf(LIMIT * 5);
    const platform = fakePlatform(() => new Response(text, { headers: { "content-type": type } }));
    const file = await clientFor(platform.fetch, { maxAnswerBytes: LIMIT }).demo.v1.thing.file({ path });
    assert.equal(await file.text(), text);
  }
});

test("the refusal of a download has the limit", async () => {
  const answer = endless('{"code":1,"msg":"');
  const headers = { "content-type": "application/json" };
  const platform = fakePlatform(() => new Response(answer.body, { status: 400, headers }));
  const error = await rejection(clientFor(platform.fetch, { maxAnswerBytes: LIMIT }).demo.v1.thing.file({ path }));
  assert.include(error.message, "maxAnswerBytes");
  await until(() => answer.isCancelled);
});

for (const maxAnswerBytes of [0, -1, Number.NaN]) {
  test(`maxAnswerBytes ${maxAnswerBytes} is a RangeError that names it`, () => {
    assert.throws(() => new Client({ ...APP, maxAnswerBytes }), RangeError, /maxAnswerBytes/);
  });
}

test("a body that drips ends with the deadline, and is read no further", async () => {
  const answer = endless('{"code":0,"data":{"a":"', "x", 5);
  const platform = fakePlatform(() => new Response(answer.body));
  const call = clientFor(platform.fetch).demo.v1.thing.get({ path }, { deadlineMs: 100, timeoutMs: 50 });
  assert.isBelow(await timed(call), 2_000);
  const error = await rejection(call);
  assert.equal(error.code, "LARK_TIMEOUT");
  assert.include(error.message, "deadlineMs (100 ms)");
  await until(() => answer.isCancelled);
});

/** An answer in which so many lists and objects stand in each other, by turns. */
function nested(levels: number): string {
  const opened = Array.from({ length: levels - 2 }, (_, at) => (at % 2 ? "[" : '{"a":'));
  const closed = opened.map((bracket) => (bracket === "[" ? "]" : "}")).reverse();
  return `{"code":0,"data":{"in":${opened.join("")}1${closed.join("")}}}`;
}

test("an answer may be nested 256 levels deep, and not one more", async () => {
  for (const levels of [3, 255, 256]) {
    const platform = fakePlatform(() => new Response(nested(levels)));
    assert.equal((await clientFor(platform.fetch).demo.v1.thing.get({ path })).code, 0);
  }
  for (const levels of [257, 258, 5_000, 1_000_000]) {
    const platform = fakePlatform(() => new Response(nested(levels)));
    const error = await rejection(clientFor(platform.fetch).demo.v1.thing.get({ path }));
    assert.equal(error.code, "LARK_BAD_ANSWER");
    assert.equal(error.category, "refused");
    assert.match(error.message, /nested deeper than 256 levels/);
    assert.equal(platform.sent.length, 1);
  }
});

test("brackets that are closed again, or stand in a text, do not count", async () => {
  const items = Array.from({ length: 5_000 }, () => ({ list: [[], {}], text: '[[[[[[[[[[{"\\"[[{{\\' }));
  const platform = fakePlatform(() => Response.json({ code: 0, data: { items } }));
  const { data } = await clientFor(platform.fetch).demo.v1.thing.get({ path });
  assert.deepEqual(data, { items });
});
