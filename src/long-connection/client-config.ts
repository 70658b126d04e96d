/** What the platform sets, in milliseconds. */
export interface ClientConfig {
  readonly pingIntervalMs: number;
  /** The longest wait between attempts to connect. */
  readonly reconnectIntervalMs: number;
  /** After a lost connection a random part of this is waited. */
  readonly reconnectNonceMs: number;
}

/** The platform's own values, where it names none. */
export const DEFAULT_CONFIG: ClientConfig = {
  pingIntervalMs: 120_000,
  reconnectIntervalMs: 120_000,
  reconnectNonceMs: 30_000,
};

const MIN_SECONDS = 5;
const MAX_SECONDS = 600;

/**
 * Reads a `ClientConfig`, from the discovery or a pong. Intervals are clamped to 5 to 600 seconds, because 0 would flood the
 * gateway and an hour would leave a dead connection unnoticed. What is no number stays as it was.
 *
 * `ReconnectCount` is not read: a bot that gave up would be deaf.
 */
export function readConfig(given: unknown, before: ClientConfig): ClientConfig {
  const fields = Object(given);
  const read = (name: string, old: number, min = MIN_SECONDS) => {
    const seconds = fields[name];
    return typeof seconds === "number" ? Math.min(Math.max(seconds, min), MAX_SECONDS) * 1000 : old;
  };
  return {
    pingIntervalMs: read("PingInterval", before.pingIntervalMs),
    reconnectIntervalMs: read("ReconnectInterval", before.reconnectIntervalMs),
    reconnectNonceMs: read("ReconnectNonce", before.reconnectNonceMs, 0),
  };
}
