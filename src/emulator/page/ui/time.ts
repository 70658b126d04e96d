const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const precise = new Intl.DateTimeFormat(undefined, {
  ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
  fractionalSecondDigits: 3,
  hour12: false,
});
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", year: "numeric", month: "long", day: "numeric" });

export const toClock = (ms: number): string => clock.format(ms);
export const toPreciseClock = (ms: number): string => precise.format(ms);
/** The same for all moments of a day where the browser is; cheaper than its name. */
export const dayOf = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

export const toDay = (ms: number): string => day.format(ms);
