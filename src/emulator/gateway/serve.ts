import type { FaultList } from "../platform/faults/index.ts";
import type { Feed } from "../platform/feed.ts";
import type { BoundedLog } from "../platform/log.ts";
import type { AppRecord, State } from "../platform/state.ts";
import { credentialKind } from "../platform/tokens.ts";
import type { RequestRecord } from "../platform/types.ts";
import { abortable } from "./abort.ts";
import { actOut } from "./act-out.ts";
import { type AnswerFound, createAnswer } from "./answer.ts";
import { PlatformError } from "./errors.ts";
import { createFind, type Find, type Found } from "./find.ts";
import { MADE_UP_HEADER } from "./operations/made-up-header.ts";
import type { Policy } from "./operations/policy.ts";
import { originOf } from "./origin.ts";
import { makeRequest } from "./request.ts";
import type { OpenCall, Route } from "./route.ts";
import { type Served, toRefusal, toServed } from "./served.ts";

/** One request with everything that was said, for who looks on. It holds secrets. */
export interface Exchange {
  readonly record: RequestRecord;
  /** When it came in, by the emulator's clock. */
  readonly at: number;
  /** Real milliseconds. */
  readonly durationMs: number;
  readonly requestType: string;
  readonly requestBody: string;
  readonly responseType: string;
  readonly responseBody: string | Uint8Array;
}

/** What the API half of the emulator works on. */
export interface ApiOptions {
  state: State;
  routes: readonly Route[];
  policy: Policy;
  faults: FaultList;
  log: BoundedLog<RequestRecord>;
  exchanges: Feed<Exchange>;
  pushAppTicket(record: AppRecord): Promise<void>;
  emit: OpenCall["emit"];
}

interface Arrived {
  request: Request;
  url: URL;
  signal: AbortSignal | null | undefined;
  record: RequestRecord;
}

/** 14 digits of UTC time and 20 of the seed, like the platform's. */
function newLogId(state: State): string {
  const time = new Date(state.now()).toISOString().replace(/\D/g, "").slice(0, 14);
  return time + state.ids.hex("log", 20).toUpperCase();
}

function arrive(state: State, input: Request | string | URL, init: RequestInit | undefined): Arrived {
  const isRequest = input instanceof Request;
  const request =
    isRequest && init === undefined ? input : makeRequest(isRequest ? input : new URL(input, state.domain), init);
  const url = new URL(request.url);
  return {
    request,
    url,
    signal: init?.signal ?? (isRequest ? input.signal : undefined),
    record: {
      method: request.method,
      path: url.pathname,
      query: url.search.slice(1),
      status: 0,
      code: undefined,
      operation: undefined,
      logId: newLogId(state),
      authorization: credentialKind(request.headers.get("authorization")),
    },
  };
}

const isText = (type: string): boolean => /json|text|urlencoded/.test(type);

/** Emits the exchange of a request. Without a listener no body is read. */
async function watch(exchanges: Feed<Exchange>, { request, record }: Arrived, at: number) {
  if (!exchanges.hasListeners) {
    return () => {};
  }
  const requestType = request.headers.get("content-type") ?? "";
  const requestBody = isText(requestType) ? await request.clone().text() : "";
  const started = performance.now();
  return (responseType = "", responseBody: Served["body"] = ""): void => {
    const durationMs = performance.now() - started;
    exchanges.emit({ record, at, durationMs, requestType, requestBody, responseType, responseBody });
  };
}

/** Answers what was found, or refuses what was not. */
async function answerOrRefuse(
  answerFound: AnswerFound,
  found: Found | PlatformError,
  { request, url, record }: Arrived,
  origin: string,
): Promise<Served> {
  try {
    if (found instanceof PlatformError) {
      throw found;
    }
    const answer = await answerFound(found, request, url);
    if (answer.headers?.[MADE_UP_HEADER] !== undefined) {
      record.madeUp = true;
    }
    return toServed(answer);
  } catch (error) {
    return toRefusal(error, record.logId, origin);
  }
}

/** What becomes of a request: find, fault, answer, respond. */
async function handle(
  { state, faults, exchanges }: ApiOptions,
  find: Find,
  answerFound: AnswerFound,
  arrived: Arrived,
): Promise<Response> {
  const { request, url, record, signal } = arrived;
  const found = await find(request.method, url.pathname);
  const known = found instanceof PlatformError ? undefined : found;
  record.operation = known?.operation;
  const fault = faults.take({ method: request.method, path: url.pathname, name: known?.described?.name });
  if (fault !== undefined) {
    record.fault = fault.kind;
  }
  const tell = await watch(exchanges, arrived, state.now());
  // These never answer, so they are emitted before.
  if (fault?.kind === "network" || fault?.kind === "lost" || fault?.kind === "hang") {
    tell();
  }
  const origin = originOf(url, state.domain);
  const answer = () => answerOrRefuse(answerFound, found, arrived, origin);
  const served = fault === undefined ? await answer() : await actOut(fault, record, origin, signal, answer);
  record.status = served.status;
  record.code = served.code;
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=utf-8",
    ...served.headers,
    "x-tt-logid": record.logId,
  };
  tell(headers["content-type"], served.body);
  return new Response(served.body, { status: served.status, headers });
}

/** A `fetch` that the emulated platform answers. */
export type EmulatedFetch = (input: Request | string | URL, init?: RequestInit) => Promise<Response>;

/** Makes the emulated platform's `fetch`. */
export function createApi(options: ApiOptions): EmulatedFetch {
  const { state, routes, log } = options;
  const find = createFind(routes);
  const answerFound = createAnswer(options);
  return async (input, init) => {
    const arrived = arrive(state, input, init);
    return abortable(arrived.signal, async () => {
      log.push(arrived.record);
      return handle(options, find, answerFound, arrived);
    });
  };
}
