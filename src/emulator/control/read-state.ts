import { type Restored, readSaved } from "../platform/save.ts";
import { slices } from "../services/index.ts";

/**
 * Reads what a state file of this emulator holds.
 *
 * @throws {SnapshotError} It is not what `save` writes; the message says why.
 */
export const readState = (value: unknown): Restored => readSaved(value, slices);
