import { Client } from "lark-edge";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  LARK_DOMAIN?: string;
  EMAIL: string;
}

/** Sends headers of one's own: with every call, with one call, and made for each request. */
export async function run(env: Env): Promise<void> {
  const client = new Client({
    appId: env.APP_ID,
    appSecret: env.APP_SECRET,
    domain: env.LARK_DOMAIN,
    headers: { "x-team": "billing" },
    hooks: {
      beforeRequest: ({ headers, method, operation }) => {
        headers.set("x-trace", `${method} ${operation}`);
      },
    },
  });

  const { status, logId } = await client.contact.v3.user.batchGetId(
    { data: { emails: [env.EMAIL] } },
    { headers: { "x-job": "nightly" } },
  );
  console.log(`HTTP ${status}, ${logId === undefined ? "no log id" : "with a log id"}`);
}
