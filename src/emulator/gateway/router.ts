import type { AppRecord, State } from "../platform/state.ts";
import type { EmulatedUser } from "../platform/types.ts";
import type { Input } from "./operations/input.ts";

/** Where the knowledge of a behaviour comes from. `observed` is a public report of the real platform's answer. */
export type Source = "documentation" | "official SDK" | "observed" | "assumption";

/** Whom an API request's token speaks for. */
export interface Caller {
  app: AppRecord;
  tenantKey: string;
  /** Who signed in; absent for tokens of the app itself. */
  user?: EmulatedUser;
  /** What that person granted the app; without a list whatever the app has. */
  scopes?: readonly string[];
}

/** What a service gets: the request taken apart, and the platform's state. */
export interface Call {
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly state: State;
  /** The token's owner. Routes with `token: "none"` have none, and must not ask. */
  readonly caller: Caller;
  /** The checked request. Only routes with `token: "described"` have it, and others must not ask. */
  readonly input: Input;
  /** Sends an `app_ticket` to a marketplace app. */
  pushAppTicket(record: AppRecord): Promise<void>;
}

/** A service's answer: a JSON object, or bytes. Errors are thrown as `PlatformError`. */
export interface Answer {
  /** HTTP status. Default 200. */
  status?: number;
  json?: Record<string, unknown>;
  bytes?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

/** One operation, with the sources of what it does: the table of behaviours is made from these. */
export interface Route {
  /** `METHOD /path/:param`. */
  readonly operation: string;
  /** `"described"`: the kinds that the operation's document names, and the request is checked by it, too. */
  readonly token: "none" | "tenant" | "described";
  readonly source: Source;
  /** Behaviours whose source differs from the operation's. */
  readonly notes?: readonly (readonly [behaviour: string, source: Source])[];
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

/** `match` finds an operation; `"path"` and `"method"` say which half is unknown. */
export interface Router<T> {
  match(method: string, path: string): { route: T; params: Record<string, string> } | "path" | "method";
}

interface Branch<T> {
  readonly literals: Map<string, Branch<T>>;
  parameter?: Branch<T>;
  readonly routes: Map<string, { route: T; names: string[] }>;
}

const newBranch = <T>(): Branch<T> => ({ literals: new Map(), routes: new Map() });

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Builds the route tree. A literal segment wins over a parameter; a parameter is never empty. */
export function createRouter<T extends Pick<Route, "operation">>(routes: readonly T[]): Router<T> {
  const root = newBranch<T>();
  for (const route of routes) {
    const [method = "", template = ""] = route.operation.split(" ");
    const names: string[] = [];
    let branch = root;
    for (const segment of template.split("/").slice(1)) {
      if (segment.startsWith(":")) {
        names.push(segment.slice(1));
        branch.parameter ??= newBranch<T>();
        branch = branch.parameter;
      } else {
        const next = branch.literals.get(segment) ?? newBranch<T>();
        branch.literals.set(segment, next);
        branch = next;
      }
    }
    branch.routes.set(method, { route, names });
  }

  function find(
    branch: Branch<T>,
    segments: readonly string[],
    values: readonly string[],
  ): [Branch<T>, readonly string[]] | undefined {
    const [segment, ...rest] = segments;
    if (segment === undefined) {
      return branch.routes.size > 0 ? [branch, values] : undefined;
    }
    const literal = branch.literals.get(segment);
    const found = literal && find(literal, rest, values);
    if (found || branch.parameter === undefined || segment === "") {
      return found;
    }
    return find(branch.parameter, rest, [...values, decode(segment)]);
  }

  return {
    match(method, path) {
      const found = find(root, path.split("/").slice(1), []);
      if (found === undefined) {
        return "path";
      }
      const [branch, values] = found;
      const leaf = branch.routes.get(method);
      if (leaf === undefined) {
        return "method";
      }
      return {
        route: leaf.route,
        params: Object.fromEntries(leaf.names.map((name, index) => [name, values[index] ?? ""])),
      };
    },
  };
}
