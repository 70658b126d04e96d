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
  return { day: Date.UTC(year, month - 1, day) / DAY_MS, month: year * 12 + month - 1 };
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
