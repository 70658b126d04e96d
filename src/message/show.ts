import { textIn } from "./fields.ts";
import type { ForwardedMessage } from "./forward.ts";
import { replaceKeys } from "./mentions.ts";
import type { PostNode } from "./post.ts";
import type { Message, ReadMention } from "./received.ts";

/** How a message is shown. */
export interface ShowOptions {
  /** The bot's own `open_id`, whose mention is left out. Default: every mention stays, as `@name`. */
  readonly botOpenId?: string | undefined;
}

/** `<at user_id="…">name</at>` within Markdown. */
const AT_TAG = /<at (?:user_)?id="?([^">\s]*)"?>([^<]*)<\/at>/g;

/** How to show a message, and whom not to name. */
interface Style {
  readonly isMarkdown: boolean;
  readonly botOpenId: string | undefined;
}

/** A mention, or nothing for the bot's own. */
const showPerson = (id: string | undefined, name: string, { botOpenId }: Style): string =>
  id !== undefined && id === botOpenId ? "" : id === "all" ? "@all" : name;

const toTime = (time: string | undefined): string => {
  const date = new Date(Number(time));
  return time && !Number.isNaN(date.getTime()) ? date.toISOString() : "";
};

/** Words in brackets, as chat clients have them in their lists of chats. */
const inBrackets = (...words: (string | undefined | false)[]): string => `[${words.filter(Boolean).join(" ")}]`;

/** Code with a fence that is longer than any within it. */
function toFence(text: string, language = ""): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 2);
  const fence = "`".repeat(longest + 1);
  return `${fence}${language.toLowerCase().replace(/[^\w+#-]/g, "")}\n${text}\n${fence}`;
}

const MARKS: Readonly<Record<string, readonly [string, string]>> = {
  bold: ["**", "**"],
  italic: ["*", "*"],
  underline: ["<u>", "</u>"],
  lineThrough: ["~~", "~~"],
};

/** Marks stand next to the words: Markdown knows none with a space inside. */
function toStyled(text: string, styles: readonly string[] = []): string {
  const words = text.trim();
  const marks = styles.filter((style) => Object.hasOwn(MARKS, style)).map((style) => MARKS[style] ?? ["", ""]);
  if (!words || !marks.length) {
    return text;
  }
  const start = text.length - text.trimStart().length;
  const marked = marks.reduce((inner, [open, close]) => open + inner + close, words);
  return text.slice(0, start) + marked + text.slice(start + words.length);
}

function showNode(node: PostNode, style: Style): string {
  const { isMarkdown } = style;
  switch (node.tag) {
    case "text":
      return isMarkdown ? toStyled(node.text, node.style) : node.text;
    case "a":
      return isMarkdown ? `[${node.text}](${node.href})` : `${node.text} (${node.href})`;
    case "at":
      return showPerson(node.user_id, node.user_name ? `@${node.user_name}` : `@${node.user_id}`, style);
    case "img":
      return isMarkdown ? `![image](${node.image_key})` : "[image]";
    case "media":
      return isMarkdown ? `[video](${node.file_key})` : "[video]";
    case "emotion":
      return `:${node.emoji_type}:`;
    case "code_block":
      return isMarkdown ? toFence(node.text, node.language) : node.text;
    case "hr":
      return "---";
    case "md":
      return node.text.replace(AT_TAG, (_, id: string, name: string) => showPerson(id, `@${name || id}`, style));
  }
}

const showPost = (title: string, content: readonly (readonly PostNode[])[], style: Style): string =>
  [
    title && style.isMarkdown ? `**${title}**` : title,
    ...content.map((nodes) => nodes.map((node) => showNode(node, style)).join("")),
  ]
    .filter((line, index) => index || line)
    .join("\n");

/** A file: in Markdown a link to its key. */
const showFile = (word: string, key: string, { isMarkdown }: Style, name = "", duration?: number): string => {
  const words = [word, name, duration !== undefined && `${Math.round(duration / 1000)} s`];
  return isMarkdown ? `${inBrackets(...words)}(${key})` : inBrackets(...words);
};

const showMentions = (text: string, mentions: readonly ReadMention[], style: Style): string =>
  replaceKeys(text, mentions, (mention) =>
    mention ? showPerson(mention.open_id, mention.name ? `@${mention.name}` : mention.key, style) : "@all",
  );

function showFields(message: Message, style: Style): string {
  switch (message.type) {
    case "text":
      return showMentions(message.text, message.mentions, style);
    case "hongbao":
    case "system":
      return message.text;
    case "post":
      return showPost(message.title, message.content, style);
    case "interactive": {
      const title = message.title && style.isMarkdown ? `**${message.title}**` : message.title;
      const text = [title, message.text].filter(Boolean).join("\n");
      return showMentions(text, message.mentions, style) || "[card]";
    }
    case "image":
      return style.isMarkdown ? `![image](${message.image_key})` : "[image]";
    case "file":
    case "folder":
      return showFile(message.type, message.file_key, style, message.file_name);
    case "audio":
      return showFile("audio", message.file_key, style, "", message.duration);
    case "media":
      return showFile("video", message.file_key, style, message.file_name, message.duration);
    case "sticker":
      return "[sticker]";
    case "share_chat":
      return inBrackets("group", message.chat_id);
    case "share_user":
      return inBrackets("contact", message.user_id);
    case "location": {
      const { name, latitude, longitude } = message;
      return inBrackets("location", name, latitude && longitude && `(${latitude}, ${longitude})`);
    }
    case "share_calendar_event":
    case "calendar":
    case "general_calendar": {
      const { summary, start_time, end_time } = message;
      return inBrackets("event", summary, [toTime(start_time), toTime(end_time)].filter(Boolean).join(" to "));
    }
    case "video_chat":
      return inBrackets("meeting", message.topic, message.meet_number, toTime(message.start_time));
    case "todo": {
      const due = toTime(message.due_time);
      return `${showPost(message.title, message.content, style)}\n${inBrackets("task", due && `due ${due}`)}`.trim();
    }
    case "vote":
      return [inBrackets("vote", message.topic), ...message.options.map((option) => `- ${option}`)].join("\n");
    case "merge_forward":
      return "[forwarded messages]";
    case "unknown": {
      const text = typeof message.raw === "string" ? message.raw : textIn(message.raw, "text");
      return text || inBrackets(message.message_type || "unknown message");
    }
  }
}

/** Shows a tree of forwarded messages, each level by four spaces deeper; a message without any is shown as it is. */
function show(shown: Message | ForwardedMessage, style: Style): string {
  if (!("children" in shown)) {
    return showFields(shown, style).trim();
  }
  const { message, children } = shown;
  return children.length ? children.map((child) => showChild(child, style)).join("\n") : show(message, style);
}

function showChild(child: ForwardedMessage, style: Style): string {
  const time = toTime(child.create_time);
  const head = [time && `[${time}]`, child.sender?.id].filter(Boolean).join(" ") || "unknown";
  return `${head}:\n    ${show(child, style).replaceAll("\n", "\n    ")}`;
}

/**
 * Shows a message as plain text, for people and for models.
 *
 * Mentions are names, files are words in brackets (`[file report.pdf]`); `resources` of the message has their keys.
 *
 * @param message - From `readMessage`, or a tree from `readForward`.
 * @example
 * const question = toPlainText(readMessage(event.message), { botOpenId });
 */
export const toPlainText = (message: Message | ForwardedMessage, { botOpenId }: ShowOptions = {}): string =>
  show(message, { isMarkdown: false, botOpenId });

/**
 * Shows a message as Markdown, for models: with styles, links and code of a post, and with the keys of pictures and files
 * as addresses. The text of people is not escaped.
 *
 * @param message - From `readMessage`, or a tree from `readForward`.
 */
export const toMarkdown = (message: Message | ForwardedMessage, { botOpenId }: ShowOptions = {}): string =>
  show(message, { isMarkdown: true, botOpenId });
