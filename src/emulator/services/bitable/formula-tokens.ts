import type { PlatformError } from "../../gateway/errors.ts";
import { bitableError } from "./errors.ts";

/** A piece of a filter's formula: `field` is a `CurrentValue.[…]` by its name. */
export interface Token {
  kind: "field" | "text" | "number" | "word" | "sign";
  text: string;
  /** Where it begins. */
  at: number;
}

const MAX_LENGTH = 2000;

const PATTERNS: readonly (readonly [kind: Token["kind"] | "space", pattern: RegExp])[] = [
  ["space", /\s+/y],
  ["field", /CurrentValue\.\[([^\]]*)\]/y],
  ["text", /"((?:[^"\\]|\\.)*)"/y],
  ["number", /\d+(?:\.\d+)?/y],
  ["word", /[A-Za-z]+/y],
  ["sign", /&&|\|\||!=|<>|>=|<=|==|[=<>()+\-.,]/y],
];

/** A part that cannot be parsed is refused and shown. It never becomes a filter that matches everything. */
const notUnderstood = (formula: string, at: number, hint: string = "not understood"): PlatformError =>
  bitableError(1254018, `${hint} at ${at}: ${formula.slice(at, at + 30) || "the end"}`);

/** Takes a formula apart. */
function toTokens(formula: string): Token[] {
  if (formula.length > MAX_LENGTH) {
    throw bitableError(1254018, `at most ${MAX_LENGTH} characters`);
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < formula.length) {
    const start = at;
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = at;
      const match = pattern.exec(formula);
      if (match === null) {
        continue;
      }
      at = pattern.lastIndex;
      if (kind === "space") {
        break;
      }
      const text = kind === "text" ? (match[1] ?? "").replace(/\\(.)/g, "$1") : (match[1] ?? match[0]);
      tokens.push({ kind, text, at: start });
      break;
    }
    if (at === start) {
      throw notUnderstood(formula, at);
    }
  }
  return tokens;
}

/** A formula, read piece by piece. */
export interface Reader {
  /** The next piece; `undefined` at the end. */
  peek(): Token | undefined;
  /** Goes on to the piece after it. */
  skip(): void;
  isSign(text: string): boolean;
  /** Skips a sign, if it is the next piece. */
  take(text: string): boolean;
  /** @throws {PlatformError} The next piece is not this sign. */
  expect(text: string): void;
  /** The refusal of the next piece. */
  wrong(hint?: string): PlatformError;
}

/** @throws {PlatformError} 1254018: some of it is not a piece of any formula. */
export function createReader(formula: string): Reader {
  const tokens = toTokens(formula);
  let next = 0;
  const reader: Reader = {
    peek: () => tokens[next],
    skip: () => {
      next += 1;
    },
    isSign: (text) => tokens[next]?.kind === "sign" && tokens[next]?.text === text,
    take: (text) => {
      const found = reader.isSign(text);
      if (found) {
        reader.skip();
      }
      return found;
    },
    expect: (text) => {
      if (!reader.take(text)) {
        throw reader.wrong(`${text} expected`);
      }
    },
    wrong: (hint) => notUnderstood(formula, tokens[next]?.at ?? formula.length, hint),
  };
  return reader;
}
