import type { Act, Spoken } from "./acts.ts";
import { jsonIn, textIn } from "./entry.ts";
import { sourceOf } from "./source.ts";
import type { Conversation, FileNote, Step } from "./steps.ts";

/** Types of a person's messages that a test can send. */
const REPEATABLE = ["text", "post", "interactive", "share_chat", "share_user", "location"];

/** Types whose content names a file. */
const WITH_FILE = ["image", "file", "audio", "media", "sticker"];

/** How long a test waits for what the bot did, when it did so within this time. */
const PATIENCE_MS = 3_000;

/** The statements of a test, and the names in them. */
interface Writer {
  readonly conversation: Conversation;
  readonly lines: string[];
  /** By ids of the session: expressions of the test. */
  readonly names: Map<string, string>;
  /** Variables of messages by their ids. */
  readonly messages: Map<string, string>;
  /** Whether the bot takes longer than `waitForMessage` waits by default. */
  readonly isSlow: boolean;
  /** How many messages the chat has. */
  count: number;
}

const value = (of: unknown, { names }: Writer): string => sourceOf(of, names);

/** The variable of a person. */
const userOf = ({ names }: Writer, id: string): string => (names.get(id) ?? "").replace(".openId", "");

/** A text with `@` and a name in place of each placeholder. */
function spoken({ content, mentions }: Spoken): string {
  const text = textIn(jsonIn(content).text);
  const longestFirst = [...mentions].sort((one, other) => other.key.length - one.key.length);
  return longestFirst.reduce((read, { key, name }) => read.replaceAll(key, `@${name}`), text);
}

function mentionsOf(writer: Writer, { mentions, content }: Spoken): string[] {
  const { app, users } = writer.conversation;
  const named = mentions.flatMap(({ id }) =>
    id === app.openId ? ["emulator.app"] : users.has(id) ? [userOf(writer, id)] : [],
  );
  return content.includes("@_all") ? [...named, '"all"'] : named;
}

/** Stores a file before it is sent. */
function addFile(writer: Writer, file: FileNote): void {
  const name = `file${[...writer.names.values()].filter((one) => one.startsWith("file")).length + 1}`;
  const { key, name: called, contentType, kind, size, base64 } = file;
  const isWhole = typeof base64 === "string";
  const bytes = isWhole
    ? `Uint8Array.from(atob(${JSON.stringify(base64)}), (letter) => letter.charCodeAt(0))`
    : `new Uint8Array(${size})`;
  const fields = `bytes: ${bytes}, name: ${value(called, writer)}, contentType: ${value(contentType, writer)}, kind: ${value(kind, writer)}`;
  if (!isWhole) {
    writer.lines.push("// The session does not hold the content of this file.");
  }
  writer.lines.push(`const ${name} = emulator.addFile({ ${fields} });`);
  writer.names.set(textIn(key), name);
}

/** Whether the test can send the message of an act. */
const isSent = ({ msgType }: Spoken): boolean => REPEATABLE.includes(msgType) || WITH_FILE.includes(msgType);

/** The call by which a person writes a message again. */
function sayCall(writer: Writer, user: string, message: Spoken): string {
  const { msgType, content, parent, thread } = message;
  const mentions = mentionsOf(writer, message);
  const parentName = writer.messages.get(parent);
  const options = [
    ...(mentions.length === 0 ? [] : [`mentions: [${mentions.join(", ")}]`]),
    ...(parentName === undefined ? [] : [`replyTo: ${parentName}`]),
    ...(parentName === undefined || thread === "" ? [] : ["inThread: true"]),
    ...(msgType === "text"
      ? []
      : [`msgType: ${JSON.stringify(msgType)}`, `content: ${value(jsonIn(content), writer)}`]),
  ];
  const words = msgType === "text" ? value(spoken(message), writer) : '""';
  const more = options.length === 0 ? "" : `, { ${options.join(", ")} }`;
  return `emulator.say(${userOf(writer, user)}, chat, ${words}${more})`;
}

function clickCall(writer: Writer, act: Act & { kind: "click" }): string {
  const { tag, value: given, timezone: _, ...rest } = act.action;
  const hasValue = typeof given === "string" || (typeof given === "object" && given !== null);
  const fields = Object.entries(rest).map(([name, field]) => `${name}: ${value(field, writer)}`);
  // A component without a value sends none.
  const action = hasValue ? fields : ["value: undefined", ...fields];
  const options = [
    `user: ${userOf(writer, act.user)}`,
    ...(tag === "button" || tag === undefined ? [] : [`tag: ${value(tag, writer)}`]),
    ...(act.version === "v1" ? ['version: "v1"'] : []),
    ...(action.length === 0 ? [] : [`action: { ${action.join(", ")} }`]),
  ];
  const message = writer.messages.get(act.message);
  return `emulator.click(${message}, ${hasValue ? value(given, writer) : "{}"}, { ${options.join(", ")} })`;
}

/** The call of an act. */
function callOf(writer: Writer, act: Act): string {
  const user = userOf(writer, act.user);
  const message = "message" in act && typeof act.message === "string" ? writer.messages.get(act.message) : undefined;
  switch (act.kind) {
    case "say":
      return sayCall(writer, act.user, act.message);
    case "click":
      return clickCall(writer, act);
    case "react":
      return `emulator.react(${user}, ${message}, ${value(act.emoji, writer)}${act.isOn ? "" : ", false"})`;
    case "recall":
    case "read":
      return `emulator.${act.kind}(${user}, ${message})`;
    case "enter":
    case "disband":
      return `emulator.${act.kind}(${user}, chat)`;
    case "members": {
      const users = act.users.map(({ openId }) => userOf(writer, openId)).join(", ");
      return `emulator.${act.isAdded ? "addMembers" : "removeMembers"}(chat, [${users}], ${user})`;
    }
    case "bot":
      return `emulator.${act.isAdded ? "addBot" : "removeBot"}(chat, emulator.app, ${user})`;
    case "menu":
      return `emulator.chooseMenu(${user}, ${value(act.key, writer)})`;
  }
}

function nameMessage({ names, messages, lines }: Writer, id: string, expression: string): string {
  const name = `message${messages.size + 1}`;
  lines.push(`const ${name} = ${expression};`);
  messages.set(id, name);
  names.set(id, `${name}.message_id`);
  return name;
}

/** What a person does again, and what it shows at once. */
function writeAct(writer: Writer, act: Act): void {
  const { lines, conversation } = writer;
  for (const file of conversation.files) {
    if (act.kind === "say" && act.message.content.includes(`"${textIn(file.key)}"`)) {
      addFile(writer, file);
    }
  }
  const call = callOf(writer, act);
  const isOne = act.kind === "say" || act.kind === "click";
  if (act.kind === "click" && act.toast !== undefined) {
    lines.push(`expect((await ${call}).toast).toEqual(${value(act.toast, writer)});`);
  } else if (isOne && !conversation.hasAnswers) {
    lines.push(`expect((await ${call}).status).toBe(200);`);
  } else {
    lines.push(`await ${call};`);
  }
  if (act.kind === "say" && conversation.hasAnswers) {
    nameMessage(writer, act.message.id, `messageAt(${writer.count})`);
    writer.count += 1;
  }
}

/** What the bot did after an act: its new messages, and texts that it changed. */
function writeAnswers(writer: Writer, { answers, texts }: Step): void {
  for (const { id, msgType, text } of answers) {
    const timeout = writer.isSlow ? ", timeoutMs: patience.timeout" : "";
    const name = nameMessage(writer, id, `await emulator.waitForMessage(chat, { after: ${writer.count}${timeout} })`);
    writer.count += 1;
    if (!texts.has(id)) {
      const [type, words] = [JSON.stringify(msgType), value(text, writer)];
      writer.lines.push(`expect([${name}.msg_type, ${name}.text]).toEqual([${type}, ${words}]);`);
    }
  }
  for (const [id, text] of texts) {
    const name = writer.messages.get(id);
    if (name !== undefined) {
      writer.lines.push(`await expect.poll(() => ${name}.text, patience).toBe(${value(text, writer)});`);
    }
  }
}

/** The steps of a conversation that a test can repeat. */
export const repeatable = ({ steps }: Conversation): Step[] =>
  steps.filter(({ act }) => act?.kind !== "say" || isSent(act.message));

/** How long a test waits: twice as long as the slowest answer of the session. */
export const patienceOf = ({ steps }: Conversation): number =>
  Math.max(PATIENCE_MS, ...steps.map(({ at, endsAt }) => 2 * Math.ceil((endsAt - at) / 1000) * 1000));

/** The statements that repeat a conversation: people do what they did, and the test expects the bot's answers. */
export function statementsOf(conversation: Conversation): string[] {
  const { users, app, chatId } = conversation;
  const names = new Map([...users.keys()].map((id, index) => [id, `user${index + 1}.openId`]));
  for (const [id, name] of [
    [chatId, "chat.chatId"],
    [app.openId, "emulator.app.botOpenId"],
    [app.appId, "emulator.app.appId"],
  ] as const) {
    if (id !== "") {
      names.set(id, name);
    }
  }
  const isSlow = patienceOf(conversation) > PATIENCE_MS;
  const writer: Writer = { conversation, lines: [], names, messages: new Map(), isSlow, count: 0 };
  for (const step of repeatable(conversation)) {
    if (step.act !== undefined) {
      writeAct(writer, step.act);
    }
    writeAnswers(writer, step);
  }
  if (conversation.hasAnswers) {
    writer.lines.push(`expect(emulator.messages(chat)).toHaveLength(${writer.count});`);
  }
  return writer.lines;
}
