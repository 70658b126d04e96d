import type { Delivery } from "../platform/types.ts";
import type { Courier } from "./courier.ts";

/** A clock that can be moved on over the one that was given. */
export interface Clock {
  readonly now: () => number;
  /** How far it was moved, in milliseconds. */
  advanced: number;
}

export function createClock(base: () => number = () => Date.now()): Clock {
  const clock: Clock = { now: () => base() + clock.advanced, advanced: 0 };
  return clock;
}

/** Moves a clock on, and sends every event again at the time when it is due. */
export async function advance(clock: Clock, courier: Courier, ms: number): Promise<Delivery[]> {
  if (!(ms >= 0)) {
    throw new TypeError(`advance: expected milliseconds, 0 or more, got ${ms}`);
  }
  const end = clock.advanced + ms;
  const out: Delivery[] = await courier.deliverDue();
  // From one redelivery to the next, so that each goes out at its own time, and its failure sets the time of the one after.
  for (let [next] = courier.waiting; next !== undefined; [next] = courier.waiting) {
    const wait = Math.max(0, next.dueAt - clock.now());
    if (clock.advanced + wait > end) {
      break;
    }
    clock.advanced += wait;
    const sent = await courier.deliverDue();
    if (sent.length === 0) {
      break;
    }
    out.push(...sent);
  }
  clock.advanced = end;
  return out;
}
