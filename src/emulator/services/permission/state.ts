import { jsonObject, listOf, mapOf, objectOf, text } from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";

/** Whom a document admits, in the platform's spelling. */
export interface Collaborator {
  member_type: string;
  member_id: string;
  perm: string;
  perm_type: string;
  type: string;
}

export interface PermissionState {
  /** By the token of the document. */
  readonly members: Map<string, Collaborator[]>;
  /** What was changed of the settings for everybody, by the token of the document. */
  readonly settings: Map<string, Record<string, unknown>>;
}

export const permissionOf: Slice<PermissionState> = defineSlice(
  "permission",
  () => ({ members: new Map(), settings: new Map() }),
  {
    members: mapOf(
      listOf(objectOf<Collaborator>({ member_type: text, member_id: text, perm: text, perm_type: text, type: text })),
    ),
    settings: mapOf(jsonObject),
  },
);
