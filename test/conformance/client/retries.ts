import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { emulatedClient, MESSAGES } from "../../support/emulated-client.ts";
import { type FakePlatform, fakePlatform } from "../../support/fake-platform.ts";
import { timed, withoutPauses } from "../../support/time.ts";

const path = { id: "1" };
const success = () => Response.json({ code: 0, msg: "ok", data: { done: true } });
const limited = (reset?: string, status = 429) =>
  Response.json(
    { code: 99991400, msg: "request trigger frequency limit" },
    { status, headers: reset === undefined ? {} : { "x-ogw-ratelimit-limit": "100", "x-ogw-ratelimit-reset": reset } },
  );

/** A platform that answers so once, then succeeds. */
const once = (answer: () => Response | Promise<Response>): FakePlatform =>
  fakePlatform((_, count) => (count === 1 ? answer() : success()));

const clientOf = (platform: FakePlatform) => clientFor(platform.fetch).demo.v1.thing;
type Thing = ReturnType<typeof clientOf>;

const CALLS: [what: string, sentTwice: boolean, call: (thing: Thing) => Promise<unknown>][] = [
  ["GET", true, (thing) => thing.get({ path })],
  ["PUT", true, (thing) => thing.put({ path, data: { a: 1 } })],
  ["DELETE", true, (thing) => thing.remove({ path })],
  ["PUT with a sequence", false, (thing) => thing.put({ path, data: { sequence: 3 } })],
  ["DELETE with a sequence", false, (thing) => thing.remove({ path, data: { sequence: 0 } })],
  ["PUT with a sequence in the query", false, (thing) => thing.put({ path, params: { sequence: 3 } })],
  ["POST", false, (thing) => thing.post({ data: { a: 1 } })],
  ["POST with its idempotency field", true, (thing) => thing.post({ data: { uuid: "once" } })],
  ["POST with its idempotency field in the query", true, (thing) => thing.copy({ params: { client_token: "once" } })],
  ["POST with the idempotency field of another operation", false, (thing) => thing.copy({ data: { uuid: "once" } })],
  ["POST whose idempotency field is undefined", false, (thing) => thing.post({ data: { uuid: undefined } })],
  ["POST whose idempotency field is null", false, (thing) => thing.post({ data: { uuid: null } })],
  ["POST whose idempotency field is empty", false, (thing) => thing.post({ data: { uuid: "" } })],
  ["POST of a form", false, (thing) => thing.form({ data: { a: 1 } })],
];

const FAULTS: [what: string, answer: () => Response | Promise<Response>][] = [
  ["an HTTP 500 without JSON", () => new Response("upstream failed", { status: 500 })],
  ["an HTTP 503 with JSON", () => Response.json({ code: 2200, msg: "internal" }, { status: 503 })],
  ["a transient code in an HTTP 200", () => Response.json({ code: 1061045, msg: "can retry" })],
  ["a network error", () => Promise.reject(new TypeError("fetch failed"))],
  ["an answer that is cut off", () => new Response('{"code":0,"da')],
];

for (const [what, answer] of FAULTS) {
  for (const [call, sentTwice, run] of CALLS) {
    test(`after ${what}, ${call} is ${sentTwice ? "sent again" : "not sent again"}`, () =>
      withoutPauses(async () => {
        const platform = once(answer);
        const outcome = run(clientOf(platform));
        await (sentTwice ? outcome : rejection(outcome));
        assert.equal(platform.sent.length, sentTwice ? 2 : 1);
      }));
  }
}

for (const [call, , run] of CALLS) {
  test(`a rate limit sends ${call} again: it was not executed`, () =>
    withoutPauses(async () => {
      const platform = once(() => limited());
      await run(clientOf(platform));
      assert.equal(platform.sent.length, 2);
    }));
}

test("a retried POST sends the same body and headers", () =>
  withoutPauses(async () => {
    const platform = once(() => limited());
    await clientOf(platform).post({ data: { a: "测试" } }, { headers: { "x-own": "1" } });
    const bodies = await Promise.all(platform.sent.map((sent) => sent.text()));
    assert.deepEqual(bodies, ['{"a":"测试"}', '{"a":"测试"}']);
    assert.deepEqual(
      platform.sent.map(({ headers }) => `${headers.get("x-own")} ${headers.get("authorization")}`),
      ["1 Bearer t-1", "1 Bearer t-1"],
    );
  }));

test("a rate limit with HTTP 400, or with HTTP 200, is one too", () =>
  withoutPauses(async () => {
    for (const status of [400, 200]) {
      const platform = once(() => limited(undefined, status));
      await clientOf(platform).post({ data: {} });
      assert.equal(platform.sent.length, 2);
    }
  }));

const PAGE = "<!doctype html><title>429 Too Many Requests</title>";
for (const [what, body] of [
  ["text", "slow down"],
  ["HTML", PAGE],
  ["empty", ""],
] as const) {
  test(`a 429 that is ${what} is a rate limit by its status, and a POST is sent again`, () =>
    withoutPauses(async () => {
      const platform = once(() => new Response(body, { status: 429 }));
      await clientOf(platform).post({ data: {} });
      assert.equal(platform.sent.length, 2);
      const refusing = fakePlatform(() => new Response(body, { status: 429, headers: { "retry-after": "60" } }));
      const error = await rejection(clientOf(refusing).post({ data: {} }));
      const { code, status, category, retryAfterMs } = error;
      assert.deepEqual(
        { code, status, category, retryAfterMs },
        { code: "LARK_BAD_ANSWER", status: 429, category: "rate_limited", retryAfterMs: 60_000 },
      );
      assert.equal(refusing.sent.length, 1, "60 s do not fit into the deadline");
    }));
}

for (const status of [400, 401, 403, 404, 405, 413]) {
  test(`a GET that is answered ${status} without a body is refused, once, with status and log id`, async () => {
    const platform = fakePlatform(() => new Response(null, { status, headers: { "x-tt-logid": "log-1" } }));
    const error = await rejection(clientOf(platform).get({ path }));
    const { category, attempts, logId } = error;
    assert.deepEqual(
      { category, attempts, logId, status: error.status },
      { category: "refused", attempts: 1, logId: "log-1", status },
    );
    assert.equal(platform.sent.length, 1);
  });
}

for (const status of [500, 502, 503, 504]) {
  test(`a ${status} that is not JSON is transient: a GET is sent again, a POST is not`, () =>
    withoutPauses(async () => {
      const answer = () => new Response("<h1>Bad gateway</h1>", { status });
      const read = once(answer);
      await clientOf(read).get({ path });
      assert.equal(read.sent.length, 2);
      const error = await rejection(clientOf(once(answer)).post({ data: {} }));
      assert.deepInclude(error, { category: "transient", status });
    }));
}

test("the reset header says how long a retry waits", async () => {
  const platform = once(() => limited("0.2"));
  const took = await timed(clientOf(platform).get({ path }));
  assert.isAtLeast(took, 190);
  assert.isBelow(took, 1500);
  assert.equal(platform.sent.length, 2);
});

test("a reset beyond the deadline fails at once and says how long to wait", async () => {
  const platform = once(() => limited("30"));
  const call = clientOf(platform).get({ path }, { deadlineMs: 2000 });
  assert.isBelow(await timed(call), 500);
  const error = await rejection(call);
  assert.equal(error.name, "LarkApiError");
  assert.equal(error.category, "rate_limited");
  assert.equal(error.retryAfterMs, 30_000);
  assert.equal(platform.sent.length, 1);
});

for (const reset of ["soon", "", "0", "NaN"]) {
  test(`a reset header that says ${JSON.stringify(reset)} promises no wait`, () =>
    withoutPauses(async () => {
      const platform = fakePlatform(() => limited(reset));
      const error = await rejection(clientOf(platform).get({ path }));
      assert.isUndefined(error.retryAfterMs);
      assert.equal(platform.sent.length, 3);
    }));
}

test("a call is sent again twice at most, and the error counts", () =>
  withoutPauses(async () => {
    const platform = fakePlatform(() => new Response("", { status: 500 }));
    const error = await rejection(clientOf(platform).get({ path }));
    assert.equal(platform.sent.length, 3);
    assert.equal(error.attempts, 3);
  }));

for (const maxRetries of [0, 1, 4]) {
  test(`retry.maxRetries ${maxRetries} is obeyed, for a client, a view and a call`, () =>
    withoutPauses(async () => {
      const retry = { maxRetries };
      const platform = fakePlatform(() => limited());
      await rejection(clientFor(platform.fetch, { retry }).demo.v1.thing.get({ path }));
      await rejection(clientFor(platform.fetch).with({ retry }).demo.v1.thing.get({ path }));
      await rejection(clientFor(platform.fetch).demo.v1.thing.get({ path }, { retry }));
      assert.equal(platform.sent.length, 3 * (maxRetries + 1));
    }));
}

test("retry.maxRetries NaN does not retry without end", () =>
  withoutPauses(async () => {
    const platform = fakePlatform(() => limited());
    await rejection(clientOf(platform).get({ path }, { retry: { maxRetries: Number.NaN }, deadlineMs: 50 }));
    assert.isAtMost(platform.sent.length, 3);
  }));

test("a refusal for good is not sent again", async () => {
  for (const [status, code] of [
    [400, 99992402],
    [403, 99991672],
    [404, 1],
    [429, 99991403],
    [200, 230001],
  ] as const) {
    const platform = fakePlatform(() => Response.json({ code, msg: "no" }, { status }));
    await rejection(clientOf(platform).get({ path }));
    assert.equal(platform.sent.length, 1, `code ${code}`);
  }
});

test("a retry that would end past the deadline is not waited for", async () => {
  const { random } = Math;
  Math.random = () => 0.999;
  try {
    const platform = fakePlatform(() => limited());
    const call = clientOf(platform).get({ path }, { deadlineMs: 300 });
    assert.isBelow(await timed(call), 250);
    assert.equal((await rejection(call)).category, "rate_limited");
    assert.equal(platform.sent.length, 1);
  } finally {
    Math.random = random;
  }
});

test("the platform executes a retried create with a uuid once, also when only its answer was lost", () =>
  withoutPauses(async () => {
    const { client, chat, emulator, count } = emulatedClient();
    emulator.faults.add({ kind: "cut", path: MESSAGES });
    await client.im.v1.message.create({
      params: { receive_id_type: "chat_id" },
      data: { receive_id: chat.chatId, msg_type: "text", content: '{"text":"once"}', uuid: "u1" },
    });
    assert.equal(count(MESSAGES), 2);
    assert.equal(emulator.messages(chat).length, 1);
  }));

test("a create without a uuid whose answer was lost is not sent twice", () =>
  withoutPauses(async () => {
    const { emulator, chat, say } = emulatedClient();
    emulator.faults.add({ kind: "cut", path: MESSAGES });
    assert.equal((await rejection(say("once"))).code, "LARK_BAD_ANSWER");
    assert.equal(emulator.messages(chat).length, 1);
  }));
