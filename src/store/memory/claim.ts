import { parseObject, patient } from "../../base/index.ts";
import type { KeyValueStore } from "../key-value-store.ts";

/** What claims need of a store: the methods that every atomic one has. */
export type ClaimStore = Required<Pick<KeyValueStore, "get" | "compareAndSet">>;

/** Who else has a claim: somebody who is still at it, or nobody any more, since it is done. */
export type Taken = "running" | "done";

/** The right to do something that is done once. It is renewed until it ends. */
export interface Claim {
  /** Ends it as done, for so many milliseconds; without them it was not done, and the next one may try. */
  end(doneMs?: number): Promise<unknown>;
}

/** How often a claim is tried again that changed while it was looked at. */
const ROUNDS = 3;
/** Half an hour of renewals. Who has not ended by then hangs, and a redelivery gets its turn. */
const MAX_RENEWALS = 180;

/**
 * Claims a key, so that of all who try one has it: with an owner, and for a lease that ends unless it is renewed.
 *
 * Whoever changes a claim compares it first. So one who was overtaken neither finishes nor frees what is another's by now.
 * Times are of the clocks of those who write and read them: they may differ by a part of the lease.
 */
export async function claim(store: ClaimStore, key: string, leaseMs: number): Promise<Claim | Taken> {
  const owner = crypto.randomUUID();
  /** What the store held last, as far as we know. */
  let seen: string | null = null;

  /** Writes what comes next, unless another has it. Without an owner it is done; without a time it is free. */
  async function change(ms = 0, who?: string): Promise<Taken | undefined> {
    for (let round = 0; round < ROUNDS; round++) {
      const next = ms ? JSON.stringify({ owner: who, until: Date.now() + ms }) : null;
      // Kept longer than it counts: expiry only cleans up, and clocks differ.
      if (await store.compareAndSet(key, seen, next, { ttlSeconds: ms / 1000 + 60 })) {
        seen = next;
        return;
      }
      const found = await store.get(key);
      const held: { owner?: string; until: number } = Object(parseObject(found));
      // Ours is ours, also where the answer to an earlier write was lost.
      if (held.until > Date.now() && held.owner !== owner) {
        return held.owner ? "running" : "done";
      }
      // Not before it was judged: what is another's must never be what we compare with.
      seen = found;
    }
    return "running";
  }

  const taken = await change(leaseMs, owner);
  if (taken) {
    return taken;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** One change after the other, or a renewal could come after the end; but not for ever: answers can be lost. */
  const then = (ms?: number, who?: string): Promise<unknown> =>
    (last = last.catch(() => {}).then(() => patient(change(ms, who), leaseMs / 6)));
  let left = MAX_RENEWALS;
  const renew = () => {
    timer = setTimeout(() => {
      // One that fails is tried again: the store may be back before the lease ends.
      then(leaseMs, owner).catch(() => {});
      if (--left) {
        renew();
      }
    }, leaseMs / 3);
  };
  renew();
  return {
    end(doneMs) {
      clearTimeout(timer);
      return then(doneMs);
    },
  };
}
