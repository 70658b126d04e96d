import type { CardAction, CardActionAnswer } from "./card-action.ts";

/** The body of the old card callback ("message card request URL"). */
export interface OldCardAction {
  open_id: string;
  user_id?: string;
  open_message_id: string;
  open_chat_id?: string;
  tenant_key?: string;
  token: string;
  action: CardAction["action"];
}

/** Brings the old callback into the shape of the new one. */
export function fromOldCard(old: OldCardAction): CardAction {
  const { open_id, user_id, tenant_key, open_message_id, open_chat_id, ...rest } = old;
  return {
    ...rest,
    operator: { open_id, user_id, tenant_key } as CardAction["operator"],
    host: "im_message",
    context: { open_message_id, open_chat_id } as NonNullable<CardAction["context"]>,
  };
}

/** Brings an answer into the old shape, which has room for a card at the top level or a toast, not both. */
export function toOldAnswer(answer: CardActionAnswer | undefined): unknown {
  const card = answer?.card;
  return card?.type === "raw" ? card.data : (card ?? answer);
}
