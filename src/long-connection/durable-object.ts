import { connect } from "./connect.ts";
import type { ConnectOptions, LongConnection } from "./options.ts";

/** How often an object looks after its connection. An alarm also starts an object that was evicted or deployed anew. */
export const ALARM_INTERVAL_MS = 60_000;
/** How long an object waits after a refusal of the app before it tries again. */
export const REFUSED_INTERVAL_MS = 600_000;

/** The key in the object's storage under which a wanted connection is noted. */
const WANTED = "lark-edge:long-connection";

/** What is used of a Durable Object's context; `DurableObjectState` fits. */
export interface ObjectContext {
  readonly storage: {
    get(key: string): Promise<unknown>;
    put(key: string, value: boolean): Promise<void>;
    delete(key: string): Promise<unknown>;
    setAlarm(time: number): Promise<void>;
    deleteAlarm(): Promise<void>;
  };
}

/** A Durable Object that holds a long connection. */
export interface LongConnectionObject {
  /** `POST` connects, `DELETE` closes, and any other method answers `{ state, error }`. */
  fetch(request: Request): Promise<Response>;
  /** Connects again after an eviction or a deployment. The runtime calls it. */
  alarm(): Promise<void>;
}

/** A class to export from a Worker's module. */
export type LongConnectionObjectClass<Env> = new (ctx: ObjectContext, env: Env) => LongConnectionObject;

/**
 * Makes the class of a Durable Object that keeps a long connection up.
 *
 * An alarm looks after the connection every minute, so that it comes back after an eviction or a deployment. During a deployment
 * the old and the new version can be connected at the same time, and a random one gets each event; the dispatcher needs `once`
 * with a shared store. The object is billed for its duration all day: where a webhook is possible, it costs less.
 *
 * @param factory - Makes the options of `connect` from the environment. Called once for each life of the object.
 * @example
 * export const LarkConnection = longConnectionObject((env: Env) => ({ appId: env.APP_ID, appSecret: env.APP_SECRET, events }));
 * // once, from the Worker: env.CONNECTION.get(env.CONNECTION.idFromName("bot")).fetch("https://object/", { method: "POST" })
 * @see https://developers.cloudflare.com/durable-objects/api/alarms/
 */
export function longConnectionObject<Env>(factory: (env: Env) => ConnectOptions): LongConnectionObjectClass<Env> {
  return class implements LongConnectionObject {
    readonly #storage: ObjectContext["storage"];
    readonly #env: Env;
    #connection: LongConnection | undefined;

    constructor({ storage }: ObjectContext, env: Env) {
      this.#storage = storage;
      this.#env = env;
    }

    async fetch({ method }: Request): Promise<Response> {
      if (method === "POST") {
        await this.#storage.put(WANTED, true);
        await this.#lookAfter();
        // The reported state is the first that lasts.
        await this.#connection?.ready.catch(() => {});
      } else if (method === "DELETE") {
        await this.#storage.delete(WANTED);
        await this.#storage.deleteAlarm();
        await this.#connection?.close();
      }
      const { state = "closed", signal } = this.#connection ?? {};
      return Response.json({ state, error: state === "failed" ? signal?.reason?.message : undefined });
    }

    async alarm(): Promise<void> {
      if (await this.#storage.get(WANTED)) {
        await this.#lookAfter();
      }
    }

    /** Connects unless a connection is up, and sets the next alarm. */
    async #lookAfter(): Promise<void> {
      // First, so that an alarm follows whatever happens.
      await this.#storage.setAlarm(Date.now() + ALARM_INTERVAL_MS);
      if (!this.#connection || /^(closed|failed)$/.test(this.#connection.state)) {
        const options = factory(this.#env);
        if (!options.events.isOnce) {
          throw new TypeError("longConnectionObject: events needs once, because two versions overlap at a deployment");
        }
        const connection = connect(options);
        this.#connection = connection;
        connection.signal.addEventListener("abort", () => {
          if (connection.state === "failed") {
            void this.#storage.setAlarm(Date.now() + REFUSED_INTERVAL_MS);
          }
        });
      }
    }
  };
}
