/** Where messages go; `console` fits. */
export interface Logger {
  /** Something failed. */
  error(...message: unknown[]): void;
  /** Something went wrong, and the work goes on. */
  warn(...message: unknown[]): void;
  /** A step was done. */
  info(...message: unknown[]): void;
  /** Details for the search for a mistake. */
  debug(...message: unknown[]): void;
}

/** The least important level that is still written. */
export type LogLevel = keyof Logger | "silent";

/** How to log. */
export interface LogOptions {
  /** Default `console`. */
  logger?: Logger | undefined;
  /** Default `"warn"`. */
  loggerLevel?: LogLevel | undefined;
}

/** Writes a message of a level, or drops it. */
export type Log = (level: keyof Logger, ...message: unknown[]) => void;

// A level's place is its rank. A level that is not in it ranks before all: a typing error shows too much, not too little.
const LEVELS = "debug info warn error silent";

/** The one way in which this package logs. */
export function createLog({ logger, loggerLevel = "warn" }: LogOptions): Log {
  return (level, ...message) => {
    if (LEVELS.indexOf(level) >= LEVELS.indexOf(loggerLevel)) {
      (logger ?? console)[level]("lark-edge:", ...message);
    }
  };
}
