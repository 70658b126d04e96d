import { type Act, type Acted, actOf, noted, type Spoken } from "./acts.ts";
import { type Json, listIn, NOTES, objectIn, type SessionEntry, textIn } from "./entry.ts";

/** What a person does, and what the bot does until the next act. */
export interface Step {
  readonly at: number;
  /** Undefined for what the bot does before the first act. */
  readonly act: Act | undefined;
  /** New messages of the bot. */
  readonly answers: Spoken[];
  /** Texts of messages after a change, by the ids of the messages. */
  readonly texts: Map<string, string>;
  /** When the bot was done. */
  endsAt: number;
}

/** A file that a person sent. */
export type FileNote = Json;

/** A chat of a session, and what happened in it. */
export interface Conversation {
  readonly name: string;
  readonly chatId: string;
  readonly chatType: string;
  /** By open id, with names. Those who were not there at the beginning come later. */
  readonly users: Map<string, string>;
  /** Open ids of the first members. */
  readonly members: string[];
  readonly app: { readonly appId: string; readonly openId: string; readonly name: string };
  /** Whether the bot is a member from the beginning. */
  readonly hasBot: boolean;
  readonly files: FileNote[];
  readonly steps: Step[];
  /** Whether the session holds the messages of the bot: one that was recorded from the real platform does not. */
  readonly hasAnswers: boolean;
}

/** An entry of a conversation. */
type Happened = { readonly at: number } & (
  | { readonly act: Act }
  | { readonly answer: Spoken }
  | { readonly changed: string; readonly text: string }
);

/** The message that an act is about. */
const aboutOf = (act: Act): string => ("message" in act && typeof act.message === "string" ? act.message : "");

/** The id of the message that an entry brings. */
function idOf(entry: Happened): string | undefined {
  if ("answer" in entry) {
    return entry.answer.id;
  }
  return "act" in entry && entry.act.kind === "say" ? entry.act.message.id : undefined;
}

/**
 * Puts entries in order. The entry of a delivery is written when the bot has answered, so it stands behind what the bot did:
 * its time is that of the sending.
 */
function inOrder(entries: readonly Happened[]): Happened[] {
  const isAct = (entry: Happened): boolean => "act" in entry && entry.act.kind !== "say";
  const sorted = entries.filter((entry) => !isAct(entry)).toSorted((one, other) => one.at - other.at);
  for (const entry of entries.filter(isAct).toSorted((one, other) => one.at - other.at)) {
    const about = "act" in entry ? aboutOf(entry.act) : "";
    const after = sorted.findIndex((one) => idOf(one) === about) + 1;
    const next = sorted.findIndex((one, index) => index >= after && one.at >= entry.at && !isAct(one));
    sorted.splice(next < 0 ? sorted.length : next, 0, entry);
  }
  return sorted;
}

function toSteps(entries: readonly Happened[]): Step[] {
  const begin = (at: number, act?: Act): Step => ({ at, act, answers: [], texts: new Map(), endsAt: at });
  const steps: Step[] = [begin(entries[0]?.at ?? 0)];
  for (const entry of inOrder(entries)) {
    const last = steps.at(-1) as Step;
    if ("act" in entry) {
      steps.push(begin(entry.at, entry.act));
      continue;
    }
    last.endsAt = entry.at;
    if ("answer" in entry) {
      last.answers.push(entry.answer);
    } else {
      last.texts.set(entry.changed, entry.text);
    }
  }
  return steps;
}

/** The messages and acts of one chat. */
class Reader {
  readonly chatId: string;
  readonly #happened: Happened[] = [];
  readonly #known = new Set<string>();
  readonly #users = new Map<string, string>();
  readonly #members: string[] = [];
  readonly #files: FileNote[] = [];
  #note: Json | undefined;
  #appId = "";
  #chatType = "";
  #bot = { openId: "", name: "Bot" };
  #hasAnswers = false;

  constructor(chatId: string) {
    this.chatId = chatId;
  }

  has(message: string): boolean {
    return this.#known.has(message);
  }

  isOf(user: string): boolean {
    return this.#note?.chatType === "p2p" && this.#members.includes(user);
  }

  addChat(note: Json): void {
    this.#note ??= note;
    this.#hasAnswers = true;
    for (const { openId, name } of listIn(note.users)) {
      this.#join(textIn(openId), textIn(name), true);
    }
    const [bot] = listIn(note.apps).filter(({ appId }) => (note.bots as unknown[]).includes(appId));
    const [first] = listIn(note.apps);
    this.#appId = textIn((bot ?? first)?.appId);
    this.#bot = { openId: textIn((bot ?? first)?.openId), name: textIn((bot ?? first)?.name) };
  }

  addFile(note: Json): void {
    this.#files.push(note);
  }

  /** A new message. Those of other bots, and of people who are not in the chat, are left out. */
  addMessage(at: number, message: Spoken): void {
    const isForeign = message.isBot ? message.sender !== this.#appId : !this.#users.has(message.sender);
    if (isForeign || this.#known.has(message.id)) {
      return;
    }
    this.#known.add(message.id);
    this.#happened.push(
      message.isBot ? { at, answer: message } : { at, act: { kind: "say", user: message.sender, message } },
    );
  }

  addChange(at: number, { message_id, text }: Json): void {
    const changed = textIn(message_id);
    if (this.#known.has(changed)) {
      this.#happened.push({ at, changed, text: textIn(text) });
    }
  }

  addAct({ at, payload }: SessionEntry, act: Act): void {
    const app = textIn(objectIn(payload.header).app_id);
    this.#appId ||= app;
    // Each bot of a chat has its own event of an act.
    if (app !== "" && app !== this.#appId) {
      return;
    }
    if (this.#note === undefined) {
      this.#chatType ||= textIn(objectIn(objectIn(payload.event).message).chat_type);
      this.#join(act.user, "", true);
    }
    if (act.kind === "say") {
      this.#meet(act.message);
      this.addMessage(at, act.message);
      return;
    }
    if (act.kind === "members") {
      for (const { openId, name } of act.users) {
        this.#join(openId, name, this.#note === undefined && !act.isAdded);
      }
    }
    const user = act.kind === "recall" ? this.#senderOf(act.message) : act.user;
    if (this.#users.has(user) && (aboutOf(act) === "" || this.has(aboutOf(act)))) {
      this.#happened.push({ at, act: { ...act, user } });
    }
  }

  /** Names of people and of the bot, as the mentions of a message tell them. */
  #meet({ mentions }: Spoken): void {
    for (const { id, name, isBot } of mentions) {
      if (isBot) {
        this.#bot = { openId: id, name };
      } else if (this.#note === undefined && id !== this.#bot.openId) {
        this.#join(id, name, true);
      }
    }
  }

  #senderOf(message: string): string {
    const found = this.#happened.find(
      (one) => "act" in one && one.act.kind === "say" && one.act.message.id === message,
    );
    return found !== undefined && "act" in found ? found.act.user : "";
  }

  #join(openId: string, name: string, isFirst: boolean): void {
    if (openId === "") {
      return;
    }
    if (!this.#users.has(openId) && isFirst) {
      this.#members.push(openId);
    }
    this.#users.set(openId, name || this.#users.get(openId) || `Person ${this.#users.size + 1}`);
  }

  read(): Conversation {
    const note = this.#note ?? {};
    return {
      name: textIn(note.name) || this.chatId,
      chatId: this.chatId,
      chatType: textIn(note.chatType) || this.#chatType || "p2p",
      users: this.#users,
      members: this.#members,
      app: { appId: this.#appId, ...this.#bot },
      hasBot: this.#note === undefined || (note.bots as unknown[]).includes(this.#appId),
      files: this.#files,
      steps: toSteps(this.#happened),
      hasAnswers: this.#hasAnswers,
    };
  }
}

/** The chat of an act whose event names none: that of its message, or of the person and the bot. */
const chatOf = (readers: readonly Reader[], { chat, act }: Acted): string =>
  chat || (readers.find((one) => one.has(aboutOf(act)) || (act.kind === "menu" && one.isOf(act.user)))?.chatId ?? "");

/** The conversations of a session, in the order in which they began. */
export function readConversations(entries: readonly SessionEntry[]): Conversation[] {
  const readers = new Map<string, Reader>();
  const readerOf = (chatId: string): Reader => {
    const reader = readers.get(chatId) ?? new Reader(chatId);
    readers.set(chatId, reader);
    return reader;
  };
  for (const entry of entries) {
    const { at, type, payload } = entry;
    if (type === NOTES.chat) {
      readerOf(textIn(payload.chatId)).addChat(payload);
    } else if (type === NOTES.file) {
      readerOf(textIn(payload.chat_id)).addFile(payload);
    } else if (type === NOTES.message) {
      readerOf(textIn(payload.chat_id)).addMessage(at, noted(payload));
    } else if (type === NOTES.changed) {
      readerOf(textIn(payload.chat_id)).addChange(at, payload);
    } else {
      const acted = actOf(entry);
      const chat = acted === undefined ? "" : chatOf([...readers.values()], acted);
      if (acted !== undefined && chat !== "") {
        readerOf(chat).addAct(entry, acted.act);
      }
    }
  }
  return [...readers.values()].map((reader) => reader.read()).filter(({ steps }) => steps.some(({ act }) => act));
}
