import { assertText, type LarkAuthError, tellOf } from "../base/index.ts";
import { dropAppTicket, loadAppTicket, saveAppTicket } from "../store/index.ts";
import type { AppKind } from "./app-kind.ts";
import { authError, TICKET_INVALID } from "./token-requests.ts";

/** How often another push of the ticket is requested at most, in milliseconds. */
const RESEND_INTERVAL_MS = 60_000;

const APP_TOKEN = "app_access_token";
const TENANT_TOKEN = "tenant_access_token";

/**
 * The option `appType` of a marketplace app (商店应用, also called ISV or store app). Its tokens come from the `app_ticket`
 * that the platform pushes every hour, and each tenant has a token.
 *
 * @example
 * import { Client, marketplace } from "lark-edge";
 * const client = new Client({ appId, appSecret, appType: marketplace, store });
 * @see https://open.feishu.cn/document/server-docs/authentication-management/access-token/app_ticket_resend
 */
export const marketplace: AppKind = ({ requests, credentials, place, ask, log, get }) => {
  const { app_id } = credentials;
  /** Given by hand. Empty once the platform has refused it. */
  let given: string | undefined;
  let resentAt = 0;

  /** Removes a refused ticket, so that it is not sent again and the next one is stored. Requests another push. */
  async function replace(ticket: string): Promise<void> {
    if (given === ticket) {
      given = "";
    }
    if (ticket) {
      await ask(() => dropAppTicket(place, app_id, ticket));
    }
    const now = Date.now();
    if (Math.abs(now - resentAt) > RESEND_INTERVAL_MS) {
      resentAt = now;
      const failed = (error: unknown) => log("warn", "app_ticket/resend:", tellOf(error));
      await requests.post("app_ticket/resend", credentials).catch(failed);
    }
  }

  /** Fetches the `app_access_token`, with the newest `app_ticket`. */
  async function fetchAppToken() {
    const stored = await ask(() => loadAppTicket(place, app_id));
    const app_ticket = stored?.value ?? given;
    if (app_ticket === undefined && !place.store) {
      throw new TypeError(
        "no app_ticket: call setAppTicket, or give the client and the dispatcher's appTicket the same store",
      );
    }
    try {
      if (!app_ticket) {
        const operation = `auth.v3.${APP_TOKEN}`;
        throw authError(APP_TOKEN, `${operation}: no app_ticket yet`, { operation, platformCode: TICKET_INVALID });
      }
      return await requests.token(APP_TOKEN, APP_TOKEN, { ...credentials, app_ticket });
    } catch (error) {
      if ((error as LarkAuthError).platformCode === TICKET_INVALID) {
        await replace(app_ticket ?? "");
      }
      throw error;
    }
  }

  async function fetchTenantToken(tenant_key: string) {
    const { token: app_access_token } = await get(APP_TOKEN, {});
    const data = { app_access_token, tenant_key };
    return requests.token(TENANT_TOKEN, TENANT_TOKEN, data).catch(async (error: LarkAuthError) => {
      if (error.category !== "token_invalid") {
        throw error;
      }
      const other = await get(APP_TOKEN, {}, app_access_token);
      // The platform may give the same token again: then it is not the token that is wrong.
      if (other.token === app_access_token) {
        throw error;
      }
      return requests.token(TENANT_TOKEN, TENANT_TOKEN, { ...data, app_access_token: other.token });
    });
  }

  return {
    tenantOf(kind, owner) {
      if (kind === APP_TOKEN) {
        return "";
      }
      assertText(owner, "tenantKey");
      return owner.tenantKey as string;
    },
    fetch: (_, tenant) => (tenant ? fetchTenantToken(tenant) : fetchAppToken()),
    async setAppTicket(ticket) {
      given = ticket;
      await saveAppTicket(place, app_id, ticket);
    },
  };
};
