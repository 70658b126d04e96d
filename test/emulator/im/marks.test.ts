import { describe, expect, test } from "vitest";
import { world } from "../../support/im-world.ts";

const like = { reaction_type: { emoji_type: "THUMBSUP" } };

describe("reactions", () => {
  test("are added, listed in pages and taken back", async () => {
    const { post, send, asUser, ada, bob, emulator, group } = await world();
    const { message_id } = await post("text", { text: "a" });
    const path = `im/v1/messages/${message_id}/reactions`;
    const own = (await send("POST", path, like)).data;
    expect(own).toMatchObject({
      ...like,
      operator: { operator_id: emulator.app.appId, operator_type: "app" },
      reaction_id: expect.any(String),
    });
    expect((await send("POST", path, like)).data).toEqual(own);
    await asUser(ada)("POST", path, like);
    await asUser(bob)("POST", path, { reaction_type: { emoji_type: "Fire" } });
    expect(emulator.messages(group)[0]?.reactions).toEqual([
      { emoji_type: "THUMBSUP", users: [emulator.app.appId, ada.openId] },
      { emoji_type: "Fire", users: [bob.openId] },
    ]);
    const first = (await send("GET", `${path}?page_size=2&user_id_type=union_id`)).data;
    expect([first.items.length, first.has_more, first.items[1].operator.operator_id]).toEqual([2, true, ada.unionId]);
    const rest = (await send("GET", `${path}?page_size=2&page_token=${first.page_token}`)).data;
    expect([rest.items.length, rest.has_more]).toEqual([1, false]);
    expect((await send("GET", `${path}?reaction_type=Fire`)).data.items).toHaveLength(1);
    expect((await asUser(ada)("DELETE", `${path}/${own.reaction_id}`)).code).toBe(231007);
    expect((await send("DELETE", `${path}/${own.reaction_id}`)).data).toEqual(own);
    expect((await send("DELETE", `${path}/${own.reaction_id}`)).code).toBe(231011);
  });

  test.each([
    ["POST", "reactions", { reaction_type: { emoji_type: "thumbsup" } }, 231001],
    ["POST", "reactions", { reaction_type: { emoji_type: "__proto__" } }, 231001],
    ["POST", "reactions", { reaction_type: {} }, 99992402],
    ["GET", "reactions?reaction_type=x", undefined, 231001],
    ["GET", "reactions?page_token=eA", undefined, 231012],
    ["GET", "reactions?page_size=51", undefined, 99992402],
    ["DELETE", "reactions/x", undefined, 231011],
  ])("%s %s %j is %i", async (method, path, body, code) => {
    const { post, send } = await world();
    const { message_id } = await post("text", { text: "a" });
    expect((await send(method, `im/v1/messages/${message_id}/${path}`, body)).code).toBe(code);
  });

  test("need the message, the chat, and the right message of a reaction", async () => {
    const { post, send, as, emulator, p2p, ada } = await world();
    const [one, two] = [await post("text", { text: "a" }), await post("text", { text: "b" })];
    const { reaction_id } = (await send("POST", `im/v1/messages/${one.message_id}/reactions`, like)).data;
    expect((await send("DELETE", `im/v1/messages/${two.message_id}/reactions/${reaction_id}`)).code).toBe(231010);
    expect((await send("POST", "im/v1/messages/om_x/reactions", like)).code).toBe(231003);
    const other = await as(emulator.addApp());
    expect((await other("POST", `im/v1/messages/${one.message_id}/reactions`, like)).code).toBe(231002);
    expect((await other("GET", `im/v1/messages/${one.message_id}/reactions`)).code).toBe(231018);
    const divider = { type: "divider", params: { divider_text: { text: "x" } } };
    const system = await post("system", divider, p2p);
    expect((await send("POST", `im/v1/messages/${system.message_id}/reactions`, like)).code).toBe(231017);
    await emulator.recall(ada, one.message_id);
    expect((await send("POST", `im/v1/messages/${one.message_id}/reactions`, like)).code).toBe(231003);
  });
});

describe("pins", () => {
  test("are set, listed and removed", async () => {
    let now = 1_700_000_000_000;
    const { post, send, group, emulator } = await world({ now: () => now });
    const ids: string[] = [];
    for (const text of ["a", "b", "c"]) {
      const { message_id } = await post("text", { text });
      now += 1000;
      const { pin } = (await send("POST", "im/v1/pins", { message_id })).data;
      expect(pin).toMatchObject({ message_id, chat_id: group.chatId, operator_id: emulator.app.appId });
      ids.push(message_id);
    }
    expect((await send("POST", "im/v1/pins", { message_id: ids[0] })).data.pin.create_time).toBe("1700000001000");
    expect(emulator.messages(group).map(({ pinned }) => pinned)).toEqual([true, true, true]);
    const list = async (query: string) => (await send("GET", `im/v1/pins?chat_id=${group.chatId}${query}`)).data;
    const first = await list("&page_size=2");
    expect([first.items.map((pin: { message_id: string }) => pin.message_id), first.has_more]).toEqual([
      [ids[2], ids[1]],
      true,
    ]);
    expect((await list(`&page_size=2&page_token=${first.page_token}`)).items).toHaveLength(1);
    expect((await list("&start_time=1700000002000&end_time=1700000002000")).items).toHaveLength(1);
    for (const _ of [1, 2]) {
      expect((await send("DELETE", `im/v1/pins/${ids[1]}`)).code).toBe(0);
    }
    expect(emulator.messages(group)[1]?.pinned).toBeUndefined();
    await send("DELETE", `im/v1/messages/${ids[0]}`);
    expect((await list("")).items).toHaveLength(1);
    expect((await send("POST", "im/v1/pins", { message_id: ids[0] })).code).toBe(230011);
  });

  test.each([
    ["POST", "im/v1/pins", { message_id: "om_x" }, 230001],
    ["POST", "im/v1/pins", {}, 99992402],
    ["DELETE", "im/v1/pins/om_x", undefined, 230001],
    ["GET", "im/v1/pins?chat_id=oc_x", undefined, 230001],
    ["GET", "im/v1/pins", undefined, 99992402],
  ])("%s %s %j is %i", async (method, path, body, code) => {
    const { send } = await world();
    expect((await send(method, path, body)).code).toBe(code);
  });
});

describe("read receipts and urgent calls", () => {
  test("are for the sender's own messages", async () => {
    let now = 1_700_000_000_000;
    const { post, send, as, emulator, group, ada, bob } = await world({ now: () => now });
    const { message_id } = await post("text", { text: "a" });
    const path = `im/v1/messages/${message_id}`;
    await emulator.read(ada, message_id);
    now += 1000;
    await emulator.read(bob, message_id);
    await emulator.read(bob, message_id);
    const { data } = await send("GET", `${path}/read_users?user_id_type=user_id&page_size=1`);
    expect(data).toMatchObject({
      items: [{ user_id: ada.userId, user_id_type: "user_id", timestamp: "1700000000000" }],
      has_more: true,
    });
    const rest = await send("GET", `${path}/read_users?user_id_type=open_id&page_token=${data.page_token}`);
    expect(rest.data.items.map((one: { user_id: string }) => one.user_id)).toEqual([bob.openId]);
    expect(emulator.messages(group)[0]?.read_by).toEqual([ada.openId, bob.openId]);
    const calls = { user_id_list: [ada.openId, "ou_nobody", emulator.addUser().openId] };
    for (const kind of ["app", "sms", "phone"]) {
      const answer = await send("PATCH", `${path}/urgent_${kind}?user_id_type=open_id`, calls);
      expect(answer.data.invalid_user_id_list).toEqual(calls.user_id_list.slice(1));
    }
    const none = await send("PATCH", `${path}/urgent_app?user_id_type=open_id`, { user_id_list: [] });
    expect(none.code).toBe(230001);
    const other = emulator.addApp();
    await emulator.addBot(group, other);
    expect((await (await as(other))("GET", `${path}/read_users?user_id_type=open_id`)).code).toBe(230012);
    now += 7 * 24 * 60 * 60 * 1000;
    expect((await (await as(emulator.app))("GET", `${path}/read_users?user_id_type=open_id`)).code).toBe(230033);
  });
});
