import { PlatformError } from "../../gateway/errors.ts";
import type { Call } from "../../gateway/route.ts";
import { asNumber, asText, isObject, type Json, parseJson } from "../../platform/json.ts";
import type { State } from "../../platform/state.ts";
import { complaintOf } from "../cards/complaint.ts";
import { isInteracting } from "../cards/interaction.ts";
import { showCard } from "../im/show-card.ts";
import { type OnceOptions, once } from "../once.ts";
import { bytesOf, MAX_CARD_BYTES } from "./limits.ts";
import type { CardEntity } from "./state.ts";
import { cardkitOf } from "./state.ts";
import { copyOf } from "./tree.ts";

const FOURTEEN_DAYS_MS = 14 * 24 * 60 * 60 * 1000;
const STREAMING_MS = 10 * 60 * 1000;
const MAX_SEQUENCE = 2 ** 31 - 1;

/** Refusals of CardKit say why after `ErrMsg`. */
export const cardError = (code: number, reason: string): PlatformError =>
  new PlatformError(code, `ErrMsg: ${reason}; `);

/** A JSON text that has to be an object, or a list of objects. */
export function parseText<T extends "object" | "list">(text: unknown, kind: T): T extends "list" ? Json[] : Json {
  let value: unknown;
  try {
    value = parseJson(asText(text));
  } catch {
    throw cardError(200220, "the text is not JSON");
  }
  const isRight = kind === "list" ? Array.isArray(value) && value.every(isObject) : isObject(value);
  if (!isRight) {
    throw cardError(200220, `the text is not a JSON ${kind}`);
  }
  return value as T extends "list" ? Json[] : Json;
}

/** Refuses a card that cannot be an entity. */
export function checkCard(state: State, card: Json): void {
  if (card.schema !== "2.0") {
    throw cardError(300303, "only cards of schema 2.0 are supported");
  }
  const config = isObject(card.config) ? card.config : {};
  if (config.update_multi === false) {
    throw cardError(300302, "update_multi can not be false");
  }
  const elements = isObject(card.body) ? card.body.elements : undefined;
  if (!Array.isArray(elements) || elements.length === 0) {
    throw cardError(300307, "the card has no elements");
  }
  if (bytesOf(JSON.stringify(card)) > MAX_CARD_BYTES) {
    throw cardError(200860, "the card is larger than 30 KB");
  }
  const complaint = complaintOf(state, card);
  if (complaint !== undefined) {
    throw new PlatformError(complaint.code, complaint.words);
  }
}

const isStreaming = (card: Json): boolean => isObject(card.config) && card.config.streaming_mode === true;

/** Makes what follows from a card's content: its streaming clock, and the message that shows it. */
export function putCard(state: State, entity: CardEntity, card: Json): void {
  entity.card = card;
  if (!isStreaming(card)) {
    delete entity.streamingSince;
  } else {
    entity.streamingSince ??= state.now();
  }
  const message = entity.messageId === undefined ? undefined : state.messages.get(entity.messageId);
  if (message !== undefined && !message.deleted) {
    showCard(state, message, card);
  }
}

/** Whether it streams. After ten minutes the mode closes by itself, which the first request after that notices. */
export function streamingOf(state: State, entity: CardEntity): "on" | "off" | "timed out" {
  if (entity.streamingSince === undefined) {
    return "off";
  }
  if (state.now() - entity.streamingSince <= STREAMING_MS) {
    return "on";
  }
  const { config } = entity.card;
  putCard(state, entity, { ...entity.card, config: { ...(config as Json), streaming_mode: false } });
  return "timed out";
}

export function findCard(call: Call): CardEntity {
  const entity = cardkitOf(call.state).cards.get(asText(call.input.path.card_id));
  if (entity === undefined) {
    throw cardError(200740, "the card does not exist");
  }
  if (entity.appId !== call.caller.app.app.appId) {
    throw cardError(300311, "the card is of another app");
  }
  if (call.state.now() - entity.createdAt > FOURTEEN_DAYS_MS) {
    throw cardError(200750, "the card has expired");
  }
  return entity;
}

/**
 * Runs a change of a card: once per `uuid`, with a growing `sequence`, and as a whole or not at all.
 *
 * `change` gets a copy of the card and alters it or returns another.
 */
export function changeCard(call: Call, change: (card: Json, entity: CardEntity) => Json | undefined): void {
  const { state, input, request } = call;
  const entity = findCard(call);
  const { uuid, sequence, ...rest } = input.body;
  if (isInteracting(state, entity.messageId ?? "")) {
    throw cardError(200810, "the card is in an ongoing interaction");
  }
  const number = asNumber(sequence);
  const compareSequence = (): void => {
    if (number > MAX_SEQUENCE) {
      throw cardError(10002, "sequence is not an int32");
    }
    if (number <= entity.sequence) {
      throw cardError(300317, "sequence number compare failed");
    }
  };
  const apply = (): true => {
    compareSequence();
    const draft = copyOf(entity.card);
    const card = change(draft, entity) ?? draft;
    checkCard(state, card);
    entity.sequence = number;
    putCard(state, entity, card);
    return true;
  };
  if (uuid === undefined) {
    apply();
    return;
  }
  if (state.cardkitCheck === "sequence") {
    compareSequence();
  }
  const options: OnceOptions<true> = {
    sent: JSON.stringify([request.method, new URL(request.url).pathname, rest]),
    conflict: () => cardError(200770, "the uuid was used for another request"),
    recall: () => true,
    keep: () => true,
  };
  once(state, ["card", entity.id, asText(uuid)], options, apply);
}
