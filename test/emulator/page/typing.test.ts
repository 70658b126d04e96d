import { expect, test } from "vitest";
import { lengthAt, typeOn, typingOf } from "../../../src/emulator/page/card/typing.ts";

const config = (print_strategy?: string) => ({
  print_frequency_ms: { default: 50 },
  print_step: { default: 5 },
  ...(print_strategy ? { print_strategy } : {}),
});

test.each<[unknown, object]>([
  [undefined, { everyMs: 70, step: 1, isFast: true }],
  [config(), { everyMs: 50, step: 5, isFast: true }],
  [config("delay"), { everyMs: 50, step: 5, isFast: false }],
  [
    { print_frequency_ms: "x", print_step: { default: -1 } },
    { everyMs: 70, step: 1, isFast: true },
  ],
  [{ print_step: { default: 0.5 } }, { everyMs: 70, step: 1, isFast: true }],
])("streaming_config %j", (given, typing) => {
  expect(typingOf(given)).toEqual(typing);
});

const shown = { text: "The answer", from: 10, at: 0 };

test("a text that goes on is typed in steps", () => {
  const typing = typingOf(config());
  const typed = typeOn(shown, "The answer is forty-two.", typing, 1_000);
  const lengths = [1_000, 1_049, 1_050, 1_100, 9_000].map((now) => lengthAt(typed, typing, now));
  expect(lengths).toEqual([10, 10, 15, 20, 24]);
});

test("what is left of the last text appears at once, or is typed out first", () => {
  const [fast, slow] = [typingOf(config("fast")), typingOf(config("delay"))];
  const typed = typeOn(shown, "The answer is forty-two.", fast, 0);
  expect(typeOn(typed, "The answer is forty-two. Really.", fast, 50)).toMatchObject({ from: 24 });
  expect(typeOn(typed, "The answer is forty-two. Really.", slow, 50)).toMatchObject({ from: 15 });
});

test("another text takes its place at once", () => {
  const typed = typeOn(shown, "No answer", typingOf(undefined), 0);
  expect(lengthAt(typed, typingOf(undefined), 0)).toBe(9);
});

test("a pair of surrogates stays whole", () => {
  const typing = typingOf(undefined);
  const typed = typeOn({ text: "", from: 0, at: 0 }, "🎉🎉", typing, 0);
  expect([0, 70, 140, 210].map((now) => lengthAt(typed, typing, now))).toEqual([0, 2, 2, 4]);
});
