// What every KeyValueStore promises. Uses nothing of Node, so that it runs where the backend lives.
import { assert } from "chai";
import { testCompareAndSet } from "./compare-and-set.ts";
import { type Backend, HOSTILE_KEYS, type Register } from "./store-backend.ts";

const VALUES: [string, string][] = [
  ["nothing", ""],
  ["a space", " "],
  ["text of several scripts", "你好 🚀 — naïve"],
  ["control characters", "\0\u0001\t\r\n\u007f"],
  ["quotes", "'\"\\`"],
  ["null as text", "null"],
  ["a number as text", "0123"],
  ["JSON", '{"__proto__":{"a":1}}'],
  ["a byte order mark", "\ufefftext"],
  ["100 KB", "0123456789".repeat(10_240)],
  ["100 KB of several bytes each", "密".repeat(34_134)],
];

const sizeOf = (text: string) => new TextEncoder().encode(text).length;

/** The largest values that a backend keeps, whatever a character takes. */
function testLargest(test: Register, create: () => Backend | Promise<Backend>, maxValueBytes: number): void {
  const largest: [string, string][] = [
    ["ASCII", "x".repeat(maxValueBytes)],
    ["NULs", "\0".repeat(maxValueBytes)],
    ["two bytes each", "é".repeat(maxValueBytes / 2) + "x".repeat(maxValueBytes % 2)],
    ["three bytes each", "密".repeat(maxValueBytes / 3) + "x".repeat(maxValueBytes % 3)],
    ["four bytes each", "🚀".repeat(maxValueBytes / 4) + "x".repeat(maxValueBytes % 4)],
  ];

  test("the largest value is what the backend says it is", async () => {
    const { store } = await create();
    assert.equal(store.guarantees?.maxValueBytes, maxValueBytes);
  });

  for (const [name, value] of largest) {
    test(`the largest value, of ${name}, comes back as it was, with a ttl or without`, async () => {
      const { store } = await create();
      assert.equal(sizeOf(value), maxValueBytes);
      for (const options of [undefined, { ttlSeconds: 1e9 }]) {
        await store.set("largest", value, options);
        // Not strictEqual: chai would print both.
        assert.isTrue((await store.get("largest")) === value);
      }
      if (store.compareAndSet) {
        assert.isTrue(await store.compareAndSet("largest", value, value, { ttlSeconds: 1e9 }));
        assert.isTrue(await store.compareAndSet("largest", value, "small"));
        assert.isTrue(await store.compareAndSet("largest", "small", value));
      }
      await store.delete("largest");
    });

    test(`a value one byte above it, of ${name}, is a RangeError and changes nothing`, async () => {
      const { store } = await create();
      await store.set("too-large", "kept");
      const writes = [
        store.set("too-large", `${value}x`),
        ...(store.compareAndSet ? [store.compareAndSet("too-large", "kept", `${value}x`)] : []),
      ];
      for (const write of writes) {
        const error = await write.then(() => undefined, Object);
        assert.instanceOf(error, RangeError);
        assert.include(error.message, `${maxValueBytes} bytes`);
        assert.isBelow(error.message.length, 200);
      }
      assert.equal(await store.get("too-large"), "kept");
    });
  }
}

function testValues(test: Register, create: () => Backend | Promise<Backend>, maxValueBytes: number): void {
  let count = 0;
  const fresh = async () => ({ ...(await create()), key: `case-${++count}` });

  test("an absent key is null", async () => {
    const { store, key } = await fresh();
    assert.isNull(await store.get(key));
  });

  for (const [name, value] of VALUES.filter(([, text]) => sizeOf(text) <= maxValueBytes)) {
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
    assert.deepEqual(
      values,
      keys.map((name) => `value of ${name}`),
    );
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

/**
 * Registers the whole contract for one backend.
 *
 * Cases about time are left out for a backend whose clock cannot be set, and those of `compareAndSet` for one without. A
 * backend that cannot keep every value says how many bytes it keeps: then that is the largest value which has to come back.
 */
export function testKeyValueStore(
  test: Register,
  create: () => Backend | Promise<Backend>,
  has: { clock: boolean; compareAndSet: boolean; maxValueBytes?: number; counters?: number },
): void {
  testValues(test, create, has.maxValueBytes ?? Number.POSITIVE_INFINITY);
  if (has.maxValueBytes) {
    testLargest(test, create, has.maxValueBytes);
  }
  if (has.clock) {
    testTtl(test, create);
  }
  if (has.compareAndSet) {
    testCompareAndSet(test, create, has.clock, has.counters);
  }
}
