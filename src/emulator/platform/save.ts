import { type Clock, MAX_TIME_MS } from "./clock.ts";
import { isObject } from "./json.ts";
import type { Slice } from "./slice.ts";
import { freeze, type Graph, SnapshotError, thaw } from "./snapshot.ts";
import type { State } from "./state.ts";
import { type SavedTables, STATE_SHAPES } from "./state-shape.ts";
import type { EmulatedApp } from "./types.ts";

const FORMAT = "lark-edge emulator";
const VERSION = 2;

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
  /** The parts of the services, by their keys. */
  slices: ReadonlyMap<string, object>;
}

const isTable = (name: string): name is keyof SavedTables => Object.hasOwn(STATE_SHAPES, name);

/** The parts of an emulator that are saved and restored. */
interface Running {
  readonly state: State;
  readonly clock: Clock;
}

/** Writes an emulator down. Functions that stand for bots, faults and waiting redeliveries are left out. */
export function save({ state, clock }: Running, app: EmulatedApp): Saved {
  return {
    format: FORMAT,
    version: VERSION,
    app: app.appId,
    ids: state.ids.places(),
    advanced: clock.advanced,
    state: freeze(Object.fromEntries(Object.entries(state).filter(([name]) => isTable(name) || name === "slices"))),
  };
}

function problemOf(name: string, part: unknown, slices: readonly Slice<object>[]): string | undefined {
  if (isTable(name)) {
    return STATE_SHAPES[name](part, name);
  }
  if (name !== "slices" || !(part instanceof Map)) {
    return `it has a table ${JSON.stringify(name)}`;
  }
  for (const [key, slice] of part) {
    const known = slices.find((one) => one.key === key);
    const problem = known === undefined ? `it has a part ${JSON.stringify(key)}` : known.shape(slice, known.key);
    if (problem !== undefined) {
      return problem;
    }
  }
  return undefined;
}

function readTables(graph: Graph, slices: readonly Slice<object>[]): Pick<Restored, "tables" | "slices"> {
  const parts = Object.entries(thaw(graph));
  for (const [name, part] of parts) {
    const problem = problemOf(name, part, slices);
    if (problem !== undefined) {
      throw new SnapshotError(problem);
    }
  }
  const { slices: saved = new Map(), ...tables } = Object.fromEntries(parts);
  return { tables, slices: saved };
}

/**
 * Reads what a state file holds.
 *
 * @param slices - The parts of all services. Any other part of a file is refused.
 * @throws {SnapshotError} It is not what `save` writes; the message says why.
 */
export function readSaved(value: unknown, slices: readonly Slice<object>[]): Restored {
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
  const parts = readTables(state, slices);
  const app = parts.tables.apps?.get(appId)?.app;
  if (app === undefined) {
    throw new SnapshotError("it does not hold its own app");
  }
  return { app, ids: ids as Record<string, number>, advanced, ...parts };
}

function fill(own: Map<unknown, unknown>, given: ReadonlyMap<unknown, unknown>): void {
  own.clear();
  for (const [key, item] of given) {
    own.set(key, item);
  }
}

/**
 * Gives an emulator what was saved of another. It must have been made with that one's app.
 *
 * @throws {TypeError} Its clock would pass the last time that the platform knows.
 */
export function restore({ state, clock }: Running, { ids, advanced, tables, slices }: Restored): void {
  clock.moveTo(advanced);
  for (const [name, table] of Object.entries(tables)) {
    fill(state[name as keyof SavedTables], table);
  }
  fill(state.slices, slices);
  state.ids.goTo(ids);
}
