/** What the platform sets, in seconds, under its own names. */
export interface ClientConfig {
  readonly PingInterval: number;
  /** The longest wait between attempts to connect. */
  readonly ReconnectInterval: number;
  /** After a lost connection a random part of this is waited. */
  readonly ReconnectNonce: number;
}

/** The platform's own values, where it names none. */
export const DEFAULT_CONFIG: ClientConfig = { PingInterval: 120, ReconnectInterval: 120, ReconnectNonce: 30 };

const MIN_SECONDS = 5;
const MAX_SECONDS = 600;

/**
 * Reads a `ClientConfig`, from the discovery or a pong. Intervals are clamped to 5 to 600 seconds, because 0 would flood the
 * gateway and an hour would leave a dead connection unnoticed. What is no number stays as it was.
 *
 * `ReconnectCount` is not read: a bot that gave up would be deaf.
 */
export function readConfig(given: unknown, before: ClientConfig): ClientConfig {
  const config: Record<string, number> = { ...before };
  for (const name in config) {
    const seconds = Object(given)[name];
    if (typeof seconds === "number") {
      config[name] = Math.min(Math.max(seconds, name === "ReconnectNonce" ? 0 : MIN_SECONDS), MAX_SECONDS);
    }
  }
  return config as unknown as ClientConfig;
}
