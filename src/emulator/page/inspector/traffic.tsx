import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { DeliveryEntry, RequestEntry } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { update, useStore } from "../model/store.ts";
import { Filter, filtered } from "./filter.tsx";
import { EntryRow, Group } from "./group.tsx";
import { type Entry, idOf, toGroups } from "./groups.ts";
import { Meter } from "./meter.tsx";

const textOf = (entry: Entry): string =>
  "request" in entry
    ? (["method", "path", "operation", "code", "card_id"] as const).map((field) => entry.request[field] ?? "").join(" ")
    : `${entry.delivery.eventType} ${entry.delivery.url} ${entry.delivery.status}`;

/** The newest first; of two at the same moment, the one that ended later. */
function newestFirst(requests: readonly RequestEntry[], deliveries: readonly DeliveryEntry[], words: string): Entry[] {
  const all: Entry[] = [
    ...requests.map((request) => ({ at: request.at, request })),
    ...deliveries.map((delivery) => ({ at: delivery.at, delivery })),
  ];
  return filtered(all, words, textOf).toSorted((a, b) => b.at - a.at);
}

/** How many rows are drawn at first, and more at each wish. */
const ROWS = 60;

/** Every event to a bot and every call of one, the newest first. */
export function Traffic(): JSX.Element {
  const requests = useStore((state) => state.requests);
  const deliveries = useStore((state) => state.deliveries);
  const words = useStore((state) => state.filter);
  const [rows, setRows] = useState(ROWS);
  const [cleared, clear] = useState<ReadonlySet<string>>(new Set());
  const entries = useMemo(
    () => newestFirst(requests, deliveries, words).filter((entry) => !cleared.has(idOf(entry))),
    [requests, deliveries, words, cleared],
  );
  const groups = useMemo(() => toGroups(entries), [entries]);
  return (
    <div class="traffic">
      <Meter />
      <div class="traffic-bar">
        <Filter
          label={t("Filter events and calls")}
          hint={t("Filter: path, event, code")}
          words={words}
          onWords={(filter) => update((state) => ({ ...state, filter }))}
        />
        <button
          type="button"
          class="button"
          disabled={entries.length === 0}
          onClick={() => clear(new Set([...requests, ...deliveries].map(({ id }) => id)))}
        >
          {t("Clear")}
        </button>
      </div>
      {entries.length === 0 && (
        <p class="empty">
          {words === "" ? t("Nothing yet. Every event and every API call shows here.") : t("Nothing matches.")}
        </p>
      )}
      <ul class="rows" aria-label={t("Events and API calls")}>
        {groups.slice(0, rows).map((group) => {
          const [first] = group;
          // The oldest stays the same when the group grows.
          const last = group.at(-1);
          return group.length === 1 && first !== undefined ? (
            <EntryRow key={idOf(first)} entry={first} />
          ) : (
            <Group key={`group ${last && idOf(last)}`} entries={group} />
          );
        })}
      </ul>
      {groups.length > rows && (
        <button type="button" class="button more" onClick={() => setRows(rows + ROWS)}>
          {t("Show {count} more", { count: Math.min(ROWS, groups.length - rows) })}
        </button>
      )}
    </div>
  );
}
