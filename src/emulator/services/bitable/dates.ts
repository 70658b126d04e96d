/** Days since 1970 and months since year 0, as they are in a time zone. */
export interface Day {
  day: number;
  month: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The day on which a moment falls in a time zone. */
export function dayOf(ms: number, timeZone: string): Day {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, year: "numeric", month: "numeric", day: "numeric" });
  const read: Record<string, number> = {};
  for (const { type, value } of parts.formatToParts(new Date(ms))) {
    read[type] = Number(value);
  }
  const { year = 0, month = 1, day = 1 } = read;
  return { day: toDay(year, month, day), month: year * 12 + month - 1 };
}

/** The day of a date. A month or a day that is too large counts on: the day 0 is the last of the month before. */
export const toDay = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS;

/** The day that a text such as `2021-06-01` or `2021/6/1` names. */
export function readDay(text: string): number | undefined {
  const [, year, month, day] = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text.trim()) ?? [];
  return year === undefined ? undefined : toDay(Number(year), Number(month), Number(day));
}

/** The number of a day in its week. From Sunday as 1, from Monday as 1 (`start` is 2), or from Monday as 0 (3). */
export function weekday(day: number, start: number = 1): number {
  const fromMonday = (((day + 3) % 7) + 7) % 7;
  return start === 1 ? ((fromMonday + 1) % 7) + 1 : start === 2 ? fromMonday + 1 : fromMonday;
}

/** Days since the Monday before the first. */
const weekOf = (day: number): number => Math.floor((day + 3) / 7);

/** Which days a word means, seen from today. Only `is` takes those after the first three. */
const WORDS: Readonly<Record<string, (day: Day, today: Day) => boolean>> = {
  Today: ({ day }, today) => day === today.day,
  Tomorrow: ({ day }, today) => day === today.day + 1,
  Yesterday: ({ day }, today) => day === today.day - 1,
  CurrentWeek: ({ day }, today) => weekOf(day) === weekOf(today.day),
  LastWeek: ({ day }, today) => weekOf(day) === weekOf(today.day) - 1,
  CurrentMonth: ({ month }, today) => month === today.month,
  LastMonth: ({ month }, today) => month === today.month - 1,
  TheLastWeek: ({ day }, today) => day >= today.day - 7 && day <= today.day,
  TheNextWeek: ({ day }, today) => day >= today.day && day <= today.day + 7,
  TheLastMonth: ({ day }, today) => day >= today.day - 30 && day <= today.day,
  TheNextMonth: ({ day }, today) => day >= today.day && day <= today.day + 30,
};

const OFFSETS: Readonly<Record<string, number>> = { Today: 0, Tomorrow: 1, Yesterday: -1 };

/** A test of days as a filter's value says it; `undefined` when the value is none, or not for this operator. */
export function dayTest(
  operator: string,
  [word = "", exact = "", ...more]: readonly string[],
  today: Day,
  timeZone: string,
): ((day: Day) => boolean) | undefined {
  const isExact = word === "ExactDate";
  if (more.length > 0 || (exact === "") === isExact || (isExact && !/^-?\d{1,15}$/.test(exact))) {
    return undefined;
  }
  const inWord = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (operator === "is" && inWord !== undefined) {
    return (day) => inWord(day, today);
  }
  const offset = Object.hasOwn(OFFSETS, word) ? OFFSETS[word] : undefined;
  if (!isExact && offset === undefined) {
    return undefined;
  }
  const wanted = isExact ? dayOf(Number(exact), timeZone).day : today.day + (offset ?? 0);
  if (operator === "is") {
    return ({ day }) => day === wanted;
  }
  if (operator === "isGreater") {
    return ({ day }) => day > wanted;
  }
  return operator === "isLess" ? ({ day }) => day < wanted : undefined;
}
