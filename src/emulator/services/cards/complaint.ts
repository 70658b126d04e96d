import { CARD_ICONS, type CardProblem, checkCard } from "../../../card/index.ts";
import { asText, isObject, type Json } from "../../platform/json.ts";
import type { State } from "../../platform/state.ts";

/** Why a card is refused: the code of CardKit, the code within a 230099, and the words of both. */
export interface CardComplaint {
  readonly code: number;
  readonly inner: number;
  /** What stands behind the code: where, why, and which value. */
  readonly words: string;
}

/** Whether the emulator refuses a card that breaks a rule. */
export type CardRuling = "accept" | "refuse";

/** Problems with a special code in front of the 230099, or with a separate check. */
const ELSEWHERE = ["size", "v1-lacks"];

/** Where a card is wrong. */
interface Place {
  readonly value: unknown;
  /** The component that the value is, or that is around it; the card where there is none. */
  readonly component: Json;
  /** The component's path as the platform writes it: `ROOT -> body -> elements -> [2](tag: chart)`. */
  readonly errPath: string;
}

/** The platform's own words, where they are known: `ErrMsg`, and what `ErrorValue` says. */
const WORDS: Readonly<Record<string, readonly [message: string, value?: (place: Place) => string]>> = {
  gone: [
    "cards of schema V2 no longer support this capability",
    ({ component }) => `unsupported tag ${asText(component.tag)}`,
  ],
  tables: ["card table number over limit", () => "table"],
  elements: ["element exceeds the limit", () => ""],
  "element-id-unique": ["element_id is duplicated", ({ value }) => `${asText(value)}`],
  chart: ["chart spec is invalid"],
  json: ["parse card json err, please check whether the card json is correct"],
  200621: ["parse card json err, please check whether the card json is correct"],
};

/** A path of the checker, `body.elements[2].text`, as a list. */
const partsOf = (path: string): string[] => path.split(/[.[\]]+/).filter(Boolean);

function placeOf(card: Json, path: string): Place {
  let value: unknown = card;
  let component = card;
  let errPath = "ROOT";
  let walked = "ROOT";
  for (const part of partsOf(path)) {
    value = isObject(value) || Array.isArray(value) ? (value as Json)[part] : undefined;
    const isEntry = /^\d+$/.test(part);
    walked += ` -> ${isEntry ? `[${part}]` : part}`;
    if (isEntry && isObject(value) && typeof value.tag === "string") {
      walked += `(tag: ${value.tag})`;
      component = value;
      errPath = walked;
    }
  }
  return { value, component, errPath };
}

/** No card at all: it is wrapped in another object, or is empty. */
const isNoCard = (card: Json): boolean =>
  card.schema === undefined &&
  ["elements", "i18n_elements", "header", "config", "card_link"].every((name) => card[name] === undefined);

const NO_CARD: CardProblem = {
  rule: "json",
  severity: "error",
  path: "",
  message: "It has neither elements nor a header",
  code: 200621,
  cardkitCode: 200220,
};

/** The refused problems of a card: errors, and warnings if the emulator is set to refuse them. */
function refusedIn(card: Json, rules: State["cardRules"]): CardProblem | undefined {
  return isNoCard(card)
    ? NO_CARD
    : checkCard(card, { icons: CARD_ICONS }).find(
        ({ rule, severity }) =>
          !ELSEWHERE.includes(rule) && (rules[rule] ?? (severity === "error" ? "refuse" : "accept")) === "refuse",
      );
}

/** The first thing in a card that the platform refuses. */
export function complaintOf({ cardRules }: Pick<State, "cardRules">, card: Json): CardComplaint | undefined {
  const problem = refusedIn(card, cardRules);
  if (problem === undefined) {
    return undefined;
  }
  const { rule, code, cardkitCode = code, message, path } = problem;
  const place = placeOf(card, path);
  const [known = message, writeValue = () => `${message}${path && ` (${path})`}`] = WORDS[rule] ?? WORDS[code] ?? [];
  const value = writeValue(place).replaceAll(";", ",");
  const where = place.errPath === "ROOT" ? "" : `ErrPath: ${place.errPath}; `;
  return {
    code: cardkitCode,
    inner: code,
    words: `${where}ErrMsg: ${known.replaceAll(";", ",")}; ErrorValue: ${value}; `,
  };
}
