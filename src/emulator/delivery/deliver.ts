import type { Delivery } from "../platform/delivery-types.ts";
import { parseJson } from "../platform/json.ts";
import type { BotTarget } from "../platform/types.ts";

/** The address that a function target seems to have. */
export const FUNCTION_TARGET_URL = "https://bot.example/webhook/event";

export const targetUrl = (target: BotTarget | undefined): string =>
  typeof target === "string" ? target : FUNCTION_TARGET_URL;

/** A target, which may also take the event as it was before it was sealed: the long connection carries it plain. */
export type DeliveryTarget = string | ((request: Request, payload?: object) => Response | Promise<Response>);

/** What came back of one attempt. */
export type Attempt = Pick<Delivery, "status" | "body" | "answer" | "durationMs" | "error" | "reason">;

async function readAnswer(
  target: DeliveryTarget,
  request: Request,
  signal: AbortSignal,
  payload?: object,
): Promise<{ status: number; body: string }> {
  if (typeof target !== "string") {
    const response = await target(request, payload);
    return { status: response.status, body: await response.text() };
  }
  // Loaded when it is needed: importing it touches `Headers`, which costs 35 ms on Node.
  const { ofetch } = await import("ofetch");
  const { status, _data } = await ofetch.raw(request.url, {
    method: request.method,
    headers: spellHeaders(request.headers),
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

/** Header names as the platform spells them, `X-Lark-Signature`: some bots read them from a plain dictionary. */
const spellHeaders = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    [...headers].map(([name, value]) => [name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), value]),
  );

function parse(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

/** The messages and codes of an error and of what caused it: each host puts them in another place. */
function wordsOf(error: unknown): string[] {
  if (!(error instanceof Error)) {
    return error === undefined ? [] : [String(error)];
  }
  const code: unknown = Reflect.get(error, "code");
  return [error.message, ...(typeof code === "string" ? [code] : []), ...wordsOf(error.cause)];
}

/** Sends a request to a bot and waits for its answer, at most `timeoutMs` real milliseconds. Never rejects: see `error`. */
export async function deliver(
  target: DeliveryTarget,
  request: Request,
  timeoutMs: number,
  payload?: object,
): Promise<Attempt> {
  const started = performance.now();
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLate = false;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(new Error(`no answer within ${timeoutMs} ms`));
      stop.abort();
    }, timeoutMs);
  });
  const attempt: Attempt = { status: 0, body: "", answer: undefined, durationMs: 0 };
  try {
    const { status, body } = await Promise.race([readAnswer(target, request, stop.signal, payload), timeout]);
    Object.assign(attempt, { status, body, answer: parse(body) });
  } catch (error) {
    const words = wordsOf(error);
    attempt.error = words
      .slice(0, 1)
      .concat(words.slice(1).filter((word) => !words[0]?.includes(word)))
      .join(": ");
    if (isLate) {
      attempt.reason = "timeout";
    } else if (typeof target === "string") {
      attempt.reason = /ENOTFOUND|EAI_AGAIN|dns|resolve/i.test(words.join()) ? "dns" : "connect";
    }
  } finally {
    clearTimeout(timer);
  }
  attempt.durationMs = performance.now() - started;
  return attempt;
}
