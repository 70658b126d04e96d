import { readableText } from "../services/im/readable.ts";
import type { State } from "../state.ts";
import type { EmulatedMessage } from "../types.ts";

/** A JSON object, as a card or a part of one. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a card is of JSON 2.0; without a schema it is of 1.0. */
export const isVersion2 = (card: JsonObject): boolean => card.schema === "2.0";

/** Whether a value can be shown as a card: it has its list of elements where its version has it. */
export function isCard(value: unknown): value is JsonObject {
  if (!isObject(value)) return false;
  if (isVersion2(value)) return isObject(value.body) && Array.isArray(value.body.elements);
  if (value.schema !== undefined && value.schema !== "1.0") return false;
  return Array.isArray(value.elements) || isObject(value.i18n_elements) || isObject(value.header);
}

/** Whether a value names a card that was built with the platform's tool. */
export const isTemplate = ({ type, data }: JsonObject): boolean =>
  type === "template" && isObject(data) && typeof data.template_id === "string";

/** What is shown by a message now. */
export function cardOf(message: EmulatedMessage): JsonObject {
  try {
    const card: unknown = JSON.parse(message.content);
    return isObject(card) ? card : {};
  } catch {
    return {};
  }
}

/** Shows another card in a message. */
export function showCard(state: State, message: EmulatedMessage, card: JsonObject): void {
  const content = JSON.stringify(card);
  const changed = { content, text: readableText("interactive", content), updated: true };
  Object.assign(message, changed, { update_time: String(state.now()) });
  state.changes.tell({ type: "message-changed", message });
}
