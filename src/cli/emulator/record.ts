import { insideOf, listenToSession } from "../../emulator/control/index.ts";
import type { Emulator } from "../../emulator/index.ts";
import type { Io } from "../io.ts";
import { openRecording, type Recording } from "../recording.ts";

/**
 * Records every event that the emulator sends, with notes of the chats, messages and changed texts. A redelivery is no new
 * event.
 *
 * @throws {CliError} The file cannot be written.
 */
export async function recordEvents(emulator: Emulator, path: string, io: Io): Promise<Recording> {
  const recording = await openRecording(path, io);
  const stop = listenToSession(insideOf(emulator), (entry) => recording.add(entry));
  return {
    ...recording,
    close() {
      stop();
      return recording.close();
    },
  };
}
