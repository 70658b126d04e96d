import { type LarkApiError, type LarkApiErrorInfo, LarkAuthError, type TokenKind, tellOf } from "../errors.ts";
import type { Log } from "../logger.ts";
import { loadAppTicket, saveAppTicket } from "../store/index.ts";
import type { Token, TokenSource, Tokens } from "./tokens.ts";

const RESEND_INTERVAL_MS = 60_000;
/** The platform's code for an `app_ticket` that is wrong or missing. */
const TICKET_INVALID = 10012;

export const STORE = "the store failed:";

/** Does work that may fail without harm: then it is logged, and there is no result. */
export async function settle<T>(log: Log, what: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    log("warn", what, tellOf(error));
  }
}

/**
 * @param tenant - Empty unless it has to be named.
 * @param badApp - An `app_access_token` that was just refused.
 */
type FetchToken = (kind: TokenKind, tenant: string, badApp?: string) => Promise<Token>;

/**
 * Makes the requests for tokens: of a self-built app with its secret; of a marketplace app with its `app_ticket`, and
 * for a tenant with its `app_access_token`.
 */
export function createTokenFetcher(
  source: TokenSource,
  get: Tokens["get"],
): [fetchToken: FetchToken, setAppTicket: Tokens["setAppTicket"]] {
  const { appId, log, post } = source;
  const isMarketplace = source.appType === "marketplace";
  const credentials = { app_id: appId, app_secret: source.appSecret };
  let appTicket: string | undefined;
  let resentAt = 0;

  /** Asks for a new `app_ticket`, at most once a minute, and says what happens next. */
  async function resend(): Promise<string> {
    if (Date.now() - resentAt > RESEND_INTERVAL_MS) {
      resentAt = Date.now();
      await settle(log, "app_ticket/resend:", () => post("app_ticket/resend", credentials));
    }
    return "asked for it: try again";
  }

  async function ticket(): Promise<string> {
    const known = (await settle(log, STORE, () => loadAppTicket(source, appId))) ?? appTicket;
    if (!known && !source.store) {
      throw new TypeError("no app_ticket: call setAppTicket, or give EventDispatcher the same store");
    }
    return known ?? refuse("no app_ticket yet", "app_access_token", { platformCode: TICKET_INVALID });
  }

  async function refuse(message: string, kind: TokenKind, info: Partial<LarkApiErrorInfo>): Promise<never> {
    const hint = info.platformCode === TICKET_INVALID ? await resend() : "check appId, appSecret, domain";
    const known = {
      operation: kind,
      status: 0,
      category: "refused",
      ...info,
      tokenKind: kind,
      code: "LARK_AUTH",
    } as const;
    throw new LarkAuthError(`${message}; ${hint}`, known);
  }

  async function fetchToken(kind: TokenKind, tenant: string, badApp?: string): Promise<Token> {
    const asked = Date.now();
    const app = tenant && (await get("app_access_token", {}, badApp)).token;
    let data: Record<string, string> = credentials;
    if (app) {
      data = { app_access_token: app, tenant_key: tenant };
    } else if (isMarketplace) {
      data = { ...credentials, app_ticket: await ticket() };
    }
    let answer: Record<string, unknown>;
    try {
      answer = Object(await post(isMarketplace ? kind : `${kind}/internal`, data));
    } catch (error) {
      const { category, message } = error as LarkApiError;
      if (app && !badApp && category === "token_invalid") {
        return fetchToken(kind, tenant, app);
      }
      if (!category) {
        throw error;
      }
      return refuse(message, kind, error as LarkApiError);
    }
    const { [kind]: token, expire } = answer;
    return token && typeof token === "string"
      ? { token, expiresAt: asked + (Number(expire) || 0) * 1000 }
      : refuse(`no ${kind} in the answer`, kind, { status: 200 });
  }

  return [
    fetchToken,
    async (given) => {
      appTicket = given;
      await saveAppTicket(source, appId, given, Date.now());
    },
  ];
}
