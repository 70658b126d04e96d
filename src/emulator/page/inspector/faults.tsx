import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { FaultKind } from "../../control/protocol.ts";
import { type Text, t } from "../language/language.ts";
import { attempt, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { Clock } from "./clock.tsx";

/** What each fault does, in a sentence. */
type Kinds = readonly (readonly [kind: FaultKind, name: Text, sentence: Text])[];

const OF_CALLS: Kinds = [
  ["rate-limit", "Rate limit", "429 with code 99991400 and the reset header"],
  ["server-error", "Server error", "500 with a plain text"],
  ["invalid-token", "Invalid token", "code 99991663, as if the token had been revoked"],
  ["expired-token", "Expired token", "the code of a token that is too old"],
  ["quota", "Quota used up", "code 99991403: no more calls this month"],
  ["card-limit", "Card limit", "the card is refused as too large"],
  ["slow", "Slow", "the answer comes a second late"],
  ["cut", "Cut answer", "the operation runs, its answer breaks off"],
  ["network", "No connection", "the request fails like a broken connection"],
  ["lost", "Lost answer", "the operation runs, and its answer never arrives"],
  ["hang", "No answer", "the request waits until the client gives up"],
  ["html", "HTML page", "a gateway's page in place of JSON"],
  ["not-json", "Not JSON", "200 with a text that is no JSON"],
  ["redirect", "Redirect", "302 to a foreign address"],
];

const OF_EVENTS: Kinds = [
  ["drop-ack", "Lost acknowledgement", "the bot's answer gets lost, so the event comes again"],
  ["duplicate", "Sent twice", "the event is delivered two times"],
  ["reorder", "Out of order", "the event waits until the next one has gone out"],
];

const FOR_EVER = "always";
const TIMES = [
  ["1", "the next one"],
  ["3", "the next 3"],
  [FOR_EVER, "every one until switched off"],
] as const;

const countOf = (left: number | null | undefined): string =>
  left === null
    ? t("every one")
    : left === undefined || left === 1
      ? t("the next one")
      : t("the next {count}", { count: left });

interface SwitchesProps {
  title: string;
  kinds: Kinds;
  onFlip(kind: FaultKind): void;
}

function Switches({ title, kinds, onFlip }: SwitchesProps): JSX.Element {
  const faults = useStore((state) => state.faults);
  return (
    <section aria-label={title}>
      <h3 class="faults-title">{title}</h3>
      <ul class="switches">
        {kinds.map(([kind, name, sentence]) => {
          const active = faults.find((fault) => fault.kind === kind);
          const where = active?.path ?? active?.operation ?? active?.event;
          return (
            <li key={kind}>
              <button
                type="button"
                class="switch-row"
                role="switch"
                aria-checked={active !== undefined}
                aria-label={t(name)}
                onClick={() => onFlip(kind)}
              >
                <span class="switch" aria-hidden="true" />
                <span class="switch-text">
                  <span>{t(name)}</span>
                  <small>{t(sentence)}</small>
                  {active !== undefined && (
                    <small class="armed">
                      {where
                        ? t("armed: {count} with “{where}”", { count: countOf(active.left), where })
                        : t("armed: {count}", { count: countOf(active.left) })}
                    </small>
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Which calls a text means: `im.v1.message.reply` or `drive.*` an operation, anything else a part of the path. */
function whereOf(text: string): { operation: string } | { path: string } | Record<string, never> {
  const where = text.trim();
  if (where === "") {
    return {};
  }
  return /^\w+(\.\w+)*\.(\w+|\*)$/.test(where) ? { operation: where } : { path: where };
}

/** Switches for what goes wrong with the next API calls and the next events. */
export function Faults(): JSX.Element {
  const faults = useStore((state) => state.faults);
  const [place, setPlace] = useState("");
  const [times, setTimes] = useState("1");
  const flip = (kind: FaultKind, isOfCalls: boolean): void => {
    const active = faults.filter((fault) => fault.kind === kind);
    for (const fault of active) {
      void attempt(api.removeFault(fault.id));
    }
    if (active.length > 0) {
      return;
    }
    const where = isOfCalls ? whereOf(place) : {};
    void attempt(api.addFault({ kind, times: times === FOR_EVER ? null : Number(times), ...where }));
  };
  return (
    <div class="faults">
      <div class="fault-options">
        <label class="field">
          <span class="field-label">{t("Hits")}</span>
          <select class="input" value={times} onChange={(event) => setTimes(event.currentTarget.value)}>
            {TIMES.map(([value, name]) => (
              <option key={value} value={value}>
                {t(name)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span class="field-label">{t("Calls to an operation or path")}</span>
          <input
            class="input"
            placeholder={t("any, im.v1.message.reply, /reply")}
            value={place}
            onInput={(event) => setPlace(event.currentTarget.value)}
          />
        </label>
      </div>
      <Switches title={t("API calls")} kinds={OF_CALLS} onFlip={(kind) => flip(kind, true)} />
      <Switches title={t("Events to bots")} kinds={OF_EVENTS} onFlip={(kind) => flip(kind, false)} />
      <button
        type="button"
        class="button"
        disabled={faults.length === 0}
        onClick={() => void attempt(api.clearFaults())}
      >
        {t("Switch all off")}
      </button>
      <Clock />
    </div>
  );
}
