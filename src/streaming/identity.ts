import { hostCrypto, toHex } from "../crypto/index.ts";
import type { EventContext } from "../event/index.ts";
import { type KeyValueStore, streamKey } from "../store/index.ts";
import { listKeyOf } from "./open-streams.ts";

/** What names a stream. */
export interface IdentityOptions {
  /** What the event's handler got. It names the stream in the store and in each `uuid`. Default: none, and nothing is stored. */
  readonly ctx?: Pick<EventContext, "type" | "header" | "raw"> | undefined;
  /** Where the stream's record is kept. It needs `ctx`: without it a `TypeError`. Default: none. */
  readonly store?: KeyValueStore | undefined;
  /** Prefix of every key in the store. Default empty. */
  readonly keyPrefix?: string | undefined;
  /** Tells several streams of one event apart. Default empty; two streams with the same name are a `TypeError`. */
  readonly name?: string | undefined;
}

/** The streams of an event in this process, by the event's body. */
const names: WeakMap<object, Set<string>> = /* @__PURE__ */ new WeakMap();

/** Where the record of a stream is, and what its calls are named by. */
export interface Identity {
  readonly key: string;
  /** The key of the list of open streams; empty for a stream without an event. */
  readonly list: string;
}

/** The `uuid` of a call of a stream: the same for the same call, whichever instance makes it. */
export async function uuidOf({ key }: Identity, ...call: readonly unknown[]): Promise<string> {
  return toHex(await hostCrypto().digest("SHA-256", [JSON.stringify([key, ...call])])).slice(0, 32);
}

/** Names a stream by the app, the event and its name. A second stream with the same names is a `TypeError`. */
export async function identify({ ctx, keyPrefix, name = "", store }: IdentityOptions): Promise<Identity> {
  if (!ctx) {
    if (store) {
      throw new TypeError("streamCard: store needs ctx, which names the stream in it");
    }
    return { key: crypto.randomUUID(), list: "" };
  }
  const { type, header, raw } = ctx;
  const used = names.get(raw) ?? new Set();
  names.set(raw, used);
  if (used.has(name)) {
    throw new TypeError(
      `streamCard: this event has a stream with the name ${JSON.stringify(name)}; pass another as name`,
    );
  }
  used.add(name);
  const { message } = Object(raw.event);
  const id = (type === "im.message.receive_v1" && Object(message).message_id) || header.event_id || raw;
  const app = `${header.app_id}`;
  const key = await streamKey(keyPrefix, app, JSON.stringify([type, id, name]));
  return { key, list: await listKeyOf(keyPrefix, app, key) };
}
