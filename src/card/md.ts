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

/**
 * Writes Markdown for a card. Interpolated values are shown as text: they become no mention, no link and no style.
 *
 * Line breaks in an interpolated text become `<br>`. Inside of code, where Markdown knows no escapes, escapes are visible:
 * interpolate outside of it.
 *
 * @throws {TypeError} A value is an object, for example `at()` of `lark-edge/message`, which is for texts and posts.
 * @example
 * markdown(md`**${untrusted}** needs the approval of ${at(openId)}`);
 * @see https://open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/rich-text 富文本（Markdown）
 */
export function md(literals: TemplateStringsArray, ...values: readonly (string | number | CardMention)[]): string {
  return values.reduce<string>((text, value, at) => {
    if (Object(value) === value && !(value instanceof CardMention)) {
      throw new TypeError(`md: value ${at + 1} must be a string, a number, or at() of lark-edge/card`);
    }
    const shown = value instanceof CardMention ? value.toString() : escapeMarkdown(String(value));
    return text + shown + literals[at + 1];
  }, literals[0] as string);
}
