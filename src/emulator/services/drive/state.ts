import {
  all,
  bytes,
  count,
  flag,
  forest,
  jsonObject,
  mapOf,
  number,
  objectOf,
  oneOf,
  optional,
  text,
} from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";

/**
 * A folder, a file or a document of drive, or a document's media. The bytes of files and media are in `State.files` under
 * the token, what is in a document in its service's own table.
 */
export interface DriveNode {
  kind: "folder" | "file" | "media" | "sheet" | "bitable" | "docx";
  token: string;
  name: string;
  /** Token of the folder, or of the document; `""` for a root. */
  parent: string;
  /** Open id. */
  owner: string;
  tenantKey: string;
  createdAt: number;
  changedAt: number;
  isDeleted?: boolean;
}

/** An upload in parts that is not finished. */
export interface DriveUpload {
  area: "files" | "medias";
  /** What `upload_prepare` was sent. */
  body: Readonly<Record<string, unknown>>;
  size: number;
  blockNum: number;
  readonly blocks: Map<number, Uint8Array<ArrayBuffer>>;
  identity: string;
  expiresAt: number;
}

export interface DriveState {
  /** By token, oldest first. */
  readonly nodes: Map<string, DriveNode>;
  /** By upload id. */
  readonly uploads: Map<string, DriveUpload>;
  /** Links to media that need no token, by their code, oldest first. */
  readonly links: Map<string, { token: string; expiresAt: number }>;
}

export const driveOf: Slice<DriveState> = defineSlice(
  "drive",
  () => ({ nodes: new Map(), uploads: new Map(), links: new Map() }),
  {
    nodes: all(
      mapOf(
        objectOf<DriveNode>({
          kind: oneOf("folder", "file", "media", "sheet", "bitable", "docx"),
          token: text,
          name: text,
          parent: text,
          owner: text,
          tenantKey: text,
          createdAt: number,
          changedAt: number,
          isDeleted: optional(flag),
        }),
      ),
      forest<DriveNode>(({ parent }) => parent),
    ),
    uploads: mapOf(
      objectOf<DriveUpload>({
        area: oneOf("files", "medias"),
        body: jsonObject,
        size: count(2 ** 40),
        blockNum: count(2 ** 20),
        blocks: mapOf(bytes, number),
        identity: text,
        expiresAt: number,
      }),
    ),
    links: mapOf(objectOf<{ token: string; expiresAt: number }>({ token: text, expiresAt: number })),
  },
);
