import type { ComponentChildren, JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { toPreciseClock } from "../ui/time.ts";

interface Props {
  kind: "event" | "call";
  title: string;
  at: number;
  durationMs: number;
  status: string;
  tone: "good" | "bad" | "open";
  note?: string | undefined;
  children: ComponentChildren;
}

const toDuration = (ms: number): string =>
  ms < 1 ? "<1 ms" : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;

/** A path may be broken after each slash. */
export const breakable = (title: string): ComponentChildren =>
  title.split("/").flatMap((part, index) => (index === 0 ? [part] : ["/", <wbr key={index} />, part]));

/** A line of the inspector, which opens to show all. */
export function Row({ kind, title, at, durationMs, status, tone, note, children }: Props): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <li class={`row ${tone}`}>
      <button type="button" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <span class={`kind ${kind}`}>{kind === "event" ? t("to bot") : t("API")}</span>
        <span class="row-title">{breakable(title)}</span>
        <span class={`pill ${tone}`}>{status}</span>
        <span class="row-time">{`${toPreciseClock(at)} · ${toDuration(durationMs)}`}</span>
        {note !== undefined && <span class="row-note">{note}</span>}
      </button>
      <div id={id} class="row-body" hidden={!isOpen}>
        {isOpen && children}
      </div>
    </li>
  );
}

/** Names and values, one below the other. */
export function Facts({ facts }: { facts: readonly (readonly [string, ComponentChildren])[] }): JSX.Element {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== undefined && value !== "")
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
