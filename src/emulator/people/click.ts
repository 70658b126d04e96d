import { buildEvent, buildOldCardCallback, cardBodies } from "../delivery/events.ts";
import { type AppRecord, trim } from "../platform/state.ts";
import type { Delivery, EmulatedMessage, EmulatedUser } from "../platform/types.ts";
import { readCardAnswer } from "../services/cards/answer.ts";
import { isStreamed, replaceCard } from "../services/cards/card.ts";
import { interact } from "../services/cards/interaction.ts";
import { CARD_TOKEN_LIFE_MS, CARD_TOKEN_USES, cardsOf } from "../services/cards/tokens.ts";
import { findMessage, type Stage } from "./stage.ts";
import type { ClickOptions } from "./types.ts";

/** A person uses a component of a card; the bot's answer changes the card. */
export async function act(
  { state, courier }: Stage,
  user: EmulatedUser,
  message: EmulatedMessage,
  action: Record<string, unknown>,
  record: AppRecord,
  version: "v1" | "v2",
): Promise<Delivery> {
  const bodies = cardBodies(state, user, message, action);
  const token = {
    appId: record.app.appId,
    messageId: message.message_id,
    expiresAt: state.now() + CARD_TOKEN_LIFE_MS,
    left: CARD_TOKEN_USES,
    isAnswered: false,
  };
  cardsOf(state).tokens.set(bodies.token, token);
  trim(cardsOf(state).tokens);

  function applyAnswer(delivery: Delivery): void {
    const { toast, card, problem } = readCardAnswer(state, delivery, version, message);
    if (problem !== undefined) {
      delivery.problem = problem;
    }
    if (toast !== undefined) {
      delivery.toast = toast;
    }
    token.isAnswered = delivery.status === 200;
    if (card !== undefined && !isStreamed(state, message)) {
      replaceCard(state, message, card);
    }
  }

  const build = () =>
    version === "v1"
      ? buildOldCardCallback(state, record, bodies.v1)
      : buildEvent(state, record, { type: "card.action.trigger", event: bodies.v2 });
  return interact(state, message, () => courier.send(record, build, applyAnswer));
}

/** An act on a card as tests describe it: defaults for the person, the app and the version. */
export async function actAs(
  stage: Stage,
  message: EmulatedMessage,
  action: Record<string, unknown>,
  options: ClickOptions,
): Promise<Delivery> {
  const { state } = stage;
  const user = options.user ?? state.chats.get(message.chat_id)?.users[0];
  if (user === undefined) {
    throw new TypeError("click: the chat has no member; pass options.user");
  }
  const record = stage.recordOf(options.app ?? state.apps.get(message.sender.id)?.app);
  const all = { ...action, timezone: "Asia/Shanghai", ...options.action };
  return act(stage, user, message, all, record, options.version ?? "v2");
}

/** A person clicks a component with this value. */
export async function click(
  stage: Stage,
  given: EmulatedMessage | string,
  value: Record<string, unknown> | string,
  options: ClickOptions = {},
): Promise<Delivery> {
  return actAs(stage, findMessage(stage, given), { value, tag: options.tag ?? "button" }, options);
}
