import { expect, test } from "vitest";
import { eventTypes, templateOf } from "../../src/emulator/control/index.ts";
import { createEmulator } from "../../src/emulator/index.ts";
import { createBodyValidators, readEvents } from "../support/described-events.ts";
import { bot } from "../support/emulator-api.ts";

const events = readEvents();

test("every event of the documents has a template that its document allows", async () => {
  const emulator = createEmulator();
  const validatorOf = createBodyValidators();
  const problems: string[] = [];
  expect(await eventTypes()).toEqual(events.map(({ type }) => type).sort());
  for (const described of events) {
    const template = await templateOf(emulator, described.type);
    const validate = validatorOf(described);
    if (!validate(template?.event)) {
      problems.push(`${described.type}: ${JSON.stringify(validate.errors)}`);
    }
    if (template?.schema !== (described.isOld ? "1.0" : "2.0")) {
      problems.push(`${described.type}: schema ${template?.schema}`);
    }
  }
  expect(problems).toEqual([]);
  expect(events.length).toBeGreaterThan(240);
});

test("a template has a person and a chat of the emulator, and is the same each time", async () => {
  const emulator = createEmulator();
  const ada = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [ada] });
  const made = await templateOf(emulator, "im.message.receive_v1");
  expect(made).toMatchObject({
    schema: "2.0",
    event: {
      sender: { sender_id: { open_id: ada.openId, user_id: ada.userId }, sender_type: "user" },
      message: { chat_id: chat.chatId, chat_type: "p2p", message_type: "text", content: '{"text":"hello"}' },
    },
  });
  expect(await templateOf(emulator, "im.message.receive_v1")).toEqual(made);
  expect(await templateOf(emulator, "im.message.nothing_v1")).toBeUndefined();
});

test("templates of both schemas reach a bot", async () => {
  const emulator = createEmulator();
  const seen: unknown[] = [];
  await emulator.connect(bot(emulator.app, (event) => void seen.push(event.header?.event_type ?? event.event.type)));
  for (const type of ["contact.user.created_v3", "p2p_chat_create"]) {
    const template = await templateOf(emulator, type);
    expect(template && (await emulator.push(template)).status).toBe(200);
  }
  expect(seen).toEqual(["contact.user.created_v3", "p2p_chat_create"]);
});
