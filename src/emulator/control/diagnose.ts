import { ConnectError } from "../delivery/connect.ts";
import { probeKeys } from "../delivery/probe.ts";
import type { EmulatedApp, Emulator } from "../index.ts";
import { insideOf } from "../inside.ts";

const REASONS = {
  timeout: "it does not answer within a second",
  dns: "its host name is unknown",
  connect: "there is no server at this address",
} as const;

const KEYS = {
  encrypt_key: "its ENCRYPT_KEY is not the emulator's: set it to the printed value and restart the bot",
  verification_token: "its VERIFICATION_TOKEN is not the emulator's: set it to the printed value and restart the bot",
  either:
    "its ENCRYPT_KEY is likely not the emulator's, and perhaps its VERIFICATION_TOKEN: set both to the printed values",
  signature:
    "it wants a signature on the URL check, which the platform does not send: answer url_verification before checking signatures",
  none: "it refuses the URL check, although its keys seem right",
  unchecked: "it accepts anything, also forged requests: is this the bot, and does it answer url_verification?",
} as const;

/** Says why a bot was not connected, and what to do. */
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
  const answered = attempt.status === 200 ? "it answers without the challenge" : `it answers HTTP ${attempt.status}`;
  const key = await probeKeys(insideOf(emulator).state, app, url);
  // A bot may fail because it cannot decrypt the check, or for another reason.
  if (attempt.status >= 500 && key === "either") {
    return `${answered}: its log has the reason, perhaps because ENCRYPT_KEY or VERIFICATION_TOKEN is not the emulator's`;
  }
  return `${answered}: ${KEYS[key]}`;
}
