import { Client } from "lark-edge";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  LARK_DOMAIN?: string;
  SPREADSHEET_TOKEN: string;
  /** For example `Q7PlXT!A1:B3`. */
  RANGE: string;
}

/** The tokens of pictures and attachments, wherever they stand in the cells. */
function tokensIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(tokensIn);
  }
  const token = typeof value === "object" && value !== null ? Reflect.get(value, "fileToken") : undefined;
  return typeof token === "string" ? [token] : [];
}

/** Downloads every picture and attachment in a range of a spreadsheet. */
export async function run(env: Env): Promise<void> {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN });

  const path = { spreadsheetToken: env.SPREADSHEET_TOKEN, range: env.RANGE };
  const { data } = await client.sheets.v2.spreadsheetValues.get({ path });

  for (const file_token of new Set(tokensIn(data.valueRange?.values))) {
    const file = await client.drive.v1.media.download({ path: { file_token } });
    // On Node: await writeFile(name, file.body). On a Worker: await env.BUCKET.put(name, file.body).
    const bytes = await file.arrayBuffer();
    console.log(`${file.fileName ?? file_token}: ${bytes.byteLength} bytes`);
  }
}
