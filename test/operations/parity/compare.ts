import { isDeepStrictEqual } from "node:util";
import type { Payload } from "./payload.ts";
import type { SentRequest } from "./request.ts";

/** Something in which two requests for the same payload are not the same. */
export interface Difference {
  name: string;
  payload: Payload;
  /** Or that a client sends nothing. */
  part: keyof SentRequest | "failure";
  official: unknown;
  ours: unknown;
}

type Send = () => Promise<SentRequest>;

const SENT = "a request";
/** Longer values are cut in a report. */
const SHOWN_CHARACTERS = 500;

/** Lets both clients send a payload, and tells in what they differ. */
export async function compare(name: string, payload: Payload, send: { official: Send; ours: Send }) {
  const [official, ours] = await Promise.allSettled([send.official(), send.ours()]);
  const differences: Difference[] = [];
  const add = (part: Difference["part"], officialValue: unknown, ourValue: unknown) => {
    if (!isDeepStrictEqual(officialValue, ourValue)) {
      differences.push({ name, payload, part, official: officialValue, ours: ourValue });
    }
  };
  if (official.status === "rejected" || ours.status === "rejected") {
    const outcome = (settled: PromiseSettledResult<SentRequest>) =>
      settled.status === "fulfilled" ? SENT : settled.reason;
    add("failure", outcome(official), outcome(ours));
  } else {
    for (const part of Object.keys(official.value) as (keyof SentRequest)[]) {
      add(part, official.value[part], ours.value[part]);
    }
  }
  return differences;
}

/** A difference in lines for a person. */
export function describeDifference({ name, part, official, ours }: Difference): string {
  const show = (value: unknown) =>
    (value instanceof Error ? String(value) : (JSON.stringify(value) ?? "nothing")).slice(0, SHOWN_CHARACTERS);
  return `${name}: ${part}\n  official: ${show(official)}\n  ours:     ${show(ours)}`;
}
