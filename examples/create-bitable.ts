import { Client } from "lark-edge";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  LARK_DOMAIN?: string;
}

const [TEXT, NUMBER, SINGLE_SELECT, DATE] = [1, 2, 3, 5] as const;

/** Creates a Bitable app with a table, its fields and records, and searches in it. */
export async function run(env: Env): Promise<void> {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN });
  const { app, appTable, appTableField, appTableRecord } = client.bitable.v1;

  const { app_token = "", url } = (await app.create({ data: { name: "Orders" } })).data.app ?? {};
  const fields = [
    { field_name: "Customer", type: TEXT },
    { field_name: "Amount", type: NUMBER },
    { field_name: "State", type: SINGLE_SELECT, property: { options: [{ name: "open" }, { name: "paid" }] } },
  ];
  const table = await appTable.create({ path: { app_token }, data: { table: { name: "2026", fields } } });
  const path = { app_token, table_id: table.data.table_id ?? "" };
  await appTableField.create({ path, data: { field_name: "Due", type: DATE } });

  const due = Date.UTC(2026, 11, 24);
  const orders = [
    { Customer: "Ada", Amount: 120, State: "paid", Due: due },
    { Customer: "Grace", Amount: 80, State: "open", Due: due },
    { Customer: "Edsger", Amount: 300, State: "open", Due: due },
  ];
  await appTableRecord.batchCreate({ path, data: { records: orders.map((order) => ({ fields: order })) } });

  const filter = {
    conjunction: "and" as const,
    conditions: [{ field_name: "State", operator: "is" as const, value: ["open"] }],
  };
  console.log(url);
  for await (const record of appTableRecord.search({ path, data: { filter, field_names: ["Customer", "Amount"] } })) {
    console.log(JSON.stringify(record.fields));
  }
}
