import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Behaviour } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { attempt } from "../model/store.ts";
import { api } from "../server/api.ts";
import { Filter, filtered } from "./filter.tsx";

const Source = ({ source }: { source: string }): JSX.Element => (
  <span class={`source ${source === "assumption" ? "weak" : ""}`}>{source}</span>
);

/** Where each behaviour of the emulator comes from. */
export function Fidelity(): JSX.Element {
  const [all, setAll] = useState<readonly Behaviour[]>([]);
  const [words, setWords] = useState("");
  useEffect(() => {
    void attempt(api.behaviours().then(setAll));
  }, []);
  const shown = filtered(all, words, JSON.stringify);
  return (
    <div class="fidelity">
      <p class="hint-text">
        {t(
          "The sources of each operation of the emulator. The answers of operations that are not listed are made up from their descriptions.",
        )}
      </p>
      <Filter
        label={t("Filter behaviours")}
        hint={t("Filter: operation, source, word")}
        words={words}
        onWords={setWords}
      />
      <ul class="behaviours">
        {shown.map(({ operation, source, notes = [] }) => (
          <li key={operation}>
            <div class="behaviour-head">
              <code>{operation}</code>
              <Source source={source} />
            </div>
            {notes.length > 0 && (
              <ul>
                {notes.map(([behaviour, from]) => (
                  <li key={behaviour}>
                    {behaviour} <Source source={from} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
