import { Client } from "lark-edge/core";
import { EventDispatcher, type EventOnce, type EventSender, type KeyValueStore } from "lark-edge/event";
import { readMessage, toPlainText } from "lark-edge/message";
import { fallBack, healMarkdown, rollOver, type StreamResult, stopButton, streamCard } from "lark-edge/streaming";
import { answer, type ModelConfig } from "./model.ts";

/** The app, and where the assistant keeps its streams. */
export interface AssistantConfig {
  readonly appId: string;
  readonly appSecret: string;
  readonly encryptKey: string;
  readonly verificationToken: string;
  readonly domain?: string | undefined;
  readonly model: ModelConfig;
  readonly store: KeyValueStore;
  readonly once?: EventOnce | undefined;
  readonly queue?: EventSender | undefined;
  /** Where an answer is handed over that takes longer than the host's time. */
  readonly handOver?: { readonly afterMs: number; readonly to: (event: object) => Promise<unknown> } | undefined;
}

/** The client of the app. */
export const createClient = ({ appId, appSecret, domain }: AssistantConfig): Client =>
  new Client({ appId, appSecret, domain, apis: {} });

/** A bot that answers each message with what a model writes, in a card that grows. */
export function createAssistant(config: AssistantConfig): EventDispatcher {
  const { encryptKey, verificationToken, model, store, once, queue, handOver } = config;
  const client = createClient(config);
  const events = new EventDispatcher({ encryptKey, verificationToken, once, queue });
  const stop = stopButton({ store });
  events.onCardAction(stop, (action) => action.stop());
  events.on("im.message.receive_v1", async ({ message }, ctx) => {
    const question = toPlainText(readMessage(message));
    const result: StreamResult = await streamCard(client, message, ({ signal }) => answer(model, question, signal), {
      ...{ ctx, store, stop, rollOver, fallBack },
      heal: healMarkdown,
      handOverMs: handOver?.afterMs,
    });
    if (result.outcome === "handed_over") {
      await handOver?.to(ctx.raw);
    }
  });
  return events;
}
