import type { AppRecord, State } from "../platform/state.ts";
import type { EmulatedUser, PushedEvent } from "../platform/types.ts";
import type { Input } from "./operations/input.ts";

/** Where the knowledge of a behaviour comes from. `observed` is a public report of the real platform's answer. */
export type Source = "documentation" | "official SDK" | "observed" | "assumption";

/** A behaviour, and where it is known from. */
export type Note = readonly [behaviour: string, source: Source];

/** Whom an API request's token speaks for. */
export interface Caller {
  app: AppRecord;
  tenantKey: string;
  /** Who signed in; absent for tokens of the app itself. */
  user?: EmulatedUser;
  /** What that person granted the app; without a list whatever the app has. */
  scopes?: readonly string[];
}

/** A request whose token is not checked. */
export interface OpenCall {
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly state: State;
  /** Where links in the answer lead, without a slash at the end. */
  readonly origin: string;
  /** Sends an `app_ticket` to a marketplace app. */
  pushAppTicket(record: AppRecord): Promise<void>;
  /** Sends an event to the connected bots of these apps, after the answer has gone out. */
  emit(appIds: readonly string[], event: PushedEvent): void;
}

/** A request with a valid token. */
export interface AuthorisedCall extends OpenCall {
  readonly caller: Caller;
}

/** A request with a valid token that was checked against its description. */
export interface Call extends AuthorisedCall {
  readonly input: Input;
}

/** A service's answer: a JSON object, or bytes. Errors are thrown as `PlatformError`. */
export interface Answer {
  /** HTTP status. Default 200. */
  status?: number;
  json?: Record<string, unknown>;
  bytes?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

/** What serves a call. */
export type Handle<C> = (call: C) => Answer | Promise<Answer>;

interface Known {
  /** `METHOD /path/:param`. */
  readonly operation: string;
  readonly source: Source;
  /** Behaviours whose source differs from the operation's. */
  readonly notes: readonly Note[];
}

/** One operation, with the sources of what it does: the table of behaviours is made from these. */
export type Route = Known &
  (
    | { readonly takes: "any"; readonly handle: Handle<OpenCall> }
    | { readonly takes: "token"; readonly handle: Handle<AuthorisedCall> }
    | { readonly takes: "checked"; readonly handle: Handle<Call> }
  );
