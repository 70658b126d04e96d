/**
 * The control API of an emulator: everything under `/_emulator/`, for the chat page and for scripts. All other paths go to
 * the emulated platform. With it, what the command line needs of an emulator's inside.
 *
 * @module
 */

export { deliver } from "../delivery/deliver.ts";
export { encryptEvent, postOf, signatureHeaders } from "../delivery/seal.ts";
export { checkOperationNames, checkOperations } from "../gateway/operations/check-names.ts";
export { makeRequest } from "../gateway/request.ts";
export { insideOf } from "../inside.ts";
export { type Gateway, gatewayOf } from "../long-connection/gateway.ts";
export { checkFaults, checkScenario } from "../platform/faults/index.ts";
export { type Restored, restore, type Saved, save } from "../platform/save.ts";
export { credentialsOf } from "./bots.ts";
export { type Control, type ControlOptions, createControl } from "./control.ts";
export { diagnose } from "./diagnose.ts";
export { PLATFORM_HOSTS } from "./guard.ts";
export { readState } from "./read-state.ts";
export { isNote, listenToSession, type SessionEntry, saveAsTest } from "./session/index.ts";
export { eventTypes, templateOf } from "./templates.ts";
