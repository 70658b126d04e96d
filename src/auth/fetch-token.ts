import { type LarkApiError, type LarkApiErrorInfo, LarkAuthError, type TokenKind } from "../base/index.ts";
import { type Ask, loadAppTicket, saveAppTicket } from "../store/index.ts";
import type { Token, TokenSource, Tokens } from "./tokens.ts";

const RESEND_INTERVAL_MS = 60_000;
/** The platform's code for an `app_ticket` that is wrong or missing. */
const TICKET_INVALID = 10012;

/** Does work that may fail without harm: then it is logged. */
export type Settle = (what: string, work: () => Promise<unknown>) => Promise<void>;

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
  ask: Ask,
  settle: Settle,
  get: Tokens["get"],
): [fetchToken: FetchToken, setAppTicket: Tokens["setAppTicket"]] {
  const { appId, post } = source;
  const isMarketplace = source.appType === "marketplace";
  const credentials = { app_id: appId, app_secret: source.appSecret };
  let appTicket: string | undefined;
  let resentAt = 0;

  async function ticket(): Promise<string> {
    const known = (await ask(() => loadAppTicket(source, appId)))?.value ?? appTicket;
    if (!known && !source.store) {
      throw new TypeError("no app_ticket: setAppTicket, or give EventDispatcher the same store");
    }
    return known ?? refuse("app_access_token", "no app_ticket yet", { platformCode: TICKET_INVALID });
  }

  async function refuse(kind: TokenKind, message: string, info: Partial<LarkApiErrorInfo>): Promise<never> {
    let hint = "check appId, appSecret, domain";
    if (info.platformCode === TICKET_INVALID) {
      hint = "asked for it: try again";
      if (Date.now() - resentAt > RESEND_INTERVAL_MS) {
        resentAt = Date.now();
        await settle("app_ticket/resend:", () => post("app_ticket/resend", credentials));
      }
    }
    throw new LarkAuthError(`${message}; ${hint}`, {
      operation: kind,
      status: 0,
      category: "refused",
      ...info,
      tokenKind: kind,
      code: "LARK_AUTH",
    });
  }

  async function fetchToken(kind: TokenKind, tenant: string, badApp?: string): Promise<Token> {
    const asked = Date.now();
    const app = tenant && (await get("app_access_token", {}, badApp)).token;
    const data = app
      ? { app_access_token: app, tenant_key: tenant }
      : { ...credentials, app_ticket: isMarketplace ? await ticket() : undefined };
    try {
      const { [kind]: token, expire } = Object(await post(isMarketplace ? kind : `${kind}/internal`, data));
      return token && typeof token === "string"
        ? { token, expiresAt: asked + (Number(expire) || 0) * 1000 }
        : await refuse(kind, `no ${kind} in the answer`, { status: 200 });
    } catch (error) {
      const { category, code, message } = error as LarkApiError;
      if (app && !badApp && category === "token_invalid") {
        return fetchToken(kind, tenant, app);
      }
      // What is refused already, or was not answered.
      if (code !== "LARK_API") {
        throw error;
      }
      return refuse(kind, message, error as LarkApiError);
    }
  }

  return [
    fetchToken,
    async (given) => {
      appTicket = given;
      await saveAppTicket(source, appId, given, Date.now());
    },
  ];
}
