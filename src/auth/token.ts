/** A token and when it ends. */
export interface Token {
  /** A secret. */
  readonly token: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** How long the platform lets a token live at most, in milliseconds. */
export const MAX_LIFE_MS = 7_200_000;
/** With more life left than this the platform would answer with the same token, in milliseconds. */
export const FRESH_MS = 1_800_000;
/** With less life left than this a caller waits for a new token, in milliseconds. */
export const FLOOR_MS = 300_000;
