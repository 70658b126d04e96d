import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { type Restored, readState as readEmulator, type Saved } from "../../emulator/control/index.ts";
import { CliError, codeOf, wordsOf } from "../io.ts";

/**
 * Reads a state file; `undefined` when there is none yet.
 *
 * @throws {CliError} It is damaged. It is left as it is.
 */
export async function readState(path: string): Promise<Restored | undefined> {
  let written: string;
  try {
    written = await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") {
      return undefined;
    }
    throw new CliError(`The state file ${path} cannot be read: ${wordsOf(error)}`);
  }
  try {
    return readEmulator(JSON.parse(written));
  } catch (error) {
    throw new CliError(
      `The state file ${path} is damaged: ${wordsOf(error)}. It was left as it is: move it away to begin anew.`,
    );
  }
}

/**
 * Writes a state file as a whole: who reads it sees the old one or the new one.
 *
 * @throws {CliError} It cannot be written.
 */
export async function writeState(path: string, saved: Saved): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    // It holds the secrets of the emulated apps.
    await writeFile(temporary, JSON.stringify(saved), { mode: 0o600 });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new CliError(`The state file ${path} cannot be written: ${wordsOf(error)}`);
  }
}
