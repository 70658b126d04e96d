import { Client } from "../../../src/index.ts";
import type { SentRequest } from "./describe-request.ts";

/** Makes the answer to a request. */
export type Answer = () => Response;

/** The platform's answer to a token request: the client's own tokens. */
const OWN = { code: 0, expire: 7200, tenant_access_token: "own-tenant", app_access_token: "own-app" };

/** A client, and what it sends. */
export interface Recorder {
  client: Client;
  /** Makes a call. Resolves to the call's requests, or to the reason why there is none. */
  send(call: () => unknown, answers: readonly Answer[]): Promise<SentRequest[] | string>;
}

/** What the client of a recording has besides the app. */
interface Options extends Record<string, unknown> {
  /** Whether requests for tokens are recorded, too. */
  recordsTokens?: boolean;
}

/** Makes a client whose requests are recorded where they would go to the network. */
export function recorder({ recordsTokens = false, ...options }: Options = {}): Recorder {
  let sent: SentRequest[] = [];
  let answers: readonly Answer[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const isToken = url.includes("/open-apis/auth/v3/");
    if (!isToken || recordsTokens) {
      sent.push({ url, init });
    }
    return isToken && !recordsTokens ? Response.json(OWN) : (answers[sent.length - 1]?.() ?? Response.json(OWN));
  };
  const client = new Client({
    appId: "cli_1",
    appSecret: "secret",
    helpdesk: { id: "helpdesk-1", token: "ht-1" },
    // Seven operations read a body on GET, which only some transports can send.
    fetch: Object.assign(fetch, { sendsGetBody: true }),
    retry: { maxRetries: 1 },
    ...options,
  });
  async function send(call: () => unknown, given: readonly Answer[]): Promise<SentRequest[] | string> {
    sent = [];
    answers = given;
    try {
      await call();
    } catch (error) {
      if (sent.length === 0) {
        return `refused with ${error instanceof TypeError ? "a TypeError" : error}`;
      }
    }
    return sent;
  }
  return { client, send };
}
