import { describe, expect, test } from "vitest";
import type { Change } from "../../../src/emulator/index.ts";
import { world } from "../../support/im-world.ts";

const START = 1_700_000_000_000;
const DAY = 24 * 60 * 60 * 1000;
const text = (value: string) => ({ msg_type: "text", content: JSON.stringify({ text: value }) });
const card = (content: string, config: Record<string, unknown> = { update_multi: true }) => ({
  config,
  elements: [{ tag: "div", text: { tag: "plain_text", content } }],
});

/** A world with a clock, and the changes it told. */
async function told() {
  const clock = { now: START };
  const given = await world({ now: () => clock.now });
  const changes: Change[] = [];
  given.emulator.changes.listen((change) => changes.push(change));
  return { ...given, clock, changes };
}

describe("editing", () => {
  test("gives a text or a post another content", async () => {
    const { post, send, clock, changes, ada, emulator, group } = await told();
    const { message_id } = await post("text", { text: "a" });
    clock.now += 5000;
    const body = text(`<at user_id="${ada.openId}"></at> b`);
    const edited = (await send("PUT", `im/v1/messages/${message_id}`, body)).data;
    expect(edited).toMatchObject({
      updated: true,
      update_time: String(clock.now),
      create_time: String(START),
      body: { content: '{"text":"@_user_1 b"}' },
      mentions: [{ name: "Ada" }],
    });
    expect(changes.map(({ type }) => type)).toEqual(["message", "message-changed"]);
    expect(emulator.messages(group)[0]).toMatchObject({ text: "@Ada b", updated: true });
    const rich = { msg_type: "post", content: '{"zh_cn":{"content":[]}}' };
    expect((await send("PUT", `im/v1/messages/${message_id}`, rich)).data.msg_type).toBe("post");
    expect(emulator.messages(group)[0]).not.toHaveProperty("mentions");
  });

  test("ends after 20 times", async () => {
    const { post, send } = await told();
    const { message_id } = await post("text", { text: "a" });
    const codes: number[] = [];
    for (let count = 0; count < 21; count += 1) {
      codes.push((await send("PUT", `im/v1/messages/${message_id}`, text(String(count)))).code);
    }
    expect(codes).toEqual([...Array(20).fill(0), 230072]);
  });

  test("is refused for others' messages, other types and what is gone", async () => {
    const { post, send, as, emulator, group, ada } = await told();
    const { message_id } = await post("text", { text: "a" });
    const path = `im/v1/messages/${message_id}`;
    const other = emulator.addApp();
    expect((await (await as(other))("PUT", path, text("b"))).code).toBe(230002);
    await emulator.addBot(group, other);
    expect((await (await as(other))("PUT", path, text("b"))).code).toBe(230071);
    const shown = await post("interactive", card("a"));
    expect((await send("PUT", `im/v1/messages/${shown.message_id}`, text("b"))).code).toBe(230054);
    expect((await send("PUT", path, { msg_type: "interactive", content: "{}" })).code).toBe(99992402);
    expect((await send("PUT", path, { msg_type: "text", content: "{}" })).code).toBe(230001);
    expect((await send("PUT", path, {})).code).toBe(99992402);
    expect((await send("PUT", "im/v1/messages/om_x", text("b"))).code).toBe(230001);
    await emulator.recall(ada, message_id);
    expect((await send("PUT", path, text("b"))).code).toBe(230011);
    expect((await send("POST", `${path}/reply`, text("b"))).code).toBe(230011);
  });
});

describe("updating a card", () => {
  test("shows the new one", async () => {
    const { post, send, emulator, group } = await told();
    const { message_id } = await post("interactive", card("a"));
    const content = JSON.stringify(card("b"));
    expect(await send("PATCH", `im/v1/messages/${message_id}`, { content })).toMatchObject({ code: 0 });
    expect(emulator.messages(group)[0]).toMatchObject({ content, text: "b", updated: true });
  });

  test.each([
    ["a card that is not shared", card("a", {}), card("b"), 230099],
    ["a card that would not be shared", card("a"), card("b", {}), 230099],
    ["a card of 2.0 that is not shared", card("a"), { ...card("b", { update_multi: false }), schema: "2.0" }, 230099],
    ["a card that is too large", card("a"), card("b".repeat(31 * 1024)), 230025],
    ["a text", undefined, card("b"), 230054],
  ])("is refused for %s", async (_, before, after, code) => {
    const { post, send } = await told();
    const { message_id } = before ? await post("interactive", before) : await post("text", { text: "a" });
    expect((await send("PATCH", `im/v1/messages/${message_id}`, { content: JSON.stringify(after) })).code).toBe(code);
  });

  test("is refused after 14 days, and for others", async () => {
    const { post, send, as, emulator, group, clock } = await told();
    const { message_id } = await post("interactive", card("a"));
    const body = { content: JSON.stringify(card("b")) };
    const other = emulator.addApp();
    await emulator.addBot(group, other);
    expect((await (await as(other))("PATCH", `im/v1/messages/${message_id}`, body)).code).toBe(230012);
    clock.now += 14 * DAY;
    const later = await as(emulator.app);
    expect((await later("PATCH", `im/v1/messages/${message_id}`, body)).code).toBe(0);
    clock.now += 1;
    expect((await later("PATCH", `im/v1/messages/${message_id}`, body)).code).toBe(230031);
    expect((await send("PATCH", `im/v1/messages/${message_id}`, body)).code).toBe(99991663);
  });
});

describe("recalling", () => {
  test("leaves the message without its content", async () => {
    const { post, send, changes } = await told();
    const { message_id } = await post("text", { text: "a" });
    expect((await send("DELETE", `im/v1/messages/${message_id}`)).code).toBe(0);
    expect(changes.at(-1)).toMatchObject({ type: "message-changed", message: { message_id, deleted: true } });
    const read = (await send("GET", `im/v1/messages/${message_id}`)).data.items[0];
    expect(read).toMatchObject({ deleted: true, body: { content: "This message was recalled" } });
    expect((await send("DELETE", `im/v1/messages/${message_id}`)).code).toBe(230110);
  });

  test("ends after a day, and is for the sender or who rules the chat", async () => {
    const { post, as, asUser, emulator, group, clock, bob, ada } = await told();
    const first = await post("text", { text: "a" });
    const second = await post("text", { text: "b" });
    const other = emulator.addApp();
    await emulator.addBot(group, other);
    expect((await (await as(other))("DELETE", `im/v1/messages/${first.message_id}`)).code).toBe(230026);
    expect((await asUser(bob)("DELETE", `im/v1/messages/${first.message_id}`)).code).toBe(230026);
    clock.now += DAY + 1;
    expect((await (await as(emulator.app))("DELETE", `im/v1/messages/${first.message_id}`)).code).toBe(230009);
    // Ada was the first in the group and owns it.
    expect((await asUser(ada)("DELETE", `im/v1/messages/${second.message_id}`)).code).toBe(0);
  });
});
