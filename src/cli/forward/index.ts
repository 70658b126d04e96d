import { deliver } from "../../emulator/control/index.ts";
import type { ForwardFlags } from "../arguments.ts";
import { addressIn } from "../domain.ts";
import { CliError, type Io } from "../io.ts";
import { type RecordedEvent, withToken } from "../recording.ts";
import type { BotKeys } from "./keys.ts";
import { buildRequest } from "./request.ts";

export { appOf, botKeysOf, variablesOf } from "./keys.ts";

/** What a bot did with an event. */
export type Outcome = "acknowledged" | "failed" | "refused" | "not reached";

/** The answer of a bot. */
export interface Forwarded {
  readonly outcome: Outcome;
  /** The body of an answer that acknowledges. */
  readonly body: string;
}

/**
 * The address of the bot.
 *
 * @throws {CliError} It is missing or wrong.
 */
export function targetOf(command: string, { to }: ForwardFlags): string {
  if (to === undefined) {
    throw new CliError(`${command} needs --to, the address of the bot: --to http://127.0.0.1:3000/`, 2);
  }
  return addressIn("--to", to);
}

function judge(status: number): Outcome {
  if (status >= 200 && status < 300) {
    return "acknowledged";
  }
  if (status === 401) {
    return "refused";
  }
  return status >= 500 ? "failed" : "not reached";
}

/** What a line says about an outcome beside the status. */
const NOTES: Readonly<Record<Outcome, string>> = {
  acknowledged: "",
  failed: ", the bot failed: see what it printed",
  refused: ", keys differ: ENCRYPT_KEY or VERIFICATION_TOKEN of the bot is another one",
  "not reached": ", is --to the path of the bot?",
};

/** Makes the function that posts an event to the bot, and prints it in one line. */
export function createForward(
  url: string,
  keys: BotKeys,
  timeoutMs: number,
  isPrinted: boolean,
  io: Io,
): (event: RecordedEvent) => Promise<Forwarded> {
  return async (event) => {
    const request = await buildRequest(url, event, keys);
    const time = new Date().toTimeString().slice(0, 8);
    const { status, body, error, reason, durationMs } = await deliver(url, request, timeoutMs);
    const outcome = judge(status);
    const isReached = reason === undefined || reason === "timeout";
    const answer = isReached
      ? (error ?? `${status} in ${Math.round(durationMs)} ms${NOTES[outcome]}`)
      : `${url} cannot be reached, is the bot running?`;
    io.out(`${time} ${event.type}: ${answer}`);
    if (isPrinted) {
      io.out(JSON.stringify(withToken(event.payload), null, 2));
    }
    return { outcome, body };
  };
}
