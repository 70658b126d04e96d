import { cardOf, isCard, isTemplate, isVersion2, type JsonObject, showCard } from "../cards/card.ts";
import { PlatformError } from "../errors.ts";
import type { Answer, Call, Route } from "../router.ts";
import type { EmulatedMessage } from "../types.ts";

const MAX_CARD_BYTES = 30 * 1024;

/** The message that a token lets change, for the app that got it; counts the use. */
function spend(call: Call, value: string): EmulatedMessage {
  const { state, caller } = call;
  const token = state.cardTokens.get(value);
  const message = token && state.messages.get(token.messageId);
  if (token === undefined || message === undefined || token.appId !== caller.app.app.appId) {
    throw new PlatformError(300020, "The token of the card is invalid.");
  }
  if (token.expiresAt <= state.now()) throw new PlatformError(300030, "The token of the card has expired.");
  if (token.left === 0) throw new PlatformError(300040, "The token of the card has been used too often.");
  if (!token.isAnswered) throw new PlatformError(300090, "The callback has not been answered yet.");
  token.left -= 1;
  return message;
}

function update(call: Call): Answer {
  const { token, card } = call.input.body as { token: string; card: JsonObject };
  const { open_ids, ...content } = card;
  if (new TextEncoder().encode(JSON.stringify(content)).length > MAX_CARD_BYTES) {
    throw new PlatformError(100000, "The card is too large.");
  }
  if (!isCard(content) && !isTemplate(content)) throw new PlatformError(200310, "The card has no elements.");
  const message = spend(call, token);
  if (isVersion2(cardOf(message)) && !isVersion2(content) && !isTemplate(content)) {
    throw new PlatformError(200830, "A card of JSON 2.0 cannot become one of JSON 1.0.");
  }
  if (!message.deleted) showCard(call.state, message, content);
  return { json: { code: 0, msg: "success", data: {} } };
}

/** The delayed update. Page: https://open.feishu.cn/document/ukTMukTMukTM/uMDO1YjLzgTN24yM4UjN */
export const cardUpdate: readonly Route[] = [
  {
    operation: "POST /open-apis/interactive/v1/card/update",
    token: "described",
    source: "documentation",
    notes: [
      ["A token is good for 30 minutes and two updates", "documentation"],
      ["300030 for an expired token, 300040 for one that was used twice", "documentation"],
      ["300020 for an unknown token or another app's, 300090 before the callback was answered", "assumption"],
      ["100000 for a card over 30 KB, 200310 for one without elements", "assumption"],
      ["Everybody sees the new card, whatever `open_ids` says", "assumption"],
      ["All errors are HTTP 400", "assumption"],
    ],
    handle: update,
  },
];
