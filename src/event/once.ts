import type { Envelope } from "../callback/index.ts";
import type { MaybePromise } from "../crypto/index.ts";
import {
  bestEffortClaims,
  type Claim,
  type ClaimStore,
  claim,
  claimKey,
  createAsk,
  type KeyValueStore,
  type Taken,
} from "../store/index.ts";
import { idOf } from "./identity.ts";
import type { EventOnce } from "./steps.ts";
import type { EventContext } from "./types.ts";

/** How long a crashed handler delays the next one. */
const LEASE_MS = 30_000;
/** The platform delivers again up to six hours later, and a signature is believed for eight. */
const MIN_DONE_SECONDS = 28_800;
/** More than the clocks of platform and hosts differ. */
const MARGIN_SECONDS = 600;

/** How to handle each event once. */
export interface OnceOptions {
  /** Shared by all who receive the same events. */
  store: KeyValueStore;
  /**
   * `"atomic"` (the default) needs a store with `compareAndSet`: of all deliveries one is handled to its end.
   * `"best-effort"` takes any store: exact within one isolate, and elsewhere once a handled event is known there.
   */
  guarantee?: "atomic" | "best-effort" | undefined;
  /**
   * Names an event: two events of one app and type with the same key are one. A key may be any text but the empty one.
   *
   * `undefined` leaves it to the default: the `message_id` of a received message, else the `event_id`. Callbacks have no
   * default, since a second click is a second action. An empty key, or one that is no string, is a `TypeError`: the event
   * fails as if its handler had.
   */
  key?: ((event: unknown, ctx: EventContext) => MaybePromise<string | undefined>) | undefined;
}

/** A signal that aborts with the first of two. */
function eitherOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const controller = new AbortController();
  for (const signal of [one, other]) {
    const forward = () => controller.abort(signal.reason);
    if (signal.aborted) {
      forward();
    }
    signal.addEventListener("abort", forward, { once: true });
  }
  return controller.signal;
}

/**
 * Handles each event once, however often the platform delivers it and to whichever instance.
 *
 * Before the handlers run, the instance takes a lease of 30 seconds on the event and renews it until they finish. A second
 * delivery is answered 503 while they run and 200 after that, for at least eight hours. If the handlers fail, or their
 * process dies, the next delivery is handled.
 *
 * @throws {TypeError} `store` is no store, or cannot give the guarantee.
 * @example
 * const events = new EventDispatcher({ encryptKey, verificationToken, once: once({ store }) });
 * @see https://open.feishu.cn/document/server-docs/event-subscription-guide/overview
 */
export function once(options: OnceOptions): EventOnce {
  const { store, guarantee = "atomic" } = Object(options) as OnceOptions;
  const isAtomic = guarantee === "atomic";
  if (!store?.get || !(isAtomic ? store.compareAndSet : guarantee === "best-effort")) {
    throw new TypeError(
      'once: "atomic" needs a store with compareAndSet (durable-object, d1, deno-kv, redis, upstash, memory), "best-effort" any',
    );
  }
  return ({ keyPrefix, maxAgeSeconds, log }) => {
    const ask = createAsk(log);
    const ledger = isAtomic ? (store as ClaimStore) : bestEffortClaims(store, createAsk(log));
    // Sixty years at most, since JSON has no `Infinity`.
    const doneMs = Math.min(Math.max(maxAgeSeconds, MIN_DONE_SECONDS) + MARGIN_SECONDS, 2e9) * 1000;

    return async (envelope, ctx, handle) => {
      const { type, header } = envelope;
      const id = await keyOf(envelope, ctx, options);
      if (!id) {
        return { result: await handle() };
      }
      let claiming: Promise<Claim | Taken> | undefined;
      const start = () => {
        const name = claimKey(keyPrefix, `${header.app_id}`, `${type}:${id}`);
        claiming = name.then((known) => claim(ledger, known, LEASE_MS));
        return claiming;
      };
      const held = (await ask(start))?.value;
      if (typeof held === "string") {
        // A callback is not delivered again: its second click gets an empty answer at once.
        return { duplicate: envelope.kind === "event" ? held : "done" };
      }
      /** A claim that came late is ended, too. */
      const end = (ms?: number) => ask(async () => Object(await claiming).end?.(ms));
      if (held?.signal) {
        // The end of the lease aborts what the handlers do, as the host's giving up does.
        Object.defineProperty(ctx, "signal", { value: eitherOf(ctx.signal, held.signal) });
      }
      try {
        const result = await handle();
        await end(doneMs);
        return { result };
      } catch (error) {
        await end();
        throw error;
      }
    };
  };
}

/** What names an event, if anything does. */
async function keyOf(envelope: Envelope, ctx: EventContext, { key }: OnceOptions): Promise<string | undefined> {
  const given = (await key?.(envelope.event, ctx)) ?? undefined;
  if (given === undefined) {
    return envelope.kind === "event" ? idOf(envelope) : undefined;
  }
  if (!given || typeof given !== "string") {
    const got = given === "" ? '""' : typeof given;
    throw new TypeError(`once: key must return a non-empty string or undefined, got ${got}`);
  }
  return given;
}
