import { LarkTransportError } from "lark-edge/core";
import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { emulatedClient, MESSAGES } from "../../support/emulated-client.ts";
import { fakePlatform, never } from "../../support/fake-platform.ts";
import { timed, until, withoutPauses } from "../../support/time.ts";

const path = { id: "1" };
const ONCE = { retry: { maxRetries: 0 } };

test("a signal that is aborted before the call stops it before any I/O", async () => {
  const platform = fakePlatform();
  const client = clientFor(platform.fetch);
  const error = await rejection(
    client.demo.v1.thing.get({ path }, { signal: AbortSignal.abort(new Error("not today")) }),
  );
  assert.instanceOf(error, LarkTransportError);
  assert.equal(error.code, "LARK_ABORTED");
  assert.equal((error.cause as Error).message, "not today");
  assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
});

test("a signal that is aborted before the call stops it also when the token is known", async () => {
  const { emulator, say, count } = emulatedClient();
  await say("first");
  const error = await rejection(say("second", { signal: AbortSignal.abort() }));
  assert.equal(error.code, "LARK_ABORTED");
  assert.equal(count(MESSAGES), 1);
  assert.equal(emulator.requests.length, 2);
});

const HANGS: [what: string, fetch: () => Promise<Response>][] = [
  ["ignores its signal", never],
  ["answers a body that never ends", async () => new Response(new ReadableStream({}))],
];

for (const [what, answer] of HANGS) {
  test(`abort during a call whose fetch ${what} ends it at once`, async () => {
    const platform = fakePlatform(answer);
    const caller = new AbortController();
    const call = clientFor(platform.fetch).demo.v1.thing.get({ path }, { signal: caller.signal });
    await until(() => platform.sent.length === 1);
    caller.abort();
    assert.isBelow(await timed(call), 500);
    assert.equal((await rejection(call)).code, "LARK_ABORTED");
    assert.isTrue(platform.sent[0]?.signal.aborted, "the request itself was not stopped");
    assert.equal(platform.sent.length, 1);
  });

  test(`the deadline ends a call whose fetch ${what}`, async () => {
    const platform = fakePlatform(answer);
    const call = clientFor(platform.fetch).demo.v1.thing.get({ path }, { deadlineMs: 60 });
    const took = await timed(call);
    assert.isAtLeast(took, 50);
    assert.isBelow(took, 1000);
    const error = await rejection(call);
    assert.equal(error.code, "LARK_TIMEOUT");
    assert.include(error.message, "deadlineMs");
    assert.isTrue(platform.sent[0]?.signal.aborted, "the request itself was not stopped");
  });
}

test("abort during a request that listens to its signal ends the call at once", async () => {
  const { emulator, say, count } = emulatedClient();
  emulator.faults.add({ kind: "hang", path: MESSAGES });
  const caller = new AbortController();
  const call = say("never", { signal: caller.signal });
  await until(() => count(MESSAGES) === 1);
  caller.abort("enough");
  const error = await rejection(call);
  assert.equal(error.code, "LARK_ABORTED");
  assert.equal(error.cause, "enough");
  assert.equal(count(MESSAGES), 1);
});

test("abort while a retry waits ends the call at once", async () => {
  const { emulator, say, count } = emulatedClient();
  emulator.faults.add({ kind: "rate-limit", path: MESSAGES, resetSeconds: 5 });
  const caller = new AbortController();
  const call = say("never", { signal: caller.signal });
  await until(() => count(MESSAGES) === 1);
  await new Promise((resolve) => setTimeout(resolve, 10));
  caller.abort();
  assert.isBelow(await timed(call), 500);
  assert.equal((await rejection(call)).code, "LARK_ABORTED");
});

test("abort while the token is fetched ends the call at once", async () => {
  const platform = fakePlatform(undefined, never);
  const caller = new AbortController();
  const call = clientFor(platform.fetch).demo.v1.thing.get({ path }, { signal: caller.signal });
  await until(() => platform.tokenRequests.length === 1);
  caller.abort();
  assert.isBelow(await timed(call), 500);
  assert.equal((await rejection(call)).code, "LARK_ABORTED");
});

test("abort after a call changes nothing", async () => {
  const { say, chat, emulator } = emulatedClient();
  const caller = new AbortController();
  const answer = await say("kept", { signal: caller.signal });
  caller.abort();
  assert.isString(answer.data.message_id);
  assert.equal(emulator.messages(chat).length, 1);
  await say("next");
});

test("a signal that outlives its calls does not collect their listeners", async () => {
  const { say } = emulatedClient();
  const { signal } = new AbortController();
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
    listeners++;
    addEventListener.apply(signal, given);
  };
  signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
    listeners--;
    removeEventListener.apply(signal, given);
  };
  for (const text of ["a", "b", "c"]) {
    await say(text, { signal });
  }
  assert.equal(listeners, 0);
});

test("timeoutMs limits each attempt, the deadline all of them", () =>
  withoutPauses(async () => {
    const platform = fakePlatform((_, count) => (count < 3 ? never() : Response.json({ code: 0 })));
    const took = await timed(
      clientFor(platform.fetch).demo.v1.thing.get({ path }, { timeoutMs: 50, deadlineMs: 5000 }),
    );
    assert.equal(platform.sent.length, 3);
    assert.isAtLeast(took, 90);
    assert.isBelow(took, 2000);
    assert.deepEqual(
      platform.sent.map(({ signal }) => signal.aborted),
      [true, true, false],
    );
  }));

test("an attempt that times out is a LarkTransportError, and a POST is not sent again after one", async () => {
  const platform = fakePlatform(never);
  const error = await rejection(clientFor(platform.fetch).demo.v1.thing.post({ data: {} }, { timeoutMs: 20 }));
  assert.equal(error.name, "LarkTransportError");
  assert.equal(error.code, "LARK_TIMEOUT");
  assert.include(error.message, "timeoutMs");
  assert.equal(error.attempts, 1);
  assert.isUndefined(error.status);
  assert.equal(platform.sent.length, 1);
});

test("timeoutMs ends at the response headers: a slow body has the rest of the deadline", async () => {
  const slow = () =>
    new ReadableStream<Uint8Array>({
      async start(controller) {
        await new Promise((resolve) => setTimeout(resolve, 80));
        controller.enqueue(new TextEncoder().encode('{"code":0,"data":{"slow":true}}'));
        controller.close();
      },
    });
  const platform = fakePlatform(() => new Response(slow()));
  const { data } = await clientFor(platform.fetch).demo.v1.thing.get({ path }, { timeoutMs: 20, ...ONCE });
  assert.deepEqual(data, { slow: true });
});

test("the deadline covers token and request together", async () => {
  const slowly = (answer: () => Response) => async () => {
    await new Promise((resolve) => setTimeout(resolve, 70));
    return answer();
  };
  const success = () => Response.json({ code: 0, tenant_access_token: "t-1", expire: 7200 });
  const platform = fakePlatform(slowly(success), slowly(success));
  const error = await rejection(clientFor(platform.fetch).demo.v1.thing.get({ path }, { deadlineMs: 100 }));
  assert.equal(error.code, "LARK_TIMEOUT");
  assert.equal(platform.sent.length, 1);
});

test("the deadline ends the wait for a token that does not come", async () => {
  const platform = fakePlatform(undefined, never);
  const call = clientFor(platform.fetch).demo.v1.thing.get({ path }, { deadlineMs: 50 });
  assert.isBelow(await timed(call), 1000);
  assert.equal((await rejection(call)).code, "LARK_TIMEOUT");
  assert.deepEqual(platform.sent, []);
});

const BAD_TIMES: unknown[] = [0, -1, Number.NaN, "soon"];
for (const name of ["timeoutMs", "deadlineMs"]) {
  for (const value of BAD_TIMES) {
    test(`${name} ${value} is a RangeError that names it, before any I/O`, async () => {
      const platform = fakePlatform();
      const error = await rejection(clientFor(platform.fetch).demo.v1.thing.get({ path }, { [name]: value }));
      assert.instanceOf(error, RangeError);
      assert.include(error.message, name);
      assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
    });
  }
  // Timers count in 32 bits: a longer wait fires at once.
  for (const value of [2 ** 31, Infinity]) {
    test(`${name} ${value} does not end a call at once`, async () => {
      const { emulator, say } = emulatedClient();
      emulator.faults.add({ kind: "slow", path: MESSAGES, delayMs: 50 });
      const outcome = await say("slow", { [name]: value }).catch((error) => error);
      assert.isTrue(outcome.code === 0 || outcome instanceof RangeError, `it failed with ${outcome}`);
    });
  }
  test(`${name} undefined is the default`, async () => {
    const { say } = emulatedClient({ [name]: undefined });
    assert.equal((await say("client")).code, 0);
    assert.equal((await say("call", { [name]: undefined })).code, 0);
  });
}
