/** Where a card is wrong. */
export interface CardPlace {
  /** A path in the card: `body.elements[2]`. Empty for the card as a whole. */
  readonly path: string;
  /** The tag of the component there. */
  readonly tag?: string | undefined;
  /** What stands there. */
  readonly value: unknown;
  /** What is wrong, if `check` found it. */
  readonly problem?: string | undefined;
}

/** Finds the problems of a card: `checkCard` of `lark-edge/card`. */
export type CardChecker = (card: unknown) => readonly {
  readonly path: string;
  readonly message: string;
  readonly severity: "error" | "warning";
  readonly code: number;
  readonly cardkitCode?: number;
}[];

type Json = Record<string, unknown>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The card in what was sent: an object, its JSON, or a message with the JSON in its content. */
function cardIn(given: unknown): unknown {
  const value = typeof given === "string" ? parsed(given) : given;
  const { msg_type, content } = Object(value) as Json;
  return msg_type === "interactive" && typeof content === "string" ? parsed(content) : value;
}

/** The steps of `ROOT -> body -> elements -> [2](tag: chart)`; empty if there is none. */
function stepsOf(message: string): string[] {
  const path = /ErrPath: *ROOT([^;]*)/.exec(message)?.[1] ?? "";
  return path
    .split("->")
    .map((step) => step.trim().replace(/\(tag:[^()]*\)$/, ""))
    .filter(Boolean);
}

/** Goes into a card; `undefined` where a step leads nowhere, since it is another card then. */
function walk(card: unknown, steps: readonly string[]): CardPlace | undefined {
  let value = card;
  let path = "";
  for (const step of steps) {
    const key = /^\[(\d+)\]$/.exec(step)?.[1] ?? step;
    if (!Object.hasOwn(Object(value), key)) {
      return undefined;
    }
    value = (value as Json)[key];
    path += step.startsWith("[") ? step : `${path && "."}${step}`;
  }
  return placeAt(path, value);
}

function placeAt(path: string, value: unknown, problem?: string): CardPlace {
  const { tag } = Object(value) as Json;
  return { path, ...(typeof tag === "string" && { tag }), value, ...(problem !== undefined && { problem }) };
}

/** The steps of a path of the checker: `body.elements[2].text`. */
const toSteps = (path: string): string[] => path.match(/[^.[\]]+|\[\d+\]/g) ?? [];

/** The value at a path of the checker, or the nearest around it: a property that is missing has none. */
function valueAt(card: unknown, path: string): unknown {
  let value = card;
  for (const step of toSteps(path)) {
    const next = (Object(value) as Json)[step.replace(/[[\]]/g, "")];
    if (next === undefined) {
      return value;
    }
    value = next;
  }
  return value;
}

/**
 * Finds the place of a fault in the card that was sent: by the platform's `ErrPath`, and by the checker if it is passed.
 *
 * @param code - The platform's code, of a 230099 the one in its message.
 */
export function findPlace(given: unknown, code: number, message: string, check?: CardChecker): CardPlace | undefined {
  const card = cardIn(given);
  const steps = stepsOf(message);
  const named = steps.length > 0 ? walk(card, steps) : undefined;
  const problems = (check?.(card) ?? []).filter((problem) => problem.code === code || problem.cardkitCode === code);
  // Within the component that the platform names, the checker knows the property.
  const problem =
    problems.find(({ path }) => named !== undefined && path.startsWith(named.path)) ??
    (named ? undefined : (problems.find(({ severity }) => severity === "error") ?? problems[0]));
  return problem ? placeAt(problem.path, valueAt(card, problem.path), problem.message) : named;
}
