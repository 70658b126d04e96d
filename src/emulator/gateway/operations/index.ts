/**
 * What every operation has that the platform's description knows: its input is read and checked by the document, and an
 * answer can be made up. Loaded when the first such operation is called, so that importing the emulator costs nothing.
 *
 * @module
 */
export { type Checks, createChecks } from "./check.ts";
export { readInput } from "./input.ts";
export { makeUp } from "./make-up.ts";
export { DESCRIBED_NOTES } from "./notes.ts";
