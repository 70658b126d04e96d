// What a store refuses before any I/O. Memory keeps anything; a backend in another place has limits.
import { assert } from "chai";
import type { KeyValueStore } from "../../src/store/index.ts";
import type { Register } from "./store-backend.ts";

type Store = Required<KeyValueStore>;

/** Registers the table of bad input. The store must be one that fails the case when it does any I/O. */
export function testStoreInput(test: Register, create: () => Store, limits: { maxKeyBytes: number }): void {
  const { maxKeyBytes } = limits;
  const keys: [string, unknown, ErrorConstructor][] = [
    ["undefined", undefined, TypeError],
    ["null", null, TypeError],
    ["a number", 1, TypeError],
    ["an array of text", ["key"], TypeError],
    ["an object with toString", { toString: () => "key" }, TypeError],
    ["empty", "", RangeError],
    ["a byte too long", "x".repeat(maxKeyBytes + 1), RangeError],
    ["too long in UTF-8", "密".repeat(Math.floor(maxKeyBytes / 3) + 1), RangeError],
    ["of ten megabytes", "x".repeat(1e7), RangeError],
  ];
  for (const [name, bad, kind] of keys) {
    test(`a key that is ${name} is a ${kind.name}`, async () => {
      const { get, set, delete: remove, compareAndSet } = create();
      const key = bad as string;
      await refused(kind, /key must/, () => get(key));
      await refused(kind, /key must/, () => set(key, "value"));
      await refused(kind, /key must/, () => remove(key));
      await refused(kind, /key must/, () => compareAndSet(key, null, "value"));
    });
  }

  const values: [string, unknown, ErrorConstructor][] = [
    ["undefined", undefined, TypeError],
    ["a number", 1, TypeError],
    ["bytes", new Uint8Array(1), TypeError],
    ["an object", { token: "t-secret" }, TypeError],
    ["of ten megabytes", "t-secret ".repeat(1.2e6), RangeError],
  ];
  for (const [name, bad, kind] of values) {
    test(`a value that is ${name} is a ${kind.name}`, async () => {
      const { set, compareAndSet } = create();
      const value = bad as string;
      await refused(kind, /^value must/, () => set("key", value));
      await refused(kind, /^next must/, () => compareAndSet("key", null, value));
      await refused(kind, /^expected must/, () => compareAndSet("key", value, "value"));
    });
  }
  test("null is a value for compareAndSet alone", async () => {
    await refused(TypeError, /^value must be a string, got null/, () => create().set("key", null as unknown as string));
  });

  for (const ttlSeconds of [0, -1, Number.NaN, Number.NEGATIVE_INFINITY]) {
    test(`a ttlSeconds of ${ttlSeconds} is a RangeError`, async () => {
      const { set, compareAndSet } = create();
      await refused(RangeError, /ttlSeconds/, () => set("key", "value", { ttlSeconds }));
      await refused(RangeError, /ttlSeconds/, () => compareAndSet("key", null, "value", { ttlSeconds }));
    });
  }
}

async function refused(kind: ErrorConstructor, message: RegExp, call: () => Promise<unknown>): Promise<void> {
  const error: Error = await call().then(() => undefined, Object);
  assert.instanceOf(error, kind);
  assert.match(error.message, message);
  assert.notMatch(error.message, /t-secret/);
  assert.isBelow(error.message.length, 200);
}
