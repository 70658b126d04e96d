import { insideOf } from "../../emulator/control/index.ts";
import type { Emulator } from "../../emulator/index.ts";
import type { Io } from "../io.ts";
import { openRecording, type Recording } from "../recording.ts";

/**
 * Records every event that the emulator sends. A redelivery is no new event.
 *
 * @throws {CliError} The file cannot be written.
 */
export async function recordEvents(emulator: Emulator, path: string, io: Io): Promise<Recording> {
  const recording = await openRecording(path, io);
  const known = new Set<string>();
  const stop = insideOf(emulator).courier.feed.listen(({ eventId, eventType, at, payload }) => {
    if (!known.has(eventId)) {
      known.add(eventId);
      recording.add({ at, type: eventType, payload });
    }
  });
  return {
    ...recording,
    close() {
      stop();
      return recording.close();
    },
  };
}
