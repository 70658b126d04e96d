import { type KeyValueStore, saveAppTicket } from "../store/index.ts";
import type { AppTicketKeeper } from "./steps.ts";
import type { EventBody } from "./types.ts";

/**
 * Keeps the `app_ticket` that the platform pushes to a marketplace app every hour, before the handlers run. The newest one
 * wins. If the store fails, the event is answered with 500, and the platform delivers it again.
 *
 * @param options.store - Where the client looks for it: pass the client the same store.
 * @throws {TypeError} `store` is no store.
 * @example
 * const events = new EventDispatcher({ encryptKey, verificationToken, appTicket: appTicket({ store }) });
 * @see https://open.feishu.cn/document/server-docs/authentication-management/access-token/app_ticket_resend
 */
export function appTicket({ store }: { store: KeyValueStore }): AppTicketKeeper {
  if (!store?.set) {
    throw new TypeError("appTicket: store must be a KeyValueStore, such as d1Store(env.DB)");
  }
  return ({ keyPrefix }) =>
    async ({ event, header }) => {
      const { app_id, app_ticket } = event as EventBody<"app_ticket">;
      const place = keyPrefix === undefined ? { store } : { store, keyPrefix };
      await saveAppTicket(place, app_id, app_ticket, Number(header.create_time) * 1000);
    };
}
