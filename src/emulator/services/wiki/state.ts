import { listOf, mapOf, number, objectOf, oneOf, optional, text } from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";

/** Whom a space admits, in the platform's spelling. */
export interface SpaceMember {
  member_type: string;
  member_id: string;
  member_role: string;
}

/** A knowledge space. */
export interface Space {
  spaceId: string;
  name: string;
  description: string;
  openSharing: "open" | "closed";
  tenantKey: string;
  members: SpaceMember[];
}

/** A place in a space, where a document hangs. */
export interface WikiNode {
  token: string;
  spaceId: string;
  /** Token of the node above; `""` at the top of the space. */
  parent: string;
  /** Token of the document. */
  obj: string;
  /** Token of the node that a shortcut leads to. */
  origin?: string;
  /** Open id. */
  creator: string;
  createdAt: number;
}

export interface WikiState {
  readonly spaces: Map<string, Space>;
  /** By token, oldest first. */
  readonly nodes: Map<string, WikiNode>;
}

export const wikiOf: Slice<WikiState> = defineSlice("wiki", () => ({ spaces: new Map(), nodes: new Map() }), {
  spaces: mapOf(
    objectOf<Space>({
      spaceId: text,
      name: text,
      description: text,
      openSharing: oneOf("open", "closed"),
      tenantKey: text,
      members: listOf(objectOf<SpaceMember>({ member_type: text, member_id: text, member_role: text })),
    }),
  ),
  nodes: mapOf(
    objectOf<WikiNode>({
      token: text,
      spaceId: text,
      parent: text,
      obj: text,
      origin: optional(text),
      creator: text,
      createdAt: number,
    }),
  ),
});
