import { PlatformError } from "../../gateway/errors.ts";

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
