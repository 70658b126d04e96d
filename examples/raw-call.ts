import { Client } from "lark-edge";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  LARK_DOMAIN?: string;
  EMAIL: string;
}

/** Calls an address by hand, for an API that is newer than this package; the token is added as always. */
export async function run(env: Env): Promise<void> {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN });

  const { data } = await client.request<{ data: { user_list: { user_id?: string; email: string }[] } }>({
    method: "POST",
    url: "/open-apis/contact/v3/users/batch_get_id",
    params: { user_id_type: "open_id" },
    data: { emails: [env.EMAIL] },
  });
  for (const { email, user_id = "unknown" } of data.user_list) {
    console.log(`${email} is ${user_id}`);
  }
}
