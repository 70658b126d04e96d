import { typeOf } from "./block-types.ts";
import type { Block } from "./state.ts";

/** A block as the API returns it. */
export function toWire({ blockId, parentId, children, type, content }: Block): Record<string, unknown> {
  return {
    block_id: blockId,
    parent_id: parentId,
    block_type: type,
    ...(children.length > 0 && { children: [...children] }),
    [typeOf(type)?.name ?? "undefined"]: structuredClone(content),
  };
}
