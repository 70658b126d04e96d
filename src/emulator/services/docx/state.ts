import {
  all,
  count,
  jsonObject,
  listOf,
  mapOf,
  number,
  objectOf,
  optional,
  type Shape,
  text,
  withFields,
} from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";
import { TABLE } from "./block-types.ts";

/** A block of a document. */
export interface Block {
  blockId: string;
  /** `""` for the page, which holds all others. */
  parentId: string;
  children: string[];
  /** `block_type`. */
  type: number;
  /** What stands under the type's name, for example under `text`. */
  content: BlockContent;
}

export interface BlockContent {
  elements?: TextElement[];
  style?: Record<string, unknown>;
  [field: string]: unknown;
}

/** A piece of text: `{ text_run: { content } }`, `{ mention_user: … }` and so on. */
export type TextElement = Record<string, Record<string, unknown>>;

/** What is in a document; its owner and place are those of its drive entry. */
export interface Docx {
  /** Also the id of the page. */
  token: string;
  /** 1 when it is made, and one more with each change. */
  revision: number;
  blocks: Map<string, Block>;
}

export interface DocxState {
  /** By token. */
  readonly documents: Map<string, Docx>;
}

/** More rows or columns than any table may have. */
const MAX_LINES = 10_000;

const BLOCK = objectOf<Block>({
  blockId: text,
  parentId: text,
  children: listOf(text),
  type: number,
  content: all(
    jsonObject,
    withFields({ elements: optional(listOf(all(jsonObject, elementShape))), style: optional(jsonObject) }),
  ),
});

/** A piece of text has one kind of content, an object. */
function elementShape(value: unknown, path: string): string | undefined {
  const parts = Object.values(Object(value));
  return parts.length === 1 ? jsonObject(parts[0], path) : `${path} has not one kind of content`;
}

const TABLE_SIZE = withFields({
  property: withFields({ row_size: count(MAX_LINES), column_size: count(MAX_LINES) }),
});

/** The blocks of a document are a tree: each is the child of one, and the page of none. */
function isTree(value: unknown, path: string): string | undefined {
  const { token, blocks } = value as Docx;
  const seen = new Set<string>();
  const open = [token];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const block = blocks.get(id);
    if (block === undefined || seen.has(id)) {
      return `${path}: block ${id} ${block === undefined ? "is missing" : "stands twice"}`;
    }
    seen.add(id);
    open.push(...block.children);
  }
  return undefined;
}

const DOCX: Shape = all(
  objectOf<Docx>({
    token: text,
    revision: number,
    blocks: mapOf(
      all(BLOCK, (value, path) =>
        (value as Block).type === TABLE ? TABLE_SIZE((value as Block).content, path) : undefined,
      ),
    ),
  }),
  isTree,
);

export const docxOf: Slice<DocxState> = defineSlice("docx", () => ({ documents: new Map() }), {
  documents: mapOf(DOCX),
});
