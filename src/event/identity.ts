import type { Envelope } from "../callback/index.ts";

/** The parts of an event that identify it. */
export type Identified = Pick<Envelope, "type" | "header" | "raw">;

/**
 * What identifies an event within its app and type, the same in every redelivery: the id of a message that was received,
 * else the event's. Callbacks of the old shape have none.
 */
export function idOf({ type, header, raw }: Identified): string | undefined {
  const { message } = Object(raw.event);
  return (type === "im.message.receive_v1" && Object(message).message_id) || header.event_id;
}
