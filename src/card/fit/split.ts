import { splitMarkdown } from "../../message/index.ts";
import type { Json } from "../json.ts";
import { bytesOf, countElements } from "../measure.ts";

/** What fits into one card. */
export interface Room {
  bytes: number;
  elements: number;
}

const fits = (nodes: readonly Json[], room: Room): boolean =>
  bytesOf(nodes) <= room.bytes && countElements(nodes) <= room.elements;

const LEAST_BYTES = 200;

/** Cuts a Markdown component. Only the first part has its `element_id`. */
function cutMarkdown(node: Json, room: Room): Json[] {
  const content = String(node.content);
  const { element_id: _, ...rest } = node;
  const frame = bytesOf(node) - bytesOf(content);
  // In JSON, line breaks and quotes take two bytes.
  const share = new TextEncoder().encode(content).length / bytesOf(content);
  const maxBytes = Math.max(LEAST_BYTES, Math.floor((room.bytes - frame - 2) * share * 0.95));
  return splitMarkdown(content, { maxBytes }).map((part, at) => ({ ...(at ? rest : node), content: part }));
}

/** Cuts a list of a component into several components of the same kind. */
function cutList(node: Json, key: string, room: Room): Json[] {
  const { element_id: _, ...rest } = node;
  const list = node[key] as Json[];
  const frame = { ...room, bytes: room.bytes - bytesOf({ ...node, [key]: [] }), elements: room.elements - 2 };
  return pack(list, frame).map((part, at) => ({ ...(at ? rest : node), [key]: part }));
}

/** Groups components, as many as fit into each room. A component that is too large for any room is a group alone. */
export function pack<T extends Json>(nodes: readonly T[], room: Room, first: Room = room): T[][] {
  const groups: T[][] = [[]];
  for (const node of nodes) {
    const group = groups.at(-1) as T[];
    if (group.length && !fits([...group, node], groups.length === 1 ? first : room)) {
      groups.push([node]);
    } else {
      group.push(node);
    }
  }
  return groups;
}

/** Takes a component apart that is too large for a card. Forms stay whole: their fields belong together. */
export function cut(node: Json, room: Room): Json[] {
  if (fits([node], room)) {
    return [node];
  }
  switch (node.tag) {
    case "markdown":
      return cutMarkdown(node, room);
    case "table":
      return cutList(node, "rows", room);
    case "collapsible_panel": {
      const elements = (node.elements as Json[] | undefined) ?? [];
      return cutList(
        { ...node, elements: elements.flatMap((one) => cut(one, { ...room, bytes: room.bytes - 1024 })) },
        "elements",
        room,
      );
    }
    case "column_set": {
      const columns = (node.columns as Json[] | undefined) ?? [];
      return columns
        .flatMap((column) => (column.elements as Json[] | undefined) ?? [])
        .flatMap((one) => cut(one, room));
    }
    default:
      return [node];
  }
}
