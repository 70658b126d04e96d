import type { LarkErrorCategory } from "../errors.ts";

// Only numbers that mean the same in every service: the platform uses many of them twice.
const CODES: [LarkErrorCategory, string][] = [
  ["rate_limited", "99991400 230020 11232 11233 11247"],
  ["quota_exhausted", "99991403"],
  ["token_invalid", "99991663 99991664 99991665 99991668 99991671 20005 20013 20014 4001"],
  ["token_expired", "99991677 20006"],
  ["token_missing", "99991661"],
  ["reauthorize", "99991669 20026 20037 20064 20073"],
  ["permission_denied", "99991672 99991676 99991679"],
  ["ip_denied", "99991401"],
  ["app_ticket_invalid", "10012"],
  [
    "transient",
    "1061045 1061001 1061006 90235 300120 20050 20072 234019 232096 1062004 1062006 1069601 1069704 18121 231015 230049 96002 96201",
  ],
];

/** What a refusal means, from its HTTP status and the platform's code. */
export function classify(status: number, platformCode: unknown): LarkErrorCategory {
  const known = CODES.find(([, codes]) => codes.split(" ").includes(`${platformCode}`));
  return known?.[0] ?? (status === 429 ? "rate_limited" : status > 499 ? "transient" : "invalid_request");
}
