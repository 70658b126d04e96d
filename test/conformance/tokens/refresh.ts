import { LarkTransportError } from "lark-edge/core";
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { emulatedClient, MESSAGES, TOKEN } from "../../support/emulated-client.ts";
import { fakePlatform, never, tokenAnswer } from "../../support/fake-platform.ts";
import { plainStore } from "../../support/late-store.ts";
import { recordingLogger } from "../../support/recording-logger.ts";
import { timed, until, withClock, withoutPauses } from "../../support/time.ts";

const MINUTE = 60_000;
const path = { id: "1" };

interface Background {
  waitUntil: (work: Promise<unknown>) => void;
  works: Promise<unknown>[];
  /** Waits for all of it, and for what it started. */
  end(): Promise<void>;
}

/** A `waitUntil` that remembers what it was given. */
function background(): Background {
  const works: Promise<unknown>[] = [];
  return {
    works,
    waitUntil: (work) => void works.push(work),
    async end() {
      while (works.length) {
        await Promise.all(works.splice(0));
      }
    },
  };
}

for (const where of ["call", "client", "view"] as const) {
  test(`with less than 30 minutes left the token is renewed in the ${where}'s waitUntil, and the call does not wait`, () =>
    withClock(async (forward) => {
      const { waitUntil, works, end } = background();
      const { emulator, client, say, count } = emulatedClient(where === "client" ? { waitUntil } : {});
      const caller = where === "view" ? client.with({ waitUntil }) : client;
      const options = where === "call" ? { waitUntil } : {};
      await say("first", options, caller);
      await end();
      forward(95 * MINUTE);
      emulator.faults.add({ kind: "slow", path: TOKEN, delayMs: 300 });
      assert.isBelow(await timed(say("second", options, caller)), 200);
      assert.isNotEmpty(works, "nobody keeps the renewal alive");
      assert.equal(count(TOKEN), 2);
      await end();
      await say("third", options, caller);
      assert.deepEqual(works, []);
      assert.equal(count(TOKEN), 2);
      const { expiresAt } = await client.tokens.tenant();
      assert.closeTo(expiresAt, Date.now() + 120 * MINUTE, 5000);
    }));
}

test("with more than 30 minutes left nothing is renewed", () =>
  withClock(async (forward) => {
    const { waitUntil, works, end } = background();
    const { say, count } = emulatedClient({ waitUntil });
    await say("a");
    await end();
    forward(85 * MINUTE);
    await say("b");
    assert.deepEqual(works, []);
    assert.equal(count(TOKEN), 1);
  }));

test("many calls start one renewal", () =>
  withClock(async (forward) => {
    const { waitUntil, end } = background();
    const { emulator, say, count } = emulatedClient({ waitUntil });
    await say("a");
    forward(95 * MINUTE);
    emulator.faults.add({ kind: "slow", path: TOKEN, delayMs: 50 });
    await Promise.all(Array.from({ length: 20 }, (_, index) => say(`${index}`)));
    await end();
    assert.equal(count(TOKEN), 2);
  }));

test("a renewal in the background that fails harms no call, and the logger hears of it", () =>
  withoutPauses(() =>
    withClock(async (forward) => {
      const { waitUntil, end } = background();
      const { logged, logger } = recordingLogger();
      const { emulator, say, count } = emulatedClient({ waitUntil, logger, loggerLevel: "warn" });
      await say("a");
      forward(95 * MINUTE);
      emulator.faults.add({ kind: "network", path: TOKEN, times: 3 });
      await say("b");
      await end();
      assert.equal(count(MESSAGES), 2);
      assert.deepEqual(
        logged.map(([level]) => level),
        ["warn"],
      );
      await say("c");
      await end();
      assert.equal(count(TOKEN), 5);
    }),
  ));

test("a renewal that a call waits for may fail while the old token lives", () =>
  withoutPauses(() =>
    withClock(async (forward) => {
      const { emulator, say, count } = emulatedClient();
      await say("a");
      forward(118 * MINUTE);
      emulator.faults.add({ kind: "network", path: TOKEN, times: 3 });
      await say("b");
      assert.equal(count(MESSAGES), 2);
      assert.equal(count(TOKEN), 4);
    }),
  ));

test("a renewal that fails after the old token has ended is the call's error", () =>
  withoutPauses(() =>
    withClock(async (forward) => {
      const { emulator, say } = emulatedClient();
      await say("a");
      forward(121 * MINUTE);
      emulator.faults.add({ kind: "network", path: TOKEN, times: 3 });
      assert.equal((await rejection(say("b"))).code, "LARK_NETWORK");
    }),
  ));

test("an expired token is never sent", () =>
  withClock(async (forward) => {
    const { emulator, say, count } = emulatedClient();
    await say("a");
    forward(121 * MINUTE);
    await say("b");
    assert.equal(count(TOKEN), 2);
    assert.deepEqual(
      emulator.requests.filter(({ code }) => code !== 0),
      [],
    );
  }));

/** Token answers that the test gives when it wants to. */
function held() {
  const answers: ((token: string) => void)[] = [];
  const platform = fakePlatform(
    undefined,
    () => new Promise((resolve) => answers.push((token) => resolve(tokenAnswer(token)))),
  );
  return { answers, platform };
}

test("a call waits at most a second for another call's token request, then makes its own", async () => {
  const { answers, platform } = held();
  const client = clientFor(platform.fetch);
  const gone = new AbortController();
  const first = client.demo.v1.thing.get({ path }, { signal: gone.signal });
  await until(() => answers.length === 1);
  const second = client.demo.v1.thing.get({ path });
  const took = timed(second);
  await until(() => answers.length === 1);
  setTimeout(() => answers[1]?.("t-second"), 1200);
  assert.isAtLeast(await took, 950);
  assert.isBelow(await took, 2000);
  await second;
  assert.equal(platform.sent[0]?.headers.get("authorization"), "Bearer t-second");
  assert.equal(platform.tokenRequests.length, 2);

  // The first request's answer comes at last: it is older than what is known.
  answers[0]?.("t-first");
  await first;
  await client.demo.v1.thing.get({ path });
  assert.equal(platform.sent.at(-1)?.headers.get("authorization"), "Bearer t-second");
  gone.abort();
});

test("a late older answer does not overwrite a newer token in a store without compareAndSet", async () => {
  const { answers, platform } = held();
  const store = plainStore(memoryStore());
  const client = clientFor(platform.fetch, { store });
  const first = client.demo.v1.thing.get({ path });
  await until(() => answers.length === 1);
  const second = client.demo.v1.thing.get({ path });
  await new Promise((resolve) => setTimeout(resolve, 1050));
  await until(() => answers.length === 2);
  answers[1]?.("t-second");
  await second;
  answers[0]?.("t-first");
  await first;
  const other = clientFor(platform.fetch, { store });
  await other.demo.v1.thing.get({ path });
  assert.equal(platform.sent.at(-1)?.headers.get("authorization"), "Bearer t-second");
});

test("a hundred calls behind a hanging token request make one more, and succeed within two seconds", async () => {
  const platform = fakePlatform(undefined, (_, count) => (count === 1 ? never() : tokenAnswer("t-next")));
  const client = clientFor(platform.fetch);
  const gone = new AbortController();
  const hanging = client.demo.v1.thing.get({ path }, { signal: gone.signal });
  await until(() => platform.tokenRequests.length === 1);
  const took = await timed(Promise.all(Array.from({ length: 100 }, () => client.demo.v1.thing.get({ path }))));
  assert.isBelow(took, 2000);
  assert.equal(platform.sent.length, 100);
  assert.equal(platform.tokenRequests.length, 2);
  gone.abort();
  assert.equal((await rejection(hanging)).code, "LARK_ABORTED");
});

test("a signal stops one caller's wait, and the request goes on for the others", async () => {
  const { answers, platform } = held();
  const client = clientFor(platform.fetch);
  const gone = new AbortController();
  const first = client.demo.v1.thing.get({ path }, { signal: gone.signal });
  const second = client.demo.v1.thing.get({ path });
  await until(() => answers.length === 1);
  gone.abort();
  assert.equal((await rejection(first)).code, "LARK_ABORTED");
  assert.isFalse(platform.tokenRequests[0]?.signal.aborted, "the shared request was stopped");
  answers[0]?.("t-shared");
  await second;
  assert.equal(platform.tokenRequests.length, 1);
  assert.equal(platform.sent[0]?.headers.get("authorization"), "Bearer t-shared");
});

test("tokens.tenant stops at its view's signal with a LarkTransportError", async () => {
  const { answers, platform } = held();
  const client = clientFor(platform.fetch);
  const gone = new AbortController();
  const token = client.with({ signal: gone.signal }).tokens.tenant();
  await until(() => answers.length === 1);
  gone.abort(new Error("enough"));
  const error = await rejection(token);
  assert.instanceOf(error, LarkTransportError);
  assert.equal(error.code, "LARK_ABORTED");
  answers[0]?.("t-1");
});
