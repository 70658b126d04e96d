/**
 * The platform on a laptop: `createEmulator` answers API requests and pushes events, in memory and repeatably.
 *
 * @module
 */

export type * from "./acts-types.ts";
export type { Change, Changes } from "./changes.ts";
export {
  createEmulator,
  DEFAULT_ANSWER_TIMEOUT_MS,
  DEFAULT_DOMAIN,
  DEFAULT_TOKEN_LIFETIME_SECONDS,
} from "./emulator.ts";
export type * from "./emulator-types.ts";
export { MADE_UP_HEADER } from "./operations/made-up-header.ts";
export { NOT_EMULATED_CODE } from "./operations/policy.ts";
export type * from "./types.ts";
