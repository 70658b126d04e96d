// What a client types between the updates of a stream, by the page's own rules of typing.
import { describe, expect, test } from "vitest";
import { lengthAt, type Typed, typeOn, typingOf } from "../../../src/emulator/page/card/typing.ts";
import type { StreamOptions } from "../../../src/streaming/index.ts";
import { slowly, world } from "./world.ts";

const SECONDS = 20;

/** From here on the updates have the same distance. */
const STEADY_MS = 8_000;

/** The longest time, in milliseconds, in which a client shows no further character while the source writes so many in a second. */
async function longestPause(rate: number, options: StreamOptions = {}): Promise<number> {
  const { run, clock, emulator, textIn } = await world();
  let typing = typingOf(undefined);
  const texts: Typed[] = [];
  emulator.changes.listen((change) => {
    if (change.type === "message-changed" && change.message.msg_type === "interactive") {
      const card = JSON.parse(change.message.content);
      const text = textIn(card) ?? "";
      const before = texts.at(-1);
      if (card.config.streaming_mode && text !== before?.text) {
        typing = typingOf(card.config.streaming_config);
        texts.push(before ? typeOn(before, text, typing, clock.now()) : { text, from: text.length, at: clock.now() });
      }
    }
  });
  const chunks = Array.from({ length: SECONDS * 10 }, () => "x".repeat(rate / 10));
  await run(slowly(chunks, clock, 100), options);
  let pause = 0;
  let movedAt = texts[0]?.at ?? 0;
  let length = 0;
  const last = texts.at(-1)?.at ?? 0;
  const steadyAt = movedAt + STEADY_MS;
  for (let now = movedAt; now < last; now += 10) {
    const typed = texts.findLast(({ at }) => at <= now);
    const shown = typed ? lengthAt(typed, typing, now) : 0;
    if (shown > length) {
      length = shown;
      movedAt = now;
    }
    pause = now > steadyAt ? Math.max(pause, now - movedAt) : 0;
  }
  expect(length).toBeGreaterThan(rate * (SECONDS - 5));
  return pause;
}

describe("the text keeps moving", () => {
  test.each([60, 100, 300])("by default, if the source writes %i characters a second", async (rate) => {
    expect(await longestPause(rate)).toBeLessThan(400);
  });

  test.each([10, 30, 150, 1_000])("if charactersPerSecond is what the source writes: %i", async (rate) => {
    expect(await longestPause(rate, { charactersPerSecond: rate })).toBeLessThan(400);
  });

  test("which the default cannot promise for a slow source", async () => {
    expect(await longestPause(10)).toBeGreaterThan(1_000);
  });
});

test.each([
  [undefined, 50, 3],
  [1, 1_000, 1],
  [10, 100, 1],
  [37, 54, 2],
  [100, 50, 5],
  [10_000, 50, 500],
])(
  "charactersPerSecond %s types %i milliseconds apart, %i characters at once, in all of the stream",
  async (speed, ms, step) => {
    const { run, clock, emulator } = await world();
    const seen = new Set<string>();
    emulator.changes.listen((change) => {
      if (change.type.startsWith("message") && "message" in change && change.message.msg_type === "interactive") {
        const { streaming_config } = JSON.parse(change.message.content).config;
        seen.add(JSON.stringify(streaming_config));
      }
    });
    const words = Array.from({ length: 20 }, (_, index) => ({ text: `word${index} `, status: `step ${index >> 2}` }));
    await run(slowly(words, clock), { charactersPerSecond: speed });
    const typed = { print_frequency_ms: { default: ms }, print_step: { default: step }, print_strategy: "fast" };
    expect([...seen].filter((one) => one !== undefined)).toEqual([JSON.stringify(typed)]);
  },
);

test.each([0, 0.5, -1, 10_001, Number.NaN, Number.POSITIVE_INFINITY])(
  "charactersPerSecond %d is a RangeError",
  async (charactersPerSecond) => {
    const { run } = await world();
    await expect(run(["a"], { charactersPerSecond })).rejects.toThrow(/charactersPerSecond must be from 1 to 10,000/);
  },
);
