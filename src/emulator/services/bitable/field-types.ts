import type { BitableCode } from "./errors.ts";

/** What the emulator knows of a type of field: the `ui_type`s it may have, the usual one first, and its refusal. */
export interface FieldType {
  readonly ui: readonly string[];
  /** Code for a value that does not fit. */
  readonly code: BitableCode;
  /** Values come from the platform and cannot be written. */
  readonly isComputed?: true;
  /** May be the first field of a table. */
  readonly mayBePrimary?: true;
}

export const TEXT = 1;
export const NUMBER = 2;
export const SINGLE_SELECT = 3;
export const MULTI_SELECT = 4;
export const DATE = 5;
export const CHECKBOX = 7;
export const USER = 11;
export const PHONE = 13;
export const URL_TYPE = 15;
export const ATTACHMENT = 17;
export const LINK = 18;
export const FORMULA = 20;
export const DUPLEX_LINK = 21;
export const LOCATION = 22;
export const GROUP = 23;
export const CREATED_TIME = 1001;
export const CHANGED_TIME = 1002;
export const CREATED_BY = 1003;
export const CHANGED_BY = 1004;
export const AUTO_NUMBER = 1005;

/** Page: https://open.feishu.cn/document/docs/bitable-v1/app-table-field/guide */
const TYPES: ReadonlyMap<number, FieldType> = /* @__PURE__ */ new Map<number, FieldType>([
  [TEXT, { ui: ["Text", "Barcode", "Email"], code: 1254060, mayBePrimary: true }],
  [NUMBER, { ui: ["Number", "Progress", "Currency", "Rating"], code: 1254061, mayBePrimary: true }],
  [SINGLE_SELECT, { ui: ["SingleSelect"], code: 1254062 }],
  [MULTI_SELECT, { ui: ["MultiSelect"], code: 1254063 }],
  [DATE, { ui: ["DateTime"], code: 1254064, mayBePrimary: true }],
  [CHECKBOX, { ui: ["Checkbox"], code: 1254065 }],
  [USER, { ui: ["User"], code: 1254066 }],
  [PHONE, { ui: ["Phone"], code: 1254072, mayBePrimary: true }],
  [URL_TYPE, { ui: ["Url"], code: 1254068, mayBePrimary: true }],
  [ATTACHMENT, { ui: ["Attachment"], code: 1254069 }],
  [LINK, { ui: ["SingleLink"], code: 1254067 }],
  [FORMULA, { ui: ["Formula"], code: 1254015, isComputed: true, mayBePrimary: true }],
  [DUPLEX_LINK, { ui: ["DuplexLink"], code: 1254074 }],
  [LOCATION, { ui: ["Location"], code: 1254015, mayBePrimary: true }],
  [GROUP, { ui: ["GroupChat"], code: 1254015 }],
  [CREATED_TIME, { ui: ["CreatedTime"], code: 1254015, isComputed: true }],
  [CHANGED_TIME, { ui: ["ModifiedTime"], code: 1254015, isComputed: true }],
  [CREATED_BY, { ui: ["CreatedUser"], code: 1254015, isComputed: true }],
  [CHANGED_BY, { ui: ["ModifiedUser"], code: 1254015, isComputed: true }],
  [AUTO_NUMBER, { ui: ["AutoNumber"], code: 1254015, isComputed: true }],
]);

export const typeOf = (type: number): FieldType | undefined => TYPES.get(type);
