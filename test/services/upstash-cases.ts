// upstashStore over the REST API of a real Redis. Runs on every runtime; `setting` says where.
import { upstashStore } from "lark-edge/store/upstash";
import { testKeyValueStore } from "../contract/key-value-store.ts";
import { assert, test } from "../support/cases.ts";
import { redisClock } from "./redis-clock.ts";

// Looked up late: the names of the cases are read before there is a server.
const setting = () => (globalThis as unknown as { setting: { url: string; token: string } }).setting;

async function send(command: string, args: string[]): Promise<unknown> {
  const { url, token } = setting();
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify([command, ...args]) });
  return ((await response.json()) as { result: unknown }).result;
}

// Anew each time, since a Worker shares nothing between requests, and nobody must have to.
testKeyValueStore(test, () => ({ store: upstashStore(setting()), advance: redisClock(send), punctual: true }), {
  clock: true,
  compareAndSet: true,
  maxValueBytes: 524_288,
});

test("of 50 claims by 50 stores exactly one wins", async () => {
  const claims = Array.from({ length: 50 }, (_, owner) =>
    upstashStore(setting()).compareAndSet("claim-of-50", null, `owner ${owner}`, { ttlSeconds: 30 }),
  );
  const won = await Promise.all(claims);
  assert.lengthOf(won.filter(Boolean), 1);
  assert.equal(await upstashStore(setting()).get("claim-of-50"), `owner ${won.indexOf(true)}`);
});

test("a time to live is kept to the millisecond", async () => {
  const store = upstashStore(setting());
  await store.set("precise", "value", { ttlSeconds: 12.3456 });
  const left = Number(await send("PTTL", ["precise"]));
  assert.isAtMost(left, 12_346);
  assert.isAbove(left, 2_000);
  await store.set("precise", "value", { ttlSeconds: 0.001 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.isNull(await store.get("precise"));
});
