import type { ClientOptions } from "lark-edge/core";

/** A logger, and the lines that were written to it with their levels. */
export function recordingLogger(): {
  logger: NonNullable<ClientOptions["logger"]>;
  logged: [level: string, message: string][];
} {
  const logged: [string, string][] = [];
  const at =
    (level: string) =>
    (...message: unknown[]) =>
      void logged.push([level, message.map(String).join(" ")]);
  return { logged, logger: { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") } };
}
