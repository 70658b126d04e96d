import { setTimeout as wait } from "node:timers/promises";
import { diagnose } from "../emulator/control/index.ts";
import type { EmulatedApp, Emulator } from "../emulator/index.ts";
import type { Io } from "./io.ts";

/** How long until a bot that was not there is asked again. */
const RETRY_MS = 500;

/** How long a bot that is started with the emulator may take before it is said that it is not there. */
export const START_MS = 10_000;

/**
 * Connects a bot, now or when it is up. Resolves when it is connected, or when the signal fires.
 *
 * @param quietMs - For so long nothing is said of a bot that does not answer.
 */
export async function connectBot(
  emulator: Emulator,
  app: EmulatedApp,
  url: string,
  io: Io,
  quietMs = 0,
): Promise<void> {
  const began = performance.now();
  let told = "";
  while (!io.signal.aborted) {
    try {
      await emulator.connect(url, app);
      io.out(`Connected to the bot of ${app.name} at ${url}.`);
      return;
    } catch (error) {
      const words = await diagnose(emulator, app, url, error);
      const end = words.endsWith("?") ? "" : ".";
      if (words !== told && performance.now() - began >= quietMs) {
        io.err(`The bot of ${app.name} at ${url} is not connected: ${words}${end} Trying again until it is.`);
        told = words;
      }
    }
    await wait(RETRY_MS, undefined, { signal: io.signal }).catch(() => undefined);
  }
}
