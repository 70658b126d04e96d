import type { JSX } from "preact";
import { t } from "../language/language.ts";
import { useStore } from "../model/store.ts";
import { toMonth } from "../ui/time.ts";

/** The calls that a company on the free plan has in a month, for all of its apps together. */
const MONTHLY_QUOTA = 10_000;

/** From this part of the quota on the platform warns its administrators. */
const WARNING = 0.9;

/** The calls of this month beside the quota of the free plan. */
export function Meter(): JSX.Element {
  const { month, calls } = useStore((state) => state.usage);
  const isUsedUp = useStore((state) => state.faults.some(({ kind }) => kind === "quota"));
  const part = Math.min(isUsedUp ? 1 : calls / MONTHLY_QUOTA, 1);
  const words = isUsedUp
    ? t("used up: the fault is switched on")
    : t("{calls} of {quota} calls", { calls: calls.toLocaleString(), quota: MONTHLY_QUOTA.toLocaleString() });
  return (
    <section
      class={`meter ${part < WARNING ? "" : "high"}`}
      title={t("The free plan has a quota of calls for each month.")}
    >
      <span>{t("Quota in {month}", { month: month === "" ? "" : toMonth(month) })}</span>
      <span class="meter-words">{words}</span>
      <meter aria-label={t("Calls of this month")} aria-valuetext={words} min={0} max={1} value={part} />
    </section>
  );
}
