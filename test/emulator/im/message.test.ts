import { expect, test } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import { call, tenantToken } from "../../support/emulator-api.ts";

const MESSAGES = "/open-apis/im/v1/messages";
const text = (value: string) => ({ msg_type: "text", content: JSON.stringify({ text: value }) });

async function world(now?: () => number) {
  const emulator = createEmulator({ now });
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  const token = await tenantToken(emulator);
  const send = (body: Record<string, unknown>, type = "chat_id") =>
    call(emulator, "POST", `${MESSAGES}?receive_id_type=${type}`, { receive_id: chat.chatId, ...body }, token);
  return { emulator, user, chat, token, send };
}

test("sends, replies and reads back", async () => {
  const { emulator, chat, token, send } = await world(() => 1_700_000_000_123);
  const sent = (await send(text("hi"))).body.data;
  expect(sent).toEqual({
    message_id: expect.stringMatching(/^om_[0-9a-f]{32}$/),
    chat_id: chat.chatId,
    msg_type: "text",
    create_time: "1700000000123",
    update_time: "1700000000123",
    deleted: false,
    updated: false,
    sender: { id: emulator.app.appId, id_type: "app_id", sender_type: "app", tenant_key: emulator.app.tenantKey },
    body: { content: '{"text":"hi"}' },
  });
  const reply = (await call(emulator, "POST", `${MESSAGES}/${sent.message_id}/reply`, text("yes"), token)).body.data;
  expect(reply).toMatchObject({ root_id: sent.message_id, parent_id: sent.message_id });
  const nested = (await call(emulator, "POST", `${MESSAGES}/${reply.message_id}/reply`, text("and"), token)).body.data;
  expect(nested).toMatchObject({ root_id: sent.message_id, parent_id: reply.message_id });
  expect((await call(emulator, "GET", `${MESSAGES}/${sent.message_id}`, undefined, token)).body.data.items).toEqual([
    sent,
  ]);
  expect(emulator.messages(chat).map((message) => message.text)).toEqual(["hi", "yes", "and"]);
});

test("a person's id opens the p2p chat", async () => {
  const { emulator, user, chat, send } = await world();
  expect((await send({ receive_id: user.openId, ...text("a") }, "open_id")).body.data.chat_id).toBe(chat.chatId);
  const stranger = emulator.addUser();
  const first = (await send({ receive_id: stranger.unionId, ...text("b") }, "union_id")).body.data.chat_id;
  const second = (await send({ receive_id: stranger.userId, ...text("c") }, "user_id")).body.data.chat_id;
  expect([first === second, first === chat.chatId]).toEqual([true, false]);
});

test("a uuid sends once within an hour", async () => {
  let now = 1_700_000_000_000;
  const { emulator, chat, send } = await world(() => now);
  const ids: string[] = [];
  for (const wait of [0, 3_599_999, 1]) {
    now += wait;
    ids.push((await send({ ...text("once"), uuid: "u1" })).body.data?.message_id);
  }
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[0]);
  expect(emulator.messages(chat)).toHaveLength(2);
});

test.each([
  ["no content", { msg_type: "text" }, 99992402],
  ["empty fields", { msg_type: "", content: "" }, 99992402],
  ["long uuid", { ...text("x"), uuid: "u".repeat(51) }, 99992402],
  ["content object", { msg_type: "text", content: { text: "x" } }, 9499],
  ["content not JSON", { msg_type: "text", content: "x" }, 230001],
  ["content array", { msg_type: "text", content: "[]" }, 230001],
  ["text without text", { msg_type: "text", content: "{}" }, 230001],
  ["unknown type", { msg_type: "constructor", content: "{}" }, 230001],
  ["text too large", text("x".repeat(150 * 1024)), 230025],
  ["card too large", { msg_type: "interactive", content: JSON.stringify({ text: "x".repeat(30 * 1024) }) }, 230025],
  ["id of another kind", { receive_id: "ou_x", ...text("x") }, 230001],
  ["unknown chat", { receive_id: "oc_x", ...text("x") }, 230034],
])("refuses %s", async (_name, body, code) => {
  const { emulator, chat, send } = await world();
  const answer = await send(body);
  expect([answer.status, answer.body.code]).toEqual([400, code]);
  expect(emulator.messages(chat)).toEqual([]);
});

test("names the missing fields", async () => {
  const { emulator, token } = await world();
  const empty = await call(emulator, "POST", `${MESSAGES}?receive_id_type=chat_id`, {}, token);
  const fields = empty.body.error.field_violations.map((entry: { field: string }) => entry.field);
  expect(fields).toEqual(["receive_id", "msg_type", "content"]);
  const untyped = await call(emulator, "POST", MESSAGES, {}, token);
  expect(untyped.body.error.field_violations[0]).toEqual({
    field: "receive_id_type",
    value: "",
    description: "receive_id_type is required",
  });
  expect((await call(emulator, "POST", `${MESSAGES}?receive_id_type=chat_id`, "{", token)).body.code).toBe(9499);
});

test("a bot must be in the chat", async () => {
  const { emulator, token, send } = await world();
  const closed = emulator.addChat({ bots: [] });
  expect((await send({ receive_id: closed.chatId, ...text("x") })).body.code).toBe(230002);
  const list = await call(
    emulator,
    "GET",
    `${MESSAGES}?container_id_type=chat&container_id=${closed.chatId}`,
    undefined,
    token,
  );
  expect(list.body.code).toBe(230002);
});

test("lists in pages, both ways, within times", async () => {
  let now = 1_700_000_000_000;
  const { emulator, chat, token, send } = await world(() => now);
  for (let index = 0; index < 5; index += 1) {
    await send(text(String(index)));
    now += 1000;
  }
  const list = async (query: string) =>
    (
      await call(
        emulator,
        "GET",
        `${MESSAGES}?container_id_type=chat&container_id=${chat.chatId}&${query}`,
        undefined,
        token,
      )
    ).body;
  const texts = (data: { items: { body: { content: string } }[] }) =>
    data.items.map((item) => JSON.parse(item.body.content).text).join("");
  const first = (await list("page_size=2")).data;
  expect([texts(first), first.has_more]).toEqual(["01", true]);
  const second = (await list(`page_size=2&page_token=${encodeURIComponent(first.page_token)}`)).data;
  const third = (await list(`page_size=2&page_token=${encodeURIComponent(second.page_token)}`)).data;
  expect([texts(second), texts(third), third.has_more, third.page_token]).toEqual(["23", "4", false, ""]);
  expect(texts((await list("sort_type=ByCreateTimeDesc")).data)).toBe("43210");
  expect(texts((await list("start_time=1700000001&end_time=1700000003")).data)).toBe("123");
  expect((await list("page_size=51")).code).toBe(99992402);
  expect((await list("page_token=%%%")).code).toBe(230001);
  expect((await list("start_time=now")).code).toBe(230001);
});

test("a threaded reply carries its thread, and the thread can be listed", async () => {
  const { emulator, token, send } = await world();
  const group = emulator.addChat({ chatType: "group" });
  const root = (await send({ receive_id: group.chatId, ...text("root") })).body.data;
  const body = { ...text("in thread"), reply_in_thread: true };
  const reply = (await call(emulator, "POST", `${MESSAGES}/${root.message_id}/reply`, body, token)).body.data;
  expect(reply.thread_id).toMatch(/^omt_/);
  const path = `${MESSAGES}?container_id_type=thread&container_id=${reply.thread_id}`;
  const again = (await call(emulator, "POST", `${MESSAGES}/${root.message_id}/reply`, body, token)).body.data;
  expect(again.thread_id).toBe(reply.thread_id);
  expect((await call(emulator, "GET", path, undefined, token)).body.data.items).toEqual([
    { ...root, thread_id: reply.thread_id },
    reply,
    again,
  ]);
  const roots = await call(emulator, "GET", `${path}&only_thread_root_messages=true`, undefined, token);
  expect(roots.body.data.items).toHaveLength(1);
});

test("images and files come back byte for byte", async () => {
  const { emulator, token } = await world();
  const headers = { authorization: `Bearer ${token}` };
  const bytes = new Uint8Array([0, 1, 2, 255, 10, 13]);
  const form = new FormData();
  form.set("file_type", "stream");
  form.set("file_name", "报告 (1).bin");
  form.set("file", new File([bytes], "x.bin"));
  const made = await (
    await emulator.fetch("https://open.feishu.cn/open-apis/im/v1/files", { method: "POST", headers, body: form })
  ).json();
  const path = `https://open.feishu.cn/open-apis/im/v1/files/${made.data.file_key}`;
  const file = await emulator.fetch(path, { headers });
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
  expect(file.headers.get("content-disposition")).toBe(
    `attachment; filename="__ (1).bin"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%20%281%29.bin`,
  );
  expect(file.headers.get("x-tt-logid")).toBeTruthy();
  const other = emulator.addApp();
  const foreign = await call(emulator, "GET", path.slice(22), undefined, await tenantToken(emulator, other));
  expect(foreign.body.code).toBe(234008);
  expect((await call(emulator, "GET", "/open-apis/im/v1/images/img_nothing", undefined, token)).body.code).toBe(234001);

  const image = async (part: File | string) => {
    const images = new FormData();
    images.set("image_type", "message");
    images.set("image", part);
    const response = await emulator.fetch("https://open.feishu.cn/open-apis/im/v1/images", {
      method: "POST",
      headers,
      body: images,
    });
    return response.json();
  };
  expect((await image(new File([bytes], "x.png", { type: "image/png" }))).data.image_key).toMatch(/^img_/);
  expect((await image(new File([], "x.png"))).code).toBe(234010);
  expect((await image(new File([new Uint8Array(10 * 1024 * 1024 + 1)], "x.png"))).code).toBe(234006);
  expect((await call(emulator, "POST", "/open-apis/im/v1/images", {}, token)).body.code).toBe(234001);
});

test("a form part needs no file name, and keeps its bytes", async () => {
  const { emulator, token } = await world();
  const upload = async (body: Uint8Array<ArrayBuffer>, type = 'multipart/form-data; boundary="b"') => {
    const headers = { authorization: `Bearer ${token}`, "content-type": type };
    const url = "https://open.feishu.cn/open-apis/im/v1/images";
    return (await emulator.fetch(url, { method: "POST", headers, body })).json();
  };
  const encode = (text: string) => new TextEncoder().encode(text);
  const form = encode(
    '--b\r\nContent-Disposition: form-data; name="image_type"\r\n\r\nmessage\r\n' +
      '--b\r\nContent-Disposition: form-data; name="image"\r\n\r\n\r\n--\r\n?\r\n--b--\r\n',
  );
  form[form.indexOf(0x3f)] = 0xff;
  const { image_key } = (await upload(form)).data;
  const headers = { authorization: `Bearer ${token}` };
  const back = await emulator.fetch(`https://open.feishu.cn/open-apis/im/v1/images/${image_key}`, { headers });
  expect([...new Uint8Array(await back.arrayBuffer())]).toEqual([13, 10, 45, 45, 13, 10, 255]);
  for (const cut of [0, 3, 60, form.length - 8]) {
    expect((await upload(form.slice(0, cut))).code).toBe(234001);
  }
  expect((await upload(form, "multipart/form-data")).code).toBe(234001);
  expect((await upload(form, "multipart/form-data; boundary=c")).code).toBe(234001);
});

test("bot info is outside data", async () => {
  const { emulator, token } = await world();
  const { body } = await call(emulator, "GET", "/open-apis/bot/v3/info", undefined, token);
  expect(body.bot).toMatchObject({ app_name: "Bot", open_id: emulator.app.botOpenId });
});

test("a person's token writes as the person, to the chats of the person", async () => {
  const { emulator, user, send } = await world();
  const bob = emulator.addUser({ name: "Bob" });
  const token = emulator.userAccessToken(user);
  const write = (receive_id: string, type: string) =>
    call(emulator, "POST", `${MESSAGES}?receive_id_type=${type}`, { receive_id, ...text("hi") }, token);
  const first = (await write(bob.openId, "open_id")).body.data;
  expect(first.sender).toMatchObject({ id: user.openId, id_type: "open_id", sender_type: "user" });
  expect((await write(bob.unionId, "union_id")).body.data.chat_id).toBe(first.chat_id);
  // The bot is not in it.
  expect((await send({ receive_id: first.chat_id, ...text("x") })).body.code).toBe(230002);
  const closed = emulator.addChat({ chatType: "group", users: [bob] });
  expect((await write(closed.chatId, "chat_id")).body.code).toBe(230002);
});
