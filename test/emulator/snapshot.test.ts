import { expect, test } from "vitest";
import { readState } from "../../src/emulator/control/index.ts";
import { createEmulator, type Emulator } from "../../src/emulator/index.ts";
import { insideOf } from "../../src/emulator/inside.ts";
import { restore, save } from "../../src/emulator/platform/save.ts";
import { freeze, thaw } from "../../src/emulator/platform/snapshot.ts";
import { call, type Parsed, tenantToken } from "../support/emulator-api.ts";

const again = <T extends object>(value: T): T => thaw(JSON.parse(JSON.stringify(freeze(value)))) as T;

test.each<[string, object]>([
  ["plain values", { a: 1, b: "x", c: null, d: true, e: -0.5 }],
  ["numbers that JSON does not have", { a: Number.POSITIVE_INFINITY, b: Number.NaN }],
  ["what is undefined", { a: undefined, list: [undefined, 1] }],
  ["lists that look like references", { list: [["#", 0], ["n", "1"], ["u"]] }],
  [
    "maps, sets and bytes",
    new Map<unknown, unknown>([
      ["a", new Set([1, "2"])],
      [3, new Uint8Array([0, 255, 7])],
    ]),
  ],
  ["hostile names", JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}')],
  ["nothing", {}],
])("%s come back", (_name, value) => {
  expect(again(value)).toEqual(value);
  expect(Object.keys(again(value))).toEqual(Object.keys(value));
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("two references to one object stay that, and a circle stays a circle", () => {
  const shared = { n: 1 };
  const value: { one: object; two: object; self?: object } = { one: shared, two: shared };
  value.self = value;
  const copy = again(value);
  expect(copy.one).toBe(copy.two);
  expect(copy.self).toBe(copy);
});

const saved = () => JSON.parse(JSON.stringify(save(insideOf(EMULATOR), EMULATOR.app)));
const EMULATOR = createEmulator({ now: () => 1_700_000_000_000 });

test.each<[string, (file: Parsed) => void, RegExp]>([
  ["a clock that is far ahead", (file) => (file.advanced = 1e308), /advanced is not milliseconds/],
  ["a clock that goes back", (file) => (file.advanced = -1), /advanced is not milliseconds/],
  ["a clock that is no number", (file) => (file.advanced = "1"), /advanced is not milliseconds/],
  ["a place of an id that is no number", (file) => (file.ids.app = "x"), /ids\.app is not a whole number/],
  ["another version", (file) => (file.version = { toString: 1 }), /of version \{"toString":1\}/],
  ["a table that nobody knows", (file) => file.state[0].o.push(["more", null]), /it has a table "more"/],
  ["a table named __proto__", (file) => file.state[0].o.push(["__proto__", ["#", 0]]), /it has a table "__proto__"/],
  [
    "a list for a table",
    (file) => file.state[0].o.find(([name]: Parsed) => name === "users").splice(1, 1, 7),
    /users is not a table/,
  ],
])("a state file with %s is refused", (_name, spoil, words) => {
  const file = saved();
  spoil(file);
  expect(() => readState(file)).toThrow(words);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("a field named __proto__ in a saved object is refused, and reaches no prototype", () => {
  const file = saved();
  const polluted = file.state.push({ o: [["polluted", 1]] }) - 1;
  for (const entry of file.state) {
    entry.o?.push(["__proto__", ["#", polluted]]);
  }
  expect(() => readState(file)).toThrow(/__proto__/);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("a message that holds itself is refused", () => {
  const file = saved();
  const place = file.state.findIndex((entry: Parsed) => entry.o?.some(([name]: Parsed) => name === "tenantKey"));
  file.state[place].o.push(["name", ["#", place]]);
  expect(() => readState(file)).toThrow(/name is not a text/);
});

test("functions are left out of objects, and refused elsewhere", () => {
  expect(again({ a: 1, go: () => 1 })).toEqual({ a: 1 });
  expect(() => freeze({ list: [() => 1] })).toThrow("state.list[0] is a function");
  expect(() => freeze({ when: { at: new Date() } })).toThrow("state.when.at is a Date and cannot be saved");
});

test.each([[[]], [[{ a: [["#", 3]] }]], [[{ b: "%" }]], [[null]], [[{}]]])("%o is no graph", (graph) => {
  expect(() => thaw(graph as never)).toThrow(/record/);
});

/** Saves an emulator and gives another what was saved. */
function copyOf(emulator: Emulator): Emulator {
  const saved = readState(JSON.parse(JSON.stringify(save(insideOf(emulator), emulator.app))));
  const copy = createEmulator({ app: emulator.app, now: () => 1_700_000_000_000 });
  restore(insideOf(copy), saved);
  return copy;
}

test("an emulator goes on as if nothing had happened", async () => {
  const emulator = createEmulator({ now: () => 1_700_000_000_000 });
  const department = emulator.addDepartment({ name: "Research" });
  const user = emulator.addUser({ name: "Ada", departments: [department] });
  const chat = emulator.addChat({ users: [user] });
  const token = await tenantToken(emulator);
  const image = emulator.addFile({ bytes: new Uint8Array([1, 2, 3]), name: "a.png", kind: "image" });
  const path = "/open-apis/im/v1/messages?receive_id_type=chat_id";
  const text = { receive_id: chat.chatId, msg_type: "text", content: '{"text":"one"}' };
  const { body } = await call(emulator, "POST", path, text, token);
  await emulator.react(user, body.data.message_id, "SMILE");
  await emulator.advance(60_000);

  const copy = copyOf(emulator);
  expect(copy.messages(chat)).toEqual(emulator.messages(chat));
  expect(insideOf(copy).state.now()).toBe(1_700_000_060_000);
  expect([...(insideOf(copy).state.files.get(image)?.bytes ?? [])]).toEqual([1, 2, 3]);
  // The token is still good, the same objects are still the same, and new ids go on where they were.
  const both = [emulator, copy].map((one) => call(one, "POST", path, text, token));
  const [first, second] = await Promise.all(both);
  expect(second?.body).toEqual(first?.body);
  expect(second?.body.code).toBe(0);
  const members = insideOf(copy).state.chats.get(chat.chatId)?.users ?? [];
  expect(members[0]).toBe(insideOf(copy).state.users.get(user.openId));
  await expect(copy.react(members[0] ?? user, body.data.message_id, "SMILE", false)).resolves.toEqual([]);
  expect(copy.messages(chat)[0]?.reactions ?? []).toEqual([]);
});

const CARD = { schema: "2.0", body: { elements: [{ tag: "markdown", content: "x", element_id: "a" }] } };

test("what every service keeps can be saved", async () => {
  const emulator = createEmulator({ now: () => 1_700_000_000_000 });
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user, emulator.addUser()] });
  emulator.addWebhook({ chat, keywords: ["x"] });
  emulator.addCardTemplate("AAq1", CARD);
  const token = await tenantToken(emulator);
  const ask = async (path: string, body: object) => {
    const answer = await call(emulator, "POST", `/open-apis/${path}`, body, token);
    expect(answer.body, path).toMatchObject({ code: 0 });
    return answer.body.data;
  };
  const { app } = await ask("bitable/v1/apps", { name: "Base" });
  const { table_id } = await ask(`bitable/v1/apps/${app.app_token}/tables`, { table: { name: "T" } });
  await ask(`bitable/v1/apps/${app.app_token}/tables/${table_id}/records`, { fields: {} });
  const { spreadsheet } = await ask("sheets/v3/spreadsheets", { title: "Sheet" });
  expect(spreadsheet.spreadsheet_token).toMatch(/./);
  await ask("docx/v1/documents", { title: "Doc" });
  await ask("cardkit/v1/cards", { type: "card_json", data: JSON.stringify(CARD) });
  await ask("im/v1/chats", { name: "Group", user_id_list: [user.openId] });
  await ask("contact/v3/departments", { name: "Research", parent_department_id: "0" });
  await ask("drive/v1/files/create_folder", { name: "Folder", folder_token: "" });
  const saved = save(insideOf(emulator), emulator.app);
  expect(save(insideOf(copyOf(emulator)), emulator.app)).toEqual(saved);
});
