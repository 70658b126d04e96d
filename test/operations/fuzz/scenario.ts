import { createEmulator, type Emulator } from "../../../src/emulator/index.ts";
import { call, type Parsed, tenantToken } from "../../support/emulator-api.ts";

/** A request that the emulator answers with code 0: method, path below `/open-apis/`, body. */
export type Template = readonly [method: string, path: string, body?: unknown];

/** The fields of a form in a template; bytes are a file. */
export class Form {
  readonly fields: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;

  constructor(fields: Record<string, string | Uint8Array<ArrayBuffer>>) {
    this.fields = fields;
  }
}

export function toFormData({ fields }: Form): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string") {
      form.append(name, value);
    } else {
      form.append(name, new Blob([value]), "a.png");
    }
  }
  return form;
}

export interface World {
  emulator: Emulator;
  tokens: Record<string, string>;
  templates: Template[];
}

const text = (content: string) => ({ block_type: 2, text: { elements: [{ text_run: { content } }] } });
const md = (element_id: string) => ({ tag: "markdown", element_id, content: "hi" });
const cardText = JSON.stringify({
  schema: "2.0",
  config: { streaming_mode: true },
  body: { elements: [md("a1"), md("b2")] },
});
const content = (value: unknown): string => JSON.stringify(value);

/** A platform on which everything exists that a service can be asked for, and a valid request for most operations. */
export async function makeWorld(): Promise<World> {
  const emulator = createEmulator({ strict: false, now: () => 1_700_000_000_000 });
  const ada = emulator.addUser({ name: "Ada", email: "ada@example.com", mobile: "+8613800000001" });
  const bob = emulator.addUser({ name: "Bob" });
  const group = emulator.addChat({ users: [ada, bob], chatType: "group", name: "Team" });
  const department = emulator.addDepartment({ name: "R&D" });
  await emulator
    .connect(async (request) => {
      await request.text();
      return Response.json({});
    })
    .catch(() => {});
  const token = await tenantToken(emulator);
  const tokens = { tenant: token, app: token, user: emulator.userAccessToken(ada) };
  const send = async (...[method, path, body]: Template): Promise<Parsed> =>
    (await call(emulator, method, `/open-apis/${path}`, body, token)).body.data ?? {};

  const message = { receive_id: group.chatId, msg_type: "text", content: content({ text: "hello" }) };
  const { message_id: first } = await send("POST", "im/v1/messages?receive_id_type=chat_id", message);
  const { message_id: card } = await send("POST", "im/v1/messages?receive_id_type=chat_id", {
    receive_id: group.chatId,
    msg_type: "interactive",
    content: content({
      config: { update_multi: true },
      elements: [{ tag: "div", text: { tag: "plain_text", content: "x" } }],
    }),
  });
  const { card_id } = await send("POST", "cardkit/v1/cards", { type: "card_json", data: cardText });
  const folder = (await send("POST", "drive/v1/files/create_folder", { name: "Docs", folder_token: "" })).token;
  const { document_id: doc } = (await send("POST", "docx/v1/documents", { title: "Minutes" })).document ?? {};
  const children = [text("one"), text("two"), { block_type: 31, table: { property: { row_size: 2, column_size: 2 } } }];
  const blocks = (await send("POST", `docx/v1/documents/${doc}/blocks/${doc}/children`, { children })).children ?? [];
  const block = blocks[0]?.block_id;
  const table31 = blocks[2]?.block_id;
  const { app_token: base } = (await send("POST", "bitable/v1/apps", { name: "Sales" })).app ?? {};
  const fields = ["Name", "Text"]
    .map((field_name) => ({ field_name, type: 1 }))
    .concat({ field_name: "Number", type: 2 });
  const { table_id: table } = await send("POST", `bitable/v1/apps/${base}/tables`, { table: { name: "All", fields } });
  const at = `bitable/v1/apps/${base}/tables/${table}`;
  const record = (await send("POST", `${at}/records`, { fields: { Name: "a", Number: 1 } })).record?.record_id;
  const field = (await send("GET", `${at}/fields`)).items?.[1]?.field_id;
  const view = (await send("GET", `${at}/views`)).items?.[0]?.view_id;
  const book = (await send("POST", "sheets/v3/spreadsheets", { title: "Plan" })).spreadsheet?.spreadsheet_token;
  const sheet = (await send("GET", `sheets/v3/spreadsheets/${book}/sheets/query`)).sheets?.[0]?.sheet_id;
  const v2 = `sheets/v2/spreadsheets/${book}`;
  const v3 = `sheets/v3/spreadsheets/${book}/sheets/${sheet}`;
  const cells = (range: string, values: unknown[][]) => ({ valueRange: { range: `${sheet}!${range}`, values } });
  const dimension = { sheetId: sheet, majorDimension: "ROWS", startIndex: 1, endIndex: 2 };
  const bytes = new Uint8Array([137, 80, 78, 71, 13]);
  const upload = async (path: string, fields: Form["fields"]): Promise<Parsed> => {
    const headers = { authorization: `Bearer ${token}` };
    const body = toFormData(new Form(fields));
    const response = await emulator.fetch(`https://open.feishu.cn/open-apis/${path}`, {
      method: "POST",
      headers,
      body,
    });
    return (await response.json()).data ?? {};
  };
  const image = { image_type: "message", image: bytes };
  const stream = { file_type: "stream", file_name: "a.txt", file: bytes };
  const file = { file_name: "a.txt", parent_type: "explorer", parent_node: folder, size: "5", file: bytes };
  const media = { file_name: "a.png", parent_type: "docx_image", parent_node: block, size: "5", file: bytes };
  const { image_key } = await upload("im/v1/images", image);
  const { file_key } = await upload("im/v1/files", stream);
  const { file_token: fileToken } = await upload("drive/v1/files/upload_all", file);
  const { file_token: mediaToken } = await upload("drive/v1/medias/upload_all", media);
  const sent = await send("POST", "im/v1/messages?receive_id_type=chat_id", {
    receive_id: group.chatId,
    msg_type: "image",
    content: content({ image_key }),
  });
  const plan = { file_name: "a", parent_type: "explorer", parent_node: folder, size: 5 };
  const { upload_id } = await send("POST", "drive/v1/files/upload_prepare", plan);
  const hook = emulator.addWebhook({ chat: group }).split("/open-apis/")[1] ?? "";
  const { app } = emulator;
  let sequence = 0;
  const next = () => {
    sequence += 1;
    return { sequence, uuid: `u${sequence}` };
  };
  const templates: Template[] = [
    ["POST", "auth/v3/tenant_access_token/internal", { app_id: app.appId, app_secret: app.appSecret }],
    ["POST", "auth/v3/app_access_token/internal", { app_id: app.appId, app_secret: app.appSecret }],
    ["POST", "auth/v3/tenant_access_token", { app_access_token: token, tenant_key: app.tenantKey }],
    ["GET", "bot/v3/info"],
    ["POST", hook, { msg_type: "text", content: { text: "x" } }],
    [
      "POST",
      hook,
      { msg_type: "post", content: { post: { zh_cn: { title: "t", content: [[{ tag: "text", text: "x" }]] } } } },
    ],
    ["POST", hook, { msg_type: "interactive", card: { elements: [{ tag: "hr" }] } }],
    ["POST", "im/v1/messages?receive_id_type=chat_id", message],
    [
      "POST",
      "im/v1/messages?receive_id_type=chat_id",
      {
        ...message,
        msg_type: "post",
        content: content({
          zh_cn: {
            title: "t",
            content: [
              [
                { tag: "at", user_id: ada.openId },
                { tag: "text", text: "x" },
              ],
            ],
          },
        }),
      },
    ],
    [
      "POST",
      "im/v1/messages?receive_id_type=chat_id",
      { ...message, msg_type: "interactive", content: content({ type: "card", data: { card_id } }) },
    ],
    ["POST", "im/v1/messages?receive_id_type=open_id", { ...message, receive_id: ada.openId }],
    [
      "POST",
      `im/v1/messages/${first}/reply`,
      { msg_type: "text", content: content({ text: "x" }), reply_in_thread: true },
    ],
    ["PUT", `im/v1/messages/${first}`, { msg_type: "text", content: content({ text: "y" }) }],
    [
      "PATCH",
      `im/v1/messages/${card}`,
      { content: content({ config: { update_multi: true }, elements: [{ tag: "hr" }] }) },
    ],
    ["GET", `im/v1/messages/${first}`],
    ["GET", `im/v1/messages?container_id_type=chat&container_id=${group.chatId}&page_size=2`],
    ["POST", `im/v1/messages/${first}/reactions`, { reaction_type: { emoji_type: "SMILE" } }],
    ["GET", `im/v1/messages/${first}/reactions?page_size=2`],
    ["POST", "im/v1/pins", { message_id: first }],
    ["GET", `im/v1/pins?chat_id=${group.chatId}&start_time=1600000000&end_time=1800000000`],
    ["POST", `im/v1/messages/${first}/forward?receive_id_type=chat_id`, { receive_id: group.chatId }],
    [
      "POST",
      "im/v1/messages/merge_forward?receive_id_type=chat_id",
      { receive_id: group.chatId, message_id_list: [first, card] },
    ],
    ["GET", `im/v1/messages/${first}/read_users?user_id_type=open_id`],
    ["PATCH", `im/v1/messages/${first}/urgent_app?user_id_type=open_id`, { user_id_list: [ada.openId] }],
    ["POST", "im/v1/chats", { name: "New", user_id_list: [ada.openId], chat_mode: "group" }],
    ["GET", `im/v1/chats/${group.chatId}`],
    ["PUT", `im/v1/chats/${group.chatId}`, { name: "Renamed", description: "d" }],
    ["GET", "im/v1/chats?page_size=2"],
    ["GET", "im/v1/chats/search?query=Team"],
    ["GET", `im/v1/chats/${group.chatId}/members`],
    ["POST", `im/v1/chats/${group.chatId}/members`, { id_list: [bob.openId] }],
    ["POST", `im/v1/chats/${group.chatId}/managers/add_managers`, { manager_ids: [bob.openId] }],
    ["POST", "message/v4/batch_send/", { msg_type: "text", content: { text: "x" }, open_ids: [ada.openId] }],
    ["POST", "cardkit/v1/cards", { type: "card_json", data: cardText }],
    ["PUT", `cardkit/v1/cards/${card_id}/elements/a1/content`, { content: "longer", ...next() }],
    ["POST", `cardkit/v1/cards/${card_id}/elements`, { type: "append", elements: content([md("c3")]), ...next() }],
    ["PATCH", `cardkit/v1/cards/${card_id}/elements/a1`, { partial_element: content({ content: "z" }), ...next() }],
    [
      "PATCH",
      `cardkit/v1/cards/${card_id}/settings`,
      { settings: content({ config: { streaming_mode: false } }), ...next() },
    ],
    ["PUT", `cardkit/v1/cards/${card_id}`, { card: { type: "card_json", data: cardText }, ...next() }],
    [
      "POST",
      `cardkit/v1/cards/${card_id}/batch_update`,
      { actions: content([{ action: "update_element", params: { element_id: "a1", element: md("a1") } }]), ...next() },
    ],
    ["POST", "cardkit/v1/cards/id_convert", { message_id: card }],
    ["POST", "contact/v3/departments?department_id_type=department_id", { name: "New", parent_department_id: "0" }],
    ["GET", `contact/v3/departments/${department.openDepartmentId}`],
    ["PATCH", `contact/v3/departments/${department.openDepartmentId}`, { name: "Research" }],
    ["GET", "contact/v3/departments/0/children?fetch_child=true"],
    ["POST", "contact/v3/users", { name: "Eve", mobile: "+8613800000009", department_ids: ["0"], employee_type: 1 }],
    ["GET", `contact/v3/users/${ada.openId}`],
    ["PATCH", `contact/v3/users/${ada.openId}`, { name: "Ada L." }],
    ["GET", "contact/v3/users/find_by_department?department_id=0&page_size=1"],
    ["POST", "contact/v3/users/batch_get_id", { emails: ["ada@example.com"], mobiles: ["+8613800000001"] }],
    ["GET", `contact/v3/users/batch?user_ids=${ada.openId}`],
    ["GET", "drive/v1/files?page_size=1"],
    ["POST", "drive/v1/files/create_folder", { name: "Sub", folder_token: folder }],
    [
      "POST",
      "drive/v1/files/upload_prepare",
      { file_name: "a", parent_type: "explorer", parent_node: folder, size: 5 },
    ],
    ["GET", `drive/v1/medias/batch_get_tmp_download_url?file_tokens=${folder}`],
    ["POST", "docx/v1/documents", { title: "x", folder_token: folder }],
    ["GET", `docx/v1/documents/${doc}/blocks?page_size=2`],
    ["GET", `docx/v1/documents/${doc}/raw_content`],
    ["POST", `docx/v1/documents/${doc}/blocks/${doc}/children`, { children, index: 0 }],
    [
      "PATCH",
      `docx/v1/documents/${doc}/blocks/${block}`,
      { update_text_elements: { elements: [{ text_run: { content: "new" } }] } },
    ],
    [
      "PATCH",
      `docx/v1/documents/${doc}/blocks/batch_update`,
      { requests: [{ block_id: block, update_text_style: { style: { align: 2 }, fields: [1] } }] },
    ],
    ["PATCH", `docx/v1/documents/${doc}/blocks/${table31}`, { insert_table_row: { row_index: -1 } }],
    [
      "PATCH",
      `docx/v1/documents/${doc}/blocks/${table31}`,
      { delete_table_columns: { column_start_index: 0, column_end_index: 1 } },
    ],
    [
      "POST",
      `docx/v1/documents/${doc}/blocks/${doc}/descendant`,
      { children_id: ["x"], descendants: [{ block_id: "x", ...text("a"), children: [] }] },
    ],
    ["DELETE", `docx/v1/documents/${doc}/blocks/${doc}/children/batch_delete`, { start_index: 0, end_index: 1 }],
    ["GET", `bitable/v1/apps/${base}`],
    ["POST", `bitable/v1/apps/${base}/copy`, { name: "Copy" }],
    ["POST", `bitable/v1/apps/${base}/tables`, { table: { name: "More", fields } }],
    ["GET", `bitable/v1/apps/${base}/tables?page_size=1`],
    ["POST", `${at}/fields`, { field_name: "Choice", type: 3, property: { options: [{ name: "a" }] } }],
    ["PUT", `${at}/fields/${field}`, { field_name: "Renamed", type: 1 }],
    ["POST", `${at}/records`, { fields: { Name: "b", Number: 2 } }],
    ["PUT", `${at}/records/${record}`, { fields: { Name: "c" } }],
    ["POST", `${at}/records/batch_create`, { records: [{ fields: { Name: "d" } }] }],
    ["POST", `${at}/records/batch_update`, { records: [{ record_id: record, fields: { Number: 3 } }] }],
    ["POST", `${at}/records/batch_get`, { record_ids: [record] }],
    [
      "POST",
      `${at}/records/search?page_size=2`,
      {
        filter: { conjunction: "and", conditions: [{ field_name: "Name", operator: "contains", value: ["a"] }] },
        sort: [{ field_name: "Number", desc: true }],
        field_names: ["Name"],
        automatic_fields: true,
      },
    ],
    [
      "GET",
      `${at}/records?filter=${encodeURIComponent('AND(CurrentValue.[Name]="a",CurrentValue.[Number]>0)')}&sort=${encodeURIComponent('["Name DESC"]')}&field_names=${encodeURIComponent('["Name"]')}`,
    ],
    ["POST", `${at}/views`, { view_name: "Grid 2", view_type: "grid" }],
    ["GET", `${at}/views/${view}`],
    ["GET", `${v2}/metainfo`],
    [
      "PUT",
      `${v2}/values`,
      cells("A1:B2", [
        ["a", 1],
        [{ type: "mention", text: ada.openId, textType: "openId" }, "=1+1"],
      ]),
    ],
    ["POST", `${v2}/values_append`, cells("A1:B1", [["x", 2]])],
    ["POST", `${v2}/values_prepend`, cells("A1:B1", [["x", 2]])],
    ["GET", `${v2}/values/${sheet}!A1:C3?valueRenderOption=ToString`],
    ["GET", `${v2}/values_batch_get?ranges=${sheet}!A1:B2,${sheet}!C1:C2`],
    ["POST", `${v2}/values_batch_update`, { valueRanges: [cells("A1:A1", [["y"]]).valueRange] }],
    ["POST", `${v2}/dimension_range`, { dimension: { sheetId: sheet, majorDimension: "ROWS", length: 3 } }],
    ["POST", `${v2}/insert_dimension_range`, { dimension: { ...dimension, startIndex: 0 }, inheritStyle: "AFTER" }],
    ["DELETE", `${v2}/dimension_range`, { dimension }],
    ["PUT", `${v2}/dimension_range`, { dimension, dimensionProperties: { visible: true, fixedSize: 50 } }],
    ["POST", `${v2}/values_image`, { range: `${sheet}!A1:A1`, image: [137, 80, 78, 71], name: "a.png" }],
    [
      "POST",
      `${v2}/sheets_batch_update`,
      {
        requests: [
          { addSheet: { properties: { title: "S2", index: 1 } } },
          { updateSheet: { properties: { sheetId: sheet, title: "S1" } } },
        ],
      },
    ],
    [
      "POST",
      `${v2}/sheets_batch_update`,
      { requests: [{ copySheet: { source: { sheetId: sheet }, destination: { title: "S3" } } }] },
    ],
    ["POST", `${v3}/find`, { find_condition: { range: `${sheet}!A1:C9`, search_by_regex: true }, find: "a" }],
    ["POST", `${v3}/replace`, { find_condition: { range: `${sheet}!A1:C9` }, find: "a", replacement: "b" }],
    ["POST", "im/v1/images", new Form(image)],
    ["GET", `im/v1/images/${image_key}`],
    ["POST", "im/v1/files", new Form(stream)],
    ["GET", `im/v1/files/${file_key}`],
    ["GET", `im/v1/messages/${sent.message_id}/resources/${image_key}?type=image`],
    ["POST", "drive/v1/files/upload_all", new Form(file)],
    ["POST", "drive/v1/medias/upload_all", new Form(media)],
    ["POST", "drive/v1/files/upload_part", new Form({ upload_id, seq: "0", size: "5", file: bytes })],
    ["POST", "drive/v1/files/upload_finish", { upload_id, block_num: 1 }],
    ["GET", `drive/v1/files/${fileToken}/download`],
    ["GET", `drive/v1/medias/${mediaToken}/download`],
    ["GET", `drive/v1/medias/batch_get_tmp_download_url?file_tokens=${mediaToken}`],
    ["GET", `docx/v1/documents/${doc}/blocks/${block}`],
    ["GET", `docx/v1/documents/${doc}/blocks/${doc}/children?with_descendants=true`],
    ["DELETE", `im/v1/chats/${group.chatId}/members`, { id_list: [bob.openId] }],
    ["DELETE", `im/v1/messages/${sent.message_id}`],
    ["DELETE", `drive/v1/files/${fileToken}?type=file`],
    ["DELETE", `cardkit/v1/cards/${card_id}/elements/b2`, next()],
    ["PUT", `cardkit/v1/cards/${card_id}/elements/a1`, { element: content(md("a1")), ...next() }],
  ];
  return { emulator, tokens, templates };
}
