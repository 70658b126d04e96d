import { Client } from "lark-edge";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  LARK_DOMAIN?: string;
  /** `u-…`, as the person's sign-in gave it. */
  USER_ACCESS_TOKEN: string;
}

/** Makes a spreadsheet as a person: it is theirs, not the app's. */
export async function run(env: Env): Promise<void> {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN });
  // For every call of this view. For one call it is the second argument: create(payload, { userAccessToken }).
  const asUser = client.with({ userAccessToken: env.USER_ACCESS_TOKEN });

  const { spreadsheet = {} } = (await asUser.sheets.v3.spreadsheet.create({ data: { title: "Mine" } })).data;
  const { spreadsheet_token = "" } = spreadsheet;
  const { data } = await asUser.sheets.v3.spreadsheet.get({ path: { spreadsheet_token } });
  console.log(`${data.spreadsheet?.title} belongs to ${data.spreadsheet?.owner_id}`);
}
