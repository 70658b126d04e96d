import type { Token } from "marked";
import type { TextElement } from "./state.ts";

type Style = Record<string, unknown>;

const STYLES: Readonly<Record<string, Style>> = {
  strong: { bold: true },
  em: { italic: true },
  del: { strikethrough: true },
};

/** Named and numbered characters that the lexer leaves as they were written. */
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };

const decode = (text: string): string => text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole);

/** Pieces of text with their looks. Pictures are blocks, and left out here. */
export function inlineElements(tokens: readonly Token[], style: Style = {}): TextElement[] {
  return tokens.flatMap((token): TextElement[] => {
    const nested = "tokens" in token ? token.tokens : undefined;
    switch (token.type) {
      case "image":
        return [];
      case "br":
        return run("\n", style);
      case "codespan":
        return run(decode(token.text), { ...style, inline_code: true });
      case "link":
        return inlineElements(nested ?? [], { ...style, link: { url: encodeURIComponent(token.href) } });
      default: {
        const own = { ...style, ...STYLES[token.type] };
        return nested !== undefined && nested.length > 0
          ? inlineElements(nested, own)
          : run(decode("text" in token ? token.text : token.raw), own);
      }
    }
  });
}

const run = (content: string, style: Style): TextElement[] =>
  content === ""
    ? []
    : [{ text_run: { content, ...(Object.keys(style).length > 0 && { text_element_style: style }) } }];
