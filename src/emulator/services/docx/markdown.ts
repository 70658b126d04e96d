import type { Token, Tokens } from "marked";
import type { Call } from "../../gateway/route.ts";
import * as type from "./block-types.ts";
import type { SentBlock } from "./create.ts";
import { inlineElements } from "./markdown-inline.ts";
import type { Docx, TextElement } from "./state.ts";
import { createTree } from "./tree.ts";

/** A block of converted Markdown, with ids that are only good until it is put into a document. */
export interface Converted extends SentBlock {
  block_id: string;
  children?: string[];
}

/** Blocks of Markdown: the uppermost ones by their ids, and all of them. */
export interface Conversion {
  first: string[];
  blocks: Converted[];
  /** Addresses of pictures by the ids of their blocks. */
  images: { block_id: string; image_url: string }[];
}

/** `language` of a code block: those that people write behind the fence. */
const LANGUAGES: Readonly<Record<string, number>> = {
  plaintext: 1,
  text: 1,
  bash: 7,
  sh: 60,
  shell: 60,
  csharp: 8,
  cpp: 9,
  "c++": 9,
  c: 10,
  css: 12,
  dart: 15,
  dockerfile: 18,
  go: 22,
  groovy: 23,
  html: 24,
  json: 28,
  java: 29,
  javascript: 30,
  js: 30,
  kotlin: 32,
  lua: 36,
  makefile: 38,
  markdown: 39,
  md: 39,
  nginx: 40,
  php: 43,
  python: 49,
  py: 49,
  r: 50,
  ruby: 52,
  rust: 53,
  scala: 57,
  sql: 56,
  swift: 61,
  typescript: 63,
  ts: 63,
  xml: 66,
  yaml: 67,
  yml: 67,
  diff: 69,
  graphql: 71,
  toml: 75,
};

/** Grows the blocks of one text. */
function createGrowing(newId: () => string) {
  const conversion: Conversion = { first: [], blocks: [], images: [] };

  function add(block: SentBlock): Converted {
    const made: Converted = { block_id: newId(), ...block };
    conversion.blocks.push(made);
    return made;
  }

  const addText = (kind: number, elements: readonly TextElement[], style?: Record<string, unknown>): Converted =>
    add({
      block_type: kind,
      [type.typeOf(kind)?.name ?? ""]: { elements, ...(style === undefined ? {} : { style }) },
    });

  /** A paragraph, and the pictures in it as blocks of their own behind it. */
  function paragraph(kind: number, tokens: readonly Token[]): string[] {
    const ids: string[] = [];
    const elements = inlineElements(tokens);
    if (elements.length > 0) {
      ids.push(addText(kind, elements).block_id);
    }
    for (const token of tokens) {
      if (token.type === "image") {
        const { block_id } = add({ block_type: type.IMAGE, image: { width: 100, height: 100, token: "" } });
        conversion.images.push({ block_id, image_url: token.href });
        ids.push(block_id);
      }
    }
    return ids;
  }

  function list({ items, ordered }: Tokens.List): string[] {
    return items.map((item) => {
      const kind = item.task ? type.TODO : ordered ? type.ORDERED : type.BULLET;
      const [head, ...rest] = item.tokens.filter((token) => token.type !== "checkbox" && token.type !== "space");
      const inline = head !== undefined && "tokens" in head ? (head.tokens ?? []) : [];
      const block = addText(kind, inlineElements(inline), item.task ? { done: item.checked === true } : undefined);
      const children = rest.flatMap(grow);
      if (children.length > 0) {
        block.children = children;
      }
      return block.block_id;
    });
  }

  function table({ header, rows }: Tokens.Table): string[] {
    const lines = [header, ...rows];
    const property = { row_size: lines.length, column_size: header.length };
    const block = add({ block_type: type.TABLE, table: { property } });
    const cells = lines.flat().map(({ tokens }) => {
      const cell = add({ block_type: type.TABLE_CELL, table_cell: {} });
      cell.children = [addText(type.TEXT, inlineElements(tokens)).block_id];
      return cell.block_id;
    });
    const merge_info = cells.map(() => ({ row_span: 1, col_span: 1 }));
    block.children = cells;
    block.table = { cells, property: { ...property, column_width: header.map(() => 100), merge_info } };
    return [block.block_id];
  }

  function grow(token: Token): string[] {
    switch (token.type) {
      case "heading":
        return [addText(type.headingOf(token.depth), inlineElements(token.tokens ?? [])).block_id];
      case "code": {
        const language = LANGUAGES[token.lang?.toLowerCase() ?? ""] ?? 1;
        return [addText(type.CODE, [{ text_run: { content: token.text } }], { language, wrap: false }).block_id];
      }
      case "blockquote":
        return (token.tokens ?? []).flatMap((one) =>
          one.type === "paragraph" ? paragraph(type.QUOTE, one.tokens ?? []) : grow(one),
        );
      case "list":
        return list(token as Tokens.List);
      case "table":
        return table(token as Tokens.Table);
      case "hr":
        return [add({ block_type: type.DIVIDER, divider: {} }).block_id];
      case "paragraph":
      case "text":
        return paragraph(type.TEXT, "tokens" in token && token.tokens ? token.tokens : [token]);
      case "space":
        return [];
      default:
        return [addText(type.TEXT, [{ text_run: { content: token.raw.trim() } }]).block_id];
    }
  }

  return { conversion, grow };
}

/** Converts Markdown to blocks. */
export async function convertMarkdown(text: string, newId: () => string): Promise<Conversion> {
  // Loaded when it is needed: most runs convert nothing.
  const { lexer } = await import("marked");
  const { conversion, grow } = createGrowing(newId);
  conversion.first = lexer(text).flatMap(grow);
  return conversion;
}

/** Puts the blocks of Markdown at the end of a document. */
export async function addMarkdown(call: Call, docx: Docx, text: string): Promise<void> {
  const page = docx.blocks.get(docx.token);
  const { first, blocks } = await convertMarkdown(text, () => call.state.ids.hex("converted", 32));
  if (page === undefined || first.length === 0) {
    return;
  }
  const descendants = blocks.map((block) => {
    const { table } = block as { table?: { property: { merge_info?: unknown } } };
    if (table === undefined) {
      return block;
    }
    const { merge_info: _, ...property } = table.property;
    return { ...block, table: { property } };
  });
  createTree(call, docx, page, { children_id: first, descendants });
}
