/** Where messages go; `console` fits. */
export interface Logger {
  error(...message: unknown[]): void;
  warn(...message: unknown[]): void;
  info(...message: unknown[]): void;
  debug(...message: unknown[]): void;
}

const LEVELS = ["error", "warn", "info", "debug"] as const;

/** The least important level that is still written. */
export type LogLevel = (typeof LEVELS)[number] | "silent";

/** How to log. */
export interface LogOptions {
  /** Default `console`. */
  logger?: Logger;
  /** Default `"warn"`. */
  loggerLevel?: LogLevel;
}

/** Writes a message of a level, or drops it. */
export type Log = (level: (typeof LEVELS)[number], ...message: unknown[]) => void;

/** The one way in which this package logs. */
export function createLog({ logger, loggerLevel = "warn" }: LogOptions): Log {
  const most = LEVELS.indexOf(loggerLevel as (typeof LEVELS)[number]);
  if (most < 0 && loggerLevel !== "silent") {
    throw new TypeError(`loggerLevel must be one of ${LEVELS.join(", ")} and silent, got ${loggerLevel}`);
  }
  return (level, ...message) => {
    if (LEVELS.indexOf(level) <= most) {
      // biome-ignore lint/suspicious/noConsole: the documented default
      (logger ?? console)[level]("lark-edge:", ...message);
    }
  };
}
