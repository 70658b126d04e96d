import { setTimeout as wait } from "node:timers/promises";
import { diagnose } from "../../emulator/control/index.ts";
import type { EmulatedApp, Emulator } from "../../emulator/index.ts";
import type { Io } from "../io.ts";

/** Time between two attempts to connect a bot. */
const RETRY_MS = 500;

/** How long a bot that starts with the emulator may take before a failure is printed. */
export const START_MS = 10_000;

/**
 * Connects a bot, now or when it has started. Resolves when it is connected, or when the signal aborts.
 *
 * @param quietMs - For this time no failure is printed.
 */
export async function connectBot(
  emulator: Emulator,
  app: EmulatedApp,
  url: string,
  io: Io,
  quietMs = 0,
): Promise<void> {
  const began = performance.now();
  let printed = "";
  while (!io.signal.aborted) {
    try {
      await emulator.connect(url, app);
      io.out(`Connected to the bot of ${app.name} at ${url}.`);
      return;
    } catch (error) {
      const words = await diagnose(emulator, app, url, error);
      const end = words.endsWith("?") ? "" : ".";
      if (words !== printed && performance.now() - began >= quietMs) {
        io.err(`The bot of ${app.name} at ${url} is not connected: ${words}${end} Trying again until it is.`);
        printed = words;
      }
    }
    await wait(RETRY_MS, undefined, { signal: io.signal }).catch(() => undefined);
  }
}
