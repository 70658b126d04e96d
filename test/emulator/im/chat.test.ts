import { describe, expect, test } from "vitest";
import { type World, world } from "../../support/im-world.ts";

const create = async ({ send }: World, body: unknown, query = "") => send("POST", `im/v1/chats${query}`, body);
const names = (answer: { data: { items: { name: string }[] } }) => answer.data.items.map(({ name }) => name);

describe("chats", () => {
  test("are made, read, changed and disbanded", async () => {
    const given = await world();
    const { emulator, ada, bob, send, as } = given;
    const other = emulator.addApp();
    const made = await create(
      given,
      { name: "Alert", description: "D", user_id_list: [ada.unionId, bob.unionId], bot_id_list: [other.appId] },
      "?user_id_type=union_id",
    );
    const { chat_id } = made.data;
    expect(made.data).toMatchObject({ name: "Alert", description: "D", chat_mode: "group", chat_type: "private" });
    // The bot owns it, and the platform tells no bot's id there.
    expect(made.data).not.toHaveProperty("owner_id");
    const path = `im/v1/chats/${chat_id}`;
    expect((await send("GET", path)).data).toMatchObject({ user_count: "2", bot_count: "2", chat_status: "normal" });
    expect((await (await as(other))("GET", path)).data.name).toBe("Alert");
    const changed = { name: "Solved", owner_id: bob.openId, join_message_visibility: "not_anyone" };
    expect((await send("PUT", path, changed)).code).toBe(0);
    expect((await send("GET", `${path}?user_id_type=user_id`)).data).toMatchObject({
      ...changed,
      owner_id: bob.userId,
      owner_id_type: "user_id",
      description: "D",
    });
    expect((await (await as(other))("DELETE", path)).code).toBe(232017);
    expect((await send("DELETE", path)).code).toBe(0);
    expect((await send("GET", path)).code).toBe(232009);
    const text = { receive_id: chat_id, msg_type: "text", content: '{"text":"x"}' };
    expect((await send("POST", "im/v1/messages?receive_id_type=chat_id", text)).code).toBe(232009);
  });

  test("with a uuid are made once in ten hours", async () => {
    let now = 1_700_000_000_000;
    const given = await world({ now: () => now });
    const make = async (query: string, body = {}) =>
      (await given.send("POST", `im/v1/chats?uuid=${query}`, body)).data?.chat_id;
    const first = await make("u");
    expect(await make("u", { name: "x" })).toBe(first);
    expect(await make("u", { owner_id: given.ada.openId })).not.toBe(first);
    expect(await make("v")).not.toBe(first);
    now += 10 * 60 * 60 * 1000;
    const later = await given.as(given.emulator.app);
    expect((await later("POST", "im/v1/chats?uuid=u", {})).data.chat_id).not.toBe(first);
  });

  test.each([
    [{ user_id_list: ["ou_x"] }, 232043],
    [{ owner_id: "ou_x" }, 232030],
    [{ bot_id_list: ["cli_x"] }, 232021],
    [{ bot_id_list: ["__proto__"] }, 232021],
    [{ chat_type: "public" }, 232042],
    [{ chat_type: "public", name: "x" }, 232020],
    [{ user_id_list: Array(51).fill("ou_x") }, 99992402],
    [{ name: 7 }, 9499],
  ])("are not made of %j: %i", async (body, code) => {
    const given = await world();
    const before = names(await given.send("GET", "im/v1/chats"));
    expect((await create(given, body)).code).toBe(code);
    expect(names(await given.send("GET", "im/v1/chats"))).toEqual(before);
  });

  test.each([
    ["GET", "", undefined],
    ["PUT", "", { name: "x" }],
    ["DELETE", "", undefined],
    ["POST", "/link", {}],
    ["GET", "/members", undefined],
    ["POST", "/members", { id_list: ["ou_x"] }],
    ["DELETE", "/members", { id_list: ["ou_x"] }],
  ])("%s %s need the chat and the caller in it", async (method, path, body) => {
    const { emulator, send, p2p } = await world();
    const closed = emulator.addChat({ chatType: "group", bots: [] });
    const foreign = emulator.addChat({ tenantKey: emulator.addTenant().tenantKey });
    const codeOf = async (id: string) => (await send(method, `im/v1/chats/${id}${path}`, body)).code;
    expect([await codeOf("oc_x"), await codeOf(foreign.chatId), await codeOf(closed.chatId)]).toEqual([
      232006, 232010, 232011,
    ]);
    if (method !== "GET") {
      expect(await codeOf(p2p.chatId)).toBe(232008);
    }
  });

  test("are ruled by owner, managers and creator", async () => {
    const given = await world();
    const { send, asUser, ada, bob, group } = given;
    const path = `im/v1/chats/${group.chatId}`;
    // Ada was the first and owns it; the bot is a member like any other.
    expect((await send("PUT", path, { name: "N" })).code).toBe(0);
    expect((await send("PUT", path, { edit_permission: "only_owner" })).code).toBe(232016);
    expect((await send("DELETE", path)).code).toBe(232017);
    expect((await asUser(ada)("PUT", path, { edit_permission: "only_owner" })).code).toBe(0);
    expect((await send("PUT", path, { name: "M" })).code).toBe(232016);
    const manage = { manager_ids: [given.emulator.app.appId] };
    expect((await send("POST", `${path}/managers/add_managers?member_id_type=app_id`, manage)).code).toBe(232014);
    const added = await asUser(ada)("POST", `${path}/managers/add_managers?member_id_type=app_id`, manage);
    expect(added.data).toEqual({ chat_managers: [], chat_bot_managers: manage.manager_ids });
    expect((await send("PUT", path, { name: "M" })).code).toBe(0);
    expect((await send("GET", path)).data.bot_manager_id_list).toEqual(manage.manager_ids);
    await asUser(ada)("POST", `${path}/managers/delete_managers?member_id_type=app_id`, manage);
    expect((await send("PUT", path, { name: "N" })).code).toBe(232016);
    expect((await asUser(ada)("PUT", path, { owner_id: "ou_x" })).code).toBe(232030);
    const stranger = given.emulator.addUser();
    expect((await asUser(ada)("PUT", path, { owner_id: stranger.openId })).code).toBe(232012);
    expect((await asUser(bob)("DELETE", path)).code).toBe(232017);
    expect((await send("POST", `${path}/link`, { validity_period: "permanently" })).data).toMatchObject({
      is_permanent: true,
      share_link: expect.stringContaining("https://"),
    });
  });

  test("are listed and searched by their members only", async () => {
    let now = 1_700_000_000_000;
    const given = await world({ now: () => now });
    const { emulator, send, as, asUser, ada, post, group } = given;
    for (const name of ["One", "Two", "Three"]) {
      await create(given, { name });
    }
    emulator.addChat({ name: "Closed", chatType: "group", bots: [] });
    expect(names(await send("GET", "im/v1/chats"))).toEqual(["Team", "One", "Two", "Three"]);
    const first = await send("GET", "im/v1/chats?page_size=3");
    expect([names(first), first.data.has_more]).toEqual([["Team", "One", "Two"], true]);
    expect(names(await send("GET", `im/v1/chats?page_size=3&page_token=${first.data.page_token}`))).toEqual(["Three"]);
    expect((await send("GET", "im/v1/chats?page_token=eA")).code).toBe(232001);
    for (const both of ["types=p2p&types=group", "types=group,p2p"]) {
      expect((await send("GET", `im/v1/chats?${both}`)).data.items).toHaveLength(5);
    }
    expect((await send("GET", "im/v1/chats?types=p2p")).data.items).toMatchObject([{ p2p_target_id: ada.openId }]);
    now += 1000;
    await post("text", { text: "x" }, group);
    expect(names(await send("GET", "im/v1/chats?sort_type=ByActiveTimeDesc"))[0]).toBe("Team");
    expect(names(await send("GET", "im/v1/chats/search?query=T"))).toEqual(["Team", "Two", "Three"]);
    expect(names(await send("GET", "im/v1/chats/search?query=bob"))).toEqual(["Team"]);
    expect(names(await send("GET", "im/v1/chats/search"))).toEqual([]);
    expect(names(await asUser(ada)("GET", "im/v1/chats"))).toEqual(["Team"]);
    expect(names(await (await as(emulator.addApp()))("GET", "im/v1/chats"))).toEqual([]);
  });
});

describe("members", () => {
  test("are listed, added and removed", async () => {
    const given = await world();
    const { emulator, send, ada, bob, as } = given;
    const other = emulator.addApp();
    const { chat_id } = (await create(given, { user_id_list: [ada.openId] })).data;
    const path = `im/v1/chats/${chat_id}/members`;
    const ids = async () => names(await send("GET", path));
    expect((await send("POST", path, { id_list: [bob.openId, ada.openId] })).data).toEqual({
      invalid_id_list: [],
      not_existed_id_list: [],
      pending_approval_id_list: [],
    });
    expect(await ids()).toEqual(["Ada", "Bob"]);
    const page = await send("GET", `${path}?page_size=1&member_id_type=union_id`);
    expect(page.data).toMatchObject({
      items: [{ member_id: ada.unionId, member_id_type: "union_id" }],
      has_more: true,
      member_total: 2,
    });
    const rest = await send("GET", `${path}?page_size=1&page_token=${page.data.page_token}`);
    expect([names(rest), rest.data.has_more]).toEqual([["Bob"], false]);
    expect((await (await as(other))("GET", `${path}/is_in_chat`)).data).toEqual({ is_in_chat: false });
    expect((await send("POST", `${path}?member_id_type=app_id`, { id_list: [other.appId] })).code).toBe(0);
    expect((await (await as(other))("GET", `${path}/is_in_chat`)).data).toEqual({ is_in_chat: true });
    expect((await (await as(other))("DELETE", path, { id_list: [ada.openId] })).code).toBe(232014);
    const gone = await send("DELETE", path, { id_list: [bob.openId, "ou_x"] });
    expect([gone.data.invalid_id_list, await ids()]).toEqual([["ou_x"], ["Ada"]]);
    expect((await send("DELETE", `${path}?member_id_type=app_id`, { id_list: [other.appId] })).code).toBe(0);
    expect((await (await as(other))("GET", path)).code).toBe(232011);
  });

  test.each([
    ["POST", "", { id_list: [] }, 232027],
    ["POST", "", { id_list: ["ou_x"] }, 232043],
    ["POST", "?succeed_type=1", { id_list: ["ou_x"] }, 232027],
    ["POST", "", { id_list: Array.from({ length: 51 }, (_, index) => `ou_${index}`) }, 99992402],
    ["POST", "?member_id_type=chat_id", { id_list: ["x"] }, 99992402],
    ["DELETE", "", { id_list: ["ou_x"] }, 232027],
    ["DELETE", "", {}, 232027],
    ["GET", "?page_token=eA", undefined, 232001],
    ["GET", "?page_size=101", undefined, 99992402],
  ])("%s %s %j is %i", async (method, query, body, code) => {
    const given = await world();
    const { chat_id } = (await create(given, { user_id_list: [given.ada.openId] })).data;
    expect((await given.send(method, `im/v1/chats/${chat_id}/members${query}`, body)).code).toBe(code);
    expect(names(await given.send("GET", `im/v1/chats/${chat_id}/members`))).toEqual(["Ada"]);
  });

  test("join public chats by themselves, and the owner can only leave", async () => {
    const given = await world();
    const { send, asUser, ada, bob, group } = given;
    const stranger = given.emulator.addUser({ name: "Eve" });
    expect((await asUser(stranger)("PATCH", `im/v1/chats/${group.chatId}/members/me_join`)).code).toBe(232075);
    const open = (await create(given, { name: "Open", chat_type: "public", owner_id: ada.openId })).data.chat_id;
    expect((await asUser(stranger)("PATCH", `im/v1/chats/${open}/members/me_join`)).code).toBe(0);
    expect(names(await send("GET", `im/v1/chats/${open}/members`))).toEqual(["Ada", "Eve"]);
    expect((await send("DELETE", `im/v1/chats/${open}/members`, { id_list: [ada.openId] })).code).toBe(232076);
    expect((await asUser(ada)("DELETE", `im/v1/chats/${open}/members`, { id_list: [ada.openId] })).code).toBe(0);
    expect((await send("GET", `im/v1/chats/${open}`)).data.owner_id).toBe(stranger.openId);
    const some = await send("POST", `im/v1/chats/${open}/members?succeed_type=1`, { id_list: [bob.openId, "ou_x"] });
    expect(some.data.not_existed_id_list).toEqual(["ou_x"]);
  });
});
