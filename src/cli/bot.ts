import { setTimeout as wait } from "node:timers/promises";
import { diagnose } from "../emulator/control/index.ts";
import type { EmulatedApp, Emulator } from "../emulator/index.ts";
import type { Io } from "./io.ts";

/** How long until a bot that was not there is asked again. */
const RETRY_MS = 1000;

/** Connects a bot, now or when it is up. Resolves when it is connected, or when the signal fires. */
export async function connectBot(emulator: Emulator, app: EmulatedApp, url: string, io: Io): Promise<void> {
  let told = "";
  while (!io.signal.aborted) {
    try {
      await emulator.connect(url, app);
      io.out(`Connected to the bot of ${app.name} at ${url}.`);
      return;
    } catch (error) {
      const words = await diagnose(emulator, app, url, error);
      const end = words.endsWith("?") ? "" : ".";
      if (words !== told) {
        io.err(`The bot of ${app.name} at ${url} is not connected: ${words}${end} Trying again until it is.`);
      }
      told = words;
    }
    await wait(RETRY_MS, undefined, { signal: io.signal }).catch(() => undefined);
  }
}
