// Bun's client while its server is killed and restarted by the process that started this one. Runs in Bun.
import { redisStore } from "lark-edge/store/redis";
import { assert, test } from "../support/cases.ts";

interface BunGlobals {
  Bun: { RedisClient: new (url: string) => { send(command: string, args: string[]): Promise<unknown> } };
  setting: { url: string; loadMs: number };
}
const TIMEOUT_MS = 1_000;
/** For two cores that others use, too. */
const SLACK_MS = 1_500;

test("killed and restarted under load, every operation ends in time, and the store recovers by itself", async () => {
  const { Bun, setting } = globalThis as unknown as BunGlobals;
  const store = redisStore(new Bun.RedisClient(setting.url), { timeoutMs: TIMEOUT_MS });
  const endsAt = performance.now() + setting.loadMs;
  let slowest = 0;
  let done = 0;
  const messages = new Map<string, number>();
  const timed = async (operation: Promise<unknown>) => {
    const started = performance.now();
    const error = await operation.then(() => undefined, Object);
    slowest = Math.max(slowest, performance.now() - started);
    if (error) {
      messages.set(error.message, (messages.get(error.message) ?? 0) + 1);
      // A client that rejects at once would be asked a million times.
      await new Promise((resolve) => setTimeout(resolve, 5));
    } else {
      done++;
    }
  };
  const load = async (at: number) => {
    const key = `load-${at}`;
    for (let count = 0; performance.now() < endsAt; count++) {
      const text = `${count}`.repeat(200);
      await timed(store.set(key, text, { ttlSeconds: 1_000 }));
      await timed(store.compareAndSet(key, text, `next ${text}`, { ttlSeconds: 1_000 }));
      const seen = await store.get(key).catch(() => null);
      assert.include([null, text, `next ${text}`], seen);
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, at) => load(at)));
  assert.isAbove(messages.size, 0, "the server was never away");
  assert.isAbove(done, 100);
  assert.isBelow(slowest, TIMEOUT_MS + SLACK_MS);
  for (const message of messages.keys()) {
    assert.match(
      message,
      /^(Redis: (SET|EVAL): no answer within 1000 ms|Connection closed|Connection has failed|LOADING)/,
    );
  }
  await store.set("after", "works");
  assert.equal(await store.get("after"), "works");
});
