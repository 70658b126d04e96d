import type { EmulatedChat, EmulatedMessage } from "../index.ts";
import type { State } from "../platform/state.ts";

/** A text as it stands in a program. */
const literal = (value: unknown): string => JSON.stringify(value);

/** Types of a person's message whose content holds no key of a file: a new emulator has other files. */
const REPEATABLE = ["text", "post", "interactive", "share_chat", "share_user", "location"];

/** What a person wrote, with `@` and a name in place of each placeholder. */
function spoken({ text, mentions = [] }: EmulatedMessage): string {
  const longestFirst = [...mentions].sort((one, other) => other.key.length - one.key.length);
  return longestFirst.reduce((read, { key, name }) => read.replaceAll(key, `@${name}`), text);
}

/** The names of variables of people and messages. */
interface Names {
  readonly users: ReadonlyMap<string, string>;
  readonly messages: ReadonlyMap<string, string>;
}

function mentionsOf(state: State, { mentions = [], text }: EmulatedMessage, { users }: Names): string[] {
  const bots = [...state.apps.values()].map(({ app }) => app.botOpenId);
  const named = mentions.flatMap(({ id }) => users.get(id) ?? (bots.includes(id) ? "emulator.app" : []));
  return text.includes("@_all") ? [...named, literal("all")] : named;
}

/** The call by which a person writes a message again. */
function sayCall(state: State, message: EmulatedMessage, names: Names): string {
  const { msg_type, content, sender, parent_id, thread_id } = message;
  const mentions = mentionsOf(state, message, names);
  const parent = parent_id === undefined ? undefined : names.messages.get(parent_id);
  const options = [
    ...(mentions.length === 0 ? [] : [`mentions: [${mentions.join(", ")}]`]),
    ...(parent === undefined ? [] : [`replyTo: ${parent}`]),
    ...(parent === undefined || thread_id === undefined ? [] : ["inThread: true"]),
    ...(msg_type === "text" ? [] : [`msgType: ${literal(msg_type)}`, `content: ${content}`]),
  ];
  const words = msg_type === "text" ? literal(spoken(message)) : '""';
  const more = options.length === 0 ? "" : `, { ${options.join(", ")} }`;
  return `await emulator.say(${names.users.get(sender.id)}, chat, ${words}${more});`;
}

/** The statements that repeat a conversation: people write, and the bot answers as it did. */
function statements(state: State, messages: readonly EmulatedMessage[], users: ReadonlyMap<string, string>): string[] {
  const known = new Map<string, string>();
  const names: Names = { users, messages: known };
  const out: string[] = [];
  let count = 0;
  for (const message of messages) {
    const isBot = message.sender.sender_type === "app";
    if (message.deleted || (!isBot && !(REPEATABLE.includes(message.msg_type) && users.has(message.sender.id)))) {
      continue;
    }
    count += 1;
    const name = `message${count}`;
    if (isBot) {
      out.push(`const ${name} = await emulator.waitForMessage(chat, { after: count });`);
      out.push(`expect([${name}.msg_type, ${name}.text]).toEqual(${literal([message.msg_type, message.text])});`);
      out.push("count += 1;");
    } else {
      out.push(sayCall(state, message, names));
      out.push(`const ${name} = emulator.messages(chat)[count];`, "count += 1;");
    }
    known.set(message.message_id, `${name}?.message_id`);
  }
  return out;
}

/**
 * A conversation as a vitest file: people write what they wrote, and the test expects the bot's answers.
 *
 * The file imports the bot as `createBot` of `./bot.ts`, which takes the app's credentials with a `fetch` and returns the
 * function that takes requests.
 */
export function saveAsTest(state: State, chat: EmulatedChat): string {
  const users = new Map(chat.users.map(({ openId }, index) => [openId, `user${index + 1}`]));
  const lines = statements(state, state.transcripts.get(chat.chatId) ?? [], users);
  const people = chat.users.map(
    ({ openId, name }) => `const ${users.get(openId)} = emulator.addUser({ name: ${literal(name)} });`,
  );
  const [bot] = chat.bots.flatMap((id) => state.apps.get(id)?.app ?? []);
  const given = `name: ${literal(chat.name)}, chatType: ${literal(chat.chatType)}, users: [${[...users.values()].join(", ")}]`;
  const body = [
    `const emulator = createEmulator({ app: { name: ${literal(bot?.name ?? "Bot")} } });`,
    ...people,
    `const chat = emulator.addChat({ ${given} });`,
    "await emulator.connect(createBot({ ...emulator.app, fetch: emulator.fetch }));",
    "let count = 0;",
    ...lines,
    "expect(emulator.messages(chat)).toHaveLength(count);",
  ];
  return [
    'import { createEmulator } from "lark-edge/emulator";',
    'import { expect, test } from "vitest";',
    "// Takes { appId, appSecret, encryptKey, verificationToken, fetch } and returns (request) => Promise<Response>.",
    'import { createBot } from "./bot.ts";',
    "",
    `test(${literal(`the conversation in ${chat.name}`)}, async () => {`,
    ...body.map((line) => `  ${line}`),
    "});",
    "",
  ].join("\n");
}
