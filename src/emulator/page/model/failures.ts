import type { DeliveryEntry } from "../../control/protocol.ts";
import { asObject, asText } from "../ui/safe.ts";

/** Whether the platform takes the bot's answer for a failure. */
export const isFailed = ({ status, problem }: DeliveryEntry): boolean => status !== 200 || problem !== undefined;

/** Card callbacks and the check of the URL: the platform sends them once. */
export const isCallback = ({ eventType }: DeliveryEntry): boolean =>
  eventType.startsWith("card.action.trigger") || eventType === "url_verification";

/** The message that an event is about. */
function messageIdOf({ payload }: DeliveryEntry): string | undefined {
  const event = asObject(payload.event);
  return (
    asText(asObject(event?.message)?.message_id) ??
    asText(asObject(event?.context)?.open_message_id) ??
    asText(event?.message_id) ??
    asText(payload.open_message_id)
  );
}

/** What failed of each message, by its id: the last attempt of every event that is not acknowledged yet. */
export function failuresIn(deliveries: readonly DeliveryEntry[]): ReadonlyMap<string, readonly DeliveryEntry[]> {
  const last = new Map<string, DeliveryEntry>();
  for (const entry of deliveries) {
    // Of a card only the last click counts.
    const key = isCallback(entry) ? `${entry.eventType} ${messageIdOf(entry)}` : entry.eventId;
    last.set(key, entry);
  }
  const failures = new Map<string, DeliveryEntry[]>();
  for (const entry of last.values()) {
    const id = messageIdOf(entry);
    if (id !== undefined && isFailed(entry)) {
      failures.set(id, [...(failures.get(id) ?? []), entry]);
    }
  }
  return failures;
}
