import type { Call } from "../../gateway/route.ts";
import { addNode } from "../drive/nodes.ts";
import type { DriveNode } from "../drive/state.ts";
import { addRows } from "./records.ts";
import { type Base, bitableOf } from "./state.ts";
import { addTables, DEFAULT_FIELDS } from "./tables.ts";

/** Time zone of an app that was made without one. */
export const DEFAULT_TIME_ZONE = "Asia/Shanghai";

/** Records of the table that a new app has; all are empty. */
const EMPTY_ROWS = 10;

/** Where a new app lies: in a folder, or in the document that holds it. */
export interface Place {
  name: string;
  parent: string;
}

/** Keeps an app that is made already. */
export function keepBase(
  call: Call,
  { name, parent }: Place,
  given: Omit<Base, "token">,
): { base: Base; node: DriveNode } {
  const node = addNode(call, { kind: "bitable", name, parent });
  const base: Base = { ...given, token: node.token };
  bitableOf(call.state).bases.set(node.token, base);
  return { base, node };
}

/** Adds a new app, with the table that the platform makes. */
export function addBase(
  call: Call,
  place: Place,
  timeZone: string = DEFAULT_TIME_ZONE,
): { base: Base; node: DriveNode } {
  const made = keepBase(call, place, { revision: 1, timeZone, isAdvanced: false, tables: [] });
  const [table] = addTables(call, made.base, [{ name: "数据表", fields: [...DEFAULT_FIELDS] }]);
  if (table) {
    addRows(call, made.base, table, new Array(EMPTY_ROWS).fill({}));
  }
  return made;
}
