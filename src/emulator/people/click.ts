import type { Courier } from "../delivery/courier.ts";
import { buildEvent, buildOldCardCallback, cardBodies } from "../delivery/events.ts";
import { type AppRecord, type State, trim } from "../platform/state.ts";
import type { Delivery, EmulatedMessage, EmulatedUser } from "../platform/types.ts";
import { readCardAnswer } from "../services/cards/answer.ts";
import { replaceCard } from "../services/cards/card.ts";
import { CARD_TOKEN_LIFE_MS, CARD_TOKEN_USES } from "../services/cards/tokens.ts";

/** Presses a component of a card, and does to the card what the bot answers. */
export type Click = (
  user: EmulatedUser,
  message: EmulatedMessage,
  action: Record<string, unknown>,
  record: AppRecord,
  version: "v1" | "v2",
) => Promise<Delivery>;

export function createClick(state: State, courier: Courier): Click {
  return async (user, message, action, record, version) => {
    const bodies = cardBodies(state, user, message, action);
    const token = {
      appId: record.app.appId,
      messageId: message.message_id,
      expiresAt: state.now() + CARD_TOKEN_LIFE_MS,
      left: CARD_TOKEN_USES,
      isAnswered: false,
    };
    state.cardTokens.set(bodies.token, token);
    trim(state.cardTokens);

    function settle(delivery: Delivery): void {
      const { toast, card, problem } = readCardAnswer(state, delivery, version, message);
      if (problem !== undefined) {
        delivery.problem = problem;
      }
      if (toast !== undefined) {
        delivery.toast = toast;
      }
      token.isAnswered = delivery.status === 200;
      if (card !== undefined) {
        replaceCard(state, message, card);
      }
    }

    return courier.send(
      record,
      () =>
        version === "v1"
          ? buildOldCardCallback(state, record, bodies.v1)
          : buildEvent(state, record, { type: "card.action.trigger", event: bodies.v2 }),
      settle,
    );
  };
}
