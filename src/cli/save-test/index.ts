import { saveAsTest } from "../../emulator/control/index.ts";
import type { SaveTestFlags } from "../arguments.ts";
import { CliError, type Io } from "../io.ts";
import { readSession } from "../recording.ts";

/**
 * `lark-edge save-test`: prints a recording as a vitest file.
 *
 * @throws {CliError} The recording cannot be read, or no person did anything in it.
 */
export async function runSaveTest({ file }: SaveTestFlags, io: Io): Promise<void> {
  const source = saveAsTest(await readSession(file));
  if (!source.includes("\ntest(")) {
    throw new CliError(`The recording ${file} holds no act of a person in a chat, so there is nothing to test.`);
  }
  io.out(source.trimEnd());
}
