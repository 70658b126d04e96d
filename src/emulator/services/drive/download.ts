import { disposition } from "../../gateway/disposition.ts";
import { PlatformError } from "../../gateway/errors.ts";
import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { driveError } from "./errors.ts";
import { findNode } from "./find.ts";
import type { DriveNode } from "./state.ts";

/** First and last byte of a `Range`; `undefined` without one, or if it is invalid (RFC 9110, 14.2). */
function readRange(header: string | null, size: number): [first: number, last: number] | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (from === "" && to === "") {
    return undefined;
  }
  if (from !== "" && to !== "" && Number(from) > Number(to)) {
    return undefined;
  }
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (first >= size || (from === "" && Number(to) === 0)) {
    throw new PlatformError(1061002, "params error.", { status: 416 });
  }
  return [first, last];
}

function download(call: Call, kind: DriveNode["kind"]): Answer {
  const node = findNode(call, asText(call.input.path.file_token), kind);
  const file = call.state.files.get(node.token);
  // The oldest bytes go when a long run has uploaded too many.
  if (file === undefined) {
    throw driveError(1061003);
  }
  const { bytes, contentType, name } = file;
  const headers = {
    "content-type": contentType,
    "content-disposition": disposition(name),
    "accept-ranges": "bytes",
  };
  const range = readRange(call.request.headers.get("range"), bytes.length);
  if (range === undefined) {
    return { bytes, headers };
  }
  const [first, last] = range;
  const part = { "content-range": `bytes ${first}-${last}/${bytes.length}` };
  return { status: 206, bytes: bytes.slice(first, last + 1), headers: { ...headers, ...part } };
}

const NOTES = [
  ["`Range: bytes=a-b` answers 206", "documentation"],
  ["416 with 1061002 for a range outside the file; several ranges at once are ignored", "assumption"],
  ["1061003 for an unknown file, 1061007 for a deleted one, 1061004 for another company's", "documentation"],
  ["Within a company everybody may read everything", "assumption"],
  ["The content type is the file's", "documentation"],
  ["The ending of the name says which that is", "assumption"],
] as const;

/** Downloads. Page: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/file/download */
export const driveDownload: readonly Route[] = service("drive/v1", [
  route("GET files/:file_token/download", (call) => download(call, "file"), NOTES),
  route("GET medias/:file_token/download", (call) => download(call, "media"), NOTES),
]);
