// An assistant that answers in the consumer of a queue: up to 15 minutes for an answer, and another try if the process dies.
import { type EventQueue, once, queue } from "lark-edge/event";
import { durableObjectStore, type ObjectBinding } from "lark-edge/store/durable-object";
import { worker } from "lark-edge/worker";
import { createAssistant } from "./assistant.ts";

export { LarkStore } from "lark-edge/store/durable-object";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  ENCRYPT_KEY: string;
  VERIFICATION_TOKEN: string;
  LARK_DOMAIN?: string;
  MODEL_URL: string;
  MODEL_KEY?: string;
  STORE: ObjectBinding;
  EVENTS: EventQueue;
}

export default worker((env: Env) => {
  const store = durableObjectStore(env.STORE);
  return createAssistant({
    ...{ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN },
    ...{ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN },
    ...{ store, once: once({ store }), queue: queue(env.EVENTS) },
    model: { url: env.MODEL_URL, key: env.MODEL_KEY },
  });
});
