import type { Answer, Call } from "../gateway/route.ts";
import { trim } from "../platform/state.ts";

/**
 * Runs an operation once for each `client_token` of an app in a company: the same request gets the same answer again.
 *
 * @param conflict - Makes the refusal of another request with the same token.
 */
export function once(call: Call, run: () => Answer, conflict: () => Error): Answer {
  const { state, caller, input, request } = call;
  const { client_token, ...query } = input.query;
  if (client_token === undefined) {
    return run();
  }
  const { pathname } = new URL(request.url);
  const key = JSON.stringify([caller.app.app.appId, caller.tenantKey, client_token]);
  const sent = JSON.stringify([request.method, pathname, query, input.sent ?? null]);
  const earlier = state.answeredByToken.get(key);
  if (earlier !== undefined) {
    if (earlier.request !== sent) {
      throw conflict();
    }
    return { json: structuredClone(earlier.answer) };
  }
  const answer = run();
  state.answeredByToken.set(key, { request: sent, answer: structuredClone(answer.json ?? {}) });
  trim(state.answeredByToken);
  return answer;
}
