import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { attempt, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";

/** What each fault does, in a sentence. */
const KINDS: readonly (readonly [kind: string, name: string, sentence: string])[] = [
  ["rate-limit", "Rate limit", "429 with code 99991400 and the reset header"],
  ["server-error", "Server error", "500 with a plain text"],
  ["invalid-token", "Invalid token", "code 99991663, as if the token had been revoked"],
  ["slow", "Slow", "the answer comes a second late"],
  ["cut", "Cut answer", "the operation runs, its answer breaks off"],
  ["network", "No connection", "the request fails like a broken connection"],
  ["hang", "No answer", "the request waits until the client gives up"],
  ["html", "HTML page", "a gateway's page in place of JSON"],
  ["not-json", "Not JSON", "200 with a text that is no JSON"],
  ["redirect", "Redirect", "302 to a foreign address"],
];

const TIMES = [
  ["1", "the next call"],
  ["3", "the next 3 calls"],
  ["100000", "every call until switched off"],
] as const;

/** Switches for what goes wrong with the next API calls. */
export function Faults(): JSX.Element {
  const faults = useStore((state) => state.faults);
  const [path, setPath] = useState("");
  const [times, setTimes] = useState("1");
  const flip = (kind: string): void => {
    const active = faults.filter((fault) => fault.kind === kind);
    if (active.length === 0) {
      const where = path.trim() === "" ? {} : { path: path.trim() };
      void attempt(api.addFault({ kind, times: Number(times), ...where }));
    } else for (const fault of active) void attempt(api.removeFault(fault.id));
  };
  return (
    <div class="faults">
      <div class="fault-options">
        <label class="field">
          <span class="field-label">Hits</span>
          <select class="input" value={times} onChange={(event) => setTimes(event.currentTarget.value)}>
            {TIMES.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span class="field-label">Path contains</span>
          <input
            class="input"
            placeholder="any path"
            value={path}
            onInput={(event) => setPath(event.currentTarget.value)}
          />
        </label>
      </div>
      <ul class="switches">
        {KINDS.map(([kind, name, sentence]) => {
          const active = faults.find((fault) => fault.kind === kind);
          const left = active?.left ?? active?.times ?? 1;
          return (
            <li key={kind}>
              <button
                type="button"
                class="switch-row"
                role="switch"
                aria-checked={active !== undefined}
                aria-label={name}
                onClick={() => flip(kind)}
              >
                <span class="switch" aria-hidden="true" />
                <span class="switch-text">
                  <span>{name}</span>
                  <small>{sentence}</small>
                  {active !== undefined && (
                    <small class="armed">
                      {`armed: ${left > 1000 ? "every call" : left === 1 ? "the next call" : `the next ${left} calls`}`}
                      {active.path ? ` with “${active.path}” in its path` : ""}
                    </small>
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <button
        type="button"
        class="button"
        disabled={faults.length === 0}
        onClick={() => void attempt(api.clearFaults())}
      >
        Switch all off
      </button>
    </div>
  );
}
