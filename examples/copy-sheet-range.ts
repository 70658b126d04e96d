import { Client } from "lark-edge";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  LARK_DOMAIN?: string;
  SPREADSHEET_TOKEN: string;
  /** For example `Q7PlXT!A1:B3`. */
  SOURCE_RANGE: string;
  TARGET_RANGE: string;
}

/** Copies the cells of a range to another place of a spreadsheet, formulas as formulas. */
export async function run(env: Env): Promise<void> {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN });
  const { spreadsheetValues } = client.sheets.v2;
  const spreadsheetToken = env.SPREADSHEET_TOKEN;

  const source = await spreadsheetValues.get({ path: { spreadsheetToken, range: env.SOURCE_RANGE } });
  const values = (source.data.valueRange?.values ?? []).map((row) =>
    row.map((cell) => (typeof cell === "string" && cell.startsWith("=") ? { type: "formula", text: cell } : cell)),
  );

  const { data } = await spreadsheetValues.update({
    path: { spreadsheetToken },
    data: { valueRange: { range: env.TARGET_RANGE, values } },
  });
  console.log(`copied ${data.updatedCells} cells to ${data.updatedRange}: ${JSON.stringify(values)}`);
}
