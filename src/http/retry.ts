import type { LarkErrorCategory } from "../base/index.ts";

/** How often a call is repeated by default. */
export const DEFAULT_MAX_RETRIES = 2;

/** Full jitter: a random part of this, doubled by each attempt. The deadline is the upper bound. */
const BACKOFF_MS = 500;

/**
 * How long to wait before a call is repeated, in milliseconds; `undefined` if the platform could execute it twice.
 *
 * A call that was refused before it was executed is safe to repeat.
 */
export function pauseBeforeRetry(
  { category = "transient", retryAfterMs = 0 }: { category?: LarkErrorCategory; retryAfterMs?: number },
  isIdempotent: boolean,
  attempt: number,
): number | undefined {
  const isSafe = category === "rate_limited" || (isIdempotent && category === "transient");
  // Calls that were refused together must not be repeated together.
  return isSafe ? retryAfterMs + Math.random() * BACKOFF_MS * 2 ** attempt : undefined;
}
