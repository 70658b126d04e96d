import type { AppRecord, State } from "../platform/state.ts";
import { authorise } from "./authorise.ts";
import type { Found } from "./find.ts";
import type { Operation } from "./operations/operation.ts";
import { notEmulated, type Policy } from "./operations/policy.ts";
import { originOf } from "./origin.ts";
import type { Answer, Caller, OpenCall, Route } from "./route.ts";
import { checkScopes } from "./scopes.ts";

/** The parts of the emulator that answers need. */
export interface AnswerOptions {
  state: State;
  policy: Policy;
  pushAppTicket(record: AppRecord): Promise<void>;
  emit: OpenCall["emit"];
}

/**
 * Answers a request whose operation was found: authorise, check, serve.
 *
 * @throws {PlatformError} The platform refuses it.
 */
export type AnswerFound = (found: Found, request: Request, url: URL) => Promise<Answer>;

type Served<K extends Route["takes"]> = Extract<Route, { takes: K }>;

export function createAnswer({ state, policy, pushAppTicket, emit }: AnswerOptions): AnswerFound {
  let checks: import("./operations/index.ts").Checks | undefined;

  const authorised = (
    { request, origin }: Pick<OpenCall, "request" | "origin">,
    { tokens, scopes }: Pick<Operation, "tokens" | "scopes">,
  ): Caller => {
    const caller = authorise(state, request.headers.get("authorization"), tokens);
    checkScopes(origin, caller, scopes);
    return caller;
  };

  async function answerChecked(
    described: Operation,
    route: Served<"checked"> | undefined,
    call: OpenCall,
  ): Promise<Answer> {
    const caller = described.tokens.length > 0 ? authorised(call, described) : undefined;
    const { createChecks, makeUp, readInput } = await import("./operations/index.ts");
    checks ??= createChecks();
    const read = await readInput(described, call.request, call.query, call.params);
    checks.check(described, read);
    if (route !== undefined) {
      if (caller === undefined) {
        throw new TypeError(`${described.name} takes no token: its route must be an openRoute`);
      }
      return route.handle({ ...call, caller, input: read.input });
    }
    if (!policy(described.name)) {
      throw notEmulated(described.name);
    }
    return makeUp(described, read.input, state.seed);
  }

  return async ({ described, route, operation, params }, request, url) => {
    const origin = originOf(url, state.domain);
    const call: OpenCall = { request, params, query: url.searchParams, state, origin, pushAppTicket, emit };
    if (route === undefined || route.takes === "checked") {
      if (described === undefined) {
        throw new TypeError(`${operation} is not described`);
      }
      return answerChecked(described, route, call);
    }
    if (route.takes === "any") {
      return route.handle(call);
    }
    const caller = authorised(call, described ?? { tokens: ["tenant"], scopes: [] });
    return route.handle({ ...call, caller });
  };
}
