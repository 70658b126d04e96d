const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const precise = new Intl.DateTimeFormat(undefined, {
  ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
  fractionalSecondDigits: 3,
  hour12: false,
});
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", year: "numeric", month: "long", day: "numeric" });

/** Of no moment at all, which a formatter would refuse: nothing. */
const show = (format: Intl.DateTimeFormat, ms: number): string => (Math.abs(ms) <= 8.64e15 ? format.format(ms) : "");

export const toClock = (ms: number): string => show(clock, ms);
export const toPreciseClock = (ms: number): string => show(precise, ms);
/** The same for all moments of a day where the browser is; cheaper than its name. */
export const dayOf = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

export const toDay = (ms: number): string => show(day, ms);

/** The moment as `<time>` wants it. */
export const toMachine = (ms: number): string => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : "");
