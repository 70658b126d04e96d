import type { Emulator } from "../emulator-types.ts";
import { abortable, delay, type FaultList, faultyAnswer, type RequestFault } from "../platform/faults/index.ts";
import type { Feed } from "../platform/feed.ts";
import type { BoundedLog } from "../platform/log.ts";
import type { AppRecord, State } from "../platform/state.ts";
import { credentialKind } from "../platform/tokens.ts";
import type { RequestRecord } from "../platform/types.ts";
import { errorEnvelope, PlatformError } from "./errors.ts";
import { createFinder } from "./finder.ts";
import { createHandler } from "./handle.ts";
import { MADE_UP_HEADER } from "./operations/made-up-header.ts";
import type { Policy } from "./operations/policy.ts";
import type { Answer, Route } from "./router.ts";

interface Served {
  status: number;
  body: string | Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
  code: number | undefined;
}

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
}

/** 14 digits of UTC time and 20 of the seed, like the platform's. */
function newLogId(state: State): string {
  const time = new Date(state.now()).toISOString().replace(/\D/g, "").slice(0, 14);
  return time + state.ids.hex("log", 20).toUpperCase();
}

function toServed(status: number, answer: Answer): Served {
  const { bytes, json = {}, headers = {} } = answer;
  if (bytes !== undefined) {
    return { status, body: bytes, headers, code: undefined };
  }
  return { status, body: JSON.stringify(json), headers, code: typeof json.code === "number" ? json.code : undefined };
}

const isText = (type: string): boolean => /json|text|urlencoded/.test(type);

/** Makes the emulated platform's `fetch`. */
export function createApi(options: ApiOptions): Emulator["fetch"] {
  const { state, routes, policy, faults, log, exchanges, pushAppTicket } = options;
  const finder = createFinder(routes);
  const handle = createHandler({ state, finder, policy, pushAppTicket });

  async function run(request: Request, url: URL, record: RequestRecord): Promise<Served> {
    try {
      const answer = await handle(request, url, (operation) => {
        record.operation = operation;
      });
      if (answer.headers?.[MADE_UP_HEADER] !== undefined) {
        record.madeUp = true;
      }
      return toServed(answer.status ?? 200, answer);
    } catch (error) {
      const refusal =
        error instanceof PlatformError
          ? error
          : new PlatformError(2200, `Internal Error: ${error instanceof Error ? error.message : "unknown"}`, {
              status: 500,
            });
      return toServed(refusal.status, { json: errorEnvelope(refusal, record.logId, state.domain) });
    }
  }

  async function nameOf(method: string, path: string): Promise<string | undefined> {
    const found = await finder.find(method, path);
    return typeof found === "string" ? undefined : found.route.described?.name;
  }

  async function takeFault(method: string, path: string): Promise<RequestFault | undefined> {
    return faults.take({ method, path, name: faults.goByName ? await nameOf(method, path) : undefined });
  }

  async function serve(
    request: Request,
    url: URL,
    record: RequestRecord,
    fault: RequestFault | undefined,
    signal: AbortSignal | null | undefined,
  ): Promise<Served> {
    if (fault === undefined) {
      return run(request, url, record);
    }
    if (fault.kind === "network") {
      throw new TypeError("fetch failed");
    }
    if (fault.kind === "hang") {
      return new Promise<never>(() => {});
    }
    if (fault.kind === "slow") {
      await delay(fault.delayMs ?? 1000, signal);
    }
    const faulty = faultyAnswer(fault, record);
    if (faulty !== undefined) {
      const { body, status, headers = {} } = faulty;
      if (typeof body === "string") {
        return { status, body, headers, code: undefined };
      }
      const refusal = new PlatformError(body.code, body.msg);
      return { ...toServed(status, { json: errorEnvelope(refusal, record.logId, state.domain) }), headers };
    }
    const served = await run(request, url, record);
    if (fault.kind !== "cut") {
      return served;
    }
    const half = served.body.slice(0, Math.floor(served.body.length / 2));
    return { ...served, body: half, headers: { ...served.headers, "content-type": "application/json; charset=utf-8" } };
  }

  /** What was sent, read before it is served; only for who looks on. */
  async function gather(request: Request): Promise<Pick<Exchange, "at" | "requestType" | "requestBody">> {
    const requestType = request.headers.get("content-type") ?? "";
    const requestBody = isText(requestType) ? await request.clone().text() : "";
    return { at: state.now(), requestType, requestBody };
  }

  return async (input, init) => {
    const isRequest = input instanceof Request;
    const request =
      isRequest && init === undefined ? input : new Request(isRequest ? input : new URL(input, state.domain), init);
    const signal = init?.signal ?? (isRequest ? input.signal : undefined);
    const url = new URL(request.url);
    const record: RequestRecord = {
      method: request.method,
      path: url.pathname,
      query: url.search.slice(1),
      status: 0,
      code: undefined,
      operation: undefined,
      logId: newLogId(state),
      authorization: credentialKind(request.headers.get("authorization")),
    };
    return abortable(signal, async () => {
      log.push(record);
      const fault = await takeFault(request.method, url.pathname);
      if (fault !== undefined) {
        record.fault = fault.kind;
      }
      const gathered = exchanges.isHeard ? await gather(request) : undefined;
      const started = gathered === undefined ? 0 : performance.now();
      const tell = (responseType = "", responseBody: Served["body"] = ""): void => {
        if (gathered === undefined) {
          return;
        }
        exchanges.tell({ record, ...gathered, durationMs: performance.now() - started, responseType, responseBody });
      };
      // These two never answer, so that they are told of before.
      if (fault?.kind === "network" || fault?.kind === "hang") {
        tell();
      }
      const served = await serve(request, url, record, fault, signal);
      record.status = served.status;
      record.code = served.code;
      const headers: Record<string, string> = {
        "content-type": "application/json; charset=utf-8",
        ...served.headers,
        "x-tt-logid": record.logId,
      };
      tell(headers["content-type"], served.body);
      return new Response(served.body, { status: served.status, headers });
    });
  };
}
