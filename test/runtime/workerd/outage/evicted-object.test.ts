// Durable Objects that are evicted, and Workers that end, while events are being handled.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createPlatform, startFleet } from "./start.ts";

const FAILED = /the store failed: /;
const BACK = /the store is back/;

test("objects evicted while a claim is held: it stays held, and ends as it should", async () => {
  await using fleet = await startFleet("objects");
  const first = fleet.say("wait for it", 0);
  await expect.poll(() => fleet.again("wait for it", 1), { timeout: 20_000 }).toBe(503);
  const { objects } = await fleet.told();
  for (let round = 0; round < 3; round++) {
    await fleet.evict();
    expect(await fleet.again("wait for it", 1)).toBe(503);
    expect(await fleet.say(`meanwhile ${round}`, 2)).toBe(200);
  }
  expect((await fleet.told()).objects).toBeGreaterThanOrEqual(objects + 3);
  await fleet.open();
  expect(await first).toBe(200);
  expect(await fleet.handled("wait for it")).toEqual(["0"]);
  await expect.poll(() => fleet.again("wait for it", 1), { timeout: 20_000 }).toBe(200);
  await fleet.evict();
  expect(await fleet.again("wait for it", 0)).toBe(200);
  expect(await fleet.again("wait for it", 3)).toBe(200);
  expect(await fleet.handled("wait for it")).toEqual(["0"]);
  expect(fleet.replies().filter((text) => text === "wait for it")).toHaveLength(1);
});

const ROUNDS = 5;
const isolates = Array.from({ length: 8 }, (_, at) => at);

test("objects evicted again and again under load: every message is answered, handled and replied to", async () => {
  await using fleet = await startFleet("objects");
  // From now on each has its token, and asks the store for claims alone.
  await Promise.all(isolates.map((isolate) => fleet.say(`hello from ${isolate}`, isolate)));
  const said: string[] = [];
  const statuses: number[] = [];
  let isRunning = true;
  const people = isolates.map(async (person) => {
    for (let count = 0; isRunning; count++) {
      const text = `${person}-${count}`;
      said.push(text);
      statuses.push(await fleet.say(text, person));
    }
  });
  const hasFailed = async () => (await fleet.told()).failures > 0;
  for (let round = 0; round < ROUNDS || !(await hasFailed()); round++) {
    const enough = statuses.length + 10;
    await fleet.evict();
    await expect.poll(() => statuses.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(enough);
  }
  isRunning = false;
  await Promise.all(people);
  expect(new Set(statuses)).toEqual(new Set([200]));
  for (const text of said) {
    expect(await fleet.handled(text)).toHaveLength(1);
  }
  const replies = fleet.replies();
  expect(said.filter((text) => !replies.includes(text))).toEqual([]);
  // After the last eviction events are known again, by those who have handled them and by others.
  await Promise.all(isolates.map((isolate) => fleet.say(`goodbye from ${isolate}`, isolate)));
  await fleet.say("last", 0);
  expect([await fleet.again("last", 0), await fleet.again("last", 9)]).toEqual([200, 200]);
  expect(await fleet.handled("last")).toHaveLength(1);
  const { lines, objects } = await fleet.told();
  expect(objects).toBeGreaterThan(ROUNDS);
  expect(lines.filter((line) => !FAILED.test(line) && !BACK.test(line))).toEqual([]);
}, 90_000);

test("a Worker that ended with a claim: the next one answers others, waits for the lease, and then handles the event", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lark-edge-"));
  const platform = createPlatform();
  try {
    {
      await using dying = await startFleet("objects", platform, folder);
      dying.say("wait for me", 0).catch(() => {});
      await expect.poll(() => dying.again("wait for me", 1), { timeout: 20_000 }).toBe(503);
    }
    await using fleet = await startFleet("objects", platform, folder);
    await fleet.open();
    expect(await fleet.again("wait for me", 0)).toBe(503);
    expect(await fleet.say("and me", 0)).toBe(200);
    // A lease is 30 seconds, and was renewed at most until the Worker ended.
    await fleet.advance(31_000);
    expect(await fleet.again("wait for me", 2)).toBe(200);
    expect(await fleet.again("wait for me", 0)).toBe(200);
    expect(await fleet.handled("wait for me")).toEqual(["2"]);
    expect(fleet.replies()).toEqual(["and me", "wait for me"]);
    expect((await fleet.told()).lines).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 90_000);
