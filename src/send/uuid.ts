import { hostCrypto, toHex } from "../crypto/index.ts";
import type { EventContext } from "../event/index.ts";

/** The parts of an event from which a `uuid` is derived. */
export type EventIdentity = Pick<EventContext, "type" | "header" | "raw">;

/**
 * The `uuid` of one call, from the event and the call's name: the same when the event is handled
 * again, so that the platform sends one message for it within an hour.
 */
export async function uuidOf({ type, header, raw }: EventIdentity, ...call: readonly unknown[]): Promise<string> {
  const { message } = Object(raw.event);
  const id = (type === "im.message.receive_v1" && Object(message).message_id) || header.event_id || raw;
  const name = JSON.stringify([header.app_id, type, id, ...call]);
  const digest = await hostCrypto().digest("SHA-256", [name]);
  return toHex(digest).slice(0, 32);
}
