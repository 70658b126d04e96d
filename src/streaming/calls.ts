import { isLarkError } from "../base/index.ts";
import type { ClientBase, RawRequest } from "../client/index.ts";
import { type Turn, turnOf } from "./codes.ts";
import type { StreamClock, StreamOutcome, StreamStep } from "./types.ts";

/** How often one call is repeated before its error counts. */
const MAX_TRIES = 6;

/** An internal error: of too many requests, or of a `sequence` that does not rise. */
const BUSY_OR_SEQUENCE = 300120;

/** The pause before a call is repeated, doubled each time. */
const PAUSE_MS = 500;
const MAX_PAUSE_MS = 8_000;

/** Requests that are kept for the end: the last card, the settings, and a repetition of each. */
const KEPT_CALLS = 5;

/** Ends a stream: nothing more can be shown. */
export class StreamEnd extends Error {
  readonly outcome: StreamOutcome;
  constructor(outcome: StreamOutcome) {
    super(outcome);
    this.outcome = outcome;
  }
}

/** How a call goes on after a refusal: `again` repeats it, and after `done` it is not needed any more. */
export type React = (turn: Turn) => Promise<"again" | "done" | undefined>;

/** The requests of one run: counted, logged, repeated. */
export interface Calls {
  readonly steps: StreamStep[];
  readonly count: number;
  /** How often the platform asked for a pause. */
  readonly waits: number;
  /** Whether a request that is not of the end may be sent. */
  readonly isLeft: boolean;
  note(did: StreamStep["did"], code?: number | string, then?: string): void;
  /**
   * Sends a request, built anew for each try.
   *
   * @throws {StreamEnd} The quota is used up, the chat is gone, or `maxCalls` is reached.
   */
  send<Answer>(did: StreamStep["did"], build: () => RawRequest, react?: React): Promise<Answer>;
}

/** Makes the requests of one run. */
export function createCalls(client: Pick<ClientBase, "request">, clock: StreamClock, maxCalls: number): Calls {
  const steps: StreamStep[] = [];
  let count = 0;
  let waits = 0;

  function note(did: StreamStep["did"], code?: number | string, then?: string): void {
    steps.push({ at: clock.now(), did, ...(code === undefined ? {} : { code }), ...(then ? { then } : {}) });
  }

  async function pause(error: unknown, round: number): Promise<void> {
    const { retryAfterMs = 0 } = Object(error);
    await clock.wait(Math.max(retryAfterMs, Math.min(PAUSE_MS * 2 ** round, MAX_PAUSE_MS)));
  }

  return {
    steps,
    get count() {
      return count;
    },
    get waits() {
      return waits;
    },
    get isLeft() {
      return count < maxCalls - KEPT_CALLS;
    },
    note,
    async send(did, build, react) {
      for (let round = 0; ; round++) {
        if (count >= maxCalls) {
          throw new StreamEnd("stopped");
        }
        count += 1;
        try {
          const answer = await client.request(build(), { retry: { maxRetries: 0 } });
          note(did);
          return answer as never;
        } catch (error) {
          const turn = isLarkError(error) ? turnOf(error) : "fail";
          note(did, Object(error).platformCode ?? Object(error).code, turn);
          if (turn === "quota" || turn === "gone") {
            throw new StreamEnd(turn);
          }
          if (round >= MAX_TRIES) {
            throw error;
          }
          const isBusy = turn === "wait" || turn === "repeat";
          if (isBusy || Object(error).platformCode === BUSY_OR_SEQUENCE) {
            waits += 1;
            await pause(error, round);
          }
          if (isBusy) {
            continue;
          }
          const next = await react?.(turn);
          if (next === "done") {
            return undefined as never;
          }
          if (!next) {
            throw error;
          }
        }
      }
    },
  };
}
