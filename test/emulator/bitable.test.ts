import { describe, expect, test } from "vitest";
import type { Parsed } from "../support/emulator-api.ts";
import { documentsWorld, uploadMedia } from "./documents-world.ts";

const TYPES = { Text: 1, Number: 2, Single: 3, Multi: 4, Date: 5, Done: 7, Person: 11, Phone: 13, Link: 15, Files: 17 };

async function world() {
  const made = await documentsWorld();
  const { send } = made;
  const { app } = (await send("POST", "bitable/v1/apps", { name: "Sales" })).data;
  const base: string = app.app_token;
  const root = `bitable/v1/apps/${base}`;
  const fields = Object.entries(TYPES).map(([field_name, type]) => ({ field_name, type }));
  const table = (await send("POST", `${root}/tables`, { table: { name: "All", fields } })).data;
  const path = `${root}/tables/${table.table_id}`;
  const add = async (...rows: Parsed[]): Promise<string[]> => {
    const answer = await send("POST", `${path}/records/batch_create`, {
      records: rows.map((one) => ({ fields: one })),
    });
    expect(answer.code, answer.msg).toBe(0);
    return answer.data.records.map((record: Parsed) => record.record_id);
  };
  const get = async (id: string, query = "") =>
    (await send("GET", `${path}/records/${id}${query}`)).data.record.fields as Parsed;
  return { ...made, app, base, root, table, path, add, get };
}

const texts = (answer: Parsed): string[] => answer.data.items.map(({ fields }: Parsed) => fields.Text?.[0].text);

describe("an app", () => {
  test("is made with a table, read, renamed, copied and deleted", async () => {
    const { send, app, root } = await world();
    expect(app).toMatchObject({ name: "Sales", url: expect.stringContaining(`/base/${app.app_token}`) });
    expect((await send("GET", `${root}/tables/${app.default_table_id}/records`)).data.total).toBe(10);
    expect((await send("PUT", root, { name: "Sold" })).data.app.name).toBe("Sold");
    expect((await send("GET", root)).data.app).toMatchObject({ name: "Sold", is_advanced: false });
    const copy = (await send("POST", `${root}/copy`, { name: "Copy", without_content: true })).data.app;
    const copied = `bitable/v1/apps/${copy.app_token}/tables/${app.default_table_id}`;
    expect((await send("GET", `${copied}/records`)).data.total).toBe(0);
    expect((await send("GET", `${copied}/fields`)).data.total).toBe(4);
    const { files } = (await send("GET", "drive/v1/files")).data;
    expect(files.map(({ name, type }: Parsed) => [name, type])).toEqual([
      ["Copy", "bitable"],
      ["Sold", "bitable"],
    ]);
    await send("DELETE", `drive/v1/files/${app.app_token}?type=bitable`);
    expect((await send("GET", root)).code).toBe(1254040);
  });

  test("is refused to strangers, and so is what nobody has", async () => {
    const { send, root, path, foreign } = await world();
    expect((await send("GET", `${path}/records`, undefined, await foreign())).code).toBe(91403);
    for (const token of ["bascnNobody", "__proto__"]) {
      expect((await send("GET", `bitable/v1/apps/${token}`)).code, token).toBe(1254040);
      expect((await send("GET", `${root}/tables/${token}/records`)).code, token).toBe(1254041);
      expect((await send("GET", `${path}/records/${token}`)).code, token).toBe(1254043);
      expect((await send("DELETE", `${path}/fields/${token}`)).code, token).toBe(1254044);
      expect((await send("GET", `${path}/views/${token}`)).code, token).toBe(1254042);
    }
    expect((await send("POST", "bitable/v1/apps", { folder_token: "fldcnNobody" })).code).toBe(1254702);
    expect((await send("POST", "bitable/v1/apps", { time_zone: "Mars/Base" })).code).toBe(1254001);
  });
});

describe("tables", () => {
  test("are made, listed in pages, renamed and deleted", async () => {
    const { send, root, table, app } = await world();
    expect(table.field_id_list).toHaveLength(10);
    const more = [{ name: "A" }, { name: "B", fields: [{ field_name: "N", type: 2 }] }];
    const { table_ids } = (await send("POST", `${root}/tables/batch_create`, { tables: more })).data;
    const page = (await send("GET", `${root}/tables?page_size=3`)).data;
    expect(page).toMatchObject({ has_more: true, total: 4 });
    const rest = (await send("GET", `${root}/tables?page_size=3&page_token=${page.page_token}`)).data;
    expect([...page.items, ...rest.items].map(({ name }: Parsed) => name)).toEqual(["数据表", "All", "A", "B"]);
    expect(rest.has_more).toBe(false);
    expect((await send("PATCH", `${root}/tables/${table_ids[0]}`, { name: "C" })).data.name).toBe("C");
    await send("DELETE", `${root}/tables/${table_ids[0]}`);
    const ids = { table_ids: [table_ids[1], table.table_id] };
    expect((await send("POST", `${root}/tables/batch_delete`, ids)).code).toBe(0);
    expect((await send("DELETE", `${root}/tables/${app.default_table_id}`)).code).toBe(1254034);
  });

  test.each([
    ["no name", {}, 1254001],
    ["an empty name", { name: "" }, 99992402],
    ["a taken name", { name: "All" }, 1254013],
    ["a select as its primary field", { name: "x", fields: [{ field_name: "a", type: 3 }] }, 1254012],
    [
      "a name of fields twice",
      {
        name: "x",
        fields: [
          { field_name: "a", type: 1 },
          { field_name: "a", type: 2 },
        ],
      },
      1254014,
    ],
    ["an empty name of a field", { name: "x", fields: [{ field_name: " ", type: 1 }] }, 1254029],
    ["an unknown type", { name: "x", fields: [{ field_name: "a", type: 6 }] }, 99992402],
    ["no type", { name: "x", fields: [{ field_name: "a" }] }, 99992402],
    ["a ui_type of another", { name: "x", fields: [{ field_name: "a", type: 1, ui_type: "Number" }] }, 1254012],
  ])("are not made with %s", async (_, given, code) => {
    const { send, root } = await world();
    expect((await send("POST", `${root}/tables`, { table: given })).code).toBe(code);
    expect((await send("GET", `${root}/tables`)).data.total).toBe(2);
  });

  test("have at most a hundred", async () => {
    const { send, root } = await world();
    const tables = Array.from({ length: 99 }, (_, index) => ({ name: `T${index}` }));
    expect((await send("POST", `${root}/tables/batch_create`, { tables })).code).toBe(1254100);
  });
});

describe("fields", () => {
  test("are made, listed, changed and deleted", async () => {
    const { send, path, add, get } = await world();
    const property = { options: [{ name: "low", color: 3 }, { name: "high" }] };
    const made = (await send("POST", `${path}/fields`, { field_name: "Level", type: 4, property })).data.field;
    expect(made).toMatchObject({
      ui_type: "MultiSelect",
      is_primary: false,
      property: { options: [{ name: "low" }, {}] },
    });
    const [id = ""] = await add({ Text: "a", Level: ["low", "new"] });
    const { items } = (await send("GET", `${path}/fields?page_size=100`)).data;
    expect(items[0]).toMatchObject({ field_name: "Text", is_primary: true });
    const { options } = items.at(-1).property;
    expect(options.map(({ name }: Parsed) => name)).toEqual(["low", "high", "new"]);
    options[0].name = "lowest";
    const renamed = { field_name: "Rank", type: 4, property: { options: options.slice(0, 2) } };
    await send("PUT", `${path}/fields/${made.field_id}`, renamed);
    expect(await get(id)).toEqual({ Text: "a", Rank: ["lowest"] });
    await send("PUT", `${path}/fields/${made.field_id}`, { field_name: "Rank", type: 2 });
    expect(await get(id)).toEqual({ Text: "a" });
    expect((await send("DELETE", `${path}/fields/${made.field_id}`)).data).toMatchObject({ deleted: true });
    expect((await send("DELETE", `${path}/fields/${items[0].field_id}`)).code).toBe(1254046);
  });

  test.each([
    ["a taken name", { field_name: "Text", type: 1 }, 1254014],
    ["an empty name", { field_name: "", type: 1 }, 1254029],
    ["a long name", { field_name: "x".repeat(1001), type: 1 }, 1254029],
    ["no type", { field_name: "x" }, 99992402],
    [
      "options of one name",
      { field_name: "x", type: 3, property: { options: [{ name: "a" }, { name: "a" }] } },
      1254001,
    ],
    ["a link to nowhere", { field_name: "x", type: 18, property: { table_id: "tblNobody" } }, 1254041],
  ])("are not made with %s", async (_, field, code) => {
    const { send, path } = await world();
    expect((await send("POST", `${path}/fields`, field)).code).toBe(code);
    expect((await send("GET", `${path}/fields`)).data.total).toBe(10);
  });
});

describe("records", () => {
  test("hold a value of every type", async () => {
    const { send, path, emulator, token, base, table, add, get } = await world();
    const ada = emulator.addUser({ name: "Ada", email: "ada@example.com" });
    const chat = emulator.addChat({ name: "Lunch" });
    for (const [field_name, type, property] of [
      ["Place", 22],
      ["Chats", 23],
      ["Rows", 18, { table_id: table.table_id }],
      ["Made", 1001],
      ["By", 1003],
      ["No", 1005],
      ["Mail", 1],
    ] as const) {
      const ui = field_name === "Mail" ? { ui_type: "Email" } : {};
      expect((await send("POST", `${path}/fields`, { field_name, type, property, ...ui })).code, field_name).toBe(0);
    }
    const bytes = new Uint8Array([1, 2, 3]);
    const media = { name: "a.png", type: "bitable_image", parent: base, bytes };
    const file_token = await uploadMedia(emulator, token, media);
    const [first = ""] = await add({ Text: "first" });
    const [id = ""] = await add({
      Text: "a\nb",
      Number: 1.5,
      Single: "x",
      Multi: ["x", "y"],
      Date: 1_674_206_443_000,
      Done: true,
      Person: [{ id: ada.openId }],
      Phone: "+8613800138000",
      Link: { text: "Lark", link: "https://www.larksuite.com" },
      Files: [{ file_token }],
      Place: "116.397755,39.903179",
      Chats: [{ id: chat.chatId }],
      Rows: [first],
      Mail: "ada@example.com",
    });
    expect(await get(id, `?user_id_type=user_id`)).toMatchObject({
      Text: "a\nb",
      Number: 1.5,
      Single: "x",
      Multi: ["x", "y"],
      Date: 1_674_206_443_000,
      Done: true,
      Person: [{ id: ada.userId, name: "Ada", email: "ada@example.com" }],
      Phone: "+8613800138000",
      Link: { text: "Lark", link: "https://www.larksuite.com" },
      Files: [{ file_token, name: "a.png", size: 3, type: "image/png" }],
      Place: { location: "116.397755,39.903179" },
      Chats: [{ id: chat.chatId, name: "Lunch" }],
      Rows: { link_record_ids: [first] },
      Made: 1_700_000_000_000,
      By: [{ id: emulator.app.botOpenId, name: "Bot" }],
      No: "2",
      Mail: "ada@example.com",
    });
    const pieces = await get(id, "?text_field_as_array=true");
    expect([pieces.Text, pieces.Mail]).toEqual([
      [{ text: "a\nb", type: "text" }],
      [{ link: "mailto:ada@example.com", text: "ada@example.com", type: "url" }],
    ]);
    const [{ url }] = pieces.Files;
    const response = await emulator.fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  test("are changed, emptied, got and deleted", async () => {
    const { send, path, add, get, tick } = await world();
    const ids = await add({ Text: "a", Number: 1 }, { Text: "b" });
    tick(5);
    const [one = "", two = ""] = ids;
    await send("PUT", `${path}/records/${one}`, { fields: { Number: null, Done: false } });
    expect(await get(one)).toEqual({ Text: "a", Done: false });
    const records = ids.map((record_id, index) => ({ record_id, fields: { Number: index } }));
    await send("POST", `${path}/records/batch_update`, { records });
    const got = (
      await send("POST", `${path}/records/batch_get`, { record_ids: [two, "recNobody"], automatic_fields: true })
    ).data;
    expect(got).toMatchObject({
      records: [{ record_id: two, created_time: 1_700_000_000_000, last_modified_time: 1_700_000_000_005 }],
      absent_record_ids: ["recNobody"],
    });
    expect(got.records[0].fields.Number).toBe(1);
    const half = { records: [one, "recNobody"] };
    expect((await send("POST", `${path}/records/batch_delete`, half)).code).toBe(1254043);
    expect((await send("DELETE", `${path}/records/${one}`)).data).toEqual({ deleted: true, record_id: one });
    await send("POST", `${path}/records/batch_delete`, { records: [two] });
    expect((await send("GET", `${path}/records`)).data).toMatchObject({ total: 0, items: [] });
  });

  test.each([
    ["an unknown field", { Nothing: 1 }, 1254045],
    ["a field of every object", { constructor: 1 }, 1254045],
    ["a number as a text", { Text: 1 }, 1254060],
    ["a text as a number", { Number: "1" }, 1254061],
    ["a list as one option", { Single: ["x"] }, 1254062],
    ["one option as several", { Multi: "x" }, 1254063],
    ["a text as a date", { Date: "2023-01-01" }, 1254064],
    ["half a millisecond", { Date: 1.5 }, 1254064],
    ["a text as a checkbox", { Done: "true" }, 1254065],
    ["an id as a person", { Person: "ou_x" }, 1254066],
    ["an unknown person", { Person: [{ id: "ou_x" }] }, 1254066],
    ["letters as a phone", { Phone: "call me" }, 1254072],
    ["an address without a link", { Link: { text: "x" } }, 1254068],
    ["a text as an address", { Link: "https://example.com" }, 1254068],
    ["an unknown file", { Files: [{ file_token: "boxcnNobody" }] }, 1254303],
    ["a file without a token", { Files: [{ name: "x" }] }, 1254069],
    ["too long a text", { Text: "x".repeat(100_001) }, 1254130],
    ["a number among texts", { Multi: [1] }, 9499],
  ])("are not written with %s", async (_, fields, code) => {
    const { send, path } = await world();
    const records = [{ fields: { Single: "new option" } }, { fields }];
    expect((await send("POST", `${path}/records/batch_create`, { records })).code).toBe(code);
    expect((await send("GET", `${path}/records`)).data.total).toBe(0);
    const { items } = (await send("GET", `${path}/fields`)).data;
    expect(items[2].property).toEqual({ options: [] });
  });

  test("are at most 500 at once, and 20,000 in all", async () => {
    const { send, path, add } = await world();
    const records = Array.from({ length: 501 }, () => ({ fields: {} }));
    expect((await send("POST", `${path}/records/batch_create`, { records })).code).toBe(1254104);
    const ids = { records: records.map(() => "recNobody") };
    expect((await send("POST", `${path}/records/batch_delete`, ids)).code).toBe(1254104);
    const full = Array.from({ length: 500 }, () => ({}));
    for (let index = 0; index < 40; index += 1) {
      await add(...full);
    }
    expect((await send("POST", `${path}/records`, { fields: {} })).code).toBe(1254103);
  }, 30_000);

  test("are made once for each client_token", async () => {
    const { send, path } = await world();
    const create = (text: string, client_token: string) =>
      send("POST", `${path}/records?client_token=${client_token}`, { fields: { Text: text } });
    const uuid = "fe599b60-450f-46ff-b2ef-9f6675625b97";
    const first = await create("a", uuid);
    expect(await create("a", uuid)).toEqual(first);
    expect((await create("b", uuid)).code).toBe(1255006);
    expect((await create("a", "not-a-uuid")).code).toBe(1254037);
    expect((await send("GET", `${path}/records`)).data.total).toBe(1);
  });

  test("fields of strange names are fields", async () => {
    const { send, path, add, get } = await world();
    await send("POST", `${path}/fields`, { field_name: "__proto__", type: 1 });
    const [id = ""] = await add(JSON.parse('{"__proto__": "kept"}'));
    expect(Object.entries(await get(id))).toEqual([["__proto__", "kept"]]);
  });
});

describe("a search", () => {
  const rows = [
    { Text: "Ann", Number: 10, Single: "x", Multi: ["p", "q"], Done: true, Date: 1_700_000_000_000, Phone: "1" },
    { Text: "Bob", Number: 20, Single: "y", Multi: ["p"], Date: 1_700_000_000_000 - 86_400_000 },
    { Text: "Cyd", Number: 30 },
  ];

  const condition = (field_name: string, operator: string, ...value: string[]) => ({ field_name, operator, value });
  const and = (...conditions: unknown[]) => ({ conjunction: "and", conditions });

  test.each([
    [condition("Text", "is", "Ann"), "Ann"],
    [condition("Text", "isNot", "Ann"), "Bob Cyd"],
    [condition("Text", "contains", "b"), "Bob"],
    [condition("Text", "doesNotContain", "b"), "Ann Cyd"],
    [condition("Number", "is", "10.0"), "Ann"],
    [condition("Number", "isGreater", "10"), "Bob Cyd"],
    [condition("Number", "isGreaterEqual", "20"), "Bob Cyd"],
    [condition("Number", "isLess", "20"), "Ann"],
    [condition("Number", "isLessEqual", "20"), "Ann Bob"],
    [condition("Single", "is", "x"), "Ann"],
    [condition("Single", "contains", "x", "y"), "Ann Bob"],
    [condition("Single", "isEmpty"), "Cyd"],
    [condition("Multi", "is", "p"), "Bob"],
    [condition("Multi", "contains", "q"), "Ann"],
    [condition("Multi", "doesNotContain", "q", "z"), "Bob Cyd"],
    [condition("Phone", "isNotEmpty"), "Ann"],
    [condition("Done", "is", "true"), "Ann"],
    [condition("Done", "is", "false"), "Bob Cyd"],
    [condition("Date", "is", "Today"), "Ann"],
    [condition("Date", "is", "Yesterday"), "Bob"],
    [condition("Date", "is", "TheLastWeek"), "Ann Bob"],
    [condition("Date", "is", "CurrentMonth"), "Ann Bob"],
    [condition("Date", "is", "LastMonth"), ""],
    [condition("Date", "isGreater", "ExactDate", "1699900000000"), "Ann"],
    [condition("Date", "isLess", "Today"), "Bob"],
    [condition("Files", "isEmpty"), "Ann Bob Cyd"],
  ])("finds %j", async (one, found) => {
    const { send, path, add } = await world();
    await add(...rows);
    const answer = await send("POST", `${path}/records/search`, { filter: and(one) });
    expect(texts(answer).join(" ")).toBe(found);
  });

  test("joins conditions, sorts, picks fields and comes in pages", async () => {
    const { send, path, add } = await world();
    await add(...rows);
    const search = (body: unknown, query = "") => send("POST", `${path}/records/search${query}`, body);
    const either = { conjunction: "or", conditions: [condition("Text", "is", "Ann"), condition("Text", "is", "Cyd")] };
    expect(texts(await search({ filter: either }))).toEqual(["Ann", "Cyd"]);
    const more = { conjunction: "or", conditions: [condition("Number", "isGreater", "15")] };
    expect(texts(await search({ filter: { conjunction: "and", children: [either, more] } }))).toEqual(["Cyd"]);
    const sort = [{ field_name: "Single", desc: true }, { field_name: "Number" }];
    expect(texts(await search({ sort }))).toEqual(["Bob", "Ann", "Cyd"]);
    const { items } = (await search({ field_names: ["Number"], automatic_fields: true })).data;
    expect(Object.keys(items[0].fields)).toEqual(["Number"]);
    expect(items[0]).toMatchObject({ created_time: 1_700_000_000_000, created_by: { name: "Bot" } });
    const first = (await search({ sort }, "?page_size=2")).data;
    expect([first.has_more, first.total]).toEqual([true, 3]);
    await send("DELETE", `${path}/records/${first.items[1].record_id}`);
    const rest = (await search({ sort }, `?page_size=2&page_token=${first.page_token}`)).data;
    expect([rest.items.length, rest.has_more]).toEqual([0, false]);
  });

  test.each([
    ["an unknown field", { filter: and(condition("Nobody", "is", "x")) }, 1254018],
    ["no conjunction", { filter: { conditions: [condition("Text", "is", "x")] } }, 1254018],
    ["two words for a text", { filter: and(condition("Text", "is", "x", "y")) }, 1254018],
    ["an order of texts", { filter: and(condition("Text", "isGreater", "x")) }, 1254018],
    ["no number", { filter: and(condition("Number", "is", "ten")) }, 1254018],
    ["an empty number", { filter: and(condition("Number", "is", "")) }, 1254018],
    ["a value for isEmpty", { filter: and(condition("Text", "isEmpty", "x")) }, 1254018],
    ["two options for is", { filter: and(condition("Single", "is", "x", "y")) }, 1254018],
    ["contains for a date", { filter: and(condition("Date", "contains", "Today")) }, 1254018],
    ["a date without its word", { filter: and(condition("Date", "is", "1700000000000")) }, 1254018],
    ["a week as an end", { filter: and(condition("Date", "isGreater", "CurrentWeek")) }, 1254018],
    ["a word of every object", { filter: and(condition("Date", "is", "constructor")) }, 1254018],
    ["like", { filter: and(condition("Text", "like", "x")) }, 1254018],
    ["isNot for a checkbox", { filter: and(condition("Done", "isNot", "true")) }, 1254018],
    ["is for files", { filter: and(condition("Files", "is", "x")) }, 1254018],
    ["an unknown operator", { filter: and(condition("Text", "equals", "x")) }, 99992402],
    ["an order by nothing", { sort: [{ field_name: "Nobody" }] }, 1254016],
    ["a field to show that nobody has", { field_names: ["Nobody"] }, 1254024],
    ["an unknown view", { view_id: "vewNobody" }, 1254042],
  ])("is refused with %s", async (_, body, code) => {
    const { send, path } = await world();
    expect((await send("POST", `${path}/records/search`, body)).code).toBe(code);
  });

  test.each([
    ["page_size=0", 1254011],
    ["page_size=many", 99992402],
    ["page_token=none", 1254002],
    [`page_token=${btoa('["a"]')}`, 1254002],
  ])("is refused with %s", async (query, code) => {
    const { send, path } = await world();
    expect((await send("POST", `${path}/records/search?${query}`, {})).code).toBe(code);
  });

  const list = (query: Record<string, string>) => `records?${new URLSearchParams(query)}`;

  test.each([
    ['CurrentValue.[Text]="Ann"', "Ann"],
    ['CurrentValue.[Text] != "Ann"', "Bob Cyd"],
    ['CurrentValue.[Single]=""', "Cyd"],
    ['NOT(CurrentValue.[Single]="")', "Ann Bob"],
    ["CurrentValue.[Number] >= 20", "Bob Cyd"],
    ["CurrentValue.[Number] < 20.5", "Ann Bob"],
    ['CurrentValue.[Text].contains("b")', "Bob"],
    ['CurrentValue.[Multi].contains("q")', "Ann"],
    ['AND(CurrentValue.[Number]>10,CurrentValue.[Text]="Bob")', "Bob"],
    ['OR(CurrentValue.[Text]="Ann", CurrentValue.[Text]="Cyd")', "Ann Cyd"],
    ['CurrentValue.[Number]>10 && (CurrentValue.[Text]="Bob" || CurrentValue.[Text]="Cyd")', "Bob Cyd"],
    ["CurrentValue.[Date] = TODAY()", "Ann"],
    ["CurrentValue.[Date] = TODAY()-1", "Bob"],
    ['CurrentValue.[Date] > TODATE("2023-11-14")&&CurrentValue.[Date] < TODATE("2023-11-31")', "Ann"],
    ["today()-2+1 <= CurrentValue.[Date]&&CurrentValue.[Date] <= today()", "Ann Bob"],
    [
      "AND(TODAY()-(WEEKDAY(TODAY(),2)-1)<=CurrentValue.[Date], CurrentValue.[Date]<=TODAY()+(7-WEEKDAY(TODAY(),2)))",
      "Ann Bob",
    ],
    [
      "AND(DATE(YEAR(TODAY()),MONTH(TODAY()),1)<=CurrentValue.[Date], CurrentValue.[Date]<=DATE(YEAR(TODAY()),MONTH(TODAY())+1,0))",
      "Ann Bob",
    ],
    ["WEEKDAY(CurrentValue.[Date])=4", "Ann"],
    ["CurrentValue.[Number]+5 > 20", "Bob Cyd"],
    ["CurrentValue.[Done]=TRUE()", "Ann"],
    ['CurrentValue.[Text]="An\\"n"', ""],
  ])("of the older kind takes %s", async (filter, found) => {
    const { send, path, add } = await world();
    await add(...rows);
    const answer = await send("GET", `${path}/${list({ filter, sort: '["Number ASC"]', field_names: '["Text"]' })}`);
    expect(answer.code, answer.msg).toBe(0);
    expect(answer.data.items.map(({ fields }: Parsed) => fields.Text).join(" ")).toBe(found);
  });

  test.each([
    [{ filter: 'CurrentValue.[Nobody]="x"' }, 1254018, "no field Nobody at 0"],
    [{ filter: "CurrentValue.[Text]" }, 1254018, "a comparison expected at 19: the end"],
    [{ filter: 'CurrentValue.[Text]="x" and' }, 1254018, "not understood at 24: and"],
    [{ filter: 'CurrentValue.[Text]="x' }, 1254018, 'not understood at 20: "x'],
    [{ filter: 'AND(CurrentValue.[Text]="x"' }, 1254018, ") expected at 27"],
    [{ filter: "WEEKNUM(TODAY())=1" }, 1254018, "not understood at 0: WEEKNUM"],
    [{ filter: "WEEKDAY(1)=1" }, 1254018, "a date expected, before at 9"],
    [{ filter: "DATE(2023,11)=TODAY()" }, 1254018, ", expected at 12"],
    [{ filter: 'CurrentValue.[Date]>TODATE("June")' }, 1254018, 'a date expected at 27: "June'],
    [{ filter: 'CurrentValue.[Text]="a"+1' }, 1254018, "a number or a date expected, before at 23"],
    [{ filter: "CurrentValue.[Date]=TODAY()+TODAY()" }, 1254018, "a number expected, before"],
    [{ filter: "CurrentValue.[Date]>1700000000000" }, 1254018, "a date is compared with TODAY()"],
    [{ filter: `${"(".repeat(40)}1=1${")".repeat(40)}` }, 1254018, "nested too deeply"],
    [{ filter: `1=${"1".repeat(2000)}` }, 1254018, "at most 2000 characters"],
    [{ sort: "Number" }, 1254016, "InvalidSort"],
    [{ sort: '["Nobody"]' }, 1254016, "no field Nobody"],
    [{ field_names: '{"a":1}' }, 1254024, "InvalidFieldNames"],
    [{ view_id: "vewNobody" }, 1254042, "ViewIdNotFound"],
  ])("of the older kind refuses %j", async (query, code, told) => {
    const { send, path } = await world();
    const answer = await send("GET", `${path}/${list(query as Record<string, string>)}`);
    expect(answer).toMatchObject({ code, msg: expect.stringContaining(told) });
  });
});

describe("views", () => {
  test("are made, listed, got and deleted", async () => {
    const { send, path, table } = await world();
    const { view } = (await send("POST", `${path}/views`, { view_name: "Board", view_type: "kanban" })).data;
    const { items } = (await send("GET", `${path}/views`)).data;
    expect(items.map(({ view_name }: Parsed) => view_name)).toEqual(["表格", "Board"]);
    expect((await send("GET", `${path}/views/${view.view_id}`)).data.view).toMatchObject({ view_type: "kanban" });
    await send("DELETE", `${path}/views/${view.view_id}`);
    expect((await send("DELETE", `${path}/views/${table.default_view_id}`)).code).toBe(1254023);
  });

  test.each([
    ["", 1254021],
    ["a[b]", 1254022],
    ["表格", 1254020],
  ])("are not called %s", async (view_name, code) => {
    const { send, path } = await world();
    expect((await send("POST", `${path}/views`, { view_name })).code).toBe(code);
  });

  test("filter the records that are read without another filter or order", async () => {
    const { send, path, table, add } = await world();
    await add({ Text: "a", Number: 1 }, { Text: "b", Number: 2 });
    const [text, number] = (await send("GET", `${path}/fields`)).data.items;
    const at = `${path}/views/${table.default_view_id}`;
    const conditions = [{ field_id: number.field_id, operator: "isGreater", value: '["1"]' }];
    const filter_info = { conjunction: "and", conditions };
    const property = { filter_info, hidden_fields: [text.field_id] };
    const changed = (await send("PATCH", at, { view_name: "Large", property })).data.view;
    expect(changed).toMatchObject({
      view_name: "Large",
      property: {
        filter_info: { conjunction: "and", conditions: [{ ...conditions[0], field_type: 2 }] },
        hidden_fields: [text.field_id],
      },
    });
    expect((await send("GET", at)).data.view).toEqual(changed);
    const view_id = table.default_view_id;
    const search = async (body: object) => texts(await send("POST", `${path}/records/search`, { view_id, ...body }));
    expect(await search({})).toEqual(["b"]);
    expect(await search({ sort: [{ field_name: "Number", desc: true }] })).toEqual(["b", "a"]);
    const listed = await send("GET", `${path}/records?view_id=${view_id}`);
    expect(listed.data.items.map(({ fields }: Parsed) => fields.Text)).toEqual(["b"]);
    await send("PATCH", at, { property: { filter_info: null, hidden_fields: null } });
    expect(await search({})).toEqual(["a", "b"]);
  });

  test.each([
    ["an unknown field", { field_id: "fldNobody", operator: "is", value: '["1"]' }, 1254044],
    ["a value that its field does not take", { field_id: "", operator: "is", value: '["x"]' }, 1254018],
  ])("are not filtered by %s", async (_, condition, code) => {
    const { send, path, table } = await world();
    const [, number] = (await send("GET", `${path}/fields`)).data.items;
    const conditions = [{ ...condition, field_id: condition.field_id || number.field_id }];
    const property = { filter_info: { conjunction: "and", conditions } };
    const at = `${path}/views/${table.default_view_id}`;
    expect((await send("PATCH", at, { property })).code).toBe(code);
    expect((await send("GET", at)).data.view.property).toBeUndefined();
  });
});

describe("links between tables", () => {
  async function linked(property: Parsed = {}) {
    const made = await world();
    const { send, root, path, table } = made;
    const { table_id } = (await send("POST", `${root}/tables`, { table: { name: "Parts" } })).data;
    const field = { field_name: "Uses", type: 21, property: { table_id, ...property } };
    const { field: uses } = (await send("POST", `${path}/fields`, field)).data;
    const parts = `${root}/tables/${table_id}`;
    const fieldsOf = async (at: string): Promise<Parsed[]> =>
      (await send("GET", `${at}/fields?page_size=100`)).data.items;
    const [part] = (await send("POST", `${parts}/records/batch_create`, { records: [{ fields: {} }] })).data.records;
    const links = async () =>
      (await send("GET", `${parts}/records/${part.record_id}`)).data.record.fields[uses.property.back_field_name];
    return { ...made, parts, uses, part, fieldsOf, links, table };
  }

  test("in both directions have two fields and the same records", async () => {
    const { send, path, parts, uses, part, table, fieldsOf, links, add } = await linked();
    expect(uses.property).toMatchObject({ multiple: true, table_name: "Parts", back_field_name: "All-Uses" });
    const back = (await fieldsOf(parts)).at(-1);
    expect(back).toMatchObject({
      field_id: uses.property.back_field_id,
      field_name: "All-Uses",
      type: 21,
      property: { back_field_id: uses.field_id, back_field_name: "Uses", table_id: table.table_id, table_name: "All" },
    });
    const [a = "", b = ""] = await add({ Text: "a", Uses: [part.record_id] }, { Text: "b", Uses: [part.record_id] });
    expect(await links()).toEqual({ link_record_ids: [a, b] });
    await send("PUT", `${path}/records/${a}`, { fields: { Uses: null } });
    expect(await links()).toEqual({ link_record_ids: [b] });
    await send("DELETE", `${path}/records/${b}`);
    expect(await links()).toBeUndefined();
  });

  test("are renamed, and become links in one direction", async () => {
    const { send, path, parts, uses, fieldsOf } = await linked({ back_field_name: "Used by", multiple: false });
    expect(uses.property).toMatchObject({ multiple: false, back_field_name: "Used by" });
    const { table_id } = uses.property;
    const renamed = { field_name: "Uses", type: 21, property: { table_id, back_field_name: "In" } };
    const changed = (await send("PUT", `${path}/fields/${uses.field_id}`, renamed)).data.field;
    expect(changed.property).toMatchObject({ back_field_name: "In", back_field_id: uses.property.back_field_id });
    const taken = { field_name: "More", type: 21, property: { table_id, back_field_name: "In" } };
    expect((await send("POST", `${path}/fields`, taken)).code).toBe(1254014);
    await send("DELETE", `${path}/fields/${uses.field_id}`);
    expect((await fieldsOf(parts)).at(-1)).toMatchObject({ field_name: "In", type: 18, ui_type: "SingleLink" });
  });

  test("are made with a table, under a name that is free", async () => {
    const { send, root, table, path } = await world();
    const link = (field_name: string) => ({ field_name, type: 21, property: { table_id: table.table_id } });
    const fields = [{ field_name: "Name", type: 1 }, link("Of")];
    await send("POST", `${path}/fields`, { field_name: "New-Of", type: 1 });
    const made = (await send("POST", `${root}/tables`, { table: { name: "New", fields } })).data;
    const { items } = (await send("GET", `${root}/tables/${made.table_id}/fields`)).data;
    expect(items.at(-1).property.back_field_name).toBe("New-Of 2");
  });
});
