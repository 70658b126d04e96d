import type { FaultList } from "../platform/faults/index.ts";
import { createFeed, type Feed } from "../platform/feed.ts";
import type { BoundedLog } from "../platform/log.ts";
import { type AppRecord, RECORD_LIMIT, type State, trim } from "../platform/state.ts";
import type { Delivery, Redelivery } from "../platform/types.ts";
import { deliver } from "./deliver.ts";
import type { BuiltEvent } from "./events.ts";

const MINUTE_MS = 60_000;

/** How long after an attempt that failed the next one goes out. */
export const REDELIVERY_DELAYS_MS: readonly number[] = [15_000, 5 * MINUTE_MS, 60 * MINUTE_MS, 360 * MINUTE_MS];

/** What the courier works on. */
export interface CourierOptions {
  state: State;
  faults: FaultList;
  log: BoundedLog<Delivery>;
  timeoutMs: number;
  /** Whether a redelivery has a new timestamp and signature. */
  signAnew: boolean;
}

/** Brings events to bots, and brings them again when they were not acknowledged. */
export interface Courier {
  /**
   * @param settle - Looks at what came back before it is written down.
   * @throws {Error} The app has no target.
   */
  send(record: AppRecord, build: () => Promise<BuiltEvent>, settle?: (delivery: Delivery) => void): Promise<Delivery>;
  /** Sends what is due, the longest due first. */
  deliverDue(): Promise<Delivery[]>;
  /**
   * Sends an event that was not acknowledged once more, now.
   *
   * @throws {TypeError} There is no such event.
   */
  resend(eventId: string): Promise<Delivery>;
  /** What waits, the next one first. */
  readonly waiting: readonly Redelivery[];
  readonly feed: Feed<Delivery>;
}

interface Waiting {
  record: AppRecord;
  built: BuiltEvent;
  attempt: number;
  dueAt: number;
  /** Held back until another event has gone out. */
  isHeld: boolean;
}

export function createCourier({ state, faults, log, timeoutMs, signAnew }: CourierOptions): Courier {
  let waiting: Waiting[] = [];
  /** Events that the platform gave up, by their ids: a person may still send them. */
  const givenUp = new Map<string, Waiting>();
  const feed = createFeed<Delivery>();

  function keep(delivery: Delivery): Delivery {
    log.push(delivery);
    feed.emit(delivery);
    return delivery;
  }

  function wait(entry: Waiting): void {
    waiting = [...waiting, entry].sort((one, other) => one.dueAt - other.dueAt).slice(-RECORD_LIMIT);
  }

  /** Lets an event that was not acknowledged wait for its next attempt, if there is one. */
  function plan(record: AppRecord, built: BuiltEvent, attempt: number): void {
    const delay = REDELIVERY_DELAYS_MS[attempt - 1];
    const next = { record, built, attempt: attempt + 1, dueAt: state.now() + (delay ?? 0), isHeld: false };
    if (delay === undefined) {
      givenUp.set(built.eventId, next);
      trim(givenUp);
    } else {
      wait(next);
    }
  }

  async function attemptOnce(
    record: AppRecord,
    built: BuiltEvent,
    request: Request,
    attempt: number,
    settle?: (delivery: Delivery) => void,
  ): Promise<Delivery> {
    const { target, app } = record;
    const { eventId, eventType, payload, signed, isCallback } = built;
    if (target === undefined) {
      throw new Error(`app ${app.appId} has no target: call connect(target) first`);
    }
    const about = { eventId, eventType, appId: app.appId, url: request.url, attempt, at: state.now(), payload, signed };
    const fault = faults.takeDelivery(eventType, isCallback);
    if (fault === "reorder") {
      wait({ record, built, attempt, dueAt: state.now(), isHeld: true });
      const error = "held back by a fault until the next event has gone out";
      return keep({ ...about, status: 0, body: "", answer: undefined, durationMs: 0, error, fault });
    }
    const delivery: Delivery = {
      ...about,
      ...(await deliver(target, request, timeoutMs, payload)),
      ...(fault === undefined ? {} : { fault }),
    };
    if (fault === "drop-ack") {
      const lost = {
        status: 0,
        body: "",
        answer: undefined,
        error: "the answer was lost by a fault",
        reason: "timeout",
      };
      Object.assign(delivery, lost);
    }
    if (delivery.status !== 200 && !isCallback) {
      plan(record, built, attempt);
    }
    settle?.(delivery);
    keep(delivery);
    if (fault === "duplicate") {
      const second = await deliver(target, await built.again(signAnew), timeoutMs, payload);
      keep({ ...about, at: state.now(), ...second, fault });
    }
    return delivery;
  }

  async function sendAgain({ record, built, attempt }: Waiting): Promise<Delivery> {
    return attemptOnce(record, built, await built.again(signAnew), attempt);
  }

  async function sendHeld(record: AppRecord): Promise<void> {
    const held = waiting.filter((entry) => entry.isHeld && entry.record === record);
    waiting = waiting.filter((entry) => !held.includes(entry));
    for (const entry of held) {
      await sendAgain(entry);
    }
  }

  return {
    async send(record, build, settle) {
      const { target, app } = record;
      if (target === undefined) {
        throw new Error(`app ${app.appId} has no target: call connect(target) first`);
      }
      const built = await build();
      const delivery = await attemptOnce(record, built, built.request, 1, settle);
      if (delivery.fault !== "reorder") {
        await sendHeld(record);
      }
      return delivery;
    },
    async deliverDue() {
      const due = waiting.filter(({ dueAt, record }) => dueAt <= state.now() && record.target !== undefined);
      waiting = waiting.filter((entry) => !due.includes(entry));
      const out: Delivery[] = [];
      for (const entry of due) {
        out.push(await sendAgain(entry));
      }
      return out;
    },
    async resend(eventId) {
      const entry = waiting.find(({ built }) => built.eventId === eventId) ?? givenUp.get(eventId);
      if (entry === undefined) {
        throw new TypeError(`no event ${JSON.stringify(eventId)} waits to be sent again`);
      }
      waiting = waiting.filter((one) => one !== entry);
      givenUp.delete(eventId);
      return sendAgain(entry);
    },
    get waiting() {
      return waiting.map(({ record, built, attempt, dueAt }) => ({
        eventId: built.eventId,
        eventType: built.eventType,
        appId: record.app.appId,
        attempt,
        dueAt,
      }));
    },
    feed,
  };
}
