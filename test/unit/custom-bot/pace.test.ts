import { describe, expect, test } from "vitest";
import { createPace } from "../../../src/custom-bot/pace.ts";

/** Sends by a clock that only waiting moves; all calls come at once, or one when the one before is done. */
async function times(count: number, { isOneByOne = false, everyMs = 0 } = {}): Promise<number[]> {
  let now = 1_000_000;
  const waiting: { at: number; go: () => void }[] = [];
  const pace = createPace({
    now: () => now,
    wait: (ms) => new Promise((go) => waiting.push({ at: now + ms, go })),
  });
  const sent: number[] = [];
  const send = () => pace().then(() => void sent.push(now - 1_000_000));
  const run = async () => {
    for (let tick = 0; tick < 5; tick++) {
      await undefined;
    }
    waiting.sort((a, b) => a.at - b.at);
  };
  if (!isOneByOne) {
    const all = Array.from({ length: count }, send);
    for (await run(); waiting.length; await run()) {
      const next = waiting.shift();
      now = Math.max(now, next?.at ?? now);
      next?.go();
    }
    await Promise.all(all);
    return sent;
  }
  for (let index = 0; index < count; index++) {
    const one = send();
    await run();
    const next = waiting.shift();
    now = Math.max(now, next?.at ?? now);
    next?.go();
    await one;
    now += everyMs;
  }
  return sent;
}

const most = (sent: readonly number[], ms: number) =>
  Math.max(...sent.map((at, index) => sent.slice(index).filter((one) => one - at < ms).length));

describe("the pace of a custom bot", () => {
  test("lets the first five go at once, and the sixth a second later", async () => {
    const sent = await times(6);
    expect(sent.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(sent[5]).toBeGreaterThan(1000);
    expect(sent[5]).toBeLessThan(1500);
  });

  test.each([
    ["all at once", {}],
    ["one after the other", { isOneByOne: true }],
    ["one after the other, slowly", { isOneByOne: true, everyMs: 150 }],
    ["one after the other, slower than the limits", { isOneByOne: true, everyMs: 700 }],
  ])("is never over 5 a second and 100 a minute: 250 messages %s", async (_, how) => {
    const sent = await times(250, how);
    expect(sent).toHaveLength(250);
    expect([...sent].sort((a, b) => a - b)).toEqual(sent);
    expect(most(sent, 1000)).toBeLessThanOrEqual(5);
    expect(most(sent, 60_000)).toBeLessThanOrEqual(100);
  });

  test("does not wait where nothing was sent for a while", async () => {
    expect(await times(7, { isOneByOne: true, everyMs: 1000 })).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000]);
  });
});
