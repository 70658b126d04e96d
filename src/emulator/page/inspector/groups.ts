import type { DeliveryEntry, RequestEntry } from "../../control/protocol.ts";

/** A call or an event of the list. */
export type Entry = { at: number; request: RequestEntry } | { at: number; delivery: DeliveryEntry };

/** As many equal entries in a row become a group. */
const LEAST = 3;

/** What entries of a group have in common. */
const keyOf = (entry: Entry): string =>
  "request" in entry
    ? JSON.stringify([
        entry.request.method,
        entry.request.operation ?? entry.request.path,
        entry.request.status,
        entry.request.code,
        entry.request.fault,
      ])
    : JSON.stringify([entry.delivery.eventType, entry.delivery.appId, entry.delivery.status, entry.delivery.problem]);

/** The id of an entry; those of calls and events differ. */
export const idOf = (entry: Entry): string => ("request" in entry ? entry.request.id : entry.delivery.id);

/** Entries in a row that are equal, as the words and codes of the list tell. */
export function toGroups(entries: readonly Entry[]): Entry[][] {
  const runs: { key: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const key = keyOf(entry);
    const last = runs.at(-1);
    if (last?.key === key) {
      last.entries.push(entry);
    } else {
      runs.push({ key, entries: [entry] });
    }
  }
  return runs.flatMap((run) => (run.entries.length < LEAST ? run.entries.map((entry) => [entry]) : [run.entries]));
}
