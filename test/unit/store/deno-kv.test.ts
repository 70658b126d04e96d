// What a real Deno KV does only now and then. The contract runs in Deno: test/runtime/deno.
import { expect, test } from "vitest";
import { type DenoKv, type DenoKvAtomic, denoKvStore } from "../../../src/store/backends/deno-kv.ts";

type Outcome = boolean | Error;

/** One key of a database whose commits turn out as told; between a read and a failing commit somebody else writes. */
function fake(outcomes: Outcome[], others: (string | null)[] = []) {
  const written: { text: string | null; expireIn?: number | undefined }[] = [];
  let value: Uint8Array | null = null;
  const write = (text: string | null, expireIn?: number) => {
    value = text === null ? null : new TextEncoder().encode(text);
    written.push({ text, expireIn });
  };
  const kv: DenoKv = {
    get: async () => ({ value, versionstamp: value && "1" }),
    set: async (_, bytes, options) => write(new TextDecoder().decode(bytes), options?.expireIn),
    delete: async () => write(null),
    atomic() {
      let apply = () => {};
      const change: DenoKvAtomic = {
        check: () => change,
        set(_, bytes, options) {
          apply = () => write(new TextDecoder().decode(bytes), options?.expireIn);
          return change;
        },
        delete() {
          apply = () => write(null);
          return change;
        },
        async commit() {
          const outcome = outcomes.shift() ?? true;
          if (outcome === true) {
            apply();
            return { ok: true };
          }
          const other = others.shift();
          value = other == null ? null : new TextEncoder().encode(other);
          if (outcome) {
            throw outcome;
          }
          return { ok: false };
        },
      };
      return change;
    },
  };
  return { store: denoKvStore(kv, { now: () => 1_000_000 }), written };
}

const LOCKED = new TypeError("database is locked");

test("a value lies there with its expiry, and the database is told when to clean up", async () => {
  const { store, written } = fake([]);
  await store.set("key", "value", { ttlSeconds: 1.5 });
  await store.set("key", "value");
  await store.compareAndSet("key", "value", "next", { ttlSeconds: 0.0001 });
  await store.compareAndSet("key", "next", null);
  expect(written).toEqual([
    { text: "1001500 value", expireIn: 1_500 },
    { text: " value", expireIn: undefined },
    { text: "1000001 next", expireIn: 1 },
    { text: null, expireIn: undefined },
  ]);
});

test.each<[string, Outcome[], (string | null)[], boolean]>([
  ["was written anew as it was", [false, false], [" mine", "2000000 mine"], true],
  ["was replaced", [false], [" yours"], false],
  ["was deleted", [false], [null], false],
  ["has expired", [false], ["1000000 mine"], false],
  ["is in a locked file, and is free again", [LOCKED, LOCKED], [" mine", " mine"], true],
  ["is in a locked file, and was replaced", [LOCKED], [" yours"], false],
])("compareAndSet looks again when a value %s", async (_, outcomes, others, expected) => {
  const { store } = fake(outcomes, others);
  await store.set("key", "mine");
  expect(await store.compareAndSet("key", "mine", "next")).toBe(expected);
});

test("compareAndSet does not try again what may have been done", async () => {
  const { store } = fake([new Error("connection reset")], [" mine"]);
  await store.set("key", "mine");
  await expect(store.compareAndSet("key", "mine", "next")).rejects.toThrow("connection reset");
});
