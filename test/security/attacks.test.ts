// The attacks succeed against dispatchers with the weakness, which shows that they work, and fail against this package.
import { describe, expect, test } from "vitest";
import { type Ask, findSplices, type Probe, paddingAttack, spliceAttack } from "./attacks.ts";
import { NAIVE } from "./naive.ts";
import { larkEdge, type Target } from "./targets.ts";

const ours = larkEdge();

/** A stopwatch without noise: the bytes that were read after the decryption. */
const stopwatch =
  (target: Target, seen = new Set<string>()): Probe =>
  async (body) => {
    const { status, work } = await target(body);
    seen.add(`${status} ${work.decrypted.join()}`);
    return work.reads;
  };
const asking =
  (target: Target): Ask =>
  async (body) =>
    (await target(body)).challenge;

const EXACT = { bytes: 2, rounds: 4, times: 1 };

describe("the time of a refusal", () => {
  test.each([
    ["0.3.0", "random"],
    ["0.3.0 with an answer at a grain of time", "random"],
    ["0.3.0 with a check of the size and of the first block", "known first block"],
    ["one verdict over padding and printable text", "nothing"],
  ] as const)("decrypts a captured event where the dispatcher is %s", async (name, front) => {
    const loot = await paddingAttack(stopwatch(NAIVE[name]), { ...EXACT, front });
    expect(loot).toMatchObject({ tried: 2, right: 2 });
  });

  test("shows nothing of random bytes where one verdict covers padding and printable text", async () => {
    const probe = stopwatch(NAIVE["one verdict over padding and printable text"]);
    expect(await paddingAttack(probe, { ...EXACT, front: "random" })).toMatchObject({ tried: 2, right: 0 });
  });

  test.each([
    ["random", "401 raw 176"],
    ["known first block", "401 raw 176"],
    // Too short for a URL check: it is not decrypted.
    ["nothing", "401 "],
  ] as const)("decrypts nothing here, with %s before the block", async (front, everyAnswer) => {
    const seen = new Set<string>();
    const loot = await paddingAttack(stopwatch(ours, seen), { ...EXACT, rounds: 2, front });
    expect(loot).toMatchObject({ tried: 2, right: 0 });
    expect([...seen]).toEqual([everyAnswer]);
  });
});

describe("the URL check", async () => {
  const splices = await findSplices(5);

  test("decrypts captured messages where the dispatcher echoes any challenge", async () => {
    const loot = await spliceAttack(asking(NAIVE["0.3.0"]), splices, 60);
    expect(loot).toMatchObject({ requests: 60, right: 60 });
  });

  test("decrypts nothing here", async () => {
    expect(await spliceAttack(asking(ours), splices, 60)).toMatchObject({ requests: 60, right: 0 });
  });
});
