// The bots that are fuzzed, and what leaves them. Web APIs alone: this also runs on other runtimes.
import { EventDispatcher, type EventDispatcherOptions } from "lark-edge/event";
import { NOW } from "../support/platform-callbacks.ts";

export const KEYS = ["the-encrypt-key-of-now", "the-encrypt-key-of-before", "the-encrypt-key-of-another-app"] as const;
export const TOKENS = [
  "kEjLCrWmJWA95Ac7qqIZzeRHNS1Z6oiT",
  "the-token-of-before",
  "the-token-of-another-app-32-chars",
] as const;

const [KEY, OLD_KEY] = KEYS;
const [TOKEN, OLD_TOKEN] = TOKENS;

/** How a bot is configured. */
export interface App {
  readonly options: EventDispatcherOptions & { encryptKey?: string | string[]; verificationToken?: string | string[] };
  /** Whether it handles old cards. */
  readonly handlesCards: boolean;
}

const both = { encryptKey: KEY, verificationToken: TOKEN };

export const APPS: readonly App[] = [
  { options: both, handlesCards: true },
  { options: { encryptKey: KEY }, handlesCards: true },
  { options: { verificationToken: TOKEN }, handlesCards: true },
  { options: { encryptKey: [KEY, OLD_KEY], verificationToken: [TOKEN, OLD_TOKEN] }, handlesCards: true },
  { options: { encryptKey: [OLD_KEY, "a key in between", KEY], verificationToken: OLD_TOKEN }, handlesCards: false },
  { options: { ...both, urlVerification: false }, handlesCards: true },
  { options: { ...both, oldCards: false }, handlesCards: true },
  { options: both, handlesCards: false },
  { options: { ...both, allowUnverified: true }, handlesCards: true },
  { options: { allowUnverified: true }, handlesCards: true },
  { options: { ...both, maxBodyBytes: 300, signatureMaxAgeSeconds: 60 }, handlesCards: true },
  { options: {}, handlesCards: true },
];

/** A request, as it reaches a bot. A name may come twice. */
export interface Callback {
  /** The index of the bot in {@link APPS}. */
  readonly app: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/**
 * What came of a request: `handled <type>`, `challenge <text>`, or the status of a refusal. Whatever differs from the one
 * way to answer each of these is described in full.
 */
export type Outcome = string;

const JSON_TYPE = "content-type: application/json";

/** The one name of an answer. */
function nameOf(status: number, headers: string[], body: string, handled: string[]): Outcome {
  const answer = `${status} ${headers.sort().join()} ${body}`;
  const challenge = /^\{"challenge":"([^"]*)"\}$/.exec(body)?.[1];
  if (handled.length === 1 && answer === `200 ${JSON_TYPE} {}`) {
    return `handled ${handled}`;
  }
  if (!handled.length && answer === `200 ${JSON_TYPE},x-content-type-options: nosniff ${body}` && challenge) {
    return `challenge ${challenge}`;
  }
  if (!handled.length && answer === `${status} ${JSON_TYPE} {}` && status !== 200) {
    return String(status);
  }
  return `${answer}, handled ${handled}`;
}

/** Makes the bots, and the function that sends them a request. */
export function createBots(): (callback: Callback, whole?: boolean) => Promise<Outcome> {
  let handled: string[] = [];
  const bots = APPS.map(({ options, handlesCards }) => {
    const events = new EventDispatcher({ now: () => NOW, loggerLevel: "silent", ...options });
    events.onAny((_, { type }) => {
      handled.push(type);
    });
    return handlesCards ? events.onCardAction(() => undefined) : events;
  });
  return async ({ app, headers, body }, whole = true) => {
    handled = [];
    const bot = bots[app] as EventDispatcher;
    if (whole) {
      const request = new Request("https://bot.example/", { method: "POST", body: body as Uint8Array<ArrayBuffer> });
      request.headers.delete("content-type");
      for (const [name, value] of headers) {
        request.headers.append(name, value);
      }
      const response = await bot.fetch(request);
      const sent = [...response.headers].map(([name, value]) => `${name}: ${value}`);
      return nameOf(response.status, sent, await response.text(), handled);
    }
    const answer = await bot.handle(body, (wanted) => {
      const values = headers.filter(([name]) => name === wanted).map(([, value]) => value);
      return values.length ? values.join(", ") : null;
    });
    const sent = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`);
    return nameOf(answer.status, sent, answer.body, handled);
  };
}
