import { asObject, asText } from "../ui/safe.ts";

/** How a card in streaming mode types what is added to its texts. */
export interface Typing {
  readonly everyMs: number;
  /** Characters at once. */
  readonly step: number;
  /** What is left of the last text appears at once when the next one comes; otherwise it is typed out first. */
  readonly isFast: boolean;
}

const numberIn = (value: unknown, otherwise: number): number => {
  const number = Number(asObject(value)?.default ?? otherwise);
  return number > 0 ? number : otherwise;
};

/** Reads `config.streaming_config`. Page: https://open.feishu.cn/document/cardkit-v1/streaming-updates-openapi-overview */
export function typingOf(config: unknown): Typing {
  const given = asObject(config) ?? {};
  return {
    everyMs: numberIn(given.print_frequency_ms, 70),
    step: Math.ceil(numberIn(given.print_step, 1)),
    isFast: asText(given.print_strategy) !== "delay",
  };
}

/** A text that is typed: from which length, and since when. */
export interface Typed {
  readonly text: string;
  readonly from: number;
  readonly at: number;
}

/** How many characters are on the page. A pair of surrogates is one. */
export function lengthAt({ text, from, at }: Typed, { everyMs, step }: Typing, now: number): number {
  const length = from + Math.floor((now - at) / everyMs) * step;
  const isHalf = /[\uD800-\uDBFF]/.test(text[length - 1] ?? "");
  return Math.min(isHalf ? length + 1 : length, text.length);
}

/** A text that goes on where the one before ended is typed on. Any other takes its place at once. */
export function typeOn(before: Typed, text: string, typing: Typing, now: number): Typed {
  if (!text.startsWith(before.text)) {
    return { text, from: text.length, at: now };
  }
  return { text, from: typing.isFast ? before.text.length : lengthAt(before, typing, now), at: now };
}
