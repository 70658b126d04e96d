import { Lexer, type Token, Tokenizer, type Tokens } from "marked";

const ANY_TAG = /^<\/?[a-zA-Z][\w-]*(?:\s(?:"[^"]*"|'[^']*'|[^"'<>])*)?\/?>/;

/** Deepest nesting that is read: what is inside deeper quotes, lists and styles stays text. */
const MAX_NESTING = 16;

/** The platform's tags are inline wherever they stand, and HTML blocks do not exist. */
class PlatformTokenizer extends Tokenizer {
  #depth = 0;

  /** Reads something that holds tokens, unless too much of it is open. */
  #nested<T>(read: () => T | undefined): T | undefined {
    if (this.#depth >= MAX_NESTING) {
      return undefined;
    }
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  override blockquote(source: string): Tokens.Blockquote | undefined {
    return this.#nested(() => super.blockquote(source));
  }
  override list(source: string): Tokens.List | undefined {
    return this.#nested(() => super.list(source));
  }
  override link(source: string): ReturnType<Tokenizer["link"]> {
    return this.#nested(() => super.link(source));
  }
  override emStrong(...given: Parameters<Tokenizer["emStrong"]>): ReturnType<Tokenizer["emStrong"]> {
    return this.#nested(() => super.emStrong(...given));
  }
  override del(...given: Parameters<Tokenizer["del"]>): ReturnType<Tokenizer["del"]> {
    return this.#nested(() => super.del(...given));
  }
  // Unlike HTML's, their names may have underscores.
  override tag(text: string): Tokens.Tag | undefined {
    const raw = ANY_TAG.exec(text)?.[0];
    if (raw === undefined) {
      return undefined;
    }
    return { type: "html", raw, text: raw, block: false, inLink: false, inRawBlock: false };
  }
  override html(): undefined {
    return undefined;
  }
}

/**
 * Reads markdown into tokens. No HTML is ever made of them.
 *
 * @param breaks - Whether a single line break is one: in a card, and not in a post.
 */
export const parseMarkdown = (text: string, breaks = true): Token[] =>
  new Lexer({ gfm: true, breaks, tokenizer: new PlatformTokenizer() }).lex(text);

/** A tag such as `<font color='red'>`, `</font>` or `<br/>`. */
export interface Tag {
  name: string;
  isEnd: boolean;
  attributes: ReadonlyMap<string, string>;
}

const TAG = /^<(\/?)([a-zA-Z][\w-]*)(?![\w-])([\s\S]*?)\/?>$/;
const ATTRIBUTE = /([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/** Reads a tag; `undefined` for a comment and whatever else begins like one. */
export function parseTag(raw: string): Tag | undefined {
  const match = TAG.exec(raw.trim());
  if (match === null) {
    return undefined;
  }
  const attributes = new Map<string, string>();
  for (const [, key = "", double, single, bare] of (match[3] ?? "").matchAll(ATTRIBUTE)) {
    attributes.set(key.toLowerCase(), double ?? single ?? bare ?? "");
  }
  return { name: (match[2] ?? "").toLowerCase(), isEnd: match[1] === "/", attributes };
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  sim: "~",
  ensp: "\u2002",
  emsp: "\u2003",
};

/** Puts characters in the place of entities such as `&#42;`, the platform's way of escaping. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,5}));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) {
      return Object.hasOwn(NAMED, name) ? (NAMED[name] as string) : all;
    }
    const point = Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : all;
  });
