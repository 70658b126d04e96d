import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { DeliveryEntry, RequestEntry } from "../../control/protocol.ts";
import { useStore } from "../model/store.ts";
import { DeliveryRow } from "./delivery.tsx";
import { RequestRow } from "./request.tsx";

type Entry = { at: number; request: RequestEntry } | { at: number; delivery: DeliveryEntry };

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
  const entries = useMemo(
    () => newestFirst(requests, deliveries, words.trim().toLowerCase()),
    [requests, deliveries, words],
  );
  return (
    <div class="traffic">
      <input
        class="input"
        type="search"
        aria-label="Filter events and calls"
        placeholder="Filter: path, event, code"
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      {entries.length === 0 && (
        <p class="empty">
          {words === "" ? "Nothing yet. Every event and every API call shows here." : "Nothing matches."}
        </p>
      )}
      <ul class="rows" aria-label="Events and API calls">
        {entries
          .slice(0, rows)
          .map((entry) =>
            "request" in entry ? (
              <RequestRow key={`r${entry.request.id}`} entry={entry.request} />
            ) : (
              <DeliveryRow key={`d${entry.delivery.id}`} entry={entry.delivery} />
            ),
          )}
      </ul>
      {entries.length > rows && (
        <button type="button" class="button more" onClick={() => setRows(rows + ROWS)}>
          {`Show ${Math.min(ROWS, entries.length - rows)} more`}
        </button>
      )}
    </div>
  );
}
