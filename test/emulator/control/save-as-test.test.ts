import { expect, test } from "vitest";
import { createBot } from "../../support/conversing-bot.ts";
import { runSavedTest } from "../../support/saved-test.ts";
import { BASE, makeControl } from "./helpers.ts";

test("a conversation is a vitest file that passes with the bot, and fails with another", async () => {
  const { emulator, ask, user } = makeControl();
  const bob = emulator.addUser({ name: "Bob" });
  const chat = emulator.addChat({ name: 'The "team"', users: [user, bob] });
  await emulator.connect(createBot({ ...emulator.app, fetch: emulator.fetch }));
  const said = { user: user.openId, chat: chat.chatId };
  const first = await ask("POST", "api/say", {
    ...said,
    text: "hi @Bot and @Bob",
    mentions: [emulator.app.appId, bob.openId],
  });
  const reply_to = first.body.message.message_id;
  await ask("POST", "api/say", { ...said, user: bob.openId, text: '`a` "quoted"', reply_to, in_thread: true });
  const { body } = await ask("GET", `api/tests/${chat.chatId}`);
  expect(body.source).toContain('emulator.say(user1, chat, "hi @Bot and @Bob", { mentions: [emulator.app, user2] })');
  expect(await runSavedTest(body.source, "echo")).toMatch(/Tests.*1 passed/);
  expect(await runSavedTest(body.source, "other")).toMatch(/Tests.*1 failed/);
  expect((await ask("GET", "api/tests/oc_none")).status).toBe(404);
}, 120_000);

test("clicks, reactions, files, the menu, and members who come and go are in the test", async () => {
  const { emulator, control, ask, user, chat } = makeControl({ now: Date.now });
  const bob = emulator.addUser({ name: "Bob" });
  const carol = emulator.addUser({ name: "Carol" });
  const team = emulator.addChat({ name: "Team", users: [user, bob] });
  await emulator.connect(createBot({ ...emulator.app, fetch: emulator.fetch }));
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
  const act = async (call: string, body: object): Promise<Awaited<ReturnType<typeof ask>>> => {
    // A person is slower than the clock.
    await pause();
    const answer = await ask("POST", `api/${call}`, body);
    expect([call, answer.status]).toEqual([call, 200]);
    return answer;
  };
  const upload = async (file: File): Promise<void> => {
    const form = new FormData();
    form.set("user", user.openId);
    form.set("chat", chat.chatId);
    form.set("file", file);
    const answer = await control(new Request(`${BASE}/_emulator/api/upload`, { method: "POST", body: form }));
    expect(answer.status).toBe(200);
  };
  const said = { user: user.openId, chat: chat.chatId };
  await act("say", { ...said, text: "card" });
  const [, shown] = emulator.messages(chat);
  const message_id = `${shown?.message_id}`;
  const value = { do: "deploy", for: user.openId };
  await act("click", { user: user.openId, message_id, action: { tag: "button", value, timezone: "Asia/Shanghai" } });
  expect(shown?.text).toContain("echo deployed");
  await act("react", { user: user.openId, message_id, emoji_type: "THUMBSUP" });
  await upload(new File(["some notes"], "notes.txt", { type: "text/plain" }));
  await upload(new File([new Uint8Array(20_000)], "large.png", { type: "image/png" }));
  await act("menu", { user: user.openId, event_key: "help" });
  await act("say", { ...said, text: "nothing" });
  await act("recall", { user: user.openId, message_id: emulator.messages(chat).at(-1)?.message_id });
  const { source } = (await ask("GET", `api/tests/${chat.chatId}`)).body;
  for (const call of [
    'emulator.click(message2, { do: "deploy", for: user1.openId }, { user: user1 })',
    'toast).toEqual({ type: "success", content: "echo deployed" })',
    'emulator.react(user1, message2, "THUMBSUP")',
    'name: "notes.txt"',
    "new Uint8Array(20000)",
    'emulator.chooseMenu(user1, "help")',
    "emulator.recall(user1, message",
  ]) {
    expect(source).toContain(call);
  }

  await act("say", { ...said, chat: team.chatId, text: "hi" });
  await act("join", { chat: team.chatId, users: [carol.openId], by: user.openId });
  await act("say", { chat: team.chatId, user: carol.openId, text: "hello" });
  await act("leave", { chat: team.chatId, users: [bob.openId], by: user.openId });
  const { source: grouped } = (await ask("GET", `api/tests/${team.chatId}`)).body;
  expect(grouped).toContain("emulator.addMembers(chat, [user3], user1)");
  expect(grouped).toContain("users: [user1, user2]");
  // Both in one file, which has the imports once.
  const [head = "", second = ""] = [source, grouped.slice(grouped.indexOf("\ntest("))];
  expect(await runSavedTest(head + second, "echo")).toMatch(/Tests.*2 passed/);
}, 120_000);
