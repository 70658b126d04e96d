import { createFeed, type Feed } from "../feed.ts";
import type { DeliveryFaultKind, Fault, FaultEntry, RequestFaultKind } from "../types.ts";
import { checkFault } from "./check.ts";

/** A fault of an API request. */
export type RequestFault = Fault & { kind: RequestFaultKind };

/** What is known of an API request before it runs. */
export interface RequestToHit {
  method: string;
  path: string;
  /** The platform's name of the operation. */
  name: string | undefined;
}

/** The faults that wait for a matching request or delivery. */
export interface FaultList {
  /** @throws {TypeError} The fault is none; the message names the wrong field. */
  add(fault: Fault): FaultEntry;
  remove(id: string): boolean;
  clear(): void;
  list(): FaultEntry[];
  /** Takes one use of the first fault that matches a request. */
  take(request: RequestToHit): RequestFault | undefined;
  /** Takes one use of the first fault that matches a delivery. Callbacks are neither doubled nor held back. */
  takeDelivery(eventType: string, isCallback: boolean): DeliveryFaultKind | undefined;
  /** Emits the list after each change. */
  readonly feed: Feed<FaultEntry[]>;
}

interface Entry extends FaultEntry {
  fault: Fault;
  left: number;
  addedAt: number;
  /** How many requests matched so far. */
  seen: number;
}

const DELIVERY_KINDS: readonly string[] = ["drop-ack", "duplicate", "reorder"] satisfies DeliveryFaultKind[];

const isDeliveryKind = (kind: string): kind is DeliveryFaultKind => DELIVERY_KINDS.includes(kind);

export const isRequestFault = (fault: Fault): fault is RequestFault => !isDeliveryKind(fault.kind);

function namesOperation(pattern: string, name: string | undefined): boolean {
  if (name === undefined) {
    return false;
  }
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function matches(fault: Fault, { method, path, name }: RequestToHit): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) {
    return false;
  }
  if (fault.operation !== undefined && !namesOperation(fault.operation, name)) {
    return false;
  }
  if (fault.path === undefined) {
    return true;
  }
  // `search` ignores `lastIndex`, so a global expression matches every time.
  return typeof fault.path === "string" ? path.includes(fault.path) : path.search(fault.path) >= 0;
}

/** @param now - Clock of `afterMs`. */
export function createFaults(now: () => number): FaultList {
  let entries: Entry[] = [];
  let count = 0;
  const feed = createFeed<FaultEntry[]>();
  const list = (): FaultEntry[] => entries.map(({ id, fault, left }) => ({ id, fault, left }));
  const keep = (kept: Entry[]): void => {
    entries = kept;
    feed.emit(list());
  };

  /** The first that is ready and matches; each that matches counts the request. */
  function takeFirst(isMatch: (fault: Fault) => boolean): Fault | undefined {
    const ready = entries.filter(({ fault, addedAt }) => isMatch(fault) && now() - addedAt >= (fault.afterMs ?? 0));
    for (const entry of ready) {
      entry.seen += 1;
    }
    const taken = ready.find(({ fault, seen }) => seen >= (fault.atRequest ?? 1));
    if (taken === undefined) {
      return undefined;
    }
    taken.left -= 1;
    keep(entries.filter(({ left }) => left > 0));
    return taken.fault;
  }

  return {
    add(fault) {
      const checked = checkFault(fault);
      count += 1;
      const entry = { id: `fault-${count}`, fault: checked, left: checked.times ?? 1, addedAt: now(), seen: 0 };
      keep([...entries, entry]);
      return entry;
    },
    remove(id) {
      const kept = entries.filter((entry) => entry.id !== id);
      const isThere = kept.length < entries.length;
      if (isThere) {
        keep(kept);
      }
      return isThere;
    },
    clear: () => keep([]),
    list,
    take(request) {
      const fault = takeFirst((candidate) => isRequestFault(candidate) && matches(candidate, request));
      return fault !== undefined && isRequestFault(fault) ? fault : undefined;
    },
    takeDelivery(eventType, isCallback) {
      const fault = takeFirst(
        ({ kind, event }) =>
          (isCallback ? kind === "drop-ack" : isDeliveryKind(kind)) && (event === undefined || event === eventType),
      );
      return fault !== undefined && isDeliveryKind(fault.kind) ? fault.kind : undefined;
    },
    feed,
  };
}
