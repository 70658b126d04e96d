import { hostCrypto, toHex } from "../crypto/index.ts";
import { streamKey } from "../store/index.ts";
import type { StreamOptions } from "./types.ts";

/** The streams of an event in this process, by the event's body. */
const names: WeakMap<object, Set<string>> = /* @__PURE__ */ new WeakMap();

/** The names of a stream's record and of its calls. */
export interface Identity {
  readonly key: string;
  /** The `uuid` of a call; `undefined` without an event. */
  readonly uuid: (...call: readonly unknown[]) => Promise<string | undefined>;
}

/** Names a stream by the app, the event and its name. A second stream with the same names is a `TypeError`. */
export async function identify({ ctx, keyPrefix, name = "", store }: StreamOptions): Promise<Identity> {
  if (!ctx) {
    if (store) {
      throw new TypeError("streamCard: store needs ctx, which names the stream in it");
    }
    return { key: "", uuid: async () => undefined };
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
  const what = JSON.stringify([type, id, name]);
  return {
    key: await streamKey(keyPrefix, `${header.app_id}`, what),
    uuid: async (...call) =>
      toHex(await hostCrypto().digest("SHA-256", [JSON.stringify([header.app_id, what, ...call])])).slice(0, 32),
  };
}
