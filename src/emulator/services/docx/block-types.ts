/** Types of blocks by `block_type`: the name under which their content stands, and what may be done with them. */
export interface BlockType {
  readonly name: string;
  /** Has `elements`. */
  readonly isText?: true;
  readonly mayHaveChildren?: true;
  /** `children` may make one. */
  readonly mayBeMade?: true;
}

export const PAGE = 1;
export const TEXT = 2;
export const CODE = 14;
export const TODO = 17;
export const CALLOUT = 19;
export const FILE = 23;
export const GRID = 24;
export const GRID_COLUMN = 25;
export const IMAGE = 27;
export const TABLE = 31;
export const TABLE_CELL = 32;
export const VIEW = 33;

const HEADINGS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Page: https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/data-structure/block */
const TYPES: ReadonlyMap<number, BlockType> = /* @__PURE__ */ new Map<number, BlockType>([
  [PAGE, { name: "page", isText: true, mayHaveChildren: true }],
  [TEXT, { name: "text", isText: true, mayHaveChildren: true, mayBeMade: true }],
  ...HEADINGS.map((level): [number, BlockType] => [
    level + 2,
    { name: `heading${level}`, isText: true, mayHaveChildren: true, mayBeMade: true },
  ]),
  [12, { name: "bullet", isText: true, mayHaveChildren: true, mayBeMade: true }],
  [13, { name: "ordered", isText: true, mayHaveChildren: true, mayBeMade: true }],
  [CODE, { name: "code", isText: true, mayBeMade: true }],
  [15, { name: "quote", isText: true, mayHaveChildren: true, mayBeMade: true }],
  [TODO, { name: "todo", isText: true, mayHaveChildren: true, mayBeMade: true }],
  [CALLOUT, { name: "callout", mayHaveChildren: true, mayBeMade: true }],
  [22, { name: "divider", mayBeMade: true }],
  [FILE, { name: "file", mayBeMade: true }],
  [GRID, { name: "grid", mayBeMade: true }],
  [GRID_COLUMN, { name: "grid_column", mayHaveChildren: true }],
  [26, { name: "iframe", mayBeMade: true }],
  [IMAGE, { name: "image", mayBeMade: true }],
  [TABLE, { name: "table", mayBeMade: true }],
  [TABLE_CELL, { name: "table_cell", mayHaveChildren: true }],
  [VIEW, { name: "view" }],
  [34, { name: "quote_container", mayHaveChildren: true, mayBeMade: true }],
]);

export const typeOf = (type: number): BlockType | undefined => TYPES.get(type);
