// What names an event that is handled once: its own id, or a key of the bot's.
import type { KeyValueStore } from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";
import { assert, test } from "../../support/cases.ts";
import { bot, TYPE } from "../../support/once-bot.ts";
import { event2, newCard } from "../../support/platform-callbacks.ts";
import { testBothWays } from "../../support/ways.ts";

testBothWays("a key of one's own decides, also for callbacks, and undefined leaves it to the usual", async () => {
  const key = (event: unknown) => (event as { name?: string; token?: string }).token;
  const { deliver, handled } = bot({ store: memoryStore(), key });
  await deliver(newCard());
  await deliver(newCard());
  assert.lengthOf(handled, 1);
  await deliver(event2());
  await deliver(event2());
  assert.lengthOf(handled, 2);
});

testBothWays("a key that comes as a promise tells events apart", async () => {
  const key = async (_: unknown, ctx: { header: { event_id?: string } }) => ctx.header.event_id;
  const { deliver, handled } = bot({ store: memoryStore(), key });
  await deliver();
  await deliver();
  await deliver(event2(TYPE, {}, { event_id: "event-2" }));
  assert.deepEqual(handled, ["event-1", "event-2"]);
});

/** A store with the narrowest limits of all: Deno KV's keys, and no half surrogates. */
function narrowStore(): KeyValueStore {
  const memory = memoryStore();
  const check = (key: string) => {
    if (/\p{Surrogate}/u.test(key) || new TextEncoder().encode(key).length > 2_046) {
      throw new RangeError("this store cannot keep the key");
    }
  };
  return {
    ...memory,
    async get(key) {
      check(key);
      return memory.get(key);
    },
    async compareAndSet(key, expected, next, options) {
      check(key);
      return memory.compareAndSet(key, expected, next, options);
    },
  };
}

const HALVES = ["\ud83d", "\ude00", "\ud83d!", "\\ud83d", "\ufffd"];
const KEYS = [
  "__proto__",
  "a:b/../c",
  ".",
  " ",
  "\0",
  "密".repeat(300),
  "x".repeat(5_000),
  "x".repeat(100_000),
  "😀",
  ...HALVES,
];

for (const key of KEYS) {
  const shown = JSON.stringify(key.slice(0, 12));
  testBothWays(
    `an event whose key is ${shown} (length ${key.length}) is handled once on the narrowest store`,
    async () => {
      const { deliver, handled, lines } = bot({ store: narrowStore(), key: () => key });
      assert.deepEqual([await deliver(), await deliver()], [200, 200]);
      assert.lengthOf(handled, 1);
      assert.deepEqual(lines, []);
    },
  );
}

testBothWays("keys that differ in half of a surrogate pair, or at their end, are different", async () => {
  const keys = [...HALVES, "x".repeat(5_000), `${"x".repeat(5_000)}y`, "密".repeat(300), `${"密".repeat(300)}。`];
  const store = narrowStore();
  for (const key of keys) {
    const { deliver, handled } = bot({ store, key: () => key });
    await deliver();
    assert.lengthOf(handled, 1, key.slice(0, 12));
  }
});

test("a hashed key is the documented one", async () => {
  const store = memoryStore();
  await bot({ store, key: () => "😀".slice(0, 1) }).deliver();
  const text = new TextEncoder().encode(JSON.stringify(`${TYPE}:\ud83d`));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  assert.isString(await store.get(`lark-edge:1:claim::cli_1:sha256=${hex}`));
});

const NO_KEYS: [what: string, key: unknown, got: string][] = [
  ["empty", "", '""'],
  ["a number", 7, "number"],
  ["zero", 0, "number"],
  ["an object", { id: 1 }, "object"],
  ["a promise of an empty text", Promise.resolve(""), '""'],
  ["false", false, "boolean"],
];

for (const [what, key, got] of NO_KEYS) {
  testBothWays(`a key that is ${what} fails the event with a TypeError, and nothing is claimed`, async () => {
    const store = memoryStore();
    const errors: Error[] = [];
    const onError = (error: unknown) => errors.push(error as Error);
    const { deliver, handled } = bot({ store, key: () => key as string }, { onError });
    assert.equal(await deliver(), 500);
    assert.lengthOf(handled, 0);
    assert.instanceOf(errors[0], TypeError);
    assert.equal(errors[0]?.message, `once: key must return a non-empty string or undefined, got ${got}`);
    assert.equal(store.size, 0);
  });
}

for (const id of ["__proto__", "constructor", "", "a:b/../c", "密".repeat(300), "x".repeat(5_000)]) {
  testBothWays(`an event whose id is ${JSON.stringify(id.slice(0, 12))} is handled`, async () => {
    const { deliver, handled } = bot({ store: memoryStore() });
    assert.equal(await deliver(event2(TYPE, {}, { event_id: id })), 200);
    assert.lengthOf(handled, 1);
  });
}
