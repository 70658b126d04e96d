import { EventDispatcher, type EventDispatcherOptions, type HostContext } from "lark-edge/event";
import { assert } from "./cases.ts";
import { deliverOverLink } from "./long-connection/link.ts";
import { challenge, ENCRYPT_KEY, NOW, plainOf, sealedUnsigned, TOKEN } from "./platform-callbacks.ts";
import { byWay, currentWay } from "./ways.ts";

/** What left the dispatcher, byte by byte. */
export interface Received {
  status: number;
  headers: [string, string][];
  body: string;
}

/** The one refusal: whatever was wrong, this is all that the sender sees. */
export const REFUSAL: Received = {
  status: 401,
  headers: [["content-type", "application/json"]],
  body: "{}",
};

/** The options of an app with both secrets. */
export const BOTH = { encryptKey: ENCRYPT_KEY, verificationToken: TOKEN };
export const KEY_ONLY = { encryptKey: ENCRYPT_KEY };
export const TOKEN_ONLY = { verificationToken: TOKEN };

/** A dispatcher that remembers what got in and what it logged. */
export interface Setup {
  events: EventDispatcher;
  /** The types of the events that reached a handler. */
  seen: string[];
  /** All that was logged, at every level. */
  lines: string[];
}

function toText(value: unknown): string {
  if (value instanceof Error) {
    return `${value.stack} ${value.message} ${toText(value.cause)} ${JSON.stringify(value)}`;
  }
  return typeof value === "string" ? value : String(JSON.stringify(value));
}

export function setup(options: EventDispatcherOptions = BOTH): Setup {
  const lines: string[] = [];
  const write = (...message: unknown[]) => lines.push(message.map(toText).join(" "));
  const logger = { error: write, warn: write, info: write, debug: write };
  const seen: string[] = [];
  const events = new EventDispatcher({ now: () => NOW, logger, loggerLevel: "debug", ...options });
  events.onAny((_, ctx) => {
    seen.push(ctx.type);
  });
  // Old cards are accepted only where somebody handles them.
  events.on("card.action.trigger_v1", () => undefined);
  return { events, seen, lines };
}

/** The headers of an answer. The long connection has none. */
const answerHeaders = (): [string, string][] =>
  byWay({ webhook: [["content-type", "application/json"]], "long-connection": [] });

/** An answer, as `receive` gives it. */
export const answered = (status: number, body = "{}"): Received => ({ status, headers: answerHeaders(), body });

/**
 * Hands the dispatcher what the platform sends: the request, or in a case that runs over the long connection the event that
 * it carries.
 *
 * @param ctx - What the host offers.
 */
export async function receive(events: EventDispatcher, request: Request, ctx?: unknown): Promise<Received> {
  if (currentWay() === "long-connection") {
    const answer = await deliverOverLink(events, await plainOf(request), ctx as HostContext | undefined);
    return { ...answer, headers: [] };
  }
  const response = await events.fetch(request, undefined, ctx);
  return { status: response.status, headers: [...response.headers].sort(), body: await response.text() };
}

let rested = 0;

/**
 * Lets the tries of unsigned bodies come back, which all dispatchers of a process share: 20 at once and two a second.
 *
 * Of two checks that are sent the second finds the clock ahead by ten seconds more than ever before.
 */
export async function rest(): Promise<void> {
  const request = await sealedUnsigned(challenge());
  await receive(setup().events, request.clone());
  const { now } = Date;
  const ahead = ++rested * 10_000;
  Date.now = () => now() + ahead;
  try {
    assert.equal((await receive(setup().events, request)).status, 200);
  } finally {
    Date.now = now;
  }
}

/** Sends a request that must not get in: the one refusal, no handler called, and the reason in the log alone. */
export async function assertRefused(request: Request, reason: string, options?: EventDispatcherOptions): Promise<void> {
  await rest();
  const { events, seen, lines } = setup(options);
  assert.deepEqual(await receive(events, request), REFUSAL);
  assert.deepEqual(seen, [], "a handler was called");
  assert.equal(lines.length, 1, "one line is logged");
  assert.match(lines[0] ?? "", new RegExp(`callback refused: ${reason}$`));
}

/** Sends a request that must get in. */
export async function assertAccepted(request: Request, type: string, options?: EventDispatcherOptions): Promise<void> {
  const { events, seen, lines } = setup(options);
  const { status, body } = await receive(events, request);
  assert.deepEqual({ status, body, seen, lines }, { status: 200, body: "{}", seen: [type], lines: [] });
}

/** Sends a URL verification that must be answered. */
export async function assertChallenge(
  request: Request,
  options?: EventDispatcherOptions,
  challenge = "ajls384kdjx98XX",
): Promise<void> {
  await rest();
  const { events, seen } = setup(options);
  const { status, headers, body } = await receive(events, request);
  assert.equal(status, 200);
  assert.deepEqual(headers, [
    ["content-type", "application/json"],
    ["x-content-type-options", "nosniff"],
  ]);
  assert.deepEqual(JSON.parse(body), { challenge });
  assert.deepEqual(seen, [], "a URL verification is no event");
}
