import { describe, expect, test } from "vitest";
import type { PageMessage, RequestEntry, Snapshot } from "../../../src/emulator/control/protocol.ts";
import { selectMessages, selectNames } from "../../../src/emulator/page/model/select.ts";
import { apply, CHAT_STEP, EMPTY, load, openChat, type PageState } from "../../../src/emulator/page/model/state.ts";

const user = (openId: string) => ({ openId, name: openId.toUpperCase(), tenantKey: "t" });
const chat = (chatId: string, users: string[]) => ({
  ...{ chatId, users, name: chatId, tenantKey: "t", bots: ["cli_1"] },
  chatType: "group" as const,
});
const message = (id: string, chat_id = "one", more: Partial<PageMessage> = {}): PageMessage => ({
  ...{ message_id: id, chat_id, msg_type: "text", content: `{"text":"${id}"}`, text: id, create_time: "1" },
  sender: { id: "ada", sender_type: "user" },
  ...more,
});
const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  ...{ version: "1", domain: "d", apps: [], users: [user("ada"), user("bob")] },
  chats: [chat("one", ["ada"]), chat("two", ["bob"])],
  messages: { one: [message("m1")] },
  ...{ requests: [], deliveries: [], faults: [], now: 0, tenants: [], redeliveries: [] },
  usage: { month: "2026-11", calls: 0, cards: {} },
  ...more,
});
const loaded = load(EMPTY, snapshot());
const ids = (state: PageState, chatId = "one"): string[] =>
  (state.messages[chatId] ?? []).map(({ message_id }) => message_id);

describe("the state of the page", () => {
  test("opens the first chat, as its first member", () => {
    expect([loaded.chat, loaded.me, loaded.connection]).toEqual(["one", "ada", "live"]);
    expect([load(EMPTY, snapshot({ chats: [], users: [] })).chat, load(EMPTY, snapshot({ users: [] })).me]).toEqual([
      "",
      "ada",
    ]);
  });

  test("keeps what was chosen when it loads again, and forgets what is gone", () => {
    const chosen = { ...openChat(loaded, "two"), replyTo: undefined };
    expect([load(chosen, snapshot()).chat, load(chosen, snapshot()).me]).toEqual(["two", "bob"]);
    const other = load(chosen, snapshot({ users: [user("ada")], chats: [chat("one", ["ada"])] }));
    expect([other.chat, other.me]).toEqual(["one", "ada"]);
  });

  test("a message that comes twice is there once, and a changed one keeps its place", () => {
    let state = apply(loaded, { type: "message", message: message("m2") });
    state = apply(state, { type: "message", message: message("m2") });
    expect(ids(state)).toEqual(["m1", "m2"]);
    const before = state.messages.one;
    state = apply(state, { type: "message-changed", message: message("m1", "one", { deleted: true }) });
    expect(ids(state)).toEqual(["m1", "m2"]);
    expect(state.messages.one?.[0]?.deleted).toBe(true);
    expect(state.messages.one?.[1]).toBe(before?.[1]);
  });

  test("keeps some 2,000 messages of a chat, and lets no change bring an old one back", () => {
    const many = Array.from({ length: 2000 }, (_, index) => message(`m${index}`));
    let state = load(EMPTY, snapshot({ messages: { one: many } }));
    for (let index = 0; index <= CHAT_STEP; index += 1) {
      state = apply(state, { type: "message", message: message(`new${index}`) });
    }
    expect([ids(state).length, ids(state)[0], ids(state).at(-1)]).toEqual([2001, "m50", "new50"]);
    expect(apply(state, { type: "message-changed", message: message("m0") })).toBe(state);
  });

  test("counts what came to a chat that is not open, once, until it is opened", () => {
    let state = apply(loaded, { type: "message", message: message("x", "two") });
    state = apply(state, { type: "message", message: message("x", "two") });
    state = apply(state, { type: "message-changed", message: message("x", "two") });
    state = apply(state, { type: "message", message: message("y") });
    expect(state.unread).toEqual({ two: 1 });
    expect(openChat(state, "two").unread).toEqual({});
  });

  test("hostile ids are ids", () => {
    const state = apply(loaded, { type: "message", message: message("m", "__proto__") });
    expect(ids(state, "__proto__")).toEqual(["m"]);
    expect(Object.getPrototypeOf(state.messages)).toBeNull();
    expect(ids(state, "constructor")).toEqual([]);
  });

  test("a toast is for whom it is for", () => {
    const toast = { type: "info", content: "hi" } as const;
    expect(apply(loaded, { type: "toast", user: "bob", toast }).toasts).toEqual([]);
    expect(apply(loaded, { type: "toast", user: "ada", toast }).toasts).toMatchObject([toast]);
  });

  test("counts the calls of the month and of each card, as each request tells", () => {
    const request = { id: "r1" } as RequestEntry;
    const first = { month: "2026-11", calls: 7, cards: { "1": 3 } };
    let state = apply(loaded, { type: "request", request, usage: first });
    expect(state.usage).toEqual(first);
    state = apply(state, { type: "request", request, usage: { month: "2026-12", calls: 1, cards: { "2": 1 } } });
    expect(state.usage).toEqual({ month: "2026-12", calls: 1, cards: { "1": 3, "2": 1 } });
    expect(load(state, snapshot()).usage).toEqual(snapshot().usage);
  });

  test("an event of a later version changes nothing", () => {
    expect(apply(loaded, { type: "later" } as never)).toBe(loaded);
    expect(apply(loaded, { type: "hello" })).toBe(loaded);
  });

  test("a bot that is connected is told of", () => {
    const app = {
      appId: "cli_1",
      name: "Robot",
      appType: "self-built" as const,
      tenantKey: "t",
      botOpenId: "ou_bot",
      target: null,
      scopes: null,
    };
    const state = apply(apply(loaded, { type: "app", app }), { type: "app", app: { ...app, target: "http://x/" } });
    expect(state.apps.map(({ target }) => target)).toEqual(["http://x/"]);
  });

  test("names are of people, apps and bots", () => {
    const app = {
      appId: "cli_1",
      name: "Robot",
      appType: "self-built" as const,
      tenantKey: "t",
      botOpenId: "ou_bot",
      target: null,
      scopes: null,
    };
    const state = { ...loaded, apps: [app] };
    const names = selectNames(state);
    expect([names.get("ada"), names.get("cli_1"), names.get("ou_bot")]).toEqual(["ADA", "Robot", "Robot"]);
    expect(selectNames({ ...state, chat: "two" })).toBe(names);
  });

  test("a thread shows its root and its replies", () => {
    const reply = message("r", "one", { root_id: "m1", parent_id: "m1", thread_id: "omt_1" });
    let state = apply(loaded, { type: "message", message: message("between") });
    state = apply(state, { type: "message", message: reply });
    const inThread = { ...state, thread: "omt_1" };
    expect(selectMessages(inThread).map(({ message_id }) => message_id)).toEqual(["m1", "r"]);
    expect(selectMessages(inThread)).toBe(selectMessages({ ...inThread, me: "bob" }));
    expect(selectMessages({ ...state, chat: "none" })).toEqual([]);
  });
});
