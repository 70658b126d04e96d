import { PlatformError } from "../../gateway/errors.ts";
import type { Answer, Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import type { DriveNode } from "../drive/state.ts";
import { driveOf } from "../drive/state.ts";
import { answerOnce } from "../once.ts";
import { pageFields, takePage } from "../page.ts";
import type { Base, Field, Row, Table, View } from "./state.ts";
import { bitableOf } from "./state.ts";

/** The platform's names of its codes, and the HTTP status with which they come. */
const ERRORS = {
  91403: ["Forbidden", 403],
  1254001: ["WrongRequestBody", 200],
  1254002: ["Fail", 200],
  1254007: ["EmptyValue", 200],
  1254011: ["Page size must greater than 0.", 400],
  1254012: ["NotSupportFieldOrView", 400],
  1254013: ["TableNameDuplicated", 200],
  1254014: ["FieldNameDuplicated", 400],
  1254015: ["Field types do not match.", 400],
  1254016: ["InvalidSort", 200],
  1254018: ["InvalidFilter", 200],
  1254020: ["ViewNameDuplicated", 200],
  1254021: ["EmptyViewName", 200],
  1254022: ["InvalidViewName", 200],
  1254023: ["LastViewDeleteForbidden", 200],
  1254024: ["InvalidFieldNames", 200],
  1254029: ["InvalidFieldName", 400],
  1254034: ["The last table cannot be deleted.", 403],
  1254037: ["Invalid client token, make sure that it complies with the specification.", 400],
  1254040: ["BaseTokenNotFound", 200],
  1254041: ["TableIdNotFound", 200],
  1254042: ["ViewIdNotFound", 200],
  1254043: ["RecordIdNotFound", 200],
  1254044: ["FieldIdNotFound", 200],
  1254045: ["FieldNameNotFound", 200],
  1254046: ["The Primary Field cannot be deleted.", 200],
  1254060: ["TextFieldConvFail", 200],
  1254061: ["NumberFieldConvFail", 200],
  1254062: ["SingleSelectFieldConvFail", 200],
  1254063: ["MultiSelectFieldConvFail", 200],
  1254064: ["DatetimeFieldConvFail", 200],
  1254065: ["CheckboxFieldConvFail", 200],
  1254066: ["UserFieldConvFail", 200],
  1254067: ["LinkFieldConvFail", 200],
  1254068: ["URLFieldConvFail", 200],
  1254069: ["AttachFieldConvFail", 200],
  1254072: ["Failed to convert phone field, please make sure it is correct.", 200],
  1254074: ["The parameters of Duplex Link field are invalid and need to be filled with an array of string.", 400],
  1254100: ["TableExceedLimit", 200],
  1254101: ["ViewExceedLimit", 200],
  1254103: ["RecordExceedLimit", 200],
  1254104: ["RecordAddOnceExceedLimit", 200],
  1254105: ["ColumnExceedLimit", 200],
  1254130: ["TooLargeCell", 200],
  1254303: ["The attachment does not belong to this bitable.", 200],
  1254702: ["Folder not found.", 404],
  1255006: ["Client token conflict, please generate a new client token and try again.", 400],
} as const;

export type BitableCode = keyof typeof ERRORS;

/** A refusal; `detail` says what is wrong in particular. */
export function bitableError(code: BitableCode, detail?: string): PlatformError {
  const [message, status] = ERRORS[code];
  return new PlatformError(code, detail === undefined ? message : `${message}: ${detail}`, { status });
}

/** The app that the path names, and its entry in drive. */
export function findBase(call: Call): { base: Base; node: DriveNode } {
  const token = call.params.app_token ?? "";
  const base = bitableOf(call.state).bases.get(token);
  const node = driveOf(call.state).nodes.get(token);
  if (base === undefined || node === undefined || node.isDeleted) {
    throw bitableError(1254040);
  }
  if (node.tenantKey !== call.caller.tenantKey) {
    throw bitableError(91403);
  }
  return { base, node };
}

/** The table that the path names, and its app. */
export function findTable(call: Call): { base: Base; table: Table } {
  const { base } = findBase(call);
  const table = base.tables.find(({ tableId }) => tableId === call.params.table_id);
  if (table === undefined) {
    throw bitableError(1254041);
  }
  return { base, table };
}

export function findField({ fields }: Table, fieldId: string): Field {
  const field = fields.find((one) => one.fieldId === fieldId);
  if (field === undefined) {
    throw bitableError(1254044);
  }
  return field;
}

export function findRow({ records }: Table, recordId: string): Row {
  const row = records.get(recordId);
  if (row === undefined) {
    throw bitableError(1254043, recordId);
  }
  return row;
}

export function findView({ views }: Table, viewId: string): View {
  const view = views.find((one) => one.viewId === viewId);
  if (view === undefined) {
    throw bitableError(1254042);
  }
  return view;
}

/** Counts a change, and remembers when it was. */
export function touch(call: Call, base: Base, table?: Table): void {
  base.revision += 1;
  if (table !== undefined) {
    table.revision += 1;
  }
  const node = driveOf(call.state).nodes.get(base.token);
  if (node !== undefined) {
    node.changedAt = call.state.now();
  }
}

const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** Runs a change once for each `client_token`, which is a UUID of version 4. */
export function idempotent(run: (call: Call) => Answer): (call: Call) => Answer {
  return (call) => {
    const { client_token } = call.input.query;
    if (client_token !== undefined && !UUID_V4.test(asText(client_token))) {
      throw bitableError(1254037);
    }
    return answerOnce(
      call,
      () => run(call),
      () => bitableError(1255006),
    );
  };
}

/** A page, and what is told beside it. */
export interface Page<T> {
  page: T[];
  more: { has_more: boolean; page_token?: string; total: number };
}

/** A page of a list. A list may shrink while it is read: its token continues at the place of a removed item. */
export function pageOf<T>(call: Call, items: readonly T[], keyOf: (item: T) => string, maxSize: number): Page<T> {
  const { page_size = 20, page_token: token } = call.input.query;
  const size = Math.min(Number(page_size), maxSize);
  if (size < 1) {
    throw bitableError(1254011);
  }
  const invalidToken = () => bitableError(1254002, "invalid page_token");
  const { page, next } = takePage(items, { keyOf, size, token, invalidToken, continuesAtPlace: true });
  return { page, more: { ...pageFields(next), total: items.length } };
}

export const BASE_NOTES = [
  ["1254040 and 1254041 for an app and a table that nobody has", "documentation"],
  ["91403 with HTTP 403 for another company's app", "observed"],
  ["1254040 for a deleted app", "assumption"],
  ["Within a company everybody may read and write every app", "assumption"],
  ["1254002 for a page token that is none", "documentation"],
  ["A page size above the limit gives the limit", "assumption"],
] as const;

export const TOKEN_NOTES = [
  ["`client_token` is a UUID of version 4, else 1254037", "documentation"],
  ["1255006 for another request with the same `client_token`", "assumption"],
] as const;
