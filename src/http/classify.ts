import type { LarkErrorCategory } from "../errors.ts";

// Only numbers that mean the same in every service: the platform uses many of them twice. What they mean to a person
// is in explain.ts, which a bot need not carry.
const CODES =
  "rate_limited 99991400 230020 11232,refused 99991403," +
  "token_invalid 99991663 99991664 99991665 99991668 99991671 20013 20014," +
  "transient 1061045 1061001 1061006 20050 20072";

/** What a refusal means for the call, from its HTTP status and the platform's code. */
export function classify(status: number, platformCode: number | undefined): LarkErrorCategory {
  const known = new RegExp(`(\\w+)[\\d ]* ${platformCode}\\b`).exec(CODES);
  return (known?.[1] ?? (status === 429 ? "rate_limited" : status > 499 ? "transient" : "refused")) as LarkErrorCategory;
}
