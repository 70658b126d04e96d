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
