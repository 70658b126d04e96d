/**
 * The platform on a laptop: `createEmulator` answers API requests and pushes events, in memory and repeatably.
 *
 * @module
 */

export {
  createEmulator,
  DEFAULT_ANSWER_TIMEOUT_MS,
  DEFAULT_DOMAIN,
  DEFAULT_TOKEN_LIFETIME_SECONDS,
} from "./emulator.ts";
export type * from "./emulator-types.ts";
export { MADE_UP_HEADER } from "./gateway/operations/made-up-header.ts";
export { NOT_EMULATED_CODE } from "./gateway/operations/policy.ts";
export type * from "./long-connection/types.ts";
export type { EmulatedWebSocket, EmulatedWebSocketClass } from "./long-connection/web-socket.ts";
export type * from "./people/types.ts";
export type { Change, Changes } from "./platform/changes.ts";
export type * from "./platform/types.ts";
