import type { BoundedLog } from "./log.ts";
import type { BotTarget, Delivery } from "./types.ts";

/** The address that a function target seems to have. */
export const FUNCTION_TARGET_URL = "https://bot.example/webhook/event";

export const targetUrl = (target: BotTarget | undefined): string =>
  typeof target === "string" ? target : FUNCTION_TARGET_URL;

/** What is to be sent, and how the delivery is named in the log. */
export interface Outgoing {
  target: BotTarget;
  request: Request;
  eventId: string;
  eventType: string;
  /** Real milliseconds for the whole answer. */
  timeoutMs: number;
}

async function readAnswer(
  target: BotTarget,
  request: Request,
  signal: AbortSignal,
): Promise<{ status: number; body: string }> {
  if (typeof target !== "string") {
    const response = await target(request);
    return { status: response.status, body: await response.text() };
  }
  // Loaded when it is needed: importing it touches `Headers`, which costs 35 ms on Node.
  const { ofetch } = await import("ofetch");
  const { status, _data } = await ofetch.raw(request.url, {
    method: request.method,
    headers: request.headers,
    body: await request.text(),
    signal,
    retry: 0,
    ignoreResponseError: true,
    responseType: "text",
    // The platform does not follow redirects: a 302 is a wrong answer.
    redirect: "manual",
  });
  return { status, body: _data ?? "" };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Sends a request to a bot and waits for its answer, at most `timeoutMs`. Never rejects: see `error`. */
export async function deliver(outgoing: Outgoing, log: BoundedLog<Delivery>): Promise<Delivery> {
  const { target, request, eventId, eventType, timeoutMs } = outgoing;
  const started = performance.now();
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${timeoutMs} ms`));
      stop.abort();
    }, timeoutMs);
  });
  const delivery: Delivery = {
    eventId,
    eventType,
    url: request.url,
    status: 0,
    body: "",
    answer: undefined,
    durationMs: 0,
  };
  try {
    const { status, body } = await Promise.race([readAnswer(target, request, stop.signal), timeout]);
    Object.assign(delivery, { status, body, answer: parse(body) });
  } catch (error) {
    delivery.error = error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
  delivery.durationMs = performance.now() - started;
  log.push(delivery);
  return delivery;
}
