import type { CardRule } from "../generated/rule-names.ts";
import { RULES } from "../generated/rules.ts";

/** The names of all rules that `checkCard` knows. */
export const CARD_RULES: readonly CardRule[] = /* @__PURE__ */ Object.keys(RULES) as CardRule[];

/** Something in a card that the platform refuses, or that does not do what it seems to. */
export interface CardProblem {
  /** The name of the rule, such as `property` or `form-submit`. */
  readonly rule: CardRule;
  /** `warning`: the card may be sent all the same, or the documentation is in dispute with itself. */
  readonly severity: "error" | "warning";
  /** Where: `body.elements[2].text.content`. Empty for the card as a whole. */
  readonly path: string;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** The number that the rule allows, where it has one. */
  readonly limit?: number;
  /** The platform's code: of a message it stands inside of a 230099. */
  readonly code: number;
  /** The code with which CardKit refuses the same, where it is another. */
  readonly cardkitCode?: number;
}

/** Where a value stands in a card: names and numbers. */
export type Path = readonly (string | number)[];

/** Writes a path: `body.elements[2].text`. */
export const pathText = (path: Path): string =>
  path.map((part, at) => (typeof part === "number" ? `[${part}]` : at ? `.${part}` : part)).join("");

const LONGEST = 60;

/** Shows a value in a message. */
export function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Adds a problem. */
export type Report = (rule: string, path: Path, what: string, limit?: number) => void;

/** Makes a list of problems, and the function that adds to it. */
export function createReport(): { problems: CardProblem[]; report: Report } {
  const problems: CardProblem[] = [];
  const report: Report = (rule, path, what, limit = RULES[rule]?.limit) => {
    const { code = 0, cardkit, severity = "error", do: advice = "" } = RULES[rule] ?? {};
    problems.push({
      rule: rule as CardRule,
      severity: severity as CardProblem["severity"],
      path: pathText(path),
      message: `${what}. ${advice}.`,
      code,
      ...(limit !== undefined && { limit }),
      ...(cardkit !== undefined && cardkit !== code && { cardkitCode: cardkit }),
    });
  };
  return { problems, report };
}
