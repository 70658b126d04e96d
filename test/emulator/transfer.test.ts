import { expect, test } from "vitest";
import type { Parsed } from "../support/emulator-api.ts";
import { documentsWorld, uploadFile, uploadMedia } from "./documents-world.ts";

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

async function world() {
  const made = await documentsWorld();
  const { send } = made;
  const root: string = (await send("GET", "drive/explorer/v2/root_folder/meta")).data.token;
  const folder: string = (await send("POST", "drive/v1/files/create_folder", { name: "Old", folder_token: root })).data
    .token;
  const { document_id } = (await send("POST", "docx/v1/documents", { title: "Plan" })).data.document;
  const text = { block_type: 2, text: { elements: [{ text_run: { content: "first" } }] } };
  await send("POST", `docx/v1/documents/${document_id}/blocks/${document_id}/children`, { children: [text] });
  const raw = async (id: string): Promise<string> =>
    (await send("GET", `docx/v1/documents/${id}/raw_content`)).data.content;
  return { ...made, root, folder, document: document_id as string, raw };
}

test("the metadata of documents is theirs", async () => {
  const { send, document, foreign } = await world();
  const book = (await send("POST", "sheets/v3/spreadsheets", { title: "Numbers" })).data.spreadsheet.spreadsheet_token;
  const ask = (token: string, type: string) => ({ doc_token: token, doc_type: type });
  const request_docs = [ask(document, "docx"), ask(book, "sheet"), ask(document, "sheet"), ask("doxcnNobody", "docx")];
  const { data } = await send("POST", "drive/v1/metas/batch_query", { request_docs, with_url: true });
  expect(data.metas).toMatchObject([
    { doc_token: document, doc_type: "docx", title: "Plan", create_time: "1700000000" },
    { doc_token: book, doc_type: "sheet", title: "Numbers", url: expect.stringContaining(`/sheets/${book}`) },
  ]);
  expect(data.failed_list).toEqual([
    { token: document, code: 970005 },
    { token: "doxcnNobody", code: 970005 },
  ]);
  const theirs = await send(
    "POST",
    "drive/v1/metas/batch_query",
    { request_docs: [ask(document, "docx")] },
    await foreign(),
  );
  expect(theirs.data).toEqual({ metas: [], failed_list: [{ token: document, code: 970003 }] });
});

test("a copied document is a document, with its own content", async () => {
  const { send, document, folder, raw } = await world();
  const body = { name: "Plan 2", type: "docx", folder_token: folder };
  const { file } = (await send("POST", `drive/v1/files/${document}/copy`, body)).data;
  expect(file).toMatchObject({ name: "Plan 2", type: "docx", parent_token: folder });
  expect(await raw(file.token)).toBe("Plan 2\nfirst\n");
  const { items } = (await send("GET", `docx/v1/documents/${file.token}/blocks`)).data;
  await send("DELETE", `docx/v1/documents/${file.token}/blocks/${file.token}/children/batch_delete`, {
    start_index: 0,
    end_index: 1,
  });
  expect(items[1].parent_id).toBe(file.token);
  expect([await raw(file.token), await raw(document)]).toEqual(["Plan 2\n", "Plan\nfirst\n"]);
  expect((await send("POST", `drive/v1/files/${document}/copy`, { ...body, type: "sheet" })).code).toBe(1061002);
  expect((await send("POST", `drive/v1/files/${folder}/copy`, { ...body, type: "file" })).code).toBe(1061002);
  expect((await send("POST", "drive/v1/files/doxcnNobody/copy", body)).code).toBe(1061003);
});

test("the older operation copies, too", async () => {
  const { send, document, folder, raw } = await world();
  const body = { type: "docx", dstFolderToken: folder, dstName: "Plan 3" };
  const { data } = await send("POST", `drive/explorer/v2/file/copy/files/${document}`, body);
  expect(data).toMatchObject({ folderToken: folder, type: "docx", url: expect.stringContaining(data.token) });
  expect(await raw(data.token)).toBe("Plan 3\nfirst\n");
  const wrong = { ...body, type: "sheet" };
  expect((await send("POST", `drive/explorer/v2/file/copy/files/${document}`, wrong)).code).toBe(1061002);
});

test("copied sheets, Bitables and files have what the originals have", async () => {
  const { send, folder, emulator, token } = await world();
  const copy = async (original: string, type: string): Promise<string> =>
    (await send("POST", `drive/v1/files/${original}/copy`, { name: "copy", type, folder_token: folder })).data.file
      .token;
  const book = (await send("POST", "sheets/v3/spreadsheets", { title: "b" })).data.spreadsheet.spreadsheet_token;
  const { sheet_id } = (await send("GET", `sheets/v3/spreadsheets/${book}/sheets/query`)).data.sheets[0];
  const valueRange = { range: `${sheet_id}!A1:A1`, values: [["x"]] };
  await send("PUT", `sheets/v2/spreadsheets/${book}/values`, { valueRange });
  const second = await copy(book, "sheet");
  const read = await send("GET", `sheets/v2/spreadsheets/${second}/values/${sheet_id}!A1:A1`);
  expect(read.data.valueRange.values).toEqual([["x"]]);
  const base = (await send("POST", "bitable/v1/apps", { name: "b" })).data.app.app_token;
  expect((await send("GET", `bitable/v1/apps/${await copy(base, "bitable")}/tables`)).data.items).toHaveLength(1);
  const file = await uploadFile(emulator, token, { name: "a.png", parent: folder, bytes: utf8("bytes") });
  const url = `https://open.feishu.cn/open-apis/drive/v1/files/${await copy(file, "file")}/download`;
  const response = await emulator.fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect(await response.text()).toBe("bytes");
});

test("files and folders are moved, and a folder not into itself", async () => {
  const { send, root, document, folder } = await world();
  const names = async (token: string): Promise<string[]> =>
    (await send("GET", `drive/v1/files?folder_token=${token}`)).data.files.map(({ name }: Parsed) => name);
  expect((await send("POST", `drive/v1/files/${document}/move`, { type: "docx", folder_token: folder })).data).toEqual(
    {},
  );
  expect([await names(root), await names(folder)]).toEqual([["Old"], ["Plan"]]);
  const inner = (await send("POST", "drive/v1/files/create_folder", { name: "In", folder_token: folder })).data.token;
  const into = (token: string) =>
    send("POST", `drive/v1/files/${folder}/move`, { type: "folder", folder_token: token });
  expect((await into(inner)).code).toBe(1061002);
  const { task_id } = (await into(root)).data;
  expect((await send("GET", `drive/v1/files/task_check?task_id=${task_id}`)).data).toEqual({ status: "success" });
  const removed = (await send("DELETE", `drive/v1/files/${inner}?type=folder`)).data.task_id;
  expect((await send("GET", `drive/v1/files/task_check?task_id=${removed}`)).data).toEqual({ status: "success" });
  expect((await send("GET", "drive/v1/files/task_check?task_id=1")).code).toBe(1061003);
});

test("imported Markdown becomes a document", async () => {
  const { send, emulator, token, root, raw } = await world();
  const given = {
    name: "notes.md",
    type: "ccm_import_open",
    parent: "import",
    bytes: utf8("# Title\n\n- one\n  - two\n"),
  };
  const media = await uploadMedia(emulator, token, given);
  const point = { mount_type: 1, mount_key: root };
  const task = { file_extension: "md", file_token: media, type: "docx", point };
  const { ticket } = (await send("POST", "drive/v1/import_tasks", task)).data;
  const { result } = (await send("GET", `drive/v1/import_tasks/${ticket}`)).data;
  expect(result).toMatchObject({ job_status: 0, type: "docx", url: expect.stringContaining(result.token) });
  expect(await raw(result.token)).toBe("notes\nTitle\none\ntwo\n");
  for (const [change, code] of [
    [{ file_extension: "markdown" }, 1069910],
    [{ file_token: "boxcnNobody" }, 1069907],
    [{ point: { ...point, mount_key: "fldcnNobody" } }, 1069908],
    [{ type: "sheet" }, -1],
  ] as const) {
    expect((await send("POST", "drive/v1/import_tasks", { ...task, ...change })).code).toBe(code);
  }
  expect((await send("GET", "drive/v1/import_tasks/1")).code).toBe(1069904);
});

test("imported CSV becomes a sheet or a Bitable, and both are exported again", async () => {
  const { send, emulator, token, root } = await world();
  const csv = 'Name,Note\nAda,"a, ""b"""\n';
  const file = await uploadFile(emulator, token, { name: "people.csv", parent: root, bytes: utf8(csv) });
  const place = async (type: string): Promise<string> => {
    const point = { mount_type: 1, mount_key: root };
    const task = { file_extension: "csv", file_token: file, type, point };
    const { ticket } = (await send("POST", "drive/v1/import_tasks", task)).data;
    return (await send("GET", `drive/v1/import_tasks/${ticket}`)).data.result.token;
  };
  const exported = async (type: string, document: string, sub_id: string): Promise<string> => {
    const task = { file_extension: "csv", token: document, type, sub_id };
    const { ticket } = (await send("POST", "drive/v1/export_tasks", task)).data;
    const { result } = (await send("GET", `drive/v1/export_tasks/${ticket}?token=${document}`)).data;
    expect(result).toMatchObject({ job_status: 0, file_name: "people", file_extension: "csv" });
    const url = `https://open.feishu.cn/open-apis/drive/v1/export_tasks/file/${result.file_token}/download`;
    const response = await emulator.fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(response.headers.get("content-disposition")).toContain("people.csv");
    return response.text();
  };
  const book = await place("sheet");
  const { sheet_id } = (await send("GET", `sheets/v3/spreadsheets/${book}/sheets/query`)).data.sheets[0];
  expect(await exported("sheet", book, sheet_id)).toBe(csv);
  const base = await place("bitable");
  const { table_id } = (await send("GET", `bitable/v1/apps/${base}/tables`)).data.items[0];
  expect(await exported("bitable", base, table_id)).toBe(csv);
  const task = { file_extension: "csv", token: book, type: "sheet", sub_id: "nobody" };
  expect((await send("POST", "drive/v1/export_tasks", task)).code).toBe(1069904);
  expect((await send("POST", "drive/v1/export_tasks", { ...task, token: "shtcnNobody" })).code).toBe(1069914);
  expect((await send("POST", "drive/v1/export_tasks", { ...task, file_extension: "xlsx" })).code).toBe(-1);
});

test("files have the type of their names' endings", async () => {
  const { emulator, token, root } = await world();
  const typeOf = async (name: string): Promise<string | null> => {
    const file = await uploadFile(emulator, token, { name, parent: root, bytes: utf8("x") });
    const url = `https://open.feishu.cn/open-apis/drive/v1/files/${file}/download`;
    const response = await emulator.fetch(url, { headers: { authorization: `Bearer ${token}` } });
    return response.headers.get("content-type");
  };
  expect(await typeOf("a.PNG")).toBe("image/png");
  expect(await typeOf("a.b.pdf")).toBe("application/pdf");
  expect(await typeOf("png")).toBe("application/octet-stream");
  expect(await typeOf("a.constructor")).toBe("application/octet-stream");
});
