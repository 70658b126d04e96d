import { asText, isObject, type Json } from "../../platform/json.ts";

/** A button of a card, as a person sees it, and what a click on it sends. */
export interface Button {
  /** Its text. */
  label: string;
  name: string | undefined;
  /** The value of its callback; `undefined` if it has no callback and only opens an address. */
  value: unknown;
  /** The form that it submits. */
  form: string | undefined;
}

/** The text of a component: its own, or that of the language that comes first. */
function labelOf({ text }: Json): string {
  if (!isObject(text)) {
    return "";
  }
  const i18n = isObject(text.i18n_content) ? text.i18n_content : isObject(text.i18n) ? text.i18n : {};
  return asText(text.content ?? Object.values(i18n)[0] ?? "");
}

/** In JSON 2.0 a callback is one of a button's behaviours, in 1.0 its value. */
function callbackValue(button: Json): unknown {
  const { behaviors, value } = button;
  if (!Array.isArray(behaviors)) {
    return value;
  }
  const callback = behaviors.find((behavior) => isObject(behavior) && behavior.type === "callback");
  return isObject(callback) ? (callback.value ?? {}) : value;
}

const SUBMITS = ["form_submit", "submit"];

/** Every button of a card, in its order. */
export function buttonsOf(card: unknown, form?: string): Button[] {
  if (Array.isArray(card)) {
    return card.flatMap((part) => buttonsOf(part, form));
  }
  if (!isObject(card)) {
    return [];
  }
  const { tag, name } = card;
  if (tag !== "button") {
    const inner = tag === "form" ? asText(name ?? "") : form;
    return Object.values(card).flatMap((part) => buttonsOf(part, inner));
  }
  const submits = SUBMITS.includes(asText(card.form_action_type ?? card.action_type));
  const value = callbackValue(card) ?? (submits ? {} : undefined);
  return [
    {
      label: labelOf(card),
      name: typeof name === "string" ? name : undefined,
      value,
      form: submits ? form : undefined,
    },
  ];
}

/**
 * Finds a button by its text or its name.
 *
 * @throws {TypeError} There is none, or it has no callback. The message names the buttons of the card.
 */
export function findButton(card: unknown, wanted: string): Button {
  const buttons = buttonsOf(card);
  const button = buttons.find(({ label }) => label === wanted) ?? buttons.find(({ name }) => name === wanted);
  if (button === undefined) {
    const known = buttons.map(({ label, name }) => JSON.stringify(label || name)).join(", ") || "none";
    throw new TypeError(`press: the card has no button ${JSON.stringify(wanted)}; it has ${known}`);
  }
  if (button.value === undefined) {
    throw new TypeError(`press: the button ${JSON.stringify(wanted)} calls no bot`);
  }
  return button;
}
