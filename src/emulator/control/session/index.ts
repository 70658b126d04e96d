/**
 * A session as a test: what happened on an emulator, or what a recording holds, becomes a vitest file.
 *
 * @module
 */
import type { SessionEntry } from "./entry.ts";
import { sourceOf } from "./source.ts";
import { patienceOf, repeatable, statementsOf } from "./statements.ts";
import { type Conversation, readConversations } from "./steps.ts";

export { isNote, NOTES, type SessionEntry } from "./entry.ts";
export { fileNotes, listenToSession, messageNote } from "./listen.ts";

/** A longer test than this gets a time limit: that of vitest is five seconds. */
const LONG_MS = 2_000;

/** The time limit of a test, if it needs one. */
function limitOf(conversation: Conversation): string {
  const total = repeatable(conversation).reduce((sum, { at, endsAt }) => sum + endsAt - at, 0);
  return total < LONG_MS ? "" : `, ${Math.ceil((2 * total) / 1000) * 1000 + 5_000}`;
}

/** The people, the chat and the bot of a conversation. */
function arrangement(conversation: Conversation): string[] {
  const { name, chatType, users, members, app, hasBot } = conversation;
  const variables = new Map([...users.keys()].map((id, index) => [id, `user${index + 1}`]));
  const literal = (value: unknown): string => sourceOf(value, new Map());
  const given = [
    `name: ${literal(name)}`,
    `chatType: ${literal(chatType)}`,
    `users: [${members.map((id) => variables.get(id)).join(", ")}]`,
    ...(hasBot ? [] : ["bots: []"]),
  ];
  return [
    `const emulator = createEmulator({ app: { name: ${literal(app.name)} } });`,
    ...[...users].map(([id, called]) => `const ${variables.get(id)} = emulator.addUser({ name: ${literal(called)} });`),
    `const chat = emulator.addChat({ ${given.join(", ")} });`,
    "await emulator.connect(createBot({ ...emulator.app, fetch: emulator.fetch }));",
  ];
}

/** What some statements need, where they need it. */
function helpers(lines: readonly string[], patience: number): string[] {
  const uses = (word: string): boolean => lines.some((line) => line.includes(word));
  return [
    ...(uses("patience") ? [`const patience = { timeout: ${patience} };`] : []),
    ...(uses("messageAt(") ? ["const messageAt = (at: number) => emulator.messages(chat)[at] ?? expect.fail();"] : []),
  ];
}

function testOf(conversation: Conversation): string[] {
  const lines = statementsOf(conversation);
  const body = [...arrangement(conversation), ...helpers(lines, patienceOf(conversation)), ...lines];
  return [
    "",
    `test(${JSON.stringify(`the conversation in ${conversation.name}`)}, async () => {`,
    ...body.map((line) => `  ${line}`),
    `}${limitOf(conversation)});`,
  ];
}

/**
 * A session as a vitest file: people do what they did, and the test expects the bot's answers.
 *
 * The file imports the bot as `createBot` of `./bot.ts`, which takes the app's credentials with a `fetch` and returns the
 * function that takes requests.
 *
 * @param chatId - The only chat. Default: every chat in which a person did something.
 */
export function saveAsTest(entries: readonly SessionEntry[], chatId?: string): string {
  const all = readConversations(entries);
  const conversations = chatId === undefined ? all : all.filter((one) => one.chatId === chatId);
  return [
    'import { createEmulator } from "lark-edge/emulator";',
    'import { expect, test } from "vitest";',
    "// Takes { appId, appSecret, encryptKey, verificationToken, fetch } and returns (request) => Promise<Response>.",
    'import { createBot } from "./bot.ts";',
    ...conversations.flatMap(testOf),
    "",
  ].join("\n");
}
