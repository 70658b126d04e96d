// What every KeyValueStore promises. Uses nothing of Node, so that it runs where the backend lives.
import { assert } from "chai";
import type { KeyValueStore } from "../../src/store/index.ts";

/** Registers a case: vitest's `test` fits. */
export type Register = (name: string, run: () => void | Promise<void>) => void;

/** A backend under test. Cases do not share keys, so one backend may serve them all. */
export interface Backend {
  store: KeyValueStore;
  /** Lets time pass, where the backend's clock can be set. */
  advance?: (ms: number) => void | Promise<void>;
  /** The backend forgets when the time is over, and not some time later. */
  punctual?: boolean;
}

const HOSTILE_KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "then",
  " ",
  "a b",
  "a:b",
  "a/b",
  "../a",
  "a%2Fb",
  "a\nb",
  "a\0b",
  "*",
  "?",
  "[a]",
  "{a}",
  "'\"\\`;--",
  "密钥-ключ-🔑",
  "é",
  "e\u0301",
  "A",
  "a",
  "x".repeat(256),
];

const VALUES: [string, string][] = [
  ["nothing", ""],
  ["a space", " "],
  ["text of several scripts", "你好 🚀 — naïve"],
  ["control characters", "\0\u0001\t\r\n\u007f"],
  ["quotes", "'\"\\`"],
  ["null as text", "null"],
  ["a number as text", "0123"],
  ["JSON", '{"__proto__":{"a":1}}'],
  ["100 KB", "0123456789".repeat(10_240)],
  ["100 KB of several bytes each", "密".repeat(34_134)],
];

function testValues(test: Register, create: () => Backend | Promise<Backend>): void {
  let count = 0;
  const fresh = async () => ({ ...(await create()), key: `case-${++count}` });

  test("an absent key is null", async () => {
    const { store, key } = await fresh();
    assert.isNull(await store.get(key));
  });

  for (const [name, value] of VALUES) {
    test(`a value of ${name} comes back as it was`, async () => {
      const { store, key } = await fresh();
      await store.set(key, value);
      assert.strictEqual(await store.get(key), value);
      assert.strictEqual(await store.get(key), value);
    });
  }

  test("hostile keys hold their own values, and nobody else's", async () => {
    const { store } = await fresh();
    for (const key of HOSTILE_KEYS) {
      assert.isNull(await store.get(key), key);
    }
    for (const [at, key] of HOSTILE_KEYS.entries()) {
      await store.set(key, `value ${at}`);
    }
    for (const [at, key] of HOSTILE_KEYS.entries()) {
      assert.equal(await store.get(key), `value ${at}`, key);
    }
    for (const key of HOSTILE_KEYS) {
      await store.delete(key);
      assert.isNull(await store.get(key), key);
    }
    assert.isUndefined(({} as Record<string, unknown>)["value 0"]);
  });

  test("set overwrites, also a long value by a short one", async () => {
    const { store, key } = await fresh();
    for (const value of ["first", "second", "x".repeat(1_000), "", "y"]) {
      await store.set(key, value);
      assert.equal(await store.get(key), value);
    }
  });

  test("delete removes, and deleting an absent key is no error", async () => {
    const { store, key } = await fresh();
    await store.delete(key);
    await store.set(key, "value");
    await store.set(`${key}-neighbour`, "value");
    await store.delete(key);
    await store.delete(key);
    assert.isNull(await store.get(key));
    assert.equal(await store.get(`${key}-neighbour`), "value");
    await store.set(key, "again");
    assert.equal(await store.get(key), "again");
  });

  test("many keys at once keep their values", async () => {
    const { store, key } = await fresh();
    const keys = Array.from({ length: 100 }, (_, at) => `${key}-${at}`);
    await Promise.all(keys.map((name) => store.set(name, `value of ${name}`)));
    const values = await Promise.all(keys.map((name) => store.get(name)));
    assert.deepEqual(values, keys.map((name) => `value of ${name}`));
  });

  test("the methods can be taken off the store", async () => {
    const { store, key } = await fresh();
    const { get, set, delete: remove, compareAndSet } = store;
    await set(key, "value");
    assert.equal(await get(key), "value");
    assert.notStrictEqual(await compareAndSet?.(key, "value", "other"), false);
    await remove(key);
    assert.isNull(await get(key));
  });
}

function testTtl(test: Register, create: () => Backend | Promise<Backend>): void {
  const backend = async () => {
    const { advance = () => {}, ...made } = await create();
    return { ...made, advance };
  };

  test("a value stays for its whole ttl", async () => {
    const { store, advance } = await backend();
    await store.set("ttl", "value", { ttlSeconds: 100 });
    await advance(99_000);
    assert.equal(await store.get("ttl"), "value");
  });

  test("a value without a ttl stays", async () => {
    const { store, advance } = await backend();
    await store.set("no-ttl", "value");
    await store.set("undefined-ttl", "value", { ttlSeconds: undefined });
    await advance(365 * 86_400_000);
    assert.equal(await store.get("no-ttl"), "value");
    assert.equal(await store.get("undefined-ttl"), "value");
  });

  test("a value goes some time after its ttl, at once where the backend is punctual", async () => {
    const { store, advance, punctual } = await backend();
    await store.set("gone", "value", { ttlSeconds: 100 });
    await advance(100_000);
    if (punctual) {
      assert.isNull(await store.get("gone"));
    }
    await advance(86_400_000);
    assert.isNull(await store.get("gone"));
  });

  test("set anew, a value has the new ttl, or none", async () => {
    const { store, advance } = await backend();
    for (const [key, options] of [
      ["longer", { ttlSeconds: 1_000 }],
      ["for-good", undefined],
    ] as const) {
      await store.set(key, "first", { ttlSeconds: 10 });
      await store.set(key, "second", options);
      await advance(900_000);
      assert.equal(await store.get(key), "second");
    }
  });
}

function testCompareAndSet(test: Register, create: () => Backend | Promise<Backend>): void {
  const backend = async () => {
    const { store, advance = () => {}, punctual } = await create();
    assert.isFunction(store.compareAndSet);
    return { store: store as Required<KeyValueStore>, advance, punctual };
  };

  test("compareAndSet from null sets an absent key, once", async () => {
    const { store } = await backend();
    assert.isTrue(await store.compareAndSet("new", null, "mine"));
    assert.isFalse(await store.compareAndSet("new", null, "yours"));
    assert.equal(await store.get("new"), "mine");
  });

  test("compareAndSet replaces the expected value, and no other", async () => {
    const { store } = await backend();
    await store.set("owned", "mine");
    for (const other of ["yours", "", "mine ", "Mine", "null", null]) {
      assert.isFalse(await store.compareAndSet("owned", other, "stolen"), `${other}`);
    }
    assert.equal(await store.get("owned"), "mine");
    assert.isTrue(await store.compareAndSet("owned", "mine", "renewed"));
    assert.equal(await store.get("owned"), "renewed");
  });

  test("compareAndSet to null deletes the expected value, and no other", async () => {
    const { store } = await backend();
    await store.set("released", "mine");
    assert.isFalse(await store.compareAndSet("released", "yours", null));
    assert.equal(await store.get("released"), "mine");
    assert.isTrue(await store.compareAndSet("released", "mine", null));
    assert.isNull(await store.get("released"));
    assert.isFalse(await store.compareAndSet("released", "mine", null));
  });

  test("compareAndSet from null to null says whether the key is absent", async () => {
    const { store } = await backend();
    assert.isTrue(await store.compareAndSet("nobody", null, null));
    assert.isNull(await store.get("nobody"));
    await store.set("somebody", "value");
    assert.isFalse(await store.compareAndSet("somebody", null, null));
    assert.equal(await store.get("somebody"), "value");
  });

  test("compareAndSet takes an empty value for a value, not for an absent one", async () => {
    const { store } = await backend();
    await store.set("empty", "");
    assert.isFalse(await store.compareAndSet("empty", null, "mine"));
    assert.isTrue(await store.compareAndSet("empty", "", "full"));
    assert.isFalse(await store.compareAndSet("absent", "", "mine"));
    assert.isNull(await store.get("absent"));
    assert.isTrue(await store.compareAndSet("empty", "full", ""));
    assert.equal(await store.get("empty"), "");
  });

  test("compareAndSet works with hostile keys and unicode values", async () => {
    const { store } = await backend();
    for (const key of HOSTILE_KEYS) {
      assert.isTrue(await store.compareAndSet(key, null, "🚀"), key);
      assert.isFalse(await store.compareAndSet(key, "🛸", "x"), key);
      assert.isTrue(await store.compareAndSet(key, "🚀", null), key);
      assert.isNull(await store.get(key), key);
    }
  });

  test("of 100 racing claims exactly one wins, and its value stays", async () => {
    const { store } = await backend();
    for (let round = 0; round < 5; round++) {
      const key = `race-${round}`;
      const claims = Array.from({ length: 100 }, (_, owner) => store.compareAndSet(key, null, `owner ${owner}`));
      const won = await Promise.all(claims);
      assert.lengthOf(won.filter(Boolean), 1);
      assert.equal(await store.get(key), `owner ${won.indexOf(true)}`);
    }
  });

  test("of 100 racing takeovers exactly one wins", async () => {
    const { store } = await backend();
    await store.set("taken-over", "old");
    const takeovers = Array.from({ length: 100 }, (_, owner) => store.compareAndSet("taken-over", "old", `owner ${owner}`));
    const won = await Promise.all(takeovers);
    assert.lengthOf(won.filter(Boolean), 1);
    assert.equal(await store.get("taken-over"), `owner ${won.indexOf(true)}`);
  });

  test("100 racing counters that try again lose nothing", async () => {
    const { store } = await backend();
    await store.set("counter", "0");
    const count = async () => {
      for (;;) {
        const seen = await store.get("counter");
        if (await store.compareAndSet("counter", seen, `${Number(seen) + 1}`)) {
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: 100 }, count));
    assert.equal(await store.get("counter"), "100");
  });

  test("compareAndSet sets the ttl, renews it, and takes an expired value for absent once it is gone", async () => {
    const { store, advance } = await backend();
    assert.isTrue(await store.compareAndSet("lease", null, "mine", { ttlSeconds: 100 }));
    await advance(90_000);
    assert.isTrue(await store.compareAndSet("lease", "mine", "mine", { ttlSeconds: 100 }));
    await advance(90_000);
    assert.equal(await store.get("lease"), "mine");
    await advance(86_400_000);
    assert.isFalse(await store.compareAndSet("lease", "mine", "still mine"));
    assert.isTrue(await store.compareAndSet("lease", null, "yours"));
  });

  test("a losing compareAndSet does not touch the ttl", async () => {
    const { store, advance } = await backend();
    await store.set("kept", "mine", { ttlSeconds: 100 });
    assert.isFalse(await store.compareAndSet("kept", "yours", "x", { ttlSeconds: 1_000_000 }));
    await advance(90_000);
    assert.equal(await store.get("kept"), "mine");
    await advance(86_400_000);
    assert.isNull(await store.get("kept"));
  });
}

/**
 * Registers the whole contract for one backend.
 *
 * Cases about time are left out for a backend whose clock cannot be set, and those of `compareAndSet` for one without.
 */
export function testKeyValueStore(
  test: Register,
  create: () => Backend | Promise<Backend>,
  has: { clock: boolean; compareAndSet: boolean },
): void {
  testValues(test, create);
  if (has.clock) {
    testTtl(test, create);
  }
  if (has.compareAndSet) {
    testCompareAndSet(test, create);
  }
}
