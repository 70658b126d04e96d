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

/** @param badApp - An `app_access_token` that was just refused. */
type FetchToken = (kind: TokenKind, tenant: string, badApp?: string) => Promise<Token>;

/** Whether a token belongs to a tenant that has to be named. */
export const needsTenant = ({ appType }: TokenSource, kind: TokenKind): boolean =>
  appType === "marketplace" && kind === "tenant_access_token";

/**
 * Makes the requests for tokens: of a self-built app with its secret; of a marketplace app with its `app_ticket`, and
 * for a tenant with its `app_access_token`.
 */
export function createTokenFetcher(
  source: TokenSource,
  get: Tokens["get"],
): [fetchToken: FetchToken, setAppTicket: Tokens["setAppTicket"]] {
  const { appId, appSecret, appType, store, keyPrefix, log, post } = source;
  const isMarketplace = appType === "marketplace";
  const credentials = { app_id: appId, app_secret: appSecret };
  let appTicket: string | undefined;
  let resentAt = 0;

  /** Asks for a new `app_ticket`, at most once a minute, and says what happens next. */
  async function resend(): Promise<string> {
    if (Date.now() - resentAt > RESEND_INTERVAL_MS) {
      resentAt = Date.now();
      await settle(log, "app_ticket/resend:", () => post("app_ticket/resend", credentials));
    }
    return "it was asked for: try again in seconds";
  }

  async function ticket(): Promise<string> {
    const known = (store && (await settle(log, STORE, () => loadAppTicket(store, keyPrefix, appId)))) ?? appTicket;
    if (!known && !store) {
      throw new TypeError("no app_ticket: pass the same store to Client and EventDispatcher, or call setAppTicket");
    }
    return known ?? refuse("no app_ticket yet", "app_access_token", { platformCode: TICKET_INVALID });
  }

  async function refuse(message: string, kind: TokenKind, info: Partial<LarkApiErrorInfo>): Promise<never> {
    const hint = info.platformCode === TICKET_INVALID ? await resend() : "check appId, appSecret and domain";
    throw new LarkAuthError(`${message}; ${hint}`, { operation: kind, status: 0, category: "refused", ...info }, kind);
  }

  async function fetchToken(kind: TokenKind, tenant: string, badApp?: string): Promise<Token> {
    const asked = Date.now();
    const app = needsTenant(source, kind) ? (await get("app_access_token", {}, badApp)).token : undefined;
    const own = isMarketplace ? { ...credentials, app_ticket: app ?? (await ticket()) } : credentials;
    const data = app ? { app_access_token: app, tenant_key: tenant } : own;
    let answer: Record<string, unknown>;
    try {
      answer = (await post(isMarketplace ? kind : `${kind}/internal`, data)) as Record<string, unknown>;
    } catch (error) {
      const { name, code, ...info } = error as LarkApiError;
      if (info.category === "token_invalid" && !badApp) {
        return fetchToken(kind, tenant, app);
      }
      if (!info.category) {
        throw error;
      }
      return refuse((error as Error).message, kind, info);
    }
    const { [kind]: token, expire } = answer;
    return token && typeof token === "string"
      ? { token, expiresAt: asked + (Number(expire) || 0) * 1000 }
      : refuse(`the answer holds no ${kind}`, kind, { status: 200 });
  }

  return [
    fetchToken,
    async (given) => {
      appTicket = given;
      if (store) {
        await saveAppTicket(store, keyPrefix, appId, given, Date.now());
      }
    },
  ];
}
