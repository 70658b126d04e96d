import type { ComponentChildren, JSX } from "preact";
import { t } from "../language/language.ts";
import { Mention } from "../ui/mention.tsx";
import { colorName, cssColor, safeUrl } from "../ui/safe.ts";
import type { Tag } from "./parse.ts";

type Attributes = Tag["attributes"];
type Render = (attributes: Attributes, children: ComponentChildren) => JSX.Element;

/** Tags without content. */
export const VOID_TAGS: readonly string[] = ["br", "hr", "img"];

/** A link, if it leads somewhere on the web; else its text, with the address to read. */
export function Link({ href, children }: { href: unknown; children: ComponentChildren }): JSX.Element {
  const url = safeUrl(href);
  if (url === undefined) {
    return <span title={t("Not a web address: {address}", { address: String(href) })}>{children}</span>;
  }
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

function Colored({ color, children }: { color: unknown; children: ComponentChildren }): JSX.Element {
  const name = colorName(color);
  if (name !== undefined) {
    return <span class={`ink tone-${name}`}>{children}</span>;
  }
  return <span style={{ color: cssColor(color) }}>{children}</span>;
}

function mentions(attributes: Attributes, children: ComponentChildren): JSX.Element {
  const ids = attributes.get("ids")?.split(",") ?? [];
  const one = attributes.get("id") ?? attributes.get("user_id") ?? attributes.get("email") ?? "";
  const name = typeof children === "string" ? children : undefined;
  return (
    <>
      {(ids.length > 0 ? ids : [one]).map((id) => (
        <Mention key={id} id={id.trim()} name={name} />
      ))}
    </>
  );
}

const FORMATS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_short: { month: "short", day: "numeric" },
  date: { year: "numeric", month: "long", day: "numeric" },
  week: { weekday: "long" },
  week_short: { weekday: "short" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_sec: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  timezone: { timeZoneName: "shortOffset", hour: "2-digit" },
};

function localTime(attributes: Attributes): JSX.Element {
  const date = new Date(Number(attributes.get("millisecond")));
  if (Number.isNaN(date.getTime())) {
    return <span>{attributes.get("millisecond")}</span>;
  }
  const type = attributes.get("format_type") ?? "date";
  const format = Object.hasOwn(FORMATS, type) ? FORMATS[type] : FORMATS.date;
  return <time dateTime={date.toISOString()}>{date.toLocaleString(undefined, format)}</time>;
}

/** The platform's tags; any other is shown as it was written. */
export const TAGS: ReadonlyMap<string, Render> = new Map<string, Render>([
  ["br", () => <br />],
  ["hr", () => <hr />],
  ["b", (_, children) => <strong>{children}</strong>],
  ["strong", (_, children) => <strong>{children}</strong>],
  ["i", (_, children) => <em>{children}</em>],
  ["em", (_, children) => <em>{children}</em>],
  ["u", (_, children) => <u>{children}</u>],
  ["s", (_, children) => <s>{children}</s>],
  ["del", (_, children) => <s>{children}</s>],
  ["raw", (_, children) => <span>{children}</span>],
  ["a", (attributes, children) => <Link href={attributes.get("href")}>{children}</Link>],
  ["link", (attributes, children) => <Link href={attributes.get("pc_url") || attributes.get("url")}>{children}</Link>],
  ["font", (attributes, children) => <Colored color={attributes.get("color")}>{children}</Colored>],
  ["at", mentions],
  ["person", mentions],
  [
    "text_tag",
    (attributes, children) => (
      <span class={`text-tag paint tone-${colorName(attributes.get("color")) ?? "neutral"}`}>{children}</span>
    ),
  ],
  [
    "number_tag",
    (attributes, children) => (
      <span class={`number-tag paint tone-${colorName(attributes.get("background_color")) ?? "neutral"}`}>
        {children}
      </span>
    ),
  ],
  ["local_datetime", localTime],
]);
