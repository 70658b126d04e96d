import type { AppRecord, State } from "../platform/state.ts";
import { authorize, type TokenKind } from "../platform/tokens.ts";
import { PlatformError } from "./errors.ts";
import type { Finder } from "./finder.ts";
import type { Input } from "./operations/input.ts";
import type { Operation } from "./operations/operation.ts";
import { notEmulated, type Policy } from "./operations/policy.ts";
import type { Answer, Call, Caller, Route } from "./router.ts";
import { checkScopes } from "./scopes.ts";

/** What answers are made from. */
export interface HandlerOptions {
  state: State;
  finder: Finder;
  policy: Policy;
  pushAppTicket(record: AppRecord): Promise<void>;
}

/** Answers a request by a service or by what is described; `told` hears which operation it is before anything else. */
export type Handler = (request: Request, url: URL, told: (operation: string) => void) => Promise<Answer>;

/** What stands in a call for what its route must not ask for. */
function absent(operation: string, what: string): never {
  throw new TypeError(`${operation} has no ${what}`);
}

export function createHandler({ state, finder, policy, pushAppTicket }: HandlerOptions): Handler {
  let checks: import("./operations/index.ts").Checks | undefined;

  function openCaller(operation: string, request: Request, kinds: readonly TokenKind[]): Caller {
    if (kinds.length > 0) {
      return authorize(state, request.headers.get("authorization"), kinds);
    }
    return {
      get app() {
        return absent(operation, "caller: it takes no token");
      },
      tenantKey: "",
    };
  }

  async function answerDescribed(
    described: Operation,
    route: Route | undefined,
    call: Omit<Call, "caller" | "input">,
  ): Promise<Answer> {
    const caller = openCaller(described.operation, call.request, described.tokens);
    if (described.tokens.length > 0) {
      checkScopes(state, caller, described.scopes);
    }
    const { createChecks, makeUp, readInput } = await import("./operations/index.ts");
    checks ??= createChecks();
    const read = await readInput(described, call.request, call.query, call.params);
    checks.check(described, read);
    if (route !== undefined) {
      return route.handle({ ...call, caller, input: read.input });
    }
    if (!policy(described.name)) {
      throw notEmulated(described.name);
    }
    return makeUp(described, read.input, state.seed);
  }

  return async (request, url, told) => {
    const found = await finder.find(request.method, url.pathname);
    if (found === "path") {
      throw new PlatformError(99991201, "Request path not found.", { status: 404 });
    }
    if (found === "method") {
      throw new PlatformError(99991301, "Request method is not supported.");
    }
    const { described, route, operation } = found.route;
    told(operation);
    const call = { request, params: found.params, query: url.searchParams, state, pushAppTicket };
    if (described !== undefined && (route === undefined || route.token === "described")) {
      return answerDescribed(described, route, call);
    }
    if (route === undefined || route.token === "described") {
      throw new TypeError(`${operation} is not described`);
    }
    const caller = openCaller(operation, request, route.token === "tenant" ? ["tenant"] : []);
    if (route.token === "tenant" && described !== undefined) {
      checkScopes(state, caller, described.scopes);
    }
    return route.handle({
      ...call,
      caller,
      get input(): Input {
        return absent(operation, "checked input: its route does not ask for it");
      },
    });
  };
}
