import { setTimeout as wait } from "node:timers/promises";
import type { EmulatedApp, Emulator } from "../emulator/index.ts";
import { ConnectError, insideOf, probeKeys } from "../emulator/inside/index.ts";
import type { Io } from "./io.ts";
import { wordsOf } from "./io.ts";

/** How long until a bot that was not there is asked again. */
const RETRY_MS = 1000;

const REASONS = {
  timeout: "it does not answer within a second",
  dns: "nobody knows its host name",
  connect: "nobody listens there",
} as const;

const KEYS = {
  encrypt_key: "its ENCRYPT_KEY is not the emulator's: give it the one above and start it again",
  verification_token: "its VERIFICATION_TOKEN is not the emulator's: give it the one above and start it again",
  either: "its ENCRYPT_KEY is likely not the emulator's, perhaps VERIFICATION_TOKEN, too: give it those above",
  none: "it refuses the URL check, though its keys seem right",
} as const;

/** What is wrong with a bot, in words that say what to do. */
async function diagnose(emulator: Emulator, app: EmulatedApp, url: string, error: unknown): Promise<string> {
  if (!(error instanceof ConnectError)) return wordsOf(error);
  const { attempt } = error;
  if (attempt.reason !== undefined) return REASONS[attempt.reason];
  if (attempt.status === 404) return "it answers 404: is the path of the address right?";
  if (attempt.status >= 300 && attempt.status < 400)
    return `it redirects (${attempt.status}), which the platform does not follow`;
  const told = attempt.status === 200 ? "it answers without the challenge" : `it answers HTTP ${attempt.status}`;
  return `${told}: ${KEYS[await probeKeys(insideOf(emulator), app, url)]}`;
}

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
      if (words !== told)
        io.err(`The bot of ${app.name} at ${url} is not connected: ${words}. Trying again until it is.`);
      told = words;
    }
    await wait(RETRY_MS, undefined, { signal: io.signal }).catch(() => undefined);
  }
}
