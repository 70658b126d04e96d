import { assertPositive, LarkError } from "../../base/index.ts";
import type { KeyValueStore } from "../key-value-store.ts";
import { checkBinding } from "./check.ts";
import { checkedStore } from "./checked-store.ts";
import type { ObjectCommand } from "./lark-store.ts";
import { spread } from "./spread.ts";
import { storedKey } from "./stored-key.ts";

export { LarkStore, type ObjectStorage } from "./lark-store.ts";

/**
 * The longest value, in bytes. A class of `new_classes` keeps 128 KiB, of which a little goes to the time; one of
 * `new_sqlite_classes` would keep 2 MB. The store cannot see which it has, and promises what both keep.
 *
 * @see https://developers.cloudflare.com/durable-objects/platform/limits/
 */
export const OBJECT_MAX_VALUE_BYTES: number = 127 * 1024;

/**
 * How many objects share the keys by default.
 *
 * One object answers about 1,000 requests a second, and an event that is handled once takes three or more. One for all
 * keys is thus full at some 300 events a second, and far from most callers. One per key would be a new one for each
 * event: the first use of a name is the slowest, each sets its alarm, and each keeps a database until the alarm
 * has fired. A few that stay warm have none of this: eight are good for 2,500 events a second, more than an app is sent.
 *
 * @see https://developers.cloudflare.com/durable-objects/platform/limits/
 */
export const DEFAULT_SHARDS = 8;

/** What is used of a Durable Object's binding; `DurableObjectNamespace` fits. */
export interface ObjectBinding {
  idFromName(name: string): unknown;
  get(id: unknown): {
    fetch(
      url: string,
      init: { method: string; body: string },
    ): Promise<{ readonly ok: boolean; readonly status: number; json(): Promise<unknown> }>;
  };
}

/** How to use Durable Objects. */
export interface DurableObjectStoreOptions {
  /**
   * How many objects share the keys. Default 8. No positive whole number: a `RangeError`. Decide before you go live: with another number most keys are looked for
   * elsewhere. Tokens are then fetched anew, an `app_ticket` is missing for up to an hour, and a claim may be given twice.
   */
  shards?: number | undefined;
}

/**
 * Keeps values in Durable Objects, with an atomic `compareAndSet`: what one instance wrote, every other reads.
 *
 * Nothing is cached, so a far caller pays the way to the object. Behind `layeredStore`, tokens are read once a minute;
 * claims need the store itself.
 *
 * A call that fails may still have been carried out: objects restart at each deployment. Read before you decide.
 *
 * @param binding - `env.STORE`: the binding of {@link LarkStore} in `wrangler.toml`. One with a jurisdiction fits, too:
 *   `env.STORE.jurisdiction("eu")`.
 * @throws {TypeError} The binding is missing.
 * @throws {RangeError} `shards` is no positive whole number. Of the methods: an empty key, or a value over 127 KiB.
 * @example
 * export { LarkStore } from "lark-edge/store/durable-object"
 * const store = durableObjectStore(env.STORE)
 * const client = new Client({ appId, appSecret, store, apis: { im } })
 * @see https://developers.cloudflare.com/durable-objects/reference/in-memory-state/
 */
export function durableObjectStore(
  binding: ObjectBinding,
  options: DurableObjectStoreOptions = {},
): Required<KeyValueStore> {
  checkBinding("durableObjectStore", binding, ["idFromName", "get"], "[[durable_objects.bindings]]");
  const shards = assertPositive("shards", options.shards ?? DEFAULT_SHARDS);
  if (!Number.isSafeInteger(shards)) {
    throw new RangeError(`shards must be a whole number, got ${shards}`);
  }

  async function send(command: ObjectCommand): Promise<unknown> {
    const key = await storedKey(command.key);
    // A new stub each time: one that has failed once may go on failing.
    const object = binding.get(binding.idFromName(`lark-edge:1:${spread(key, shards)}`));
    const body = JSON.stringify({ ...command, key });
    const answer = await object.fetch("https://store/", { method: "POST", body });
    if (!answer.ok) {
      throw new LarkError(`Durable Objects: answered ${answer.status}: is the class of the binding LarkStore?`, {
        code: "LARK_STORE",
      });
    }
    return answer.json();
  }

  const toSeconds = (ttlMs?: number) => ttlMs && ttlMs / 1000;

  return checkedStore({
    name: "Durable Objects",
    // A longer one is stored under its hash.
    maxKeyBytes: Number.POSITIVE_INFINITY,
    guarantees: {
      atomic: true,
      readYourWrites: "everywhere",
      ttlFloorSeconds: 0,
      ttlLagSeconds: 0,
      maxValueBytes: OBJECT_MAX_VALUE_BYTES,
    },
    get: async (key) => (await send({ op: "get", key })) as string | null,
    set: (key, next, ttlMs) => send({ op: "set", key, next, ttlSeconds: toSeconds(ttlMs) }),
    delete: (key) => send({ op: "delete", key }),
    compareAndSet: async (key, expected, next, ttlMs) =>
      (await send({ op: "compareAndSet", key, expected, next, ttlSeconds: toSeconds(ttlMs) })) as boolean,
  });
}
