import type { PlatformError } from "../../errors.ts";
import { bitableError } from "./lookup.ts";

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

/** What is not understood is a refusal that shows it, never a filter that lets everything through. */
export const notUnderstood = (formula: string, at: number, hint: string = "not understood"): PlatformError =>
  bitableError(1254018, `${hint} at ${at}: ${formula.slice(at, at + 30) || "the end"}`);

/** Takes a formula apart. */
export function toTokens(formula: string): Token[] {
  if (formula.length > MAX_LENGTH) throw bitableError(1254018, `at most ${MAX_LENGTH} characters`);
  const tokens: Token[] = [];
  let at = 0;
  while (at < formula.length) {
    const start = at;
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = at;
      const match = pattern.exec(formula);
      if (match === null) continue;
      at = pattern.lastIndex;
      if (kind === "space") break;
      const text = kind === "text" ? (match[1] ?? "").replace(/\\(.)/g, "$1") : (match[1] ?? match[0]);
      tokens.push({ kind, text, at: start });
      break;
    }
    if (at === start) throw notUnderstood(formula, at);
  }
  return tokens;
}
