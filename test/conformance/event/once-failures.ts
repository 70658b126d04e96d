// `once` on a store that fails.
import type { KeyValueStore } from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";
import { assert, test } from "../../support/cases.ts";
import { bot, TYPE } from "../../support/once-bot.ts";
import { event2 } from "../../support/platform-callbacks.ts";

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

test("a store that stays away is logged once, and is not said to be back", async () => {
  const down = () => Promise.reject(new Error("no network"));
  for (const guarantee of ["atomic", "best-effort"] as const) {
    const store: KeyValueStore = { get: down, set: down, delete: down, compareAndSet: down };
    const { deliver, lines } = bot({ store, guarantee });
    for (let count = 0; count < 10; count++) {
      await deliver(event2(TYPE, {}, { event_id: `event-${count}` }));
    }
    assert.notInclude(lines.join(), "is back");
    assert.lengthOf(lines, 1);
  }
});

/** A store of which the operations go wrong that `isWrong` names by their number, from 0. */
function stumbling(isWrong: (count: number) => boolean, how: "rejects" | "hangs" | "loses the answer"): KeyValueStore {
  const memory = memoryStore();
  let count = 0;
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!isWrong(count++)) {
      return work();
    }
    if (how === "hangs") {
      return new Promise(() => {});
    }
    if (how === "loses the answer") {
      await work();
    }
    throw new Error("no network");
  };
  return {
    get: (key) => guard(() => memory.get(key)),
    set: (key, value) => guard(() => memory.set(key, value)),
    delete: (key) => guard(() => memory.delete(key)),
    compareAndSet: (key, expected, next) => guard(() => memory.compareAndSet(key, expected, next)),
  };
}

for (const how of ["rejects", "hangs", "loses the answer"] as const) {
  for (const guarantee of ["atomic", "best-effort"] as const) {
    test(`a store of which one operation ${how} is tried once more, and nothing is handled twice (${guarantee})`, async () => {
      for (let wrong = 0; wrong < 4; wrong++) {
        const { deliver, handled, lines } = bot(
          { store: stumbling((count) => count === wrong, how), guarantee },
          { answerBudgetMs: 10_000 },
        );
        assert.deepEqual([await deliver(), await deliver(), await deliver()], [200, 200, 200]);
        assert.deepEqual([wrong, handled], [wrong, ["event-1"]]);
        assert.deepEqual(lines, []);
      }
    });
  }
}

test("a store that never answers delays an event by a second before its handler, and one after it", async () => {
  const { deliver, handled } = bot({ store: stumbling(() => true, "hangs") }, { answerBudgetMs: 10_000 });
  const started = Date.now();
  assert.equal(await deliver(), 200);
  assert.isBelow(Date.now() - started, 3_000);
  assert.lengthOf(handled, 1);
});
