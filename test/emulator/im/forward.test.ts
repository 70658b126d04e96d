import { describe, expect, test } from "vitest";
import { world } from "../../support/im-world.ts";

describe("forwarding", () => {
  test("sends a copy, once per uuid, to a chat, a person or a thread", async () => {
    const { post, send, emulator, group, p2p, ada, bob } = await world();
    const { message_id } = await post("text", { text: `<at user_id="${bob.openId}"></at> hi` });
    const forward = (type: string, receive_id: string, query = "") =>
      send("POST", `im/v1/messages/${message_id}/forward?receive_id_type=${type}${query}`, { receive_id });
    const first = (await forward("chat_id", p2p.chatId, "&uuid=u")).data;
    expect(first).toMatchObject({ chat_id: p2p.chatId, body: { content: '{"text":"@_user_1 hi"}' } });
    expect((await forward("chat_id", p2p.chatId, "&uuid=u")).data.message_id).toBe(first.message_id);
    expect((await forward("open_id", ada.openId)).data.chat_id).toBe(p2p.chatId);
    const reply = { msg_type: "text", content: '{"text":"t"}', reply_in_thread: true };
    const { thread_id } = (await send("POST", `im/v1/messages/${message_id}/reply`, reply)).data;
    expect((await forward("thread_id", thread_id)).data).toMatchObject({ thread_id, chat_id: group.chatId });
    expect((await forward("thread_id", "omt_x")).code).toBe(230034);
    expect((await forward("chat_id", "oc_x")).code).toBe(230034);
    expect((await forward("chat_id", emulator.addChat({ bots: [] }).chatId)).code).toBe(230002);
    const whole = await send("POST", `im/v1/threads/${thread_id}/forward?receive_id_type=chat_id`, {
      receive_id: p2p.chatId,
    });
    const inside = (await send("GET", `im/v1/messages/${whole.data.message_id}`)).data.items;
    expect(inside.map((one: { msg_type: string }) => one.msg_type)).toEqual(["merge_forward", "text", "text", "text"]);
    const nowhere = await send("POST", "im/v1/threads/omt_x/forward?receive_id_type=chat_id", {
      receive_id: p2p.chatId,
    });
    expect(nowhere.code).toBe(230001);
  });

  test("merges messages of one chat", async () => {
    const { post, send, p2p, group } = await world();
    const [one, two] = [await post("text", { text: "a" }), await post("text", { text: "b" })];
    const elsewhere = await post("text", { text: "c" }, p2p);
    const merge = (ids: string[]) =>
      send("POST", "im/v1/messages/merge_forward?receive_id_type=chat_id", {
        receive_id: p2p.chatId,
        message_id_list: ids,
      });
    const { message, invalid_message_id_list } = (await merge([one.message_id, "om_x", two.message_id])).data;
    expect(invalid_message_id_list).toEqual(["om_x"]);
    expect(message).toMatchObject({
      msg_type: "merge_forward",
      chat_id: p2p.chatId,
      body: { content: "Merged and Forwarded Message" },
    });
    await send("DELETE", `im/v1/messages/${one.message_id}`);
    const read = (await send("GET", `im/v1/messages/${message.message_id}`)).data.items;
    expect(read.slice(1)).toMatchObject([
      { upper_message_id: message.message_id, chat_id: group.chatId, body: { content: '{"text":"a"}' } },
      { upper_message_id: message.message_id, message_id: two.message_id },
    ]);
    const again = await send("POST", `im/v1/messages/${message.message_id}/forward?receive_id_type=chat_id`, {
      receive_id: group.chatId,
    });
    expect((await send("GET", `im/v1/messages/${again.data.message_id}`)).data.items).toHaveLength(3);
    expect((await merge([two.message_id, elsewhere.message_id])).code).toBe(230066);
    expect((await merge(["om_x", one.message_id])).code).toBe(230001);
    expect((await merge([])).code).toBe(99992402);
  });

  test("is refused for what was recalled, system messages and cards that forbid it", async () => {
    const { post, send, p2p, emulator, ada } = await world();
    const to = async (message_id: string) =>
      (await send("POST", `im/v1/messages/${message_id}/forward?receive_id_type=chat_id`, { receive_id: p2p.chatId }))
        .code;
    const text = await post("text", { text: "a" });
    await emulator.recall(ada, text.message_id);
    expect(await to(text.message_id)).toBe(230110);
    const divider = { type: "divider", params: { divider_text: { text: "x" } } };
    expect(await to((await post("system", divider, p2p)).message_id)).toBe(230054);
    const card = { config: { enable_forward: false }, elements: [{ tag: "hr" }] };
    expect(await to((await post("interactive", card)).message_id)).toBe(230054);
    expect(await to((await post("interactive", { elements: [{ tag: "hr" }] })).message_id)).toBe(0);
  });
});

describe("a message to many", () => {
  test("reaches people and departments, and can be counted and recalled", async () => {
    const { emulator, send, ada, bob, as } = await world();
    const team = emulator.addDepartment({ name: "Team" });
    const carl = emulator.addUser({ name: "Carl", departments: [emulator.addDepartment({ parent: team })] });
    const sent = await send("POST", "message/v4/batch_send/", {
      open_ids: [ada.openId, "ou_x"],
      user_ids: [bob.userId],
      department_ids: [team.openDepartmentId, "od-x"],
      msg_type: "post",
      content: { post: { zh_cn: { title: "T", content: [[{ tag: "text", text: "hi" }]] } } },
    });
    expect(sent.data).toMatchObject({ invalid_open_ids: ["ou_x"], invalid_department_ids: ["od-x"] });
    const path = `im/v1/batch_messages/${sent.data.message_id}`;
    const inbox = (await send("GET", "im/v1/chats?types=p2p")).data.items;
    expect(inbox.map((chat: { p2p_target_id: string }) => chat.p2p_target_id)).toEqual([
      ada.openId,
      bob.openId,
      carl.openId,
    ]);
    const [message] = emulator.messages(inbox[1].chat_id);
    expect(message?.text).toBe("T\nhi");
    await emulator.read(bob, message ?? "");
    expect((await send("GET", `${path}/read_user`)).data.read_user).toEqual({ read_count: "1", total_count: "3" });
    expect((await send("GET", `${path}/get_progress`)).data.batch_message_send_progress).toMatchObject({
      success_user_ids_count: 3,
    });
    expect((await (await as(emulator.addApp()))("DELETE", path)).code).toBe(230026);
    expect((await send("DELETE", path)).code).toBe(0);
    expect((await send("DELETE", path)).code).toBe(230001);
    expect(emulator.messages(inbox[1].chat_id)[0]?.deleted).toBe(true);
    expect((await send("GET", `${path}/get_progress`)).data.batch_message_recall_progress).toEqual({
      recall: true,
      recall_count: 3,
    });
  });

  test.each([
    [{ msg_type: "text", content: { text: "x" } }, 10003],
    [{ open_ids: ["ou_x"], msg_type: "text", content: { text: "x" } }, 10003],
    [{ open_ids: [], content: {} }, 99992402],
  ])("is refused for %j", async (body, code) => {
    const { send } = await world();
    expect((await send("POST", "message/v4/batch_send/", body)).code).toBe(code);
    expect((await send("GET", "im/v1/batch_messages/bm-x/read_user")).code).toBe(230030);
  });
});
