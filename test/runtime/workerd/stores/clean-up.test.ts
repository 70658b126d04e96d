// What has expired does not stay: the alarm of an object, and the rows that a write to D1 takes with it.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type RunningStores, startStores } from "./start.ts";

interface Look {
  keys: string[];
  alarm: number | null;
}

const SHARDS = ["0", "1", "2", "3", "4", "5", "6", "7"];
const TEN_MINUTES_MS = 600_000;

describe("an object's alarm", () => {
  let stores: RunningStores;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterAll(() => stores?.[Symbol.asyncDispose]());

  const call = (method: "get" | "set" | "delete", ...args: unknown[]) =>
    stores.call("Durable Objects", method, ...args);
  const calls = (list: ["get" | "set", ...unknown[]][]) => stores.calls("Durable Objects", list);
  const look = async (): Promise<Record<string, Look>> => {
    const looks = SHARDS.map(async (shard) => [shard, await stores.send("/look", { shard })]);
    return Object.fromEntries(await Promise.all(looks));
  };
  const used = async () => Object.values(await look()).filter(({ keys, alarm }) => keys.length || alarm);
  const advance = (ms: number) => stores.send("/advance", { args: [ms] });
  const ring = () => Promise.all(SHARDS.map((shard) => stores.send("/alarm", { shard })));

  test("deletes what has expired, at its time, and leaves no storage where nothing is left", async () => {
    await call("set", "short", "value", { ttlSeconds: 1.5 });
    const [object] = await used();
    expect(object?.keys).toEqual(["short"]);
    expect((object?.alarm ?? 0) - Date.now()).toBeLessThanOrEqual(1_500);
    await vi.waitUntil(async () => !(await used()).length, { timeout: 10_000, interval: 50 });
  });

  test("is not set for a value without a ttl", async () => {
    await call("set", "for good", "value");
    expect((await used()).map(({ alarm }) => alarm)).toEqual([null]);
    await ring();
    expect(await call("get", "for good")).toBe("value");
    await call("delete", "for good");
    await ring();
  });

  test("deletes the expired among many, leaves the others, and is set for the next of them", async () => {
    const names = Array.from({ length: 2_000 }, (_, at) => `many ${at}`);
    const ttlOf = (at: number) => [undefined, 100, 10_000][at % 3];
    await calls(names.map((name, at) => ["set", name, "value", { ttlSeconds: ttlOf(at) }]));
    await advance(1_000_000);
    const before = Date.now() + 1_000_000;
    await ring();
    const objects = Object.values(await look());
    expect(objects.flatMap(({ keys }) => keys).sort()).toEqual(names.filter((_, at) => at % 3 !== 1).sort());
    for (const { keys, alarm } of objects) {
      // More than a page in each, or the test would not show that it turns the page.
      expect(keys.length).toBeGreaterThan(128);
      expect((alarm ?? 0) - before).toBeGreaterThan(8_900_000);
      expect((alarm ?? 0) - before).toBeLessThan(9_100_000);
    }
  });

  test("does not ring more than once in ten minutes", async () => {
    await ring();
    const [{ alarm: was }] = (await used()) as [Look];
    await calls(Array.from({ length: 50 }, (_, at) => ["set", `soon ${at}`, "value", { ttlSeconds: 30 }]));
    for (const { alarm } of await used()) {
      expect(alarm).toBeLessThan(was ?? 0);
      expect((alarm ?? 0) - Date.now() - 1_000_000).toBeGreaterThan(TEN_MINUTES_MS - 60_000);
    }
  });

  test("spares what is set anew while it cleans", async () => {
    const names = Array.from({ length: 400 }, (_, at) => `again ${at}`);
    await calls(names.map((name) => ["set", name, "old", { ttlSeconds: 100 }]));
    await advance(200_000);
    // Each object gets its part of these one by one, while it cleans.
    const parts = [0, 1, 2, 3].map((part) => names.slice(part * 100, part * 100 + 100));
    await Promise.all([
      ring(),
      ...parts.map((part) => calls(part.map((name) => ["set", name, "new", { ttlSeconds: 100 }]))),
      ring(),
    ]);
    expect(await calls(names.map((name) => ["get", name]))).toEqual(names.map(() => "new"));
  });
});

describe("a write to D1", () => {
  let stores: RunningStores;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterAll(() => stores?.[Symbol.asyncDispose]());

  const count = async (table = "lark_edge_store") => {
    const db = await stores.miniflare.getD1Database("DB");
    return (await db.prepare(`SELECT count(*) AS rows FROM "${table}"`).first<{ rows: number }>())?.rows;
  };

  test("takes four expired rows with it, and none that live", async () => {
    for (let at = 0; at < 10; at++) {
      await stores.call("D1", "set", `expired ${at}`, "value", { ttlSeconds: 100 });
    }
    await stores.call("D1", "set", "later", "value", { ttlSeconds: 10_000 });
    await stores.call("D1", "set", "for good", "value");
    await stores.send("/advance", { args: [1_000_000] });
    const rows = [await count()];
    for (const [method, ...args] of [
      ["get", "expired 9"],
      ["set", "for good", "value"],
      ["compareAndSet", "claim", null, "mine"],
      ["compareAndSet", "claim", "mine", "still mine"],
      ["set", "for good", "value"],
      ["set", "for good", "value"],
    ] as const) {
      await stores.call("D1", method, ...args);
      rows.push(await count());
    }
    expect(rows).toEqual([12, 12, 8, 5, 5, 3, 3]);
    expect(await stores.call("D1", "get", "later")).toBe("value");
    expect(await stores.call("D1", "get", "for good")).toBe("value");
    expect(await stores.call("D1", "get", "claim")).toBe("still mine");
  });

  test("reads the index for that, not the table", async () => {
    const db = await stores.miniflare.getD1Database("DB");
    const { results } = await db
      .prepare(
        `EXPLAIN QUERY PLAN DELETE FROM lark_edge_store WHERE key IN
          (SELECT key FROM lark_edge_store WHERE expires_at <= coalesce(null, 1) LIMIT 4)`,
      )
      .all<{ detail: string }>();
    expect(results.map(({ detail }) => detail).join("\n")).toMatch(
      /USING (COVERING )?INDEX lark_edge_store_expires_at/,
    );
    expect(results.map(({ detail }) => detail).join("\n")).not.toMatch(/^SCAN lark_edge_store$/m);
  });

  test.each(["set", "get", "compareAndSet", "delete"] as const)(
    "makes the table, also when 20 first calls of %s come at once",
    async (method) => {
      const table = `first_${method}`;
      const args = { set: ["value"], get: [], compareAndSet: [null, "value"], delete: [] }[method];
      const calls = Array.from({ length: 20 }, () => stores.send("/call", { table, method, args: ["key", ...args] }));
      const results = await Promise.all(calls);
      expect(results.filter((result) => result === true)).toHaveLength(method === "compareAndSet" ? 1 : 0);
      expect(await count(table)).toBe(args.length ? 1 : 0);
    },
  );

  test("makes the table anew after somebody has dropped it", async () => {
    const db = await stores.miniflare.getD1Database("DB");
    await db.exec("DROP TABLE lark_edge_store");
    await expect(stores.call("D1", "set", "key", "value")).rejects.toThrow(/no such table/);
    await stores.call("D1", "set", "key", "value");
    expect(await stores.call("D1", "get", "key")).toBe("value");
  });

  test.each(["plain", "Upper_9", "select", "_"])("works in a table called %s", async (table) => {
    await stores.send("/call", { table, method: "set", args: ["key", "value"] });
    expect(await stores.send("/call", { table, method: "get", args: ["key"] })).toBe("value");
  });
});
