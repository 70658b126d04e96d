import { LarkCallbackError, parseObject, patient } from "../../base/index.ts";
import type { KeyValueStore } from "../key-value-store.ts";
import { tryTwice } from "./ask.ts";

/** What claims need of a store: the methods that every atomic one has. */
export type ClaimStore = Required<Pick<KeyValueStore, "get" | "compareAndSet">>;

/** Why a claim is refused: another holder is still at work (`running`), or has finished (`done`). */
export type Taken = "running" | "done";

/** The right to do something that is done once. It is renewed until it ends. */
export interface Claim {
  /** Aborts when the lease is lost: another holder may have the claim now. Its reason is a `LarkCallbackError`. */
  readonly signal: AbortSignal;
  /** Ends it as done, for so many milliseconds; without them it was not done, and the next holder may try. */
  end(doneMs?: number): Promise<unknown>;
}

/** How often a change is tried again because the value changed while it was looked at. */
const ROUNDS = 3;
/** Half an hour of renewals. A holder that has not ended by then hangs, and a redelivery gets its turn. */
const MAX_RENEWALS = 180;

/** A claim as it is stored. Done if there is no owner. */
interface Held {
  owner?: string | undefined;
  /** When it no longer counts, in milliseconds since the Unix epoch. */
  until: number;
}

const parse = (text: string | null): Partial<Held> => Object(parseObject(text));

/** Whether a stored claim has a holder, and is not done. */
export const isRunning = (text: string): boolean => !!parse(text).owner;

/**
 * Claims a key, so that of all who try one has it: with an owner, and for a lease that ends unless it is renewed.
 *
 * Every change compares what it replaces, so that a holder that was overtaken neither finishes nor frees the claim of its
 * successor. A change that fails is tried once more. Times are of the clocks of those who write and read them: they may
 * differ by a part of the lease.
 */
export async function claim(store: ClaimStore, key: string, leaseMs: number): Promise<Claim | Taken> {
  const owner = crypto.randomUUID();
  /** What the store held last, as far as we know. */
  let seen: string | null = null;
  /** When the lease ends, as far as we know. */
  let endsAt = 0;

  /** Writes what comes next, unless another holder has it. Without an owner it is done; without a time it is free. */
  async function attempt(ms: number, who?: string): Promise<Taken | undefined> {
    for (let round = 0; round < ROUNDS; round++) {
      const until = Date.now() + ms;
      const next = ms ? JSON.stringify({ owner: who, until } satisfies Held) : null;
      // Kept longer than it counts: expiry only cleans up, and clocks differ.
      if (await store.compareAndSet(key, seen, next, { ttlSeconds: ms / 1000 + 60 })) {
        seen = next;
        endsAt = until;
        return;
      }
      const found = await store.get(key);
      const held = parse(found);
      // Our own value is ours, also where the answer to an earlier write was lost.
      if ((held.until as number) > Date.now() && held.owner !== owner) {
        return held.owner ? "running" : "done";
      }
      // Not before it was judged: another holder's live value must never be what we compare with.
      seen = found;
    }
    return "running";
  }

  const change = (ms = 0, who?: string) => tryTwice(() => attempt(ms, who));

  const taken = await change(leaseMs, owner);
  if (taken) {
    return taken;
  }
  const lease = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** One change after the other, or a renewal could come after the end; but not for ever: answers can be lost. */
  const then = (ms?: number, who?: string) => {
    const next = last.catch(() => {}).then(() => patient(change(ms, who), leaseMs / 6));
    last = next;
    return next;
  };
  let left = MAX_RENEWALS;
  let isLate = false;
  /** Renews the lease, a third of it after the last time. A renewal that fails is tried again at the next one. */
  const renew = () => {
    timer = setTimeout(async () => {
      const known = endsAt;
      // A process that has slept may still have its lease, and tries first. After a failed renewal its end is the end.
      let isLost: unknown = isLate && Date.now() >= known;
      if (!isLost) {
        renew();
        isLost = left-- > 0 && (await then(leaseMs, owner).catch(() => {}));
        isLate = endsAt === known;
      }
      if (isLost) {
        clearTimeout(timer);
        lease.abort(new LarkCallbackError("lease_lost"));
      }
    }, leaseMs / 3);
  };
  renew();
  return {
    signal: lease.signal,
    end(doneMs) {
      clearTimeout(timer);
      return then(doneMs);
    },
  };
}
