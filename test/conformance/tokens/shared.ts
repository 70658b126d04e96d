// One token for all who share a store, as a fleet of short-lived isolates does.
import type { KeyValueStore } from "lark-edge/core";
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { emulatedClient, TOKEN } from "../../support/emulated-client.ts";
import { fakePlatform, never, tokenAnswer } from "../../support/fake-platform.ts";
import { plainStore } from "../../support/late-store.ts";
import { recordingLogger } from "../../support/recording-logger.ts";
import { timed, withClock } from "../../support/time.ts";

const path = { id: "1" };
const FLEET = 50;
const KEY = "lark-edge:1:tenant_access_token:open.feishu.cn:cli_0123456789abcdef:";
const MINUTE = 60_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A platform that takes its time for a token. */
const slowly = (ms: number) =>
  fakePlatform(undefined, async (_, count) => {
    await pause(ms);
    return tokenAnswer(`t-${count}`);
  });

test("fifty clients that start at once on an atomic store make one token request", async () => {
  const platform = slowly(150);
  const store = memoryStore();
  const fleet = Array.from({ length: FLEET }, () => clientFor(platform.fetch, { store }));
  await Promise.all(fleet.map((client) => client.demo.v1.thing.get({ path })));
  assert.lengthOf(platform.tokenRequests, 1);
  assert.lengthOf(platform.sent, FLEET);
  assert.isTrue(platform.sent.every(({ headers }) => headers.get("authorization") === "Bearer t-1"));
  assert.deepEqual(Object.keys(JSON.parse(`${await store.get(KEY)}`)).sort(), ["expiresAt", "token"]);
});

test("fifty clients on a store without compareAndSet wait for nobody, and make one request each at most", async () => {
  const platform = slowly(150);
  const store = plainStore(memoryStore());
  const fleet = Array.from({ length: FLEET }, () => clientFor(platform.fetch, { store }));
  await Promise.all(fleet.map((client) => client.demo.v1.thing.get({ path })));
  await Promise.all(fleet.map((client) => client.demo.v1.thing.get({ path })));
  assert.lengthOf(platform.tokenRequests, FLEET);
});

test("fifty clients whose token ends soon make one request, and go on with the old token meanwhile", () =>
  withClock(async (forward) => {
    const works: Promise<unknown>[] = [];
    const store = memoryStore();
    const { emulator, say, again, count } = emulatedClient({ store, waitUntil: (work) => void works.push(work) });
    const fleet = Array.from({ length: FLEET }, () => again());
    await Promise.all(fleet.map((client) => say("a", {}, client)));
    forward(95 * MINUTE);
    emulator.faults.add({ kind: "slow", path: TOKEN, delayMs: 300 });
    assert.isBelow(await timed(Promise.all(fleet.map((client) => say("b", {}, client)))), 2000);
    while (works.length) {
      await Promise.all(works.splice(0));
    }
    assert.equal(count(TOKEN), 2);
    // By now every client has the new one, or finds it.
    await Promise.all(fleet.map((client) => say("c", {}, client)));
    while (works.length) {
      await Promise.all(works.splice(0));
    }
    assert.equal(count(TOKEN), 2);
    const tokens = await Promise.all(fleet.map((client) => client.tokens.tenant()));
    assert.equal(new Set(tokens.map(({ token }) => token)).size, 1);
  }));

test("fifty clients whose token is declared invalid make one request", async () => {
  const store = memoryStore();
  const { emulator, say, again, count } = emulatedClient({ store });
  const fleet = Array.from({ length: FLEET }, () => again());
  await Promise.all(fleet.map((client) => say("a", {}, client)));
  emulator.invalidateTokens();
  emulator.faults.add({ kind: "slow", path: TOKEN, delayMs: 100 });
  await Promise.all(fleet.map((client) => say("b", {}, client)));
  assert.equal(count(TOKEN), 2);
});

test("a request that began before the token was found invalid, and comes back with it, is not taken for an answer", async () => {
  let valid = "t-old";
  const platform = fakePlatform(
    ({ headers }) =>
      headers.get("authorization") === `Bearer ${valid}`
        ? Response.json({ code: 0, msg: "ok", data: {} })
        : Response.json({ code: 99991663, msg: "invalid" }, { status: 400 }),
    () => tokenAnswer("t-new"),
  );
  const memory = memoryStore();
  let delayMs = 0;
  const store: KeyValueStore = {
    ...memory,
    async get(key) {
      await pause(delayMs);
      return memory.get(key);
    },
  };
  const ends = { token: "t-old", expiresAt: Date.now() + 20 * MINUTE };
  await memory.set(KEY, JSON.stringify(ends));
  const works: Promise<unknown>[] = [];
  const client = clientFor(platform.fetch, { store, waitUntil: (work) => void works.push(work) });
  await client.demo.v1.thing.get({ path });
  await Promise.all(works);
  // Another isolate renews it, which takes a while; this one's own renewal has just begun to look.
  valid = "t-new";
  await memory.set(KEY, JSON.stringify({ ...ends, owner: "another", until: Date.now() + 400 }));
  delayMs = 60;
  await client.demo.v1.thing.get({ path });
  assert.equal(platform.sent.at(-1)?.headers.get("authorization"), "Bearer t-new");
});

test("one who crashed while it asked delays the others no longer than the lease", () =>
  withClock(async (forward) => {
    const platform = fakePlatform(undefined, (_, count) => (count === 1 ? never() : tokenAnswer(`t-${count}`)));
    const store = memoryStore();
    const gone = new AbortController();
    const crashed = clientFor(platform.fetch, { store }).demo.v1.thing.get({ path }, { signal: gone.signal });
    while (!platform.tokenRequests.length) {
      await pause(5);
    }
    const fleet = Array.from({ length: 10 }, () => clientFor(platform.fetch, { store }));
    const calls = Promise.all(fleet.map((client) => client.demo.v1.thing.get({ path })));
    await pause(150);
    assert.lengthOf(platform.tokenRequests, 1, "the lease was not waited for");
    forward(5_001);
    await calls;
    assert.lengthOf(platform.tokenRequests, 2);
    gone.abort();
    await rejection(crashed);
  }));

test("a refusal frees the lease, and what stood there before is back", async () => {
  const old = JSON.stringify({ token: "t-old", expiresAt: Date.now() + MINUTE });
  for (const before of [null, old]) {
    const store = memoryStore();
    if (before) {
      await store.set(KEY, before);
    }
    const platform = fakePlatform(undefined, () => Response.json({ code: 10014, msg: "app secret invalid" }));
    const error = await rejection(clientFor(platform.fetch, { store }).demo.v1.thing.get({ path }));
    assert.equal(error.code, "LARK_AUTH");
    assert.equal(await store.get(KEY), before);
  }
});

test("one who was overtaken does not overwrite the newer token", async () => {
  const answers: ((token: string) => void)[] = [];
  const platform = fakePlatform(
    undefined,
    () => new Promise((resolve) => answers.push((token) => resolve(tokenAnswer(token)))),
  );
  const store = memoryStore();
  const first = clientFor(platform.fetch, { store }).demo.v1.thing.get({ path });
  while (!answers.length) {
    await pause(5);
  }
  const newer = JSON.stringify({ token: "t-newer", expiresAt: Date.now() + 7_200_000 });
  await store.set(KEY, newer);
  answers[0]?.("t-first");
  await first;
  assert.equal(await store.get(KEY), newer);
});

/** A store whose methods do what the test says. */
function failingStore(): KeyValueStore & { mode: "works" | "rejects" | "hangs" | "full" } {
  const memory = memoryStore();
  const guard = async <T>(what: "read" | "write", work: () => Promise<T>): Promise<T> => {
    if (store.mode === "hangs") {
      return new Promise<T>(() => {});
    }
    if (store.mode === "rejects" || (store.mode === "full" && what === "write")) {
      throw new Error("out of memory");
    }
    return work();
  };
  const store: ReturnType<typeof failingStore> = {
    mode: "works",
    get: (key) => guard("read", () => memory.get(key)),
    set: (key, value, options) => guard("write", () => memory.set(key, value, options)),
    delete: (key) => guard("write", () => memory.delete(key)),
    compareAndSet: (key, expected, next, options) =>
      guard("write", () => memory.compareAndSet(key, expected, next, options)),
  };
  return store;
}

for (const mode of ["rejects", "hangs", "full"] as const) {
  test(`a store that ${mode} stops no call, costs seconds at most, and the logger hears of it and of its return`, async () => {
    const store = failingStore();
    store.mode = mode;
    const platform = fakePlatform();
    const { logged, logger } = recordingLogger();
    const client = clientFor(platform.fetch, { store, logger, loggerLevel: "warn" });
    assert.isBelow(await timed(client.demo.v1.thing.get({ path })), 4_000);
    await client.demo.v1.thing.get({ path });
    assert.lengthOf(platform.sent, 2);
    assert.lengthOf(platform.tokenRequests, 1);
    assert.match(`${logged[0]}`, /^warn,lark-edge: the store failed: /);
    store.mode = "works";
    // A token that has to be renewed asks the store again.
    await withClock(async (forward) => {
      forward(118 * MINUTE);
      await client.demo.v1.thing.get({ path });
    });
    assert.equal(`${logged.at(-1)}`, "warn,lark-edge: the store is back");
    assert.isFalse(logged.some(([, message]) => message.includes("t-1")));
  });
}
