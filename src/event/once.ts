import type { Log } from "../base/index.ts";
import type { Envelope } from "../callback/index.ts";
import type { MaybePromise } from "../crypto/index.ts";
import {
  type Ask,
  type Claim,
  type ClaimStore,
  claim,
  createAsk,
  type KeyValueStore,
  storeKey,
  type Taken,
} from "../store/index.ts";
import { idOf } from "./identity.ts";
import { isCallback } from "./run.ts";
import type { EventContext } from "./types.ts";

/** A handler that has died delays the next one no longer. */
const LEASE_MS = 30_000;
/** The platform delivers again up to six hours later, and a signature is believed for eight. */
const MIN_DONE_SECONDS = 28_800;
/** More than the clocks of platform and hosts differ. */
const MARGIN_SECONDS = 600;
/** How many events one isolate remembers for `best-effort`. */
const MAX_REMEMBERED = 10_000;

/** How to handle each event once. */
export interface OnceOptions {
  /** Shared by all who receive the same events. */
  store: KeyValueStore;
  /**
   * `"atomic"` (the default) needs a store with `compareAndSet`: of all deliveries one is handled to its end.
   * `"best-effort"` takes any store: exact within one isolate, and elsewhere once a handled event is known there.
   */
  guarantee?: "atomic" | "best-effort";
  /**
   * What makes two events the same; `undefined` for the usual: the id of a message that was received, else of the event.
   * Callbacks have none: they are not delivered again, and a second click is a click.
   */
  key?: (event: unknown, ctx: EventContext) => MaybePromise<string | undefined>;
}

/** What became of an event: its result, or who else has it. */
export type Outcome = { duplicate?: Taken; result?: unknown };

/** Handles an event unless another delivery of it is, or was, handled. */
export type Once = (envelope: Envelope, ctx: EventContext, handle: () => Promise<unknown>) => Promise<Outcome>;

/** Claims within this isolate, and a mark in a store without `compareAndSet` when an event is done. */
function bestEffort(store: KeyValueStore, ask: Ask): ClaimStore {
  const known = new Map<string, string>();
  return {
    get: async (key) => known.get(key) ?? store.get(key),
    async compareAndSet(key, expected, next, options) {
      const local = known.get(key);
      if (local !== undefined && local !== expected) {
        return false;
      }
      if (next === null) {
        known.delete(key);
        return true;
      }
      // Taken before the first wait, or two deliveries at once would both have it.
      known.set(key, next);
      // Without the store this isolate decides alone.
      const remote = local === undefined && (await ask(() => store.get(key)));
      if (remote && remote.value !== expected) {
        known.delete(key);
        return false;
      }
      if (!/owner/.test(next)) {
        await ask(() => store.set(key, next, options));
      }
      while (known.size > MAX_REMEMBERED) {
        known.delete(known.keys().next().value as string);
      }
      return true;
    },
  };
}

/**
 * Makes sure that an event is handled once.
 *
 * @throws {TypeError} The store cannot give the guarantee.
 */
export function createOnce(
  { store, guarantee = "atomic", key }: OnceOptions,
  keyPrefix: string | undefined,
  maxAgeSeconds: number,
  log: Log,
): Once {
  const isAtomic = guarantee === "atomic";
  if (!store?.get || !(isAtomic ? store.compareAndSet : guarantee === "best-effort")) {
    throw new TypeError(
      'once: "atomic" needs a store with compareAndSet (durable-object, d1, deno-kv, redis, upstash, memory), "best-effort" any',
    );
  }
  const ask = createAsk(log);
  const ledger = isAtomic ? (store as ClaimStore) : bestEffort(store, createAsk(log));
  // Sixty years at most, since JSON has no `Infinity`.
  const doneMs = Math.min(Math.max(maxAgeSeconds, MIN_DONE_SECONDS) + MARGIN_SECONDS, 2e9) * 1000;

  return async (envelope, ctx, handle) => {
    const { type, header } = envelope;
    const id = (await key?.(envelope.event, ctx)) ?? (isCallback(type) ? undefined : idOf(envelope));
    if (!id) {
      return { result: await handle() };
    }
    let claiming: Promise<Claim | Taken> | undefined;
    const start = () =>
      (claiming = claim(ledger, storeKey(keyPrefix, "claim", "", `${header.app_id}`, `${type}:${id}`), LEASE_MS));
    const held = (await ask(start))?.value;
    if (typeof held === "string") {
      return { duplicate: held };
    }
    /** A claim that came late is ended, too. */
    const end = (ms?: number) => ask(async () => Object(await claiming).end?.(ms));
    try {
      const result = await handle();
      await end(doneMs);
      return { result };
    } catch (error) {
      await end();
      throw error;
    }
  };
}
