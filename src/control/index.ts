/**
 * The control API of an emulator: everything under `/_emulator/`, for the chat page and for scripts. All other paths go to
 * the emulated platform.
 *
 * @module
 */
export { type Control, type ControlOptions, createControl } from "./control.ts";
export { diagnose } from "./diagnose.ts";
