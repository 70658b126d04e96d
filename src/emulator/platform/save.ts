import type { Inside } from "../inside.ts";
import { MAX_TIME_MS } from "./clock.ts";
import { isObject } from "./json.ts";
import { freeze, type Graph, SnapshotError, thaw } from "./snapshot.ts";
import { type SavedTables, STATE_SHAPES } from "./state-shape.ts";
import type { EmulatedApp } from "./types.ts";

const FORMAT = "lark-edge emulator";
const VERSION = 1;

/** What a state file holds: the state, the places of the ids, and how far the clock was moved. */
export interface Saved {
  format: typeof FORMAT;
  version: typeof VERSION;
  /** App id of the default app. */
  app: string;
  ids: Record<string, number>;
  advanced: number;
  state: Graph;
}

/** A state file that was read and checked. */
export interface Restored {
  /** The default app: the emulator that gets the state must be made with it. */
  app: EmulatedApp;
  ids: Record<string, number>;
  advanced: number;
  tables: Partial<SavedTables>;
}

const isTable = (name: string): name is keyof SavedTables => Object.hasOwn(STATE_SHAPES, name);

/** Writes an emulator down. Functions that stand for bots, faults and waiting redeliveries are left out. */
export function save({ state, clock }: Inside, app: EmulatedApp): Saved {
  return {
    format: FORMAT,
    version: VERSION,
    app: app.appId,
    ids: state.ids.places(),
    advanced: clock.advanced,
    state: freeze(Object.fromEntries(Object.entries(state).filter(([name]) => isTable(name)))),
  };
}

/** What files of 0.3.0 hold beside the tables, and always empty. */
const EMPTY = ["ids", "changes"];

function readTables(graph: Graph): Partial<SavedTables> {
  const tables = thaw(graph);
  for (const [name, table] of Object.entries(tables)) {
    if (EMPTY.includes(name) && Object.keys(Object(table)).length === 0) {
      Reflect.deleteProperty(tables, name);
      continue;
    }
    const problem = isTable(name) ? STATE_SHAPES[name](table, name) : `it has a table ${JSON.stringify(name)}`;
    if (problem !== undefined) {
      throw new SnapshotError(problem);
    }
  }
  return tables;
}

/**
 * Reads what a state file holds.
 *
 * @throws {SnapshotError} It is not what `save` writes; the message says why.
 */
export function readSaved(value: unknown): Restored {
  if (!isObject(value) || value.format !== FORMAT) {
    throw new SnapshotError("it does not hold an emulator's state");
  }
  if (value.version !== VERSION) {
    throw new SnapshotError(`it is of version ${JSON.stringify(value.version)}, not ${VERSION}`);
  }
  const { app: appId, ids, advanced, state } = value;
  if (typeof appId !== "string" || !isObject(ids) || advanced === undefined || !Array.isArray(state)) {
    throw new SnapshotError("parts of it are missing");
  }
  const place = Object.entries(ids).find(([, one]) => !Number.isSafeInteger(one));
  if (place !== undefined) {
    throw new SnapshotError(`ids.${place[0]} is not a whole number`);
  }
  if (typeof advanced !== "number" || !(advanced >= 0 && advanced <= MAX_TIME_MS)) {
    throw new SnapshotError(`advanced is not milliseconds from 0 to ${MAX_TIME_MS}`);
  }
  const tables = readTables(state);
  const app = tables.apps?.get(appId)?.app;
  if (app === undefined) {
    throw new SnapshotError("it does not hold its own app");
  }
  return { app, ids: ids as Record<string, number>, advanced, tables };
}

/** Fills a table, or an object of tables, and keeps the objects that others hold. */
function fill(own: object, given: object): void {
  if (own instanceof Map && given instanceof Map) {
    own.clear();
    for (const [key, item] of given) {
      own.set(key, item);
    }
    return;
  }
  for (const [name, table] of Object.entries(given)) {
    fill(Reflect.get(own, name), table);
  }
}

/**
 * Gives an emulator what was saved of another. It must have been made with that one's app.
 *
 * @throws {TypeError} Its clock would pass the last time that the platform knows.
 */
export function restore({ state, clock }: Inside, { ids, advanced, tables }: Restored): void {
  clock.moveTo(advanced);
  fill(state, tables);
  state.ids.goTo(ids);
}
