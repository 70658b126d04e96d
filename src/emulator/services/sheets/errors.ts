import { PlatformError } from "../../gateway/errors.ts";
import type { Call } from "../../gateway/route.ts";

/** The ends of the codes, which v2 (90…) and v3 (1310…) share, and what they say. */
const ERRORS = {
  202: "wrong range",
  204: "wrong request body",
  211: "wrong sheet id",
  213: "permission fail",
  214: "spreadsheet not found",
  215: "sheetId not found",
  226: "excess limit",
  227: "too large cell",
  229: "wrong url param",
  248: "wrong regular expression",
  249: "spreadsheet deleted",
} as const;

/** A refusal with the code of the version that is called; `detail` says what is wrong in particular. */
export function sheetError(call: Call, end: keyof typeof ERRORS, detail?: string): PlatformError {
  const family = new URL(call.request.url).pathname.includes("/sheets/v3/") ? 1_310_000 : 90_000;
  return new PlatformError(family + end, detail === undefined ? ERRORS[end] : `${ERRORS[end]}${detail}`);
}
