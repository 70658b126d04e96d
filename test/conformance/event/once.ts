// Every event handled once: claims on a store that decides, and marks on one that does not.
import { EventDispatcher, type EventDispatcherOptions, type KeyValueStore, type OnceOptions } from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";
import { BOTH, receive, setup } from "../../support/dispatcher.ts";
import { plainStore } from "../../support/late-store.ts";
import { event1, event2, newCard, oldCard, post, sealed, signCard } from "../../support/platform-callbacks.ts";
import { withClock } from "../../support/time.ts";

const TYPE = "contact.user.created_v3";
const MESSAGE = "im.message.receive_v1";
const HOUR = 3_600_000;

const claimKey = (type: string, id: string, app = "cli_1") =>
  `lark-edge:1:claim::${app}:${encodeURIComponent(`${type}:${id}`)}`;

/** A bot that counts what it handles, by event id. */
function bot(once: OnceOptions, options: EventDispatcherOptions = {}) {
  const { events, lines } = setup({ ...BOTH, loggerLevel: "warn", once, ...options });
  const handled: (string | undefined)[] = [];
  let work: () => unknown = () => {};
  events.onAny((_, ctx) => {
    handled.push(ctx.header.event_id);
    return work();
  });
  return {
    events,
    lines,
    handled,
    setWork: (next: () => unknown) => {
      work = next;
    },
    /** Delivers an event, and gives the status of the answer. */
    deliver: async (event: object = event2()) => (await receive(events, await sealed(event as never))).status,
  };
}

/** A promise that the test settles. */
function gate() {
  let open = () => {};
  let fail = (_: Error) => {};
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { opened, open, fail };
}

const STORES: [guarantee: OnceOptions["guarantee"], make: () => KeyValueStore][] = [
  [undefined, () => memoryStore()],
  ["atomic", () => memoryStore()],
  ["best-effort", () => memoryStore()],
  ["best-effort", () => plainStore(memoryStore())],
];

for (const [guarantee, make] of STORES) {
  const of = `${guarantee ?? "the default"}, compareAndSet: ${"compareAndSet" in make()}`;

  test(`an event that is delivered again is answered 200 and not handled again (${of})`, async () => {
    const { deliver, handled, lines } = bot({ store: make(), guarantee });
    assert.equal(await deliver(), 200);
    assert.equal(await deliver(), 200);
    assert.equal(await deliver(event2(TYPE, {}, { event_id: "event-2" })), 200);
    assert.deepEqual(handled, ["event-1", "event-2"]);
    assert.deepEqual(lines, []);
  });

  test(`a duplicate is answered 503 while the event is being handled, then 200 (${of})`, async () => {
    const { deliver, handled, setWork } = bot({ store: make(), guarantee });
    const { opened, open } = gate();
    setWork(() => opened);
    const first = deliver();
    while (!handled.length) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert.equal(await deliver(), 503);
    open();
    assert.equal(await first, 200);
    assert.equal(await deliver(), 200);
    assert.deepEqual(handled, ["event-1"]);
  });

  test(`of twenty deliveries at once one is handled (${of})`, async () => {
    const { deliver, handled } = bot({ store: make(), guarantee });
    const statuses = await Promise.all(Array.from({ length: 20 }, () => deliver()));
    assert.lengthOf(handled, 1);
    assert.isTrue(statuses.every((status) => status === 200 || status === 503));
    assert.include(statuses, 200);
  });

  test(`an event whose handler failed is answered 500, and its next delivery is handled (${of})`, async () => {
    const { deliver, handled, setWork } = bot({ store: make(), guarantee });
    setWork(() => {
      throw new Error("no database");
    });
    assert.equal(await deliver(), 500);
    setWork(() => {});
    assert.equal(await deliver(), 200);
    assert.equal(await deliver(), 200);
    assert.deepEqual(handled, ["event-1", "event-1"]);
  });

  test(`an event stays handled for eight hours and more, and for the window of signatures (${of})`, () =>
    withClock(async (forward) => {
      for (const [signatureMaxAgeSeconds, hours] of [
        [undefined, 8],
        [36_000, 10],
      ] as const) {
        const { deliver, handled } = bot({ store: make(), guarantee }, { signatureMaxAgeSeconds });
        await deliver();
        forward(hours * HOUR);
        await deliver();
        assert.lengthOf(handled, 1);
        forward(HOUR);
        await deliver();
        assert.lengthOf(handled, 2);
      }
    }));
}

for (const signatureMaxAgeSeconds of [Number.POSITIVE_INFINITY, Number.MAX_VALUE]) {
  test(`an event stays handled where signatures are believed for ${signatureMaxAgeSeconds} seconds`, async () => {
    for (const [guarantee, make] of STORES) {
      const { deliver, handled } = bot({ store: make(), guarantee }, { signatureMaxAgeSeconds });
      await deliver();
      await deliver();
      assert.lengthOf(handled, 1);
    }
  });
}

test("two instances with one atomic store handle an event once", async () => {
  const store = memoryStore();
  const [one, other] = [bot({ store }), bot({ store })];
  await Promise.all([one.deliver(), other.deliver(), one.deliver(), other.deliver()]);
  assert.lengthOf([...one.handled, ...other.handled], 1);
});

test("two instances that do their best handle an event once, when the mark has arrived", async () => {
  const store = plainStore(memoryStore());
  const [one, other] = [bot({ store, guarantee: "best-effort" }), bot({ store, guarantee: "best-effort" })];
  await one.deliver();
  await other.deliver();
  assert.deepEqual([one.handled.length, other.handled.length], [1, 0]);
});

test("who died while handling is succeeded when the lease is over", () =>
  withClock(async (forward) => {
    const store = memoryStore();
    const [dead, heir] = [bot({ store }), bot({ store })];
    const { opened, open } = gate();
    dead.setWork(() => opened);
    const first = dead.deliver();
    while (!dead.handled.length) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    forward(29_000);
    assert.equal(await heir.deliver(), 503);
    forward(1_100);
    assert.equal(await heir.deliver(), 200);
    assert.lengthOf(heir.handled, 1);
    // It was not dead, only late: what it says now changes nothing.
    open();
    assert.equal(await first, 200);
    assert.equal(await heir.deliver(), 200);
    assert.lengthOf(heir.handled, 1);
  }));

test("who was overtaken and fails does not free the other's claim", () =>
  withClock(async (forward) => {
    const store = memoryStore();
    const [late, heir, third] = [bot({ store }), bot({ store }), bot({ store })];
    const [gateOfLate, gateOfHeir] = [gate(), gate()];
    late.setWork(() => gateOfLate.opened);
    heir.setWork(() => gateOfHeir.opened);
    const first = late.deliver();
    while (!late.handled.length) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    forward(30_100);
    const second = heir.deliver();
    while (!heir.handled.length) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    gateOfLate.fail(new Error("too late"));
    assert.equal(await first, 500);
    assert.equal(await third.deliver(), 503);
    gateOfHeir.open();
    assert.equal(await second, 200);
    assert.equal(await third.deliver(), 200);
    assert.deepEqual(third.handled, []);
  }));

test("a message is known by its message_id, in each app its own", async () => {
  const store = memoryStore();
  const { deliver, handled } = bot({ store });
  const message = (event_id: string, app_id = "cli_1", message_id = "om_1") =>
    event2(MESSAGE, { message: { message_id } }, { event_id, app_id });
  await deliver(message("a"));
  await deliver(message("b"));
  await deliver(message("c", "cli_2"));
  await deliver(message("d", "cli_1", "om_2"));
  assert.deepEqual(handled, ["a", "c", "d"]);
  assert.isString(await store.get(claimKey(MESSAGE, "om_1")));
  assert.isString(await store.get(claimKey(MESSAGE, "om_1", "cli_2")));
});

test("events of schema 1.0 are known by their uuid", async () => {
  const { deliver, handled } = bot({ store: memoryStore() });
  await deliver(event1());
  await deliver(event1());
  await deliver(event1("user_add", {}, { uuid: "event-2" }));
  assert.deepEqual(handled, ["event-1", "event-2"]);
});

test("a click is a click: callbacks are handled each time, of both shapes", async () => {
  const { events, handled, deliver } = bot({ store: memoryStore() });
  for (let click = 0; click < 2; click++) {
    await deliver(newCard());
    assert.equal((await receive(events, post(oldCard(), await signCard(oldCard())))).status, 200);
  }
  assert.lengthOf(handled, 4);
});

test("a key of one's own decides, also for callbacks, and undefined leaves it to the usual", async () => {
  const key = (event: unknown) => (event as { name?: string; token?: string }).token;
  const { deliver, handled } = bot({ store: memoryStore(), key });
  await deliver(newCard());
  await deliver(newCard());
  assert.lengthOf(handled, 1);
  await deliver(event2());
  await deliver(event2());
  assert.lengthOf(handled, 2);
});

test("a key that comes as a promise tells events apart", async () => {
  const key = async (_: unknown, ctx: { header: { event_id?: string } }) => ctx.header.event_id;
  const { deliver, handled } = bot({ store: memoryStore(), key });
  await deliver();
  await deliver();
  await deliver(event2(TYPE, {}, { event_id: "event-2" }));
  assert.deepEqual(handled, ["event-1", "event-2"]);
});

test("an event whose key is cut inside a character is handled, without a claim", async () => {
  const { deliver, handled, lines } = bot({ store: memoryStore(), key: () => "😀".slice(0, 1) });
  assert.equal(await deliver(), 200);
  assert.lengthOf(handled, 1);
  assert.match(`${lines[0]}`, /the store failed: URIError/);
});

test("an event without an id is handled each time it comes", async () => {
  const { deliver, handled } = bot({ store: memoryStore() });
  await deliver(event2(TYPE, {}, { event_id: undefined }));
  await deliver(event2(TYPE, {}, { event_id: undefined }));
  assert.lengthOf(handled, 2);
});

for (const id of ["__proto__", "constructor", "", "a:b/../c", "密".repeat(300), "x".repeat(5_000)]) {
  test(`an event whose id is ${JSON.stringify(id.slice(0, 12))} is handled`, async () => {
    const { deliver, handled } = bot({ store: memoryStore() });
    assert.equal(await deliver(event2(TYPE, {}, { event_id: id })), 200);
    assert.lengthOf(handled, 1);
  });
}

test("what stands in the store and is no claim is taken over", async () => {
  for (const value of ["garbage", "", "null", "{}", '{"owner":"x"}', '{"owner":"x","until":"soon"}', "[1]"]) {
    const store = memoryStore();
    await store.set(claimKey(TYPE, "event-1"), value);
    const { deliver, handled } = bot({ store });
    assert.equal(await deliver(), 200);
    assert.equal(await deliver(), 200);
    assert.lengthOf(handled, 1);
  }
});

test("a claim is renewed while its handler runs", async () => {
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
  setWork(() => new Promise((resolve) => real(resolve, 60)));
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
  test(`a renewal that ${mode} stops neither the next ones nor the mark of the end`, async () => {
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
    setWork(() => new Promise((resolve) => real(resolve, 80)));
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

test("dispatch says that another delivery is being handled, and nothing for one that was", async () => {
  const { events, handled, setWork } = bot({ store: memoryStore() });
  const { opened, open } = gate();
  setWork(() => opened);
  const first = events.dispatch(event2());
  while (!handled.length) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const error = await rejection(events.dispatch(event2()));
  assert.deepInclude(error, { name: "LarkCallbackError", reason: "running_elsewhere" });
  open();
  await first;
  assert.isUndefined(await events.dispatch(event2()));
  assert.lengthOf(handled, 1);
});

const BAD: [what: string, once: unknown, message: RegExp][] = [
  ["no store", {}, /once: .*store/],
  ["a store that is undefined", { store: undefined }, /once: .*store/],
  ["a store that is no store", { store: "redis://" }, /once: .*store/],
  ["an unknown guarantee", { store: memoryStore(), guarantee: "exactly" }, /"atomic" .* "best-effort"/],
  ["a store without compareAndSet", { store: plainStore(memoryStore()) }, /durable-object, d1, deno-kv, redis/],
];

for (const [what, once, message] of BAD) {
  test(`once with ${what} is a TypeError`, () => {
    assert.throws(() => new EventDispatcher({ once: once as OnceOptions }), message);
  });
}

for (const mode of ["rejects", "throws", "hangs"] as const) {
  for (const guarantee of ["atomic", "best-effort"] as const) {
    test(`a store that ${mode} leaves no event unhandled (${guarantee}); that it failed and is back is logged`, async () => {
      let failing = true;
      const memory = memoryStore();
      const guard = <T>(work: () => Promise<T>): Promise<T> => {
        if (!failing) {
          return work();
        }
        if (mode === "throws") {
          throw new Error("secret of the store");
        }
        return mode === "rejects" ? Promise.reject(new Error("secret of the store")) : new Promise(() => {});
      };
      const store: KeyValueStore = {
        get: (key) => guard(() => memory.get(key)),
        set: (key, value) => guard(() => memory.set(key, value)),
        delete: (key) => guard(() => memory.delete(key)),
        compareAndSet: (key, expected, next) => guard(() => memory.compareAndSet(key, expected, next)),
      };
      const { deliver, handled, lines } = bot({ store, guarantee }, { answerBudgetMs: 10_000 });
      assert.equal(await deliver(event2(TYPE, {}, { event_id: "event-0" })), 200);
      assert.deepEqual(handled, ["event-0"]);
      assert.match(`${lines[0]}`, /the store failed: /);
      failing = false;
      assert.equal(await deliver(), 200);
      assert.equal(await deliver(), 200);
      assert.deepEqual(handled, ["event-0", "event-1"]);
      assert.match(`${lines.at(-1)}`, /the store is back/);
      assert.isFalse(lines.some((line) => line.includes("secret")));
    });
  }
}

test("a store that stays away is not said to be back", async () => {
  const down = () => Promise.reject(new Error("no network"));
  for (const guarantee of ["atomic", "best-effort"] as const) {
    const store: KeyValueStore = { get: down, set: down, delete: down, compareAndSet: down };
    const { deliver, lines } = bot({ store, guarantee });
    await deliver();
    await deliver(event2(TYPE, {}, { event_id: "event-2" }));
    assert.isNotEmpty(lines);
    assert.notInclude(lines.join(), "is back");
  }
});

test("an acknowledged event that fails later may be handled again", async () => {
  const works: Promise<unknown>[] = [];
  const { events, handled, setWork } = bot({ store: memoryStore() }, { answerBudgetMs: 20 });
  const { opened, fail } = gate();
  setWork(() => opened);
  const ctx = { waitUntil: (work: Promise<unknown>) => void works.push(work) };
  assert.equal((await receive(events, await sealed(event2()), ctx)).status, 200);
  fail(new Error("no database"));
  await Promise.all(works);
  setWork(() => {});
  assert.equal((await receive(events, await sealed(event2()), ctx)).status, 200);
  assert.lengthOf(handled, 2);
});
