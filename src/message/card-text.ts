import type { JsonObject } from "../base/index.ts";
import { inOneLanguage, isObject, listOf, numberIn, textIn } from "./fields.ts";

/** Deeper nesting is no card of the platform's. */
const MAX_DEPTH = 40;

/** More columns are no table of the platform's. */
const MAX_COLUMNS = 50;

/** Where a component keeps what is read, in the order in which it is read. */
const PLACES = [
  "title",
  "subtitle",
  "text_tag_list",
  "header",
  "label",
  "text",
  "content",
  "default_value",
  "fields",
  "extra",
  "columns",
  "elements",
  "items",
  "contents",
  "actions",
  "img_list",
  "imgList",
  "persons",
  "options",
  "placeholder",
];

/** Components whose parts stand in one line. */
const IN_LINE = /^(plain_text|lark_md|markdown(_v1)?|text|code_block|heading|blockquote)$/;

/** Parts of a sentence in a row of the simplified form. */
const IN_SENTENCE = /^(text|a|at|emotion)$/;

/** A component's own fields: `user_card_content` has them in `property`. */
export const fieldsOf = (component: JsonObject): JsonObject =>
  isObject(component.property) ? component.property : component;

/** Reads the parts of a card. */
export interface CardReader {
  read(part: unknown): string;
  /** The parts of a row of the simplified form. */
  readRow(parts: unknown[]): string;
  /** The keys of the pictures read so far. */
  readonly images: string[];
}

type Read = (part: unknown, separator?: string) => string;

const toTable = ({ columns, rows }: JsonObject, read: Read): string => {
  const known = listOf(columns).filter(isObject).slice(0, MAX_COLUMNS);
  const line = (cells: unknown[]) => `| ${cells.map((cell) => read(cell, " ").replaceAll("\n", " ")).join(" | ")} |`;
  const toCell = (row: JsonObject, name: string) => {
    const cell = Object.hasOwn(row, name) ? row[name] : "";
    return isObject(cell) && Object.hasOwn(cell, "data") ? cell.data : cell;
  };
  return [
    line(known.map(({ display_name, displayName, name }) => display_name ?? displayName ?? name)),
    `|${" --- |".repeat(known.length)}`,
    ...listOf(rows)
      .filter(isObject)
      .map((row) => line(known.map((column) => toCell(row, textIn(column, "name"))))),
  ].join("\n");
};

const toLink = (own: JsonObject, read: Read): string => {
  const { href = own.url } = own;
  const address = typeof href === "string" ? href : textIn(href, "url");
  const label = read(own.text) || read(own.content);
  return address ? `[${label}](${address})` : label;
};

const toChoice = ({ options, placeholder }: JsonObject, read: Read): string =>
  `[${read(listOf(options), " / ") || read(placeholder)}]`;

const levelOf = (own: JsonObject, least: number): number =>
  Math.min(Math.max(numberIn(own, "level") ?? least, least), 6);

const toList = ({ items }: JsonObject, read: Read): string =>
  listOf(items)
    .filter(isObject)
    .map((item) => {
      const indent = "    ".repeat(levelOf(item, 0));
      const mark = item.type === "ol" ? `${numberIn(item, "order") ?? 1}.` : "-";
      return `${indent}${mark} ${read(item.elements, "")}`;
    })
    .join("\n");

/** Components that are not the sum of their parts. */
const COMPONENTS: Readonly<Record<string, (own: JsonObject, read: Read) => string>> = {
  hr: () => "---",
  br: () => "\n",
  custom_icon: () => "",
  standard_icon: () => "",
  a: toLink,
  link: toLink,
  button: ({ text }, read) => `[${read(text)}]`,
  select_static: toChoice,
  multi_select_static: toChoice,
  overflow: toChoice,
  checker: ({ checked, text }, read) => `[${checked === true ? "x" : " "}] ${read(text)}`,
  emoji: (own) => `:${textIn(own, "key")}:`,
  emotion: (own) => `:${textIn(own, "emoji_type")}:`,
  list: toList,
  heading: (own, read) => `${"#".repeat(levelOf(own, 1))} ${read(own.elements ?? own.content, "")}`,
  blockquote: (own, read) => `> ${read(own.elements ?? own.content, "").replaceAll("\n", "\n> ")}`,
  code_span: ({ content }, read) => `\`${read(content)}\``,
  code_block: (own, read) =>
    `\`\`\`${textIn(own, "language")}\n${read(own.contents ?? own.text, "").trimEnd()}\n\`\`\``,
  note: ({ elements }, read) => read(elements, " "),
  table: toTable,
  chart: (own, read) => read(own.chart_spec ?? own.chartSpec),
};

/**
 * Makes a reader.
 *
 * @param attachment - What `user_card_content` keeps beside the card: names of people and tokens of pictures, by id.
 */
export function createCardReader(attachment: JsonObject): CardReader {
  const images: string[] = [];

  const attached = (table: string, id: unknown, field: string): string =>
    typeof id === "string" && isObject(attachment[table]) && Object.hasOwn(attachment[table], id)
      ? textIn(attachment[table][id], field)
      : "";

  function toPicture(own: JsonObject, read: Read): string {
    const id = own.img_key ?? own.image_key ?? own.imageID;
    const key = attached("images", id, "token") || (typeof id === "string" ? id : "");
    if (key) {
      images.push(key);
    }
    return `![${read(own.alt) || read(own.title) || "image"}](${key})`;
  }

  function toPerson(own: JsonObject): string {
    const id = own.user_id ?? own.userID ?? own.id;
    const name = textIn(own, "user_name") || attached("at_users", id, "content") || attached("persons", id, "content");
    // The keys of the message's mentions begin with an @.
    return name || typeof id === "string" ? `@${name || `${id}`.replace(/^@/, "")}` : "";
  }

  function toParts(own: JsonObject, separator: string, read: Read): string {
    const i18n = inOneLanguage(own.i18n_content ?? own.i18nContent ?? own.i18n);
    // Markdown that was taken apart comes with its source, too.
    const isApart = separator === "" && listOf(own.elements).length > 0;
    const texts = PLACES.map((name) => {
      const value = Object.hasOwn(own, name) ? own[name] : name === "content" ? i18n : undefined;
      return isApart && name !== "elements" ? "" : read(value, separator);
    });
    return texts.filter(Boolean).join(separator || "\n");
  }

  function readAt(depth: number, part: unknown, separator = "\n"): string {
    const read: Read = (inner, between) => readAt(depth + 1, inner, between);
    if (typeof part === "string" || typeof part === "number") {
      return `${part}`;
    }
    if (depth > MAX_DEPTH) {
      return "";
    }
    if (Array.isArray(part)) {
      return part
        .map((one) => read(one, separator))
        .filter(Boolean)
        .join(separator);
    }
    if (!isObject(part)) {
      return "";
    }
    const own = fieldsOf(part);
    const tag = typeof part.tag === "string" ? part.tag : "";
    if (/^(at|person(_v1)?)$/.test(tag) || (!tag && typeof own.id === "string")) {
      return toPerson(own);
    }
    if (own.img_key ?? own.image_key ?? own.imageID) {
      return toPicture(own, read);
    }
    const component = Object.hasOwn(COMPONENTS, tag) ? COMPONENTS[tag] : undefined;
    return component?.(own, read) ?? toParts(own, IN_LINE.test(tag) || !(tag || separator) ? "" : "\n", read);
  }

  return {
    images,
    read: (part) => readAt(0, part),
    readRow(parts) {
      let row = "";
      let wasInSentence = true;
      for (const part of parts) {
        const isInSentence = isObject(part) && IN_SENTENCE.test(textIn(part, "tag"));
        const text = readAt(0, part);
        row += (row && text && !(isInSentence && wasInSentence) ? " " : "") + text;
        wasInSentence = isInSentence;
      }
      return row;
    },
  };
}
