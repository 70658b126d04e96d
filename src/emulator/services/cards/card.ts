import { isObject, type Json, parseObject } from "../../platform/json.ts";
import type { State } from "../../platform/state.ts";
import type { EmulatedMessage } from "../../platform/types.ts";
import { streamingOf } from "../cardkit/entity.ts";
import { bytesOf, MAX_CARD_BYTES } from "../cardkit/limits.ts";
import { cardkitOf } from "../cardkit/state.ts";
import { expandTemplate } from "../cardkit/template.ts";
import { showCard } from "../im/show-card.ts";
import { complaintOf } from "./complaint.ts";

/** Why a card cannot take the place of another: the codes of a callback's answer and of a delayed update. */
export type CardFault = "shape" | "size" | "version";

/** Whether a card is of JSON 2.0; without a schema it is of 1.0. */
const isVersion2 = (card: Json): boolean => card.schema === "2.0";

/** Whether a card has its elements where its version has them. */
function hasElements(card: Json): boolean {
  if (isVersion2(card)) {
    return isObject(card.body) && Array.isArray(card.body.elements);
  }
  if (card.schema !== undefined && card.schema !== "1.0") {
    return false;
  }
  return Array.isArray(card.elements) || isObject(card.i18n_elements) || isObject(card.header);
}

function shownBy(message: EmulatedMessage): Json {
  return parseObject(message.content) ?? {};
}

/** The card that `{ type: "template", data }` names; `undefined` for anything else. */
export function templateCard(state: State, { type, data }: Json): Json | undefined {
  return type === "template" && isObject(data) && typeof data.template_id === "string"
    ? expandTemplate(state, data)
    : undefined;
}

/** What is wrong with a card that shall take the place of the one in a message, and in words. */
export function faultOf(
  state: State,
  message: EmulatedMessage,
  card: unknown,
): readonly [CardFault, string] | undefined {
  if (!isObject(card) || !hasElements(card)) {
    return ["shape", "it has no elements"];
  }
  const complaint = complaintOf(state, card);
  if (complaint !== undefined) {
    return ["shape", `ErrCode: ${complaint.inner}; ${complaint.words}`];
  }
  if (bytesOf(JSON.stringify(card)) > MAX_CARD_BYTES) {
    return ["size", "it is larger than 30 KB"];
  }
  if (isVersion2(shownBy(message)) && !isVersion2(card)) {
    return ["version", "a card of JSON 2.0 cannot become one of 1.0"];
  }
  return undefined;
}

/** Whether a message shows an entity in streaming mode, in which the answer to a click does not change the card. */
export const isStreamed = (state: State, { card_id = "" }: EmulatedMessage): boolean => {
  const entity = cardkitOf(state).cards.get(card_id);
  return entity !== undefined && streamingOf(state, entity) === "on";
};

/** Shows another card in a message, which no longer shows a card entity then. */
export function replaceCard(state: State, message: EmulatedMessage, card: Json): void {
  if (message.deleted) {
    return;
  }
  delete cardkitOf(state).cards.get(message.card_id ?? "")?.messageId;
  delete message.card_id;
  showCard(state, message, card);
}
