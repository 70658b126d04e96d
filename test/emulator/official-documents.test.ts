import { createRequire } from "node:module";
import { afterEach, expect, test } from "vitest";
import { createEmulator } from "../../src/emulator/index.ts";
import type { Parsed } from "../support/emulator-api.ts";
import { serve } from "../support/emulator-server.ts";

// The official SDK's own declarations are 17 MB, and the compiler would read them all.
const sdk = createRequire(import.meta.url)("@larksuiteoapi/node-sdk");

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) {
    cleanUp();
  }
});

// The official client keeps tokens for the whole process, by app: each emulator has another one.
let seed = 0;
const nextSeed = (): number => {
  seed += 1;
  return seed;
};

/** The official client, unchanged but for the domain. */
async function official(emulator = createEmulator({ seed: nextSeed() })): Promise<Parsed> {
  const { domain, close } = await serve(emulator);
  cleanUps.push(close);
  const quiet = () => {};
  const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet, trace: quiet };
  return new sdk.Client({ appId: emulator.app.appId, appSecret: emulator.app.appSecret, domain, logger });
}

/** What the platform refuses, as the official client tells it. */
const codeOf = (call: Promise<Parsed>): Promise<number> =>
  call.then(
    ({ code }) => code,
    (error) => error.response.data.code,
  );

test("the official SDK fills a Bitable app and searches it page by page", async () => {
  const client = await official();
  const { app } = (await client.bitable.app.create({ data: { name: "Orders" } })).data;
  const { app_token } = app;
  const fields = [
    { field_name: "Name", type: 1 },
    { field_name: "Amount", type: 2 },
    { field_name: "Files", type: 17 },
  ];
  const made = await client.bitable.appTable.create({ path: { app_token }, data: { table: { name: "T", fields } } });
  const path = { app_token, table_id: made.data.table_id };
  const upload = { file_name: "a.png", parent_type: "bitable_image", parent_node: app_token, size: 3 };
  const file = Buffer.from([1, 2, 3]);
  const { file_token } = await client.drive.media.uploadAll({ data: { ...upload, file } });
  const records = [
    { fields: { Name: "a", Amount: 1, Files: [{ file_token }] } },
    { fields: { Name: "b", Amount: 2 } },
    { fields: { Name: "c", Amount: 3 } },
  ];
  await client.bitable.appTableRecord.batchCreate({ path, data: { records } });
  const filter = {
    conjunction: "and",
    conditions: [{ field_name: "Amount", operator: "isLess", value: ["3"] }],
  };
  const found: Parsed[] = [];
  const payload = { path, params: { page_size: 1 }, data: { filter } };
  for await (const page of await client.bitable.appTableRecord.searchWithIterator(payload)) {
    found.push(...page.items);
  }
  expect(found.map(({ fields: { Name, Amount } }) => [Name[0].text, Amount])).toEqual([
    ["a", 1],
    ["b", 2],
  ]);
  expect(found[0].fields.Files).toMatchObject([{ file_token, name: "a.png", size: 3 }]);
  const listed = await client.bitable.appTableRecord.list({ path, params: { filter: 'CurrentValue.[Name]="c"' } });
  expect(listed.data.items.map(({ fields: one }: Parsed) => one.Amount)).toEqual([3]);
  const wrong = { path, data: { fields: { Nobody: 1 } } };
  expect(await codeOf(client.bitable.appTableRecord.create(wrong))).toBe(1254045);
});

test("the official SDK writes a spreadsheet and reads it back", async () => {
  const client = await official();
  const { spreadsheet } = (await client.sheets.spreadsheet.create({ data: { title: "Plan" } })).data;
  const { spreadsheet_token } = spreadsheet;
  const { sheets } = (await client.sheets.spreadsheetSheet.query({ path: { spreadsheet_token } })).data;
  const at = (place: string) => `${sheets[0].sheet_id}!${place}`;
  const request = (method: string, path: string, data?: unknown, params?: unknown) =>
    client.request({ method, url: `/open-apis/sheets/v2/spreadsheets/${spreadsheet_token}/${path}`, data, params });
  const values = [
    ["a", 1],
    ["b", 2],
  ];
  await request("PUT", "values", { valueRange: { range: at("A1:B2"), values } });
  await request("POST", "values_append", { valueRange: { range: at("A1:B9"), values: [["c", 3]] } });
  const one = await request("GET", `values/${at("A1:B3")}`);
  expect(one.data.valueRange.values).toEqual([...values, ["c", 3]]);
  const two = await request("GET", "values_batch_get", undefined, { ranges: `${at("A1:A1")},${at("B3:B3")}` });
  expect(two.data.valueRanges.map((range: Parsed) => range.values)).toEqual([[["a"]], [[3]]]);
  expect(await codeOf(request("GET", `values/${at("A1")}`))).toBe(90202);
});

test("the official SDK writes a document and deletes from it", async () => {
  const client = await official();
  const { document_id } = (await client.docx.document.create({ data: { title: "Minutes" } })).data.document;
  const path = { document_id, block_id: document_id };
  const text = (content: string) => ({ block_type: 2, text: { elements: [{ text_run: { content } }] } });
  await client.docx.documentBlockChildren.create({ path, data: { children: [text("one"), text("two")] } });
  const raw = async () => (await client.docx.document.rawContent({ path: { document_id } })).data.content;
  expect(await raw()).toBe("Minutes\none\ntwo\n");
  await client.docx.documentBlockChildren.batchDelete({ path, data: { start_index: 0, end_index: 1 } });
  expect(await raw()).toBe("Minutes\ntwo\n");
  const blocks: Parsed[] = [];
  for await (const page of await client.docx.documentBlock.listWithIterator({ path: { document_id } })) {
    blocks.push(...page.items);
  }
  expect(blocks.map(({ block_type }) => block_type)).toEqual([1, 2]);
});

test("the official SDK converts Markdown, and puts it into a document with its table", async () => {
  const client = await official();
  const content = "# Plan\n\n|Who|What|\n|--|--|\n|Ada|engine|\n";
  const converted = (await client.docx.document.convert({ data: { content_type: "markdown", content } })).data;
  for (const { table } of converted.blocks) {
    delete table?.property.merge_info;
  }
  const { document_id } = (await client.docx.document.create({ data: { title: "Notes" } })).data.document;
  const path = { document_id, block_id: document_id };
  const data = { children_id: converted.first_level_block_ids, descendants: converted.blocks };
  const made = await client.docx.documentBlockDescendant.create({ path, data });
  expect(made.data.block_id_relations).toHaveLength(converted.blocks.length);
  const read = await client.docx.document.rawContent({ path: { document_id } });
  expect(read.data.content).toBe("Notes\nPlan\nWho\nWhat\nAda\nengine\n");
});

test("the official SDK imports a file, hangs it into a wiki, and finds its collaborators", async () => {
  const emulator = createEmulator({ seed: nextSeed() });
  const client = await official(emulator);
  const { spaceId: space_id } = emulator.addWikiSpace({ name: "Handbook" });
  const ada = emulator.addUser({ name: "Ada" });
  const file = Buffer.from("# Rules");
  const upload = { file_name: "rules.md", parent_type: "ccm_import_open", parent_node: "import", size: file.length };
  const { file_token } = await client.drive.media.uploadAll({ data: { ...upload, file } });
  const point = { mount_type: 1, mount_key: "" };
  const task = { file_extension: "md", file_token, type: "docx", file_name: "Rules", point };
  const { ticket } = (await client.drive.importTask.create({ data: task })).data;
  const { result } = (await client.drive.importTask.get({ path: { ticket } })).data;
  expect(result).toMatchObject({ job_status: 0, type: "docx" });
  const obj = { obj_type: "docx", obj_token: result.token };
  const { wiki_token } = (await client.wiki.spaceNode.moveDocsToWiki({ path: { space_id }, data: obj })).data;
  const { node } = (await client.wiki.space.getNode({ params: { token: wiki_token } })).data;
  expect(node).toMatchObject({ ...obj, title: "Rules", space_id });
  const member = { member_type: "openid", member_id: ada.openId, perm: "edit" };
  const about = { path: { token: result.token }, params: { type: "docx" } };
  await client.drive.permissionMember.create({ ...about, data: member });
  expect((await client.drive.permissionMember.list(about)).data.items).toMatchObject([member]);
  const request_docs = [{ doc_token: result.token, doc_type: "docx" }];
  expect((await client.drive.meta.batchQuery({ data: { request_docs } })).data.metas[0].title).toBe("Rules");
});
