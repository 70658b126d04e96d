import type { Attempt } from "../../delivery/deliver.ts";
import { isObject, type Json } from "../../platform/json.ts";
import type { State } from "../../platform/state.ts";
import type { CardToast, EmulatedMessage } from "../../platform/types.ts";
import { faultOf, templateCard } from "./card.ts";

/** What the answer to a card callback does. */
export interface CardOutcome {
  toast?: CardToast;
  /** The card to show from now on. */
  card?: Json;
  /** What the person sees instead. */
  problem?: { code: number; message: string };
}

/** What the platform shows a person when a callback went wrong. */
const PROBLEMS = {
  200080: "the platform could not call the bot",
  200341: "the bot did not answer within 3 seconds",
  200342: "the bot's address refuses connections",
  200343: "the bot's host name is unknown",
  200671: "the bot answered with another HTTP status than 200",
  200672: "the bot's answer has a wrong shape",
  200673: "the card in the bot's answer is not valid",
  200830: "a card of JSON 2.0 cannot become one of JSON 1.0",
} as const;

function problem(code: keyof typeof PROBLEMS, detail?: string): CardOutcome {
  return { problem: { code, message: PROBLEMS[code] + (detail === undefined ? "" : `: ${detail}`) } };
}

const REASONS = { timeout: 200341, dns: 200343, connect: 200342 } as const;
const TOAST_TYPES = ["info", "success", "warning", "error"];

/** A toast, or why it is none. */
function readToast(value: unknown): CardToast | string {
  if (!isObject(value)) {
    return "toast is not an object";
  }
  const { type = "info", content, i18n } = value;
  if (typeof type !== "string" || !TOAST_TYPES.includes(type)) {
    return `toast.type is not one of ${TOAST_TYPES.join(", ")}`;
  }
  const words = content ?? (isObject(i18n) ? (i18n.en_us ?? i18n.zh_cn ?? Object.values(i18n)[0]) : undefined);
  if (typeof words !== "string") {
    return "toast.content is not a text";
  }
  return { type: type as CardToast["type"], content: words };
}

function checked(state: State, card: unknown, message: EmulatedMessage): CardOutcome {
  const fault = faultOf(state, message, card);
  if (fault === undefined) {
    return { card: card as Json };
  }
  return fault[0] === "version" ? problem(200830) : problem(200673, fault[1]);
}

function readCard(state: State, value: unknown, message: EmulatedMessage): CardOutcome {
  if (!isObject(value) || (value.type !== "raw" && value.type !== "template")) {
    return problem(200672, 'card is not { type: "raw" or "template", data }');
  }
  if (value.type === "raw") {
    return checked(state, value.data, message);
  }
  const card = templateCard(state, value);
  return card === undefined ? problem(200673, "card.data.template_id is missing") : { card };
}

/** Reads the old answer: a toast, a template, or a whole card. */
function readOld(state: State, answer: Json, message: EmulatedMessage): CardOutcome {
  const card = templateCard(state, answer);
  if (card !== undefined) {
    return { card };
  }
  const names = Object.keys(answer).filter((name) => name !== "toast");
  return names.length === 0 ? {} : checked(state, answer, message);
}

/** Reads what a bot answered to a card callback. */
export function readCardAnswer(
  state: State,
  { status, body, answer, error, reason }: Pick<Attempt, "status" | "body" | "answer" | "error" | "reason">,
  version: "v1" | "v2",
  message: EmulatedMessage,
): CardOutcome {
  if (reason !== undefined) {
    return problem(REASONS[reason]);
  }
  if (error !== undefined) {
    return problem(200080, error);
  }
  if (status !== 200) {
    return problem(200671, `HTTP ${status}`);
  }
  if (body.trim() === "") {
    return {};
  }
  if (!isObject(answer)) {
    return problem(200672, "it is not a JSON object");
  }
  const outcome: CardOutcome = {};
  if (answer.toast !== undefined && answer.toast !== null) {
    const toast = readToast(answer.toast);
    if (typeof toast === "string") {
      return problem(200672, toast);
    }
    outcome.toast = toast;
  }
  if (version === "v1") {
    return { ...outcome, ...readOld(state, answer, message) };
  }
  if (answer.card !== undefined && answer.card !== null) {
    return { ...outcome, ...readCard(state, answer.card, message) };
  }
  const strange = ["config", "header", "elements", "i18n_elements"].find((name) => Object.hasOwn(answer, name));
  return strange === undefined ? outcome : problem(200672, `${strange} stands at the top, not in card.data`);
}
