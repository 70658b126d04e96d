// How long a claim on an event lasts, and what its handler learns of its end.
import type { EventContext, KeyValueStore } from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";
import { assert, test } from "../../support/cases.ts";
import { bot, claimKey, TYPE } from "../../support/once-bot.ts";
import { event2 } from "../../support/platform-callbacks.ts";
import { until, withClock } from "../../support/time.ts";
import { testBothWays } from "../../support/ways.ts";

testBothWays("a claim is renewed while its handler runs", async () => {
  // The lease is 30 seconds, renewed every ten: the timers run here as soon as they are set.
  const { setTimeout: real } = globalThis;
  const store = memoryStore();
  const values = new Set<string | null>();
  const { deliver, setWork } = bot({
    store: {
      ...store,
      async compareAndSet(key, expected, next, options) {
        values.add(next);
        return store.compareAndSet(key, expected, next, options);
      },
    },
  });
  setWork(() => until(() => values.size >= 3));
  globalThis.setTimeout = ((run: () => void, ms: number) => real(run, ms === 10_000 ? 10 : ms)) as never;
  try {
    await deliver();
  } finally {
    globalThis.setTimeout = real;
  }
  const claims = [...values].map((value) => JSON.parse(`${value}`));
  assert.isAtLeast(claims.length, 4);
  assert.equal(new Set(claims.slice(0, -1).map(({ owner }) => owner)).size, 1);
  assert.isUndefined(claims.at(-1).owner);
});

for (const mode of ["hangs", "rejects"] as const) {
  testBothWays(`a renewal that ${mode} stops neither the next ones nor the mark of the end`, async () => {
    // As above; a change is waited for for five seconds, which are over at once, too.
    const { setTimeout: real } = globalThis;
    const store = memoryStore();
    const values: (string | null)[] = [];
    const { deliver, handled, setWork } = bot({
      store: {
        ...store,
        async compareAndSet(key, expected, next, options) {
          values.push(next);
          if (values.length === 2) {
            return mode === "hangs" ? new Promise<never>(() => {}) : Promise.reject(new Error("lost"));
          }
          return store.compareAndSet(key, expected, next, options);
        },
      },
    });
    setWork(() => until(() => values.length >= 3));
    globalThis.setTimeout = ((run: () => void, ms: number) =>
      real(run, ms === 10_000 || ms === 5_000 ? 10 : ms)) as never;
    try {
      assert.equal(await deliver(), 200);
    } finally {
      globalThis.setTimeout = real;
    }
    assert.isAtLeast(values.length, 4);
    assert.isUndefined(JSON.parse(`${await store.get(claimKey(TYPE, "event-1"))}`).owner);
    assert.equal(await deliver(), 200);
    assert.lengthOf(handled, 1);
  });
}

/** Runs with timers of ten seconds, which renew a lease, in the place of those of `fastMs`. */
async function withFastRenewals(fastMs: number, run: () => Promise<void>): Promise<void> {
  const { setTimeout: real } = globalThis;
  globalThis.setTimeout = ((work: () => void, ms: number) => real(work, ms === 10_000 ? fastMs : ms)) as never;
  try {
    await run();
  } finally {
    globalThis.setTimeout = real;
  }
}

/** What a handler learns: the reason of its signal, if that aborts while it runs. */
async function reasonWhile(store: KeyValueStore, meanwhile: (ctx: EventContext) => Promise<void>): Promise<unknown> {
  const { deliver, setWork } = bot({ store });
  let reason: unknown;
  setWork(async (ctx) => {
    await meanwhile(ctx);
    reason = ctx.signal.aborted && ctx.signal.reason;
  });
  await deliver();
  return reason;
}

const KEY_OF_EVENT = claimKey(TYPE, "event-1");

testBothWays("a handler whose lease another delivery took over has its signal aborted", () =>
  withFastRenewals(5, async () => {
    const store = memoryStore();
    const reason = await reasonWhile(store, async ({ signal }) => {
      assert.isFalse(signal.aborted);
      await store.set(KEY_OF_EVENT, JSON.stringify({ owner: "another", until: Date.now() + 30_000 }));
      await until(() => signal.aborted);
    });
    assert.deepInclude(reason, { name: "LarkCallbackError", code: "LARK_CALLBACK", reason: "lease_lost" });
  }),
);

testBothWays("a handler whose event another delivery has handled meanwhile has its signal aborted", () =>
  withFastRenewals(5, async () => {
    const store = memoryStore();
    await reasonWhile(store, async (ctx) => {
      await store.set(KEY_OF_EVENT, JSON.stringify({ until: Date.now() + 3_600_000 }));
      await until(() => ctx.signal.aborted);
    });
  }),
);

testBothWays("a handler whose lease runs out because the store is gone has its signal aborted", () =>
  withClock((forward) =>
    withFastRenewals(5, async () => {
      const memory = memoryStore();
      let isGone = false;
      const store: KeyValueStore = {
        ...memory,
        compareAndSet: (...args) => (isGone ? Promise.reject(new Error("gone")) : memory.compareAndSet(...args)),
      };
      const reason = await reasonWhile(store, async ({ signal }) => {
        isGone = true;
        forward(29_000);
        await new Promise((resolve) => setTimeout(resolve, 50));
        assert.isFalse(signal.aborted, "before the lease is over");
        forward(1_100);
        await until(() => signal.aborted);
      });
      assert.deepInclude(reason, { reason: "lease_lost" });
    }),
  ),
);

testBothWays("a process that slept through its lease keeps the event if no other delivery took it", () =>
  withClock((forward) =>
    withFastRenewals(5, async () => {
      const store = memoryStore();
      const reason = await reasonWhile(store, async () => {
        forward(100_000);
        await new Promise((resolve) => setTimeout(resolve, 50));
      });
      assert.isFalse(reason);
    }),
  ),
);

testBothWays("a handler that hangs for longer than half an hour has its signal aborted", () =>
  withClock((forward) =>
    withFastRenewals(1, async () => {
      await reasonWhile(memoryStore(), async ({ signal }) => {
        while (!signal.aborted) {
          forward(10_000);
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
      });
    }),
  ),
);

test("the signal of a handler aborts with its host's, too, and keeps its reason", async () => {
  const { events, setWork } = bot({ store: memoryStore() });
  const host = new AbortController();
  let seen: unknown;
  setWork(async ({ signal }) => {
    host.abort(new Error("the host is going"));
    seen = signal.reason;
  });
  await events.dispatch(event2(), { signal: host.signal });
  assert.instanceOf(seen, Error);
  assert.equal((seen as Error).message, "the host is going");
});

testBothWays("a handler that ends in time never has its signal aborted", () =>
  withFastRenewals(2, async () => {
    const signals: AbortSignal[] = [];
    const { deliver, setWork } = bot({ store: memoryStore() });
    setWork(async (ctx) => {
      signals.push(ctx.signal);
      await new Promise((resolve) => setTimeout(resolve, 30));
    });
    await deliver();
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.isFalse(signals[0]?.aborted);
  }),
);
