// An assistant that answers in the request's own Worker. `waitUntil` ends 30 seconds after the answer to the platform, so an
// answer that takes longer goes on in a queue. A cron trigger closes the cards of processes that died.
import { consume, type EventQueue, once, type QueueBatch } from "lark-edge/event";
import { durableObjectStore, type ObjectBinding } from "lark-edge/store/durable-object";
import { closeAbandoned } from "lark-edge/streaming";
import { worker } from "lark-edge/worker";
import { type AssistantConfig, createAssistant, createClient } from "./assistant.ts";

export { LarkStore } from "lark-edge/store/durable-object";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  ENCRYPT_KEY: string;
  VERIFICATION_TOKEN: string;
  LARK_DOMAIN?: string;
  MODEL_URL: string;
  MODEL_KEY?: string;
  /** When an answer is handed over. Default 25,000. */
  HAND_OVER_MS?: string;
  STORE: ObjectBinding;
  EVENTS: EventQueue & { send(event: object): Promise<unknown> };
}

const configOf = (env: Env): AssistantConfig => ({
  ...{ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN },
  ...{ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN },
  model: { url: env.MODEL_URL, key: env.MODEL_KEY },
  store: durableObjectStore(env.STORE),
});

const bot = worker((env: Env) => {
  const config = configOf(env);
  const handOver = { afterMs: Number(env.HAND_OVER_MS ?? 25_000), to: (event: object) => env.EVENTS.send(event) };
  return createAssistant({ ...config, once: once({ store: config.store }), handOver });
});

export default {
  fetch: bot.fetch,
  // Without `once`, which knows these events as handled.
  queue: (batch: QueueBatch, env: Env) => consume(batch, createAssistant(configOf(env))),
  async scheduled(_: unknown, env: Env) {
    const config = configOf(env);
    await closeAbandoned(createClient(config), config.store, { appId: config.appId });
  },
};
