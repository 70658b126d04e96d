// An assistant that answers in Durable Objects, one for each message: up to 15 minutes for an answer, and another try if the object dies.
import { queue } from "lark-edge/event";
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
  STORE: ObjectBinding;
  ANSWERS: ObjectBinding;
}

const configOf = (env: Env): AssistantConfig => ({
  ...{ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN },
  ...{ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN },
  model: { url: env.MODEL_URL, key: env.MODEL_KEY },
  store: durableObjectStore(env.STORE),
});

/** What is used of the state of a Durable Object; `DurableObjectState` fits. */
interface AnswerState {
  readonly storage: {
    get(key: string): Promise<unknown>;
    put(key: string, value: unknown): Promise<void>;
    setAlarm(time: number): Promise<void>;
    deleteAll(): Promise<void>;
  };
}

/** Answers one message. */
export class Answer {
  readonly #storage: AnswerState["storage"];
  readonly #env: Env;

  constructor({ storage }: AnswerState, env: Env) {
    this.#storage = storage;
    this.#env = env;
  }

  /** Stores the event for the alarm, which follows at once. */
  async fetch(request: Request): Promise<Response> {
    await this.#storage.put("event", await request.json());
    await this.#storage.setAlarm(Date.now());
    return new Response();
  }

  /** Answers the message. If it throws, or if the object dies, it runs again, up to six times. */
  async alarm(): Promise<void> {
    const event = await this.#storage.get("event");
    if (event) {
      // Without `once`: an object runs one alarm at a time, and a complete answer is in the stream's record.
      await createAssistant(configOf(this.#env)).dispatch(event);
      await this.#storage.deleteAll();
    }
  }
}

const bot = worker((env: Env) => {
  const send = queue(async (event) => {
    const { event_id } = Object(event.header);
    const object = env.ANSWERS.get(env.ANSWERS.idFromName(event_id));
    const { ok, status } = await object.fetch("https://answer/", { method: "POST", body: JSON.stringify(event) });
    if (!ok) {
      throw new Error(`the object answered HTTP ${status}`);
    }
  });
  return createAssistant({ ...configOf(env), queue: send });
});

export default {
  fetch: bot.fetch,
  async scheduled(_: unknown, env: Env) {
    const config = configOf(env);
    await closeAbandoned(createClient(config), config.store, { appId: config.appId });
  },
};
