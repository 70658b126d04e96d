import type { Clock } from "../platform/clock.ts";
import type { Delivery } from "../platform/types.ts";
import type { Courier } from "./courier.ts";

/** Moves a clock on, and sends every event again at the time when it is due. */
export async function advance(clock: Clock, courier: Courier, ms: number): Promise<Delivery[]> {
  if (!(ms >= 0)) {
    throw new TypeError(`advance: expected milliseconds, 0 or more, got ${ms}`);
  }
  const end = clock.advanced + ms;
  clock.assertReachable(end);
  const out: Delivery[] = await courier.deliverDue();
  // From one redelivery to the next, so that each goes out at its own time, and its failure sets the time of the one after.
  for (let [next] = courier.waiting; next !== undefined; [next] = courier.waiting) {
    const wait = Math.max(0, next.dueAt - clock.now());
    if (clock.advanced + wait > end) {
      break;
    }
    clock.moveTo(clock.advanced + wait);
    const sent = await courier.deliverDue();
    if (sent.length === 0) {
      break;
    }
    out.push(...sent);
  }
  clock.moveTo(end);
  return out;
}
