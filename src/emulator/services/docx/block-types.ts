/** Types of blocks by `block_type`: the name under which their content stands, and what may be done with them. */
export interface BlockType {
  readonly name: string;
  /** Has `elements`. */
  readonly isText?: true;
  readonly mayHaveChildren?: true;
  /** `children` may make one. */
  readonly mayBeMade?: true;
  /** The platform makes these, and the emulator does not. */
  readonly isGap?: true;
}

export const PAGE = 1;
export const TEXT = 2;
export const BULLET = 12;
export const ORDERED = 13;
export const CODE = 14;
export const QUOTE = 15;
export const TODO = 17;
export const BITABLE = 18;
export const CALLOUT = 19;
export const CHAT_CARD = 20;
export const DIVIDER = 22;
export const FILE = 23;
export const GRID = 24;
export const GRID_COLUMN = 25;
export const IMAGE = 27;
export const SHEET = 30;
export const TABLE = 31;
export const TABLE_CELL = 32;
export const VIEW = 33;
export const QUOTE_CONTAINER = 34;
export const OKR = 36;
export const BOARD = 43;

/** `block_type` of a heading of level 1 to 9. */
export const headingOf = (level: number): number => level + 2;

const LEVELS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** All headings. */
export const HEADINGS: readonly number[] = LEVELS.map(headingOf);

/** What comes with another block or from people, and cannot be made. */
const READ_ONLY: readonly (readonly [type: number, name: string])[] = [
  [21, "diagram"],
  [29, "mindnote"],
  [VIEW, "view"],
  [35, "task"],
  [37, "okr_objective"],
  [38, "okr_key_result"],
  [39, "okr_progress"],
  [41, "jira_issue"],
  [44, "agenda"],
  [45, "agenda_item"],
  [46, "agenda_item_title"],
  [47, "agenda_item_content"],
  [49, "source_synced"],
  [50, "reference_synced"],
  [52, "ai_template"],
  [999, "undefined"],
];

/** Page: https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/data-structure/block */
const TYPES: ReadonlyMap<number, BlockType> = /* @__PURE__ */ new Map<number, BlockType>([
  [PAGE, { name: "page", isText: true, mayHaveChildren: true }],
  [TEXT, { name: "text", isText: true, mayHaveChildren: true, mayBeMade: true }],
  ...LEVELS.map((level): [number, BlockType] => [
    headingOf(level),
    { name: `heading${level}`, isText: true, mayHaveChildren: true, mayBeMade: true },
  ]),
  [BULLET, { name: "bullet", isText: true, mayHaveChildren: true, mayBeMade: true }],
  [ORDERED, { name: "ordered", isText: true, mayHaveChildren: true, mayBeMade: true }],
  [CODE, { name: "code", isText: true, mayBeMade: true }],
  [QUOTE, { name: "quote", isText: true, mayHaveChildren: true, mayBeMade: true }],
  [TODO, { name: "todo", isText: true, mayHaveChildren: true, mayBeMade: true }],
  [BITABLE, { name: "bitable", mayBeMade: true }],
  [CALLOUT, { name: "callout", mayHaveChildren: true, mayBeMade: true }],
  [CHAT_CARD, { name: "chat_card", mayBeMade: true }],
  [DIVIDER, { name: "divider", mayBeMade: true }],
  [FILE, { name: "file", mayBeMade: true }],
  [GRID, { name: "grid", mayBeMade: true }],
  [GRID_COLUMN, { name: "grid_column", mayHaveChildren: true }],
  [26, { name: "iframe", mayBeMade: true }],
  [IMAGE, { name: "image", mayBeMade: true }],
  [28, { name: "isv", mayBeMade: true }],
  [SHEET, { name: "sheet", mayBeMade: true }],
  [TABLE, { name: "table", mayBeMade: true }],
  [TABLE_CELL, { name: "table_cell", mayHaveChildren: true }],
  [QUOTE_CONTAINER, { name: "quote_container", mayHaveChildren: true, mayBeMade: true }],
  [OKR, { name: "okr", isGap: true }],
  [40, { name: "add_ons", mayBeMade: true }],
  [42, { name: "wiki_catalog", mayBeMade: true }],
  [BOARD, { name: "board", mayBeMade: true }],
  [48, { name: "link_preview", mayBeMade: true }],
  [51, { name: "sub_page_list", mayBeMade: true }],
  ...READ_ONLY.map(([type, name]): [number, BlockType] => [type, { name }]),
]);

export const typeOf = (type: number): BlockType | undefined => TYPES.get(type);
