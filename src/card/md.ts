import { ESCAPES } from "./generated/facts.ts";

/** A person in Markdown, or everyone. Made by `at` and `atAll`, so that no text can be one. */
class CardMention {
  readonly #tag: string;

  constructor(id: string) {
    this.#tag = `<at id=${id}></at>`;
  }

  /** The mention as Markdown. */
  toString(): string {
    return this.#tag;
  }
}

export type { CardMention };

/**
 * Mentions a person in the Markdown of a card, who is notified.
 *
 * @param userId - An `open_id`, `union_id` or `user_id`.
 * @throws {TypeError} The value is not an id, or it is `all`, which only {@link atAll} mentions.
 * @example
 * markdown(md`${at(openId)} approved it`);
 * @see https://open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/rich-text 富文本（Markdown）
 */
export function at(userId: string): CardMention {
  if (typeof userId !== "string" || !/^(?!all$)\w[\w.-]*$/i.test(userId)) {
    throw new TypeError("at: userId must be an open_id, union_id or user_id; atAll() mentions everyone");
  }
  return new CardMention(userId);
}

/**
 * Mentions everyone in the group. If the group does not allow it, the platform refuses the card.
 *
 * @see https://open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/rich-text 富文本（Markdown）
 */
export const atAll = (): CardMention => new CardMention("all");

/** Signs that the documentation's table of escapes leaves out, and `&`, which begins an escape. */
const MORE: Readonly<Record<string, string>> = { "&": "&&zwj;", "|": "&#124;", "=": "&#61;", "\n": "<br>", "\r": "" };

const SIGNS = /[&|=\n\r<>~\-!*/\\[\]()#:+"'`$_]/g;

/** Writes a text so that Markdown shows it as it is. */
function escapeMarkdown(text: string): string {
  const plain = text
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(SIGNS, (sign) => MORE[sign] ?? (ESCAPES[sign] as string));
  // At the start of a line: no list, and no code by its indentation.
  return plain.replace(/^(\s*\d+)\./, "$1&#46;").replace(/^\s+/, (spaces) => "&nbsp;".repeat(spaces.length));
}

/** The address of a link that the developer's own text leaves open. */
const OPEN_LINK = /\](?=\s*\([^)]*$)/g;

/** A tag in which a name or a number may stand: one whose own name is complete, and which is no mention. */
const SAFE_TAG = /^<(?![\s/]*(?:\w*$|at\b))[^<]*$/i;

/** An address of the web, in which nothing is Markdown. */
function showAddress({ protocol, href }: URL): string {
  if (!/^https?:$/.test(protocol)) {
    throw new TypeError(`md: a link must begin with https:// or http://, got ${protocol}`);
  }
  return href.replace(/[!$'()*[\]_`|~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

function showValue(value: unknown, place: number): string {
  if (value instanceof CardMention) {
    return value.toString();
  }
  if (value instanceof URL) {
    return showAddress(value);
  }
  if (typeof value !== "string" && typeof value !== "number") {
    throw new TypeError(`md: value ${place} must be a string, a number, a URL, or at() of lark-edge/card`);
  }
  return escapeMarkdown(`${value}`);
}

/** Whether a value is the last of a tag, and stands there as an attribute: `<font color='${color}'>`. */
function isLastIn(tag: string, behind: string): boolean {
  const quote = /=(["']?)[\w.-]*$/.exec(tag)?.[1];
  return quote !== undefined && behind.startsWith(quote) && /^[^<>"']*>/.test(behind.slice(quote.length));
}

/**
 * Adds a value to a text, so that it can only be shown. In a tag, names and numbers are fine: `<font color='${color}'>`.
 *
 * @param behind - The literal text behind the value.
 */
function add(text: string, value: unknown, shown: string, behind: string): string {
  const isAddress = value instanceof URL;
  const begin = text.indexOf("<", text.lastIndexOf(">") + 1);
  const tag = begin < 0 ? "" : text.slice(begin);
  const isName = /^[\w.-]*$/.test(`${value}`);
  const isFine = !tag || (SAFE_TAG.test(tag) && (isAddress || isName));
  const before = isFine ? text : text.slice(0, begin) + tag.replaceAll("<", "&#60;");
  // In a tag clients decode no escapes. But a later value may break the tag, and then an underscore could begin a style.
  const isInTag = isFine && isName && /^<[a-z]/i.test(tag);
  const name = isInTag && isLastIn(tag, behind) ? `${value}` : shown.replaceAll("&#45;", "-");
  return (isAddress ? before : before.replace(OPEN_LINK, "&#93;")) + (isInTag ? name : shown);
}

/**
 * Writes Markdown for a card. Interpolated values are shown as text: they become no mention, no link and no style.
 *
 * Only `at` and `atAll` mention, and only a `URL` is an address: `[Open](${new URL(link)})`. A text behind `](` or in a
 * mention takes the meaning from the link or the tag, which is shown as it is written. Line breaks in an interpolated text
 * become `<br>`. Inside of code, where Markdown knows no escapes, escapes are visible: interpolate outside of it.
 *
 * @throws {TypeError} It is called as a function, a `URL` is not one of the web, or a value is another object, for example
 *   `at()` of `lark-edge/message`, which is for texts and posts.
 * @example
 * markdown(md`**${untrusted}** needs the approval of ${at(openId)}: [details](${new URL(link)})`);
 * @see https://open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/rich-text 富文本（Markdown）
 */
export function md(
  literals: TemplateStringsArray,
  ...values: readonly (string | number | URL | CardMention)[]
): string {
  if (!literals.raw) {
    throw new TypeError("md is a template tag: md`Hello`");
  }
  const written = values.reduce<string>(
    (text, value, at) => add(text + literals[at], value, showValue(value, at + 1), `${literals[at + 1]}`),
    "",
  );
  return written + literals[values.length];
}
