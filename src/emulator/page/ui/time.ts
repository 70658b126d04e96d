import { currentLanguage, type Language } from "../language/language.ts";

type Format = (ms: number) => string;

/** A format in the language of the page. A locale of the browser that has this language decides the details. */
function formatter(options: Intl.DateTimeFormatOptions): Format {
  const formats = new Map<Language, Intl.DateTimeFormat>();
  const create = (language: Language): Intl.DateTimeFormat => {
    const locale = navigator.languages.find((one) => one.startsWith(language)) ?? language;
    const created = new Intl.DateTimeFormat(locale, options);
    formats.set(language, created);
    return created;
  };
  return (ms) => {
    const language = currentLanguage();
    // `Intl` throws for an invalid date.
    return Math.abs(ms) <= 8.64e15 ? (formats.get(language) ?? create(language)).format(ms) : "";
  };
}

export const toClock: Format = formatter({ hour: "2-digit", minute: "2-digit" });
export const toPreciseClock: Format = formatter({
  ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
  fractionalSecondDigits: 3,
  hour12: false,
});
/** The same for all moments of a day where the browser is; cheaper than its name. */
export const dayOf = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

export const toDay: Format = formatter({ weekday: "long", year: "numeric", month: "long", day: "numeric" });

const toMonthName: Format = formatter({ year: "numeric", month: "long" });

/** The name of a month such as `2026-11`. */
export const toMonth = (month: string): string => toMonthName(Date.parse(`${month}-15T00:00:00Z`));

/** The moment as `<time>` wants it. */
export const toMachine = (ms: number): string => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : "");
