import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { toPreciseClock } from "../ui/time.ts";
import { DeliveryRow } from "./delivery.tsx";
import { type Entry, idOf } from "./groups.ts";
import { RequestRow, statusOf } from "./request.tsx";
import { breakable } from "./row.tsx";

/** One line of the list. */
export const EntryRow = ({ entry }: { entry: Entry }): JSX.Element =>
  "request" in entry ? <RequestRow entry={entry.request} /> : <DeliveryRow entry={entry.delivery} />;

/** A path without the ids in it: those of a group differ. */
const pathOf = ({ operation, method, path }: { operation: string | undefined; method: string; path: string }): string =>
  operation ?? `${method} ${path}`;

/** Equal calls or events in a row, as one line that opens to show each. */
export function Group({ entries }: { entries: readonly Entry[] }): JSX.Element | null {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const [newest] = entries;
  const oldest = entries.at(-1);
  if (newest === undefined || oldest === undefined) {
    return null;
  }
  const isCall = "request" in newest;
  const title = isCall ? pathOf(newest.request) : newest.delivery.eventType;
  const { status, tone } = isCall
    ? statusOf(newest.request)
    : { status: String(newest.delivery.status), tone: newest.delivery.status === 200 ? "good" : "bad" };
  return (
    <li class={`row group ${tone}`}>
      <button type="button" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <span class={`kind ${isCall ? "call" : "event"}`}>{isCall ? t("API") : t("to bot")}</span>
        <span class="row-title">
          {breakable(title)} <strong>× {entries.length}</strong>
        </span>
        <span class={`pill ${tone}`}>{status}</span>
        <span class="row-time">{`${toPreciseClock(oldest.at)} – ${toPreciseClock(newest.at)}`}</span>
      </button>
      <ul id={id} class="rows" hidden={!isOpen} aria-label={t("{count} equal entries", { count: entries.length })}>
        {isOpen && entries.map((entry) => <EntryRow key={idOf(entry)} entry={entry} />)}
      </ul>
    </li>
  );
}
