import { insideOf, save } from "../../emulator/control/index.ts";
import type { Emulator } from "../../emulator/index.ts";
import { type Io, wordsOf } from "../io.ts";
import { writeState } from "./state-file.ts";

/** Saves the state after changes, and once more at the end. */
export function keepState(emulator: Emulator, path: string, io: Io): { tick(): Promise<void>; end(): Promise<void> } {
  const inside = insideOf(emulator);
  let isChanged = false;
  const mark = (): void => {
    isChanged = true;
  };
  const stops = [inside.exchanges.listen(mark), inside.state.changes.listen(mark), inside.courier.feed.listen(mark)];
  let pending: Promise<void> = Promise.resolve();
  let restUntil = 0;
  const write = (): Promise<void> => {
    isChanged = false;
    pending = pending.then(async () => {
      const began = performance.now();
      await writeState(path, save(inside, emulator.app));
      // A large state is written less often, so that it costs a tenth of the time at most.
      restUntil = performance.now() + 9 * (performance.now() - began);
    });
    return pending;
  };
  return {
    async tick() {
      if (!isChanged || performance.now() < restUntil) {
        return;
      }
      await write().catch((error) => {
        pending = Promise.resolve();
        io.err(wordsOf(error));
      });
    },
    async end() {
      for (const stop of stops) {
        stop();
      }
      await write();
    },
  };
}
