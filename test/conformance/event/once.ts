// Every event handled once: claims on a store that decides, and marks on one that does not.
import {
  EventDispatcher,
  type EventDispatcherOptions,
  type KeyValueStore,
  type OnceOptions,
  once,
} from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";
import { receive } from "../../support/dispatcher.ts";
import { plainStore } from "../../support/late-store.ts";
import { bot, claimKey, gate, TYPE } from "../../support/once-bot.ts";
import { event1, event2, sealed } from "../../support/platform-callbacks.ts";
import { until, withClock } from "../../support/time.ts";
import { runningStatus, testBothWays } from "../../support/ways.ts";

const MESSAGE = "im.message.receive_v1";
const HOUR = 3_600_000;

const STORES: [guarantee: OnceOptions["guarantee"], make: () => KeyValueStore][] = [
  [undefined, () => memoryStore()],
  ["atomic", () => memoryStore()],
  ["best-effort", () => memoryStore()],
  ["best-effort", () => plainStore(memoryStore())],
];

for (const [guarantee, make] of STORES) {
  const of = `${guarantee ?? "the default"}, compareAndSet: ${"compareAndSet" in make()}`;

  testBothWays(`an event that is delivered again is answered 200 and not handled again (${of})`, async () => {
    const { deliver, handled, lines } = bot({ store: make(), guarantee });
    assert.equal(await deliver(), 200);
    assert.equal(await deliver(), 200);
    assert.equal(await deliver(event2(TYPE, {}, { event_id: "event-2" })), 200);
    assert.deepEqual(handled, ["event-1", "event-2"]);
    assert.deepEqual(lines, []);
  });

  testBothWays(`a duplicate is answered 503 while the event is being handled, then 200 (${of})`, async () => {
    const { deliver, handled, setWork } = bot({ store: make(), guarantee });
    const { opened, open } = gate();
    setWork(() => opened);
    const first = deliver();
    await until(() => handled.length > 0);
    assert.equal(await deliver(), runningStatus());
    open();
    assert.equal(await first, 200);
    assert.equal(await deliver(), 200);
    assert.deepEqual(handled, ["event-1"]);
  });

  testBothWays(`of twenty deliveries at once one is handled (${of})`, async () => {
    const { deliver, handled } = bot({ store: make(), guarantee });
    const statuses = await Promise.all(Array.from({ length: 20 }, () => deliver()));
    assert.lengthOf(handled, 1);
    assert.isTrue(statuses.every((status) => status === 200 || status === runningStatus()));
    assert.include(statuses, 200);
  });

  testBothWays(`an event whose handler failed is answered 500, and its next delivery is handled (${of})`, async () => {
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

  testBothWays(`an event stays handled for eight hours and more, and for the window of signatures (${of})`, () =>
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
    }),
  );
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

testBothWays("two instances with one atomic store handle an event once", async () => {
  const store = memoryStore();
  const [one, other] = [bot({ store }), bot({ store })];
  await Promise.all([one.deliver(), other.deliver(), one.deliver(), other.deliver()]);
  assert.lengthOf([...one.handled, ...other.handled], 1);
});

testBothWays("two instances that do their best handle an event once, when the mark has arrived", async () => {
  const store = plainStore(memoryStore());
  const [one, other] = [bot({ store, guarantee: "best-effort" }), bot({ store, guarantee: "best-effort" })];
  await one.deliver();
  await other.deliver();
  assert.deepEqual([one.handled.length, other.handled.length], [1, 0]);
});

testBothWays("who died while handling is succeeded when the lease is over", () =>
  withClock(async (forward) => {
    const store = memoryStore();
    const [dead, heir] = [bot({ store }), bot({ store })];
    const { opened, open } = gate();
    dead.setWork(() => opened);
    const first = dead.deliver();
    await until(() => dead.handled.length > 0);
    forward(29_000);
    assert.equal(await heir.deliver(), runningStatus());
    forward(1_100);
    assert.equal(await heir.deliver(), 200);
    assert.lengthOf(heir.handled, 1);
    // It was not dead, only late: what it says now changes nothing.
    open();
    assert.equal(await first, 200);
    assert.equal(await heir.deliver(), 200);
    assert.lengthOf(heir.handled, 1);
  }),
);

testBothWays("who was overtaken and fails does not free the other's claim", () =>
  withClock(async (forward) => {
    const store = memoryStore();
    const [late, heir, third] = [bot({ store }), bot({ store }), bot({ store })];
    const [gateOfLate, gateOfHeir] = [gate(), gate()];
    late.setWork(() => gateOfLate.opened);
    heir.setWork(() => gateOfHeir.opened);
    const first = late.deliver();
    await until(() => late.handled.length > 0);
    forward(30_100);
    const second = heir.deliver();
    await until(() => heir.handled.length > 0);
    gateOfLate.fail(new Error("too late"));
    assert.equal(await first, 500);
    assert.equal(await third.deliver(), runningStatus());
    gateOfHeir.open();
    assert.equal(await second, 200);
    assert.equal(await third.deliver(), 200);
    assert.deepEqual(third.handled, []);
  }),
);

testBothWays("a message is known by its message_id, in each app its own", async () => {
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

testBothWays("events of schema 1.0 are known by their uuid", async () => {
  const { deliver, handled } = bot({ store: memoryStore() });
  await deliver(event1());
  await deliver(event1());
  await deliver(event1("user_add", {}, { uuid: "event-2" }));
  assert.deepEqual(handled, ["event-1", "event-2"]);
});

testBothWays("an event without an id is handled each time it comes", async () => {
  const { deliver, handled } = bot({ store: memoryStore() });
  await deliver(event2(TYPE, {}, { event_id: undefined }));
  await deliver(event2(TYPE, {}, { event_id: undefined }));
  assert.lengthOf(handled, 2);
});

testBothWays("what stands in the store and is no claim is taken over", async () => {
  for (const value of ["garbage", "", "null", "{}", '{"owner":"x"}', '{"owner":"x","until":"soon"}', "[1]"]) {
    const store = memoryStore();
    await store.set(claimKey(TYPE, "event-1"), value);
    const { deliver, handled } = bot({ store });
    assert.equal(await deliver(), 200);
    assert.equal(await deliver(), 200);
    assert.lengthOf(handled, 1);
  }
});

test("dispatch says that another delivery is being handled, and nothing for one that was", async () => {
  const { events, handled, setWork } = bot({ store: memoryStore() });
  const { opened, open } = gate();
  setWork(() => opened);
  const first = events.dispatch(event2());
  await until(() => handled.length > 0);
  const error = await rejection(events.dispatch(event2()));
  assert.deepInclude(error, { name: "LarkCallbackError", reason: "running_elsewhere" });
  open();
  await first;
  assert.isUndefined(await events.dispatch(event2()));
  assert.lengthOf(handled, 1);
});

const BAD: [what: string, options: unknown, message: RegExp][] = [
  ["nothing", undefined, /once: .*store/],
  ["no store", {}, /once: .*store/],
  ["a store that is undefined", { store: undefined }, /once: .*store/],
  ["a store that is no store", { store: "redis://" }, /once: .*store/],
  ["an unknown guarantee", { store: memoryStore(), guarantee: "exactly" }, /"atomic" .* "best-effort"/],
  ["a store without compareAndSet", { store: plainStore(memoryStore()) }, /durable-object, d1, deno-kv, redis/],
];

for (const value of [{ store: memoryStore() }, true, "atomic"] as const) {
  test(`the dispatcher's option once that is ${typeof value} is a TypeError that says what to pass`, () => {
    const options = { once: value } as unknown as EventDispatcherOptions;
    assert.throws(() => new EventDispatcher(options), TypeError, "once({ store })");
  });
}

for (const [what, options, message] of BAD) {
  test(`once with ${what} is a TypeError`, () => {
    assert.throws(() => once(options as OnceOptions), TypeError, message);
  });
}

testBothWays("an acknowledged event that fails later may be handled again", async () => {
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
