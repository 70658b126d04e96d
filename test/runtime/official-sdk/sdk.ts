import { createRequire } from "node:module";
import type { Parsed } from "../../support/emulator-api.ts";

/** The official SDK, untyped: its own declarations are 17 MB, and the compiler would read them all. */
export const lark: Parsed = createRequire(import.meta.url)("@larksuiteoapi/node-sdk");

const ignore = (): void => {};

/** A logger that says nothing: `LoggerLevel.fatal` is 0, which the SDK takes for no level at all. */
export const quiet = { logger: { error: ignore, warn: ignore, info: ignore, debug: ignore, trace: ignore } };
