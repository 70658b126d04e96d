import { EventDispatcher, once } from "lark-edge/event";
import { longConnectionObject } from "lark-edge/long-connection";
import { durableObjectStore, LarkStore, type ObjectBinding } from "lark-edge/store/durable-object";

export { LarkStore };

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  DOMAIN: string;
  STORE: ObjectBinding;
  CONNECTION: { idFromName(name: string): unknown; get(id: unknown): { fetch(request: Request): Promise<Response> } };
}

const options = (env: Env, events: EventDispatcher) => ({
  appId: env.APP_ID,
  appSecret: env.APP_SECRET,
  domain: env.DOMAIN,
  events,
});

/** How often a handler ran in this isolate. */
let handled = 0;

export const LarkConnection = longConnectionObject((env: Env) =>
  options(
    env,
    new EventDispatcher({ once: once({ store: durableObjectStore(env.STORE) }) })
      .on("im.message.receive_v1", () => {
        handled++;
      })
      .onCardAction(() => ({ toast: { type: "info", content: `${handled}` } })),
  ),
);

/** The same without `once`, which is refused. */
export const Careless = longConnectionObject((env: Env) => options(env, new EventDispatcher()));

export default {
  async fetch(request: Request, env: Env & { CARELESS: Env["CONNECTION"] }): Promise<Response> {
    const name = new URL(request.url).pathname;
    const binding = name === "/careless" ? env.CARELESS : env.CONNECTION;
    try {
      return await binding.get(binding.idFromName(name)).fetch(request);
    } catch (error) {
      return new Response(`${error}`, { status: 500 });
    }
  },
};
