// What compareAndSet promises, where a backend has it: claims, renewals, takeovers and leases are made of it.
import { assert } from "chai";
import type { KeyValueStore } from "../../src/store/index.ts";
import { type Backend, HOSTILE_KEYS, type Register } from "./store-backend.ts";

/**
 * Registers the cases of compareAndSet. Those about time need a clock that can be set.
 *
 * @param counters - How many count against each other. They ask the backend as often as their number squared.
 */
export function testCompareAndSet(
  test: Register,
  create: () => Backend | Promise<Backend>,
  hasClock: boolean,
  counters = 100,
): void {
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
    const takeovers = Array.from({ length: 100 }, (_, owner) =>
      store.compareAndSet("taken-over", "old", `owner ${owner}`),
    );
    const won = await Promise.all(takeovers);
    assert.lengthOf(won.filter(Boolean), 1);
    assert.equal(await store.get("taken-over"), `owner ${won.indexOf(true)}`);
  });

  test(`${counters} racing counters that try again lose nothing`, async () => {
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
    await Promise.all(Array.from({ length: counters }, count));
    assert.equal(await store.get("counter"), `${counters}`);
  });

  if (!hasClock) {
    return;
  }
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
