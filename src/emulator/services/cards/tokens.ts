import { flag, mapOf, number, objectOf, text } from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";

/** The update token of a card callback, and the changes that it still allows. */
export interface CardToken {
  appId: string;
  messageId: string;
  expiresAt: number;
  /** How many updates it is still good for. */
  left: number;
  /** The callback was answered: only then may the card be changed by the token. */
  isAnswered: boolean;
}

export interface CardsState {
  /** By token, oldest first. */
  readonly tokens: Map<string, CardToken>;
}

/** Life and uses of a token. */
export const CARD_TOKEN_LIFE_MS: number = 30 * 60 * 1000;
export const CARD_TOKEN_USES = 2;

export const cardsOf: Slice<CardsState> = defineSlice("cards", () => ({ tokens: new Map() }), {
  tokens: mapOf(
    objectOf<CardToken>({ appId: text, messageId: text, expiresAt: number, left: number, isAnswered: flag }),
  ),
});
