import type { Answer, Call } from "../gateway/route.ts";
import { isObject } from "../platform/json.ts";
import { type State, trim } from "../platform/state.ts";

/** How a request is recognised that was sent before. */
export interface OnceOptions<T> {
  /** The request as text: another one with the same token is refused. */
  sent?: string;
  /** The refusal of another request with the same token. */
  conflict?(): Error;
  /** How long the first result is given again. Default: as long as it is kept. */
  lifeMs?: number;
  /** What the result stands for now; `undefined` if that is gone, and the request is done anew. */
  recall(result: unknown): T | undefined;
  /** What is kept of a result. */
  keep(made: T): unknown;
}

/**
 * Runs a request once for each token of the client's.
 *
 * @param slot - The identity of a request: the service, the caller and the token.
 */
export function once<T>(
  state: State,
  slot: readonly unknown[],
  { sent, conflict, lifeMs = Number.POSITIVE_INFINITY, recall, keep }: OnceOptions<T>,
  make: () => T,
): T {
  const key = JSON.stringify(slot);
  const earlier = state.doneOnce.get(key);
  if (earlier !== undefined && state.now() - earlier.at < lifeMs) {
    if (conflict !== undefined && earlier.sent !== sent) {
      throw conflict();
    }
    const known = recall(earlier.result);
    if (known !== undefined) {
      return known;
    }
  }
  const made = make();
  // The newest stands last, so that the oldest are forgotten first.
  state.doneOnce.delete(key);
  state.doneOnce.set(key, { at: state.now(), ...(sent === undefined ? {} : { sent }), result: keep(made) });
  trim(state.doneOnce);
  return made;
}

/**
 * Answers once for each `client_token` of an app in a company: the same request gets the same answer again.
 *
 * @param conflict - Makes the refusal of another request with the same token.
 */
export function answerOnce(call: Call, run: () => Answer, conflict: () => Error): Answer {
  const { state, caller, input, request } = call;
  const { client_token, ...query } = input.query;
  if (client_token === undefined) {
    return run();
  }
  const { pathname } = new URL(request.url);
  const options: OnceOptions<Answer> = {
    sent: JSON.stringify([request.method, pathname, query, input.sent ?? null]),
    conflict,
    recall: (json) => (isObject(json) ? { json: structuredClone(json) } : undefined),
    keep: ({ json = {} }) => structuredClone(json),
  };
  return once(state, ["client_token", caller.app.app.appId, caller.tenantKey, client_token], options, run);
}
