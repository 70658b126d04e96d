import { ConnectError } from "../delivery/connect.ts";
import { probeKeys } from "../delivery/probe.ts";
import type { EmulatedApp, Emulator } from "../index.ts";
import { insideOf } from "../inside.ts";

const REASONS = {
  timeout: "it does not answer within a second",
  dns: "nobody knows its host name",
  connect: "nobody listens there",
} as const;

const KEYS = {
  encrypt_key: "its ENCRYPT_KEY is not the emulator's: give it the one that was printed and start it again",
  verification_token:
    "its VERIFICATION_TOKEN is not the emulator's: give it the one that was printed and start it again",
  either:
    "its ENCRYPT_KEY is likely not the emulator's, perhaps VERIFICATION_TOKEN, too: give it those that were printed",
  none: "it refuses the URL check, though its keys seem right",
  unchecked: "it takes anything, forged requests, too: is this the bot, and does it answer url_verification?",
} as const;

/** What is wrong with a bot that was not connected, in words that say what to do. */
export async function diagnose(emulator: Emulator, app: EmulatedApp, url: string, error: unknown): Promise<string> {
  if (!(error instanceof ConnectError)) {
    return error instanceof Error ? error.message : String(error);
  }
  const { attempt } = error;
  if (attempt.reason !== undefined) {
    return REASONS[attempt.reason];
  }
  if (attempt.status === 404) {
    return "it answers 404: is the path of the address right?";
  }
  if (attempt.status >= 300 && attempt.status < 400) {
    return `it redirects (${attempt.status}), which the platform does not follow`;
  }
  const told = attempt.status === 200 ? "it answers without the challenge" : `it answers HTTP ${attempt.status}`;
  const key = await probeKeys(insideOf(emulator).state, app, url);
  // Many a bot fails at what it cannot decrypt, and many fail for another reason.
  if (attempt.status >= 500 && key === "either") {
    return `${told}: its own log says why, perhaps because ENCRYPT_KEY or VERIFICATION_TOKEN is not the emulator's`;
  }
  return `${told}: ${KEYS[key]}`;
}
