import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { addToast } from "../model/state.ts";
import { attempt, update } from "../model/store.ts";
import { api } from "../server/api.ts";

const STEPS = [
  ["15000", "15 seconds: the first redelivery"],
  ["300000", "5 minutes"],
  ["3600000", "1 hour"],
  ["7200000", "2 hours: every token has expired"],
  ["21600000", "6 hours"],
] as const;

/** Moves the emulator's clock forward: events without an acknowledgement are sent again, tokens expire. */
export function Clock(): JSX.Element {
  const [step, setStep] = useState<string>(STEPS[0][0]);
  const advance = async (): Promise<void> => {
    const { usage } = await api.advance(Number(step));
    const content = t("The emulator's clock was put forward.");
    update((state) => addToast({ ...state, usage }, { type: "success", content }));
  };
  return (
    <section aria-label={t("Clock")}>
      <h3 class="faults-title">{t("Clock")}</h3>
      <div class="inline-form">
        <label class="field">
          <span class="field-label">{t("Put it forward by")}</span>
          <select class="input" value={step} onChange={(event) => setStep(event.currentTarget.value)}>
            {STEPS.map(([value, name]) => (
              <option key={value} value={value}>
                {t(name)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="button" onClick={() => void attempt(advance())}>
          {t("Advance")}
        </button>
      </div>
    </section>
  );
}
