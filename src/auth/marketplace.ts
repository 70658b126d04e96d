import { type LarkAuthError, type Log, tellOf } from "../base/index.ts";
import { type Ask, dropAppTicket, loadAppTicket, saveAppTicket, type TicketPlace } from "../store/index.ts";
import type { Token } from "./token.ts";
import { authError, TICKET_INVALID, type TokenRequests } from "./token-requests.ts";

/** How often another push of the ticket is requested at most, in milliseconds. */
const RESEND_INTERVAL_MS = 60_000;

const APP_TOKEN = "app_access_token";

/** What a marketplace app has, and a self-built app has not. */
export interface Marketplace {
  /** Fetches the `app_access_token`, with the newest `app_ticket`. */
  fetchAppToken(): Promise<Token>;
  setAppTicket(ticket: string): Promise<void>;
}

/** Makes the tickets and the app token of a marketplace app. */
export function createMarketplace(
  requests: TokenRequests,
  credentials: { app_id: string; app_secret: string },
  place: TicketPlace,
  ask: Ask,
  log: Log,
): Marketplace {
  const { app_id } = credentials;
  /** Given by hand. Empty once the platform has refused it. */
  let given: string | undefined;
  let resentAt = 0;

  /** Forgets a refused ticket, so that it is not sent again and the next one is stored. Requests another push. */
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

  return {
    async fetchAppToken() {
      const stored = await ask(() => loadAppTicket(place, app_id));
      const app_ticket = stored?.value ?? given;
      if (app_ticket === undefined && !place.store) {
        throw new TypeError("no app_ticket: setAppTicket, or give EventDispatcher the same store");
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
    },
    async setAppTicket(ticket) {
      given = ticket;
      await saveAppTicket(place, app_id, ticket);
    },
  };
}
