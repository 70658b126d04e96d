import type { LarkErrorCategory } from "../base/index.ts";

/**
 * The category of a refusal, from its HTTP status and the platform's code.
 *
 * It knows only codes that mean the same in every service, because the platform uses many codes twice. The explanations
 * for people are in src/explain, which a bot imports separately.
 */
export function classify(status: number, platformCode?: number): LarkErrorCategory {
  const code = platformCode as unknown as string;
  if (/^(99991400|230020|11232)$/.test(code) || (status === 429 && platformCode !== 99991403)) {
    return "rate_limited";
  }
  if (/^(9999166[3458]|99991671|2001[34])$/.test(code)) {
    return "token_invalid";
  }
  return /^(106100[16]|1061045|20050|20072)$/.test(code) || status > 499 ? "transient" : "refused";
}
