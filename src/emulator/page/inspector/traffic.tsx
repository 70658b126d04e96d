import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { DeliveryEntry, RequestEntry } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { useStore } from "../model/store.ts";
import { EntryRow, Group } from "./group.tsx";
import { type Entry, idOf, toGroups } from "./groups.ts";

const textOf = (entry: Entry): string =>
  "request" in entry
    ? `${entry.request.method} ${entry.request.path} ${entry.request.operation ?? ""} ${entry.request.code ?? ""}`
    : `${entry.delivery.eventType} ${entry.delivery.url} ${entry.delivery.status}`;

/** The newest first; of two at the same moment, the one that ended later. */
function newestFirst(requests: readonly RequestEntry[], deliveries: readonly DeliveryEntry[], words: string): Entry[] {
  const all: Entry[] = [
    ...requests.map((request) => ({ at: request.at, request })),
    ...deliveries.map((delivery) => ({ at: delivery.at, delivery })),
  ];
  const found = words === "" ? all : all.filter((entry) => textOf(entry).toLowerCase().includes(words));
  return found.sort((a, b) => b.at - a.at);
}

/** How many rows are drawn at first, and more at each wish. */
const ROWS = 60;

/** Every event to a bot and every call of one, the newest first. */
export function Traffic(): JSX.Element {
  const requests = useStore((state) => state.requests);
  const deliveries = useStore((state) => state.deliveries);
  const [words, setWords] = useState("");
  const [rows, setRows] = useState(ROWS);
  const [cleared, clear] = useState<ReadonlySet<string>>(new Set());
  const entries = useMemo(
    () => newestFirst(requests, deliveries, words.trim().toLowerCase()).filter((entry) => !cleared.has(idOf(entry))),
    [requests, deliveries, words, cleared],
  );
  const groups = useMemo(() => toGroups(entries), [entries]);
  return (
    <div class="traffic">
      <div class="traffic-bar">
        <input
          class="input"
          type="search"
          aria-label={t("Filter events and calls")}
          placeholder={t("Filter: path, event, code")}
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
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
