// The contract of a store on a real Deno KV database. Runs in Deno.
import { type DenoKv, denoKvStore } from "lark-edge/store/deno-kv";
import { interleave, SEEDS } from "../../contract/claim-model.ts";
import { testKeyValueStore } from "../../contract/key-value-store.ts";
import { interleaveSessions, sessionSeeds } from "../../contract/session-model.ts";
import { assert, test } from "../../support/cases.ts";

/** The largest value that denoKvStore promises. */
const MAX_VALUE_BYTES = 65_519;

type Database = DenoKv & { close(): void };
interface DenoGlobal {
  openKv(path?: string): Promise<Database>;
  makeTempFile(): Promise<string>;
}
// Looked up late: the names of the cases are read on Node.
const deno = () => (globalThis as unknown as { Deno: DenoGlobal }).Deno;

const inMemory = () => deno().openKv(":memory:");

testKeyValueStore(
  test,
  async () => {
    let time = Date.now();
    const advance = (ms: number) => {
      time += ms;
    };
    // The values' own expiry goes by this clock; the database's goes by the machine's, and does not come into play.
    return { store: denoKvStore(await inMemory(), { now: () => time }), advance, punctual: true };
  },
  { clock: true, compareAndSet: true, maxValueBytes: MAX_VALUE_BYTES },
);

test("a value is not answered after its time, although the database still has it", async () => {
  const kv = await inMemory();
  const store = denoKvStore(kv);
  await store.set("short", "value", { ttlSeconds: 0.1 });
  await store.set("long", "value", { ttlSeconds: 100 });
  assert.equal(await store.get("short"), "value");
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.isNotNull((await kv.get(["short"])).value, "the database is expected to clean up once a minute");
  assert.isNull(await store.get("short"));
  assert.isFalse(await store.compareAndSet("short", "value", "mine"));
  assert.isTrue(await store.compareAndSet("short", null, "mine"));
  assert.equal(await store.get("long"), "value");
});

test("the largest key is what Deno KV takes, and one byte more is a RangeError", async () => {
  const store = denoKvStore(await inMemory());
  // A NUL counts twice in the database's encoding.
  for (const key of ["x".repeat(2_046), `${"密".repeat(682)}`, "\0".repeat(1_023)]) {
    assert.isTrue(await store.compareAndSet(key, null, "value"));
    await store.set(key, "other");
    assert.equal(await store.get(key), "other");
    await store.delete(key);
    const error = await store.set(`${key}x`, "value").catch(Object);
    assert.instanceOf(error, RangeError);
  }
});

test("a value that somebody else put there is neither answered nor replaced by compareAndSet", async () => {
  const kv = await inMemory();
  const store = denoKvStore(kv);
  for (const foreign of ["text", new TextEncoder().encode("12x"), new Uint8Array(), { value: "object" }]) {
    await kv.set(["foreign"], foreign as Uint8Array);
    for (const call of [store.get("foreign"), store.compareAndSet("foreign", null, "mine")]) {
      assert.equal((await call.catch(Object)).code, "LARK_STORE");
    }
  }
  await store.set("foreign", "mine");
  assert.equal(await store.get("foreign"), "mine");
});

test("of 50 claims over five connections to one file exactly one wins", async () => {
  const path = await deno().makeTempFile();
  const databases: Database[] = [];
  // One after the other: a file that is just being opened may be found locked.
  while (databases.length < 5) {
    databases.push(await deno().openKv(path));
  }
  const stores = databases.map((kv) => denoKvStore(kv));
  for (let round = 0; round < 3; round++) {
    const key = `claim-${round}`;
    const claims = Array.from({ length: 50 }, (_, owner) =>
      stores[owner % 5]?.compareAndSet(key, null, `owner ${owner}`, { ttlSeconds: 30 }),
    );
    const won = await Promise.all(claims);
    assert.lengthOf(won.filter(Boolean), 1);
    for (const store of stores) {
      assert.equal(await store.get(key), `owner ${won.indexOf(true)}`);
    }
  }
  for (const kv of databases) {
    kv.close();
  }
});

test("a closed database rejects", async () => {
  const kv = await inMemory();
  const store = denoKvStore(kv);
  kv.close();
  for (const call of [store.get("key"), store.set("key", "value"), store.compareAndSet("key", null, "value")]) {
    assert.instanceOf(await call.catch(Object), Error);
  }
});

test("10,000 interleavings of claims keep to the model", async () => {
  const { now } = Date;
  const kv = await inMemory();
  const { problems, interleavings } = await interleave(denoKvStore(kv, { now: () => now.call(Date) }), SEEDS);
  assert.deepEqual(problems, []);
  assert.equal(interleavings, SEEDS.length);
  kv.close();
});

test("interleavings of sessions keep to the model", async () => {
  const { now } = Date;
  const kv = await inMemory();
  const seeds = sessionSeeds(500);
  const store = denoKvStore(kv, { now: () => now.call(Date) });
  const { problems, interleavings } = await interleaveSessions(store, seeds);
  assert.deepEqual(problems, []);
  assert.equal(interleavings, seeds.length);
  kv.close();
});
