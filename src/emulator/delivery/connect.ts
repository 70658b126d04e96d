import type { AppRecord, State } from "../platform/state.ts";
import type { BotTarget } from "../platform/types.ts";
import { type Attempt, deliver, targetUrl } from "./deliver.ts";
import { buildEvent } from "./events.ts";

/** The platform's limit for the URL check. */
const CHALLENGE_TIMEOUT_MS = 1000;

function complaint({ status, answer, body, error }: Attempt, challenge: string): string | undefined {
  const excerpt = JSON.stringify(body.length > 200 ? `${body.slice(0, 200)}…` : body);
  if (error !== undefined) {
    return error;
  }
  if (status !== 200) {
    return `HTTP ${status} instead of 200, body ${excerpt}`;
  }
  if (typeof answer !== "object" || answer === null) {
    return `the body is not a JSON object: ${excerpt}`;
  }
  const given: unknown = Reflect.get(answer, "challenge");
  if (given === undefined) {
    return `the body has no "challenge": ${excerpt}`;
  }
  return given === challenge ? undefined : `the body has another challenge than the one sent: ${excerpt}`;
}

/** A bot's URL did not pass the platform's check. */
export class ConnectError extends Error {
  override readonly name: string = "ConnectError";
  /** What came back of the check. */
  readonly attempt: Attempt;

  constructor(message: string, attempt: Attempt) {
    super(message);
    this.attempt = attempt;
  }
}

/** Checks a bot's URL as the platform does before it saves it, then makes it the app's target. */
export async function connectTarget(state: State, record: AppRecord, target: BotTarget): Promise<void> {
  const challenge = state.ids.hex("challenge", 32);
  const candidate: AppRecord = { app: record.app, target };
  const { request } = await buildEvent(state, candidate, { type: "url_verification", event: { challenge } });
  const attempt = await deliver(target, request, CHALLENGE_TIMEOUT_MS);
  const problem = complaint(attempt, challenge);
  if (problem !== undefined) {
    const sealed = record.app.encryptKey === "" ? "plain" : "encrypted";
    throw new ConnectError(
      `connect: ${targetUrl(target)} failed the URL check (${sealed} url_verification): ${problem}`,
      attempt,
    );
  }
  record.target = target;
  state.changes.emit({ type: "app", app: record.app });
}
