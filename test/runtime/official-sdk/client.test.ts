import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import type { Parsed } from "../../support/emulator-api.ts";
import { closeAll, host } from "./host.ts";
import { lark, quiet } from "./sdk.ts";

afterAll(closeAll);

// The SDK keeps tokens for the whole process by app id, and emulators of one seed have equal ids.
let seeds = 100;

async function world() {
  seeds += 1;
  const emulator = createEmulator({ seed: seeds, now: () => 1_700_000_000_000 });
  const { appId, appSecret } = emulator.app;
  const domain = await host(emulator);
  const client = new lark.Client({ appId, appSecret, domain, ...quiet });
  const ada = emulator.addUser({ name: "Ada", email: "ada@example.com" });
  const bob = emulator.addUser({ name: "Bob" });
  const group = emulator.addChat({ name: "Team", users: [ada, bob] });
  return { emulator, client, domain, ada, bob, group };
}

const text = (value: string) => JSON.stringify({ text: value });

describe("the official Node SDK", () => {
  test("gets a token", async () => {
    const { emulator, client } = await world();
    const { appId: app_id, appSecret: app_secret } = emulator.app;
    const answer = await client.auth.v3.tenantAccessToken.internal({ data: { app_id, app_secret } });
    expect(answer).toMatchObject({ code: 0, tenant_access_token: expect.stringMatching(/^t-/), expire: 7200 });
  });

  test("creates a chat, sends, replies and edits", async () => {
    const { emulator, client, ada, bob } = await world();
    const made = await client.im.v1.chat.create({ data: { name: "Alert", user_id_list: [ada.openId, bob.openId] } });
    const chat_id = made.data?.chat_id ?? "";
    expect((await client.im.v1.chat.get({ path: { chat_id } })).data).toMatchObject({ name: "Alert", user_count: "2" });
    const sent = await client.im.v1.message.create({
      params: { receive_id_type: "chat_id" },
      data: { receive_id: chat_id, msg_type: "text", content: text("hello") },
    });
    const message_id = sent.data?.message_id ?? "";
    const reply = await client.im.v1.message.reply({
      path: { message_id },
      data: { msg_type: "text", content: text("again"), reply_in_thread: true },
    });
    expect(reply.data).toMatchObject({ root_id: message_id, thread_id: expect.stringMatching(/^omt_/) });
    await client.im.v1.message.update({ path: { message_id }, data: { msg_type: "text", content: text("changed") } });
    const card = lark.messageCard.defaultCard({ title: "Title", content: "Body" });
    await client.im.v1.message.create({
      params: { receive_id_type: "chat_id" },
      data: { receive_id: chat_id, msg_type: "interactive", content: card },
    });
    await client.im.v1.chat.update({ path: { chat_id }, data: { name: "Solved" } });
    expect(emulator.messages(chat_id).map((message) => message.text)).toEqual(["changed", "again", "Title\nBody"]);
    expect((await client.im.v1.message.delete({ path: { message_id } })).code).toBe(0);
    expect(emulator.messages(chat_id)[0]?.deleted).toBe(true);
  });

  test("lists in pages", async () => {
    const { client, group, emulator } = await world();
    for (const value of ["0", "1", "2", "3", "4"]) {
      await client.im.v1.message.create({
        params: { receive_id_type: "chat_id" },
        data: { receive_id: group.chatId, msg_type: "text", content: text(value) },
      });
    }
    const params = { container_id_type: "chat", container_id: group.chatId, page_size: 2 };
    const pages: string[] = [];
    for await (const page of await client.im.v1.message.listWithIterator({ params })) {
      pages.push((page?.items ?? []).map((item: Parsed) => JSON.parse(item.body?.content ?? "{}").text).join(""));
    }
    expect(pages).toEqual(["01", "23", "4"]);
    const names: (string | undefined)[] = [];
    const members = { path: { chat_id: group.chatId }, params: { page_size: 1 } };
    for await (const page of await client.im.v1.chatMembers.getWithIterator(members)) {
      names.push(...(page?.items ?? []).map(({ name }: Parsed) => name));
    }
    expect(names).toEqual(["Ada", "Bob"]);
    expect(emulator.requests.filter(({ code }) => code !== 0)).toEqual([]);
  });

  test("uploads and downloads the same bytes", async () => {
    const { client, group, emulator } = await world();
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 256));
    const image = await client.im.v1.image.create({ data: { image_type: "message", image: bytes } });
    const file = await client.im.v1.file.create({
      data: { file_type: "stream", file_name: "报告.bin", file: Readable.from([bytes]) },
    });
    const image_key = image?.image_key ?? "";
    const file_key = file?.file_key ?? "";
    const { getReadableStream, headers } = await client.im.v1.file.get({ path: { file_key } });
    expect(await buffer(getReadableStream())).toEqual(bytes);
    expect(headers["content-disposition"]).toContain("%E6%8A%A5%E5%91%8A.bin");
    expect(await buffer((await client.im.v1.image.get({ path: { image_key } })).getReadableStream())).toEqual(bytes);
    const sent = await client.im.v1.message.create({
      params: { receive_id_type: "chat_id" },
      data: { receive_id: group.chatId, msg_type: "image", content: JSON.stringify({ image_key }) },
    });
    const resource = await client.im.v1.messageResource.get({
      path: { message_id: sent.data?.message_id ?? "", file_key: image_key },
      params: { type: "image" },
    });
    expect(await buffer(resource.getReadableStream())).toEqual(bytes);
    expect(emulator.messages(group)[0]?.msg_type).toBe("image");
  });

  test("reacts and pins", async () => {
    const { client, group, emulator } = await world();
    const sent = await client.im.v1.message.create({
      params: { receive_id_type: "chat_id" },
      data: { receive_id: group.chatId, msg_type: "text", content: text("hi") },
    });
    const path = { message_id: sent.data?.message_id ?? "" };
    const data = { reaction_type: { emoji_type: "THUMBSUP" } };
    const { reaction_id = "" } = (await client.im.v1.messageReaction.create({ path, data })).data ?? {};
    const list = await client.im.v1.messageReaction.list({ path, params: { page_size: 10 } });
    expect(list.data?.items).toMatchObject([{ reaction_id, operator: { operator_type: "app" } }]);
    await client.im.v1.pin.create({ data: path });
    expect(emulator.messages(group)[0]).toMatchObject({
      pinned: true,
      reactions: [{ emoji_type: "THUMBSUP", users: [emulator.app.appId] }],
    });
    await client.im.v1.messageReaction.delete({ path: { ...path, reaction_id } });
    await client.im.v1.pin.delete({ path });
    expect(emulator.messages(group)[0]).not.toHaveProperty("reactions");
  });

  test("streams a card", async () => {
    const { client, group, emulator } = await world();
    const card = {
      schema: "2.0",
      config: { streaming_mode: true },
      body: { elements: [{ tag: "markdown", element_id: "text", content: "" }] },
    };
    const made = await client.cardkit.v1.card.create({ data: { type: "card_json", data: JSON.stringify(card) } });
    const card_id = made.data?.card_id ?? "";
    await client.im.v1.message.create({
      params: { receive_id_type: "chat_id" },
      data: {
        receive_id: group.chatId,
        msg_type: "interactive",
        content: JSON.stringify({ type: "card", data: { card_id } }),
      },
    });
    for (const [index, content] of ["Hel", "Hello", "Hello!"].entries()) {
      await client.cardkit.v1.cardElement.content({
        path: { card_id, element_id: "text" },
        data: { content, sequence: index + 1 },
      });
    }
    const settings = JSON.stringify({ config: { streaming_mode: false } });
    await client.cardkit.v1.card.settings({ path: { card_id }, data: { settings, sequence: 4 } });
    expect(emulator.messages(group)[0]?.text).toBe("Hello!");
  });

  test("looks people up", async () => {
    const { client, ada } = await world();
    const found = await client.contact.v3.user.batchGetId({ data: { emails: ["ada@example.com"] } });
    expect(found.data?.user_list).toEqual([{ email: "ada@example.com", user_id: ada.openId }]);
    const user = await client.contact.v3.user.get({ path: { user_id: ada.openId } });
    expect(user.data?.user).toMatchObject({ name: "Ada", open_id: ada.openId });
    const names: (string | undefined)[] = [];
    const params = { department_id: "0", page_size: 1 };
    for await (const page of await client.contact.v3.user.findByDepartmentWithIterator({ params })) {
      names.push(...(page?.items ?? []).map(({ name }: Parsed) => name));
    }
    expect(names).toEqual(["Ada", "Bob"]);
  });

  test("hears that a token is bad, and what else is wrong", async () => {
    const { client, group, emulator, domain } = await world();
    const { appId, appSecret } = emulator.app;
    const bare = new lark.Client({ appId, appSecret, domain, disableTokenCache: true, ...quiet });
    const payload = { params: { receive_id_type: "chat_id" }, data: { receive_id: group.chatId } };
    const data = { ...payload.data, msg_type: "text", content: text("hi") };
    const answerOf = async (call: Promise<unknown>) => {
      const error = await call.then(
        () => undefined,
        (reason: Parsed) => reason,
      );
      return error?.response;
    };
    const invalid = bare.im.v1.message.create({ ...payload, data }, lark.withTenantToken("t-nobody"));
    expect(await answerOf(invalid)).toMatchObject({ status: 400, data: { code: 99991663 } });
    const nowhere = client.im.v1.message.create({ ...payload, data: { ...data, receive_id: "oc_x" } });
    expect(await answerOf(nowhere)).toMatchObject({ status: 400, data: { code: 230034 } });
    emulator.app.scopes = [];
    expect(await answerOf(client.im.v1.message.create({ ...payload, data }))).toMatchObject({
      status: 400,
      data: {
        code: 99991672,
        error: { permission_violations: [{ type: "action_scope_required", subject: "im:message" }, {}, {}] },
      },
    });
    expect(emulator.messages(group)).toEqual([]);
  });
});
