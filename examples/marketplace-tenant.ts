import { appTicket, Client, EventDispatcher, marketplace } from "lark-edge";
import { memoryStore } from "lark-edge/store/memory";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  ENCRYPT_KEY: string;
  VERIFICATION_TOKEN: string;
  LARK_DOMAIN?: string;
  /** A company that installed the app. */
  TENANT_KEY: string;
}

/** A marketplace app calls for a company that installed it, once the platform has sent the app its ticket. */
export function run(env: Env): EventDispatcher {
  // Both take the same store: the dispatcher keeps the ticket there, and the client finds it. One that instances share is better.
  const store = memoryStore();
  const client = new Client({
    appId: env.APP_ID,
    appSecret: env.APP_SECRET,
    domain: env.LARK_DOMAIN,
    appType: marketplace,
    store,
  });
  const events = new EventDispatcher({
    encryptKey: env.ENCRYPT_KEY,
    verificationToken: env.VERIFICATION_TOKEN,
    appTicket: appTicket({ store }),
  });

  events.on("app_ticket", async () => {
    const users = client.contact.v3.user.findByDepartment(
      { params: { department_id: "0" } },
      { tenantKey: env.TENANT_KEY },
    );
    for await (const { name } of users) {
      console.log(`${name} works for ${env.TENANT_KEY}`);
    }
  });
  return events;
}
