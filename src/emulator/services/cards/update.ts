import { PlatformError } from "../../gateway/errors.ts";
import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import type { Json } from "../../platform/json.ts";
import type { EmulatedMessage } from "../../platform/types.ts";
import { success } from "../success.ts";
import { type CardFault, faultOf, replaceCard, templateCard } from "./card.ts";
import type { CardToken } from "./tokens.ts";
import { cardsOf } from "./tokens.ts";

const CODES: Readonly<Record<CardFault, number>> = { shape: 200310, size: 100000, version: 200830 };

/** What a token lets change, for the app that got it. */
function find(call: Call, value: string): { token: CardToken; message: EmulatedMessage } {
  const { state, caller } = call;
  const token = cardsOf(state).tokens.get(value);
  const message = token && state.messages.get(token.messageId);
  if (token === undefined || message === undefined || token.appId !== caller.app.app.appId) {
    throw new PlatformError(300020, "The token of the card is invalid.");
  }
  if (token.expiresAt <= state.now()) {
    throw new PlatformError(300030, "The token of the card has expired.");
  }
  if (token.left === 0) {
    throw new PlatformError(300040, "The token of the card has been used too often.");
  }
  if (!token.isAnswered) {
    throw new PlatformError(300090, "The callback has not been answered yet.");
  }
  return { token, message };
}

function update(call: Call): Answer {
  const { token: value, card } = call.input.body as { token: string; card: Json };
  const { token, message } = find(call, value);
  const { open_ids: _, ...content } = card;
  const next = templateCard(call.state, content) ?? content;
  const fault = faultOf(call.state, message, next);
  if (fault !== undefined) {
    throw new PlatformError(CODES[fault[0]], `The card was refused: ${fault[1]}.`);
  }
  token.left -= 1;
  replaceCard(call.state, message, next);
  return success();
}

/** The delayed update. Page: https://open.feishu.cn/document/ukTMukTMukTM/uMDO1YjLzgTN24yM4UjN */
export const cardUpdate: readonly Route[] = service("interactive/v1", [
  route("POST card/update", update, [
    ["A token is good for 30 minutes and two updates", "documentation"],
    ["300030 for an expired token, 300040 for one that was used twice", "documentation"],
    ["300020 for an unknown token or another app's, 300090 before the callback was answered", "assumption"],
    ["100000 for a card over 30 KB, 200310 for one without elements, 200830 for 1.0 in the place of 2.0", "assumption"],
    ["A card that is refused is no use of the token", "assumption"],
    ["Everybody sees the new card, whatever `open_ids` says", "assumption"],
    ["All errors are HTTP 400", "assumption"],
  ]),
]);
