import type { Inside } from "../inside.ts";
import { freeze, type Graph, SnapshotError, thaw } from "./snapshot.ts";
import type { EmulatedApp } from "./types.ts";

const FORMAT = "lark-edge emulator";
const VERSION = 1;

/** What of an emulator outlives it: its state, the places of its ids, and how far its clock was moved. */
export interface Saved {
  format: typeof FORMAT;
  version: typeof VERSION;
  /** App id of the default app. */
  app: string;
  ids: Record<string, number>;
  advanced: number;
  state: Graph;
}

/** What an emulator is given when it is made, and not what it remembers. */
const GIVEN = ["seed", "domain", "tokenLifetimeMs"];

/** Writes an emulator down. Functions that stand for bots, faults and waiting redeliveries are left out. */
export function save({ state, clock }: Inside, app: EmulatedApp): Saved {
  const remembered = Object.entries(state).filter(([name]) => !GIVEN.includes(name));
  return {
    format: FORMAT,
    version: VERSION,
    app: app.appId,
    ids: state.ids.places(),
    advanced: clock.advanced,
    state: freeze(Object.fromEntries(remembered)),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Checks what a file holds.
 *
 * @throws {SnapshotError} It is not what `save` writes; the message says why.
 */
export function readSaved(value: unknown): Saved {
  if (!isRecord(value) || value.format !== FORMAT) {
    throw new SnapshotError("it does not hold an emulator's state");
  }
  if (value.version !== VERSION) {
    throw new SnapshotError(`it is of version ${String(value.version)}, not ${VERSION}`);
  }
  const { app, ids, advanced, state } = value;
  const isWhole =
    typeof app === "string" &&
    isRecord(ids) &&
    Object.values(ids).every((place) => typeof place === "number") &&
    typeof advanced === "number" &&
    Array.isArray(state);
  if (!isWhole) {
    throw new SnapshotError("parts of it are missing");
  }
  const saved = value as unknown as Saved;
  appOf(saved);
  return saved;
}

/** The default app in what was saved: an emulator that shall get its state must be made with it. */
export function appOf({ app, state }: Saved): EmulatedApp {
  const { apps } = thaw(state) as { apps?: unknown };
  const record: unknown = apps instanceof Map ? apps.get(app) : undefined;
  if (!isRecord(record) || !isRecord(record.app)) {
    throw new SnapshotError("it does not hold its own app");
  }
  return record.app as unknown as EmulatedApp;
}

/** Puts what was remembered in the place of what is there, and keeps the objects that others hold. */
function merge(target: Record<string, unknown>, source: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(source)) {
    const own = target[name];
    if (own instanceof Map && value instanceof Map) {
      own.clear();
      for (const [key, item] of value) {
        own.set(key, item);
      }
    } else if (own instanceof Set && value instanceof Set) {
      own.clear();
      for (const item of value) {
        own.add(item);
      }
    } else if (isRecord(own) && isRecord(value)) {
      merge(own, value);
    } else {
      target[name] = value;
    }
  }
}

/** Gives an emulator what was saved of another. It must have been made with that one's app. */
export function restore({ state, clock }: Inside, saved: Saved): void {
  merge(state as unknown as Record<string, unknown>, thaw(saved.state) as Record<string, unknown>);
  state.ids.goTo(saved.ids);
  clock.advanced = saved.advanced;
}
