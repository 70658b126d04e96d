// A bot whose answers are streamed in a Durable Object, one for each message. The text of the message decides how.
import { Client } from "lark-edge/core";
import { EventDispatcher, queue } from "lark-edge/event";
import { durableObjectStore, type ObjectBinding } from "lark-edge/store/durable-object";
import { closeAbandoned, type SourceContext, streamCard } from "lark-edge/streaming";
import { worker } from "lark-edge/worker";

export { LarkStore } from "lark-edge/store/durable-object";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  ENCRYPT_KEY: string;
  VERIFICATION_TOKEN: string;
  STORE: ObjectBinding;
  ANSWERS: ObjectBinding;
}

interface State {
  readonly storage: {
    get(key: string): Promise<unknown>;
    put(key: string, value: unknown): Promise<void>;
    setAlarm(time: number): Promise<void>;
    deleteAll(): Promise<void>;
  };
  abort(reason: string): void;
}

const WORDS = Array.from({ length: 40 }, (_, index) => `word${index} `);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Writes a word every 100 ms; from the word behind the text that it continues. */
async function* write(question: string, context: SourceContext): AsyncGenerator<string> {
  const done = question.includes("continue") ? context.text.split(" ").length - 1 : 0;
  for (const word of WORDS.slice(done)) {
    yield word;
    await pause(100);
  }
}

const clientOf = (env: Env): Client => new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, apis: {} });

function createBot(env: Env): EventDispatcher {
  const { ENCRYPT_KEY: encryptKey, VERIFICATION_TOKEN: verificationToken } = env;
  const store = durableObjectStore(env.STORE);
  const send = queue(async (event) => {
    const object = env.ANSWERS.get(env.ANSWERS.idFromName(Object(event.header).event_id));
    await object.fetch("https://answer/", { method: "POST", body: JSON.stringify(event) });
  });
  const events = new EventDispatcher({ encryptKey, verificationToken, queue: send });
  return events.on("im.message.receive_v1", async ({ message }, ctx) => {
    const { text } = JSON.parse(message.content);
    await streamCard(clientOf(env), message, (context) => write(text, context), { ctx, store, pace: () => 200 });
  });
}

/** The name of the object that answers last, for the test that ends it. */
let last = "";

/** How often an alarm began, in this process. */
let alarms = 0;

export class Answer {
  readonly #state: State;
  readonly #env: Env;

  constructor(state: State, env: Env) {
    this.#state = state;
    this.#env = env;
  }

  async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === "/evict") {
      this.#state.abort("evicted by the test");
    }
    const event = await request.json();
    last = Object(event).header.event_id;
    await this.#state.storage.put("event", event);
    await this.#state.storage.setAlarm(Date.now());
    return new Response();
  }

  async alarm(): Promise<void> {
    alarms += 1;
    const event = await this.#state.storage.get("event");
    if (!event) {
      return;
    }
    const { text } = JSON.parse(Object(event).event.message.content);
    const isAgain = (await this.#state.storage.get("begun")) === true;
    await this.#state.storage.put("begun", true);
    if (isAgain && text.includes("give up")) {
      const clock = { now: () => Date.now() + 61_000, wait: pause };
      const { APP_ID: appId, STORE } = this.#env;
      await closeAbandoned(clientOf(this.#env), durableObjectStore(STORE), { appId, clock });
    } else {
      await createBot(this.#env).dispatch(event);
    }
    await this.#state.storage.deleteAll();
  }
}

const bot = worker(createBot);

export default {
  async fetch(request: Request, env: Env, ctx: unknown): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/evict") {
      const object = env.ANSWERS.get(env.ANSWERS.idFromName(last));
      await object.fetch("https://answer/evict", { method: "POST", body: "" }).catch(() => {});
    }
    return pathname === "/event" ? bot.fetch(request, env, ctx) : Response.json({ alarms });
  },
};
