import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asNumber, asText } from "../../platform/json.ts";
import { success } from "../success.ts";
import { adler32 } from "./adler32.ts";
import { driveError } from "./errors.ts";
import { findNode } from "./find.ts";
import { addNode, BLOCK_BYTES, identityOf, keepBytes, urlOf } from "./nodes.ts";
import type { DriveNode, DriveUpload } from "./state.ts";
import { driveOf } from "./state.ts";

/** How long an upload in parts may take: the upload id's life. */
const UPLOAD_LIFE_MS = 24 * 60 * 60 * 1000;

type Area = DriveUpload["area"];

/** The part's bytes, when they are as long as the request says and have the checksum that it says. */
function readBytes({ input }: Call): Uint8Array<ArrayBuffer> {
  const bytes = input.files.get("file")?.bytes ?? new Uint8Array();
  const { size, checksum } = input.body;
  if (bytes.length !== size) {
    throw driveError(1062009);
  }
  if (checksum !== undefined && checksum !== adler32(bytes)) {
    throw driveError(1062008);
  }
  return bytes;
}

/** Files lie in folders; of documents and wikis, whose media they are, nothing is known here. */
function checkParent(call: Call, area: Area): void {
  const { parent_type, parent_node } = call.input.body;
  if (area !== "files" || parent_type !== "explorer") {
    return;
  }
  const parent = driveOf(call.state).nodes.get(asText(parent_node));
  if (parent?.kind !== "folder" || parent.isDeleted) {
    throw driveError(1061044);
  }
  if (parent.tenantKey !== call.caller.tenantKey) {
    throw driveError(1061004);
  }
}

/** Stores a whole file: as a new one, or as the next version of the one that `file_token` names. */
function store(call: Call, upload: Pick<DriveUpload, "area" | "body">, bytes: Uint8Array<ArrayBuffer>): Answer {
  const { file_name, parent_node, file_token } = upload.body;
  const kind = upload.area === "files" ? "file" : "media";
  const given = { kind, name: asText(file_name), parent: asText(parent_node) } as const;
  const node: DriveNode = file_token === undefined ? addNode(call, given) : findNode(call, asText(file_token), kind);
  Object.assign(node, { name: given.name, changedAt: call.state.now() });
  keepBytes(call, node, bytes);
  const more = upload.area === "files" ? { url: urlOf(call, node), version: call.state.ids.hex("version", 16) } : {};
  return success({ file_token: node.token, ...more });
}

function uploadAll(call: Call, area: Area): Answer {
  checkParent(call, area);
  return store(call, { area, body: call.input.body }, readBytes(call));
}

function prepare(call: Call, area: Area): Answer {
  const { state, input } = call;
  checkParent(call, area);
  const size = asNumber(input.body.size);
  const now = state.now();
  for (const [id, { expiresAt }] of driveOf(state).uploads) {
    if (expiresAt <= now) {
      driveOf(state).uploads.delete(id);
    }
  }
  const uploadId = state.ids.hex("upload", 32);
  const blockNum = Math.ceil(size / BLOCK_BYTES);
  const expiresAt = now + UPLOAD_LIFE_MS;
  driveOf(state).uploads.set(uploadId, {
    area,
    body: input.body,
    size,
    blockNum,
    blocks: new Map(),
    identity: identityOf(call),
    expiresAt,
  });
  return success({ upload_id: uploadId, block_size: BLOCK_BYTES, block_num: blockNum });
}

function findUpload(call: Call, area: Area): DriveUpload {
  const upload = driveOf(call.state).uploads.get(asText(call.input.body.upload_id));
  if (upload?.area !== area || upload.expiresAt <= call.state.now()) {
    throw driveError(1061021);
  }
  if (upload.identity !== identityOf(call)) {
    throw driveError(1062007);
  }
  return upload;
}

function uploadPart(call: Call, area: Area): Answer {
  const { blocks, blockNum, size } = findUpload(call, area);
  const seq = asNumber(call.input.body.seq);
  if (seq < 0 || seq >= blockNum) {
    throw driveError(1062011);
  }
  const bytes = readBytes(call);
  if (bytes.length !== Math.min(BLOCK_BYTES, size - seq * BLOCK_BYTES)) {
    throw driveError(1062009);
  }
  blocks.set(seq, bytes);
  return success({});
}

function finish(call: Call, area: Area): Answer {
  const upload = findUpload(call, area);
  const { blocks, blockNum, size } = upload;
  if (call.input.body.block_num !== blockNum || blocks.size !== blockNum) {
    throw driveError(1062010);
  }
  const bytes = new Uint8Array(size);
  for (const [seq, block] of blocks) {
    bytes.set(block, seq * BLOCK_BYTES);
  }
  driveOf(call.state).uploads.delete(asText(call.input.body.upload_id));
  return store(call, upload, bytes);
}

/** The steps are the same for files and for media. */
const steps = (area: Area): Route[] => [
  route(`POST ${area}/upload_all`, (call) => uploadAll(call, area), [
    ["1062008 for a wrong checksum, 1062009 for another size than declared, 1061044 for no folder", "documentation"],
    ["Of media, the document they belong to is not looked at, nor is a wiki node", "assumption"],
  ]),
  route(`POST ${area}/upload_prepare`, (call) => prepare(call, area), [["An empty file has no parts", "assumption"]]),
  route(`POST ${area}/upload_part`, (call) => uploadPart(call, area), [
    ["1062011 for a part that is not planned, 1062007 for another identity", "documentation"],
    ["1061021 for an unknown upload as for an expired one", "assumption"],
    ["1062009 for a part of another length than planned; a part sent again replaces the first", "assumption"],
  ]),
  route(`POST ${area}/upload_finish`, (call) => finish(call, area), [
    ["1062010 when parts are missing or `block_num` is another", "documentation"],
  ]),
];

/** Uploads, whole and in parts. Pages: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/file/upload_all */
export const driveUpload: readonly Route[] = service("drive/v1", [...steps("files"), ...steps("medias")]);
