import type { PostNode } from "./post.ts";

/** A message as an event or an answer of the API carries it. */
export interface RawMessage {
  readonly message_id?: string | undefined;
  /** The type, in events. */
  readonly message_type?: string | undefined;
  /** The type, in answers of the API. */
  readonly msg_type?: string | undefined;
  /** The content, in events. */
  readonly content?: string | undefined;
  /** The content, in answers of the API. */
  readonly body?: { readonly content?: string | undefined } | undefined;
  readonly mentions?: readonly object[] | undefined;
}

/** Someone whom a message mentions. Ids may be missing: it depends on the app's scopes. */
export interface ReadMention {
  /** What stands in the text: `@_user_1`. */
  readonly key: string;
  readonly name: string;
  readonly open_id?: string;
  readonly union_id?: string;
  readonly user_id?: string;
  /** `user` or `bot`. Only events have it. */
  readonly mentioned_type?: string;
}

/** A picture or file in a message, for `im.v1.messageResource.get`. */
export interface MessageResource {
  readonly key: string;
  readonly type: "image" | "file" | "folder" | "audio" | "media" | "sticker";
  /** The message that holds it. */
  readonly message_id: string;
  readonly name?: string;
}

/** The fields of every read message. */
interface Common {
  /** Empty where the message has none. */
  readonly message_id: string;
  readonly mentions: readonly ReadMention[];
  /** Whether it mentions everyone. */
  readonly mentionsAll: boolean;
  readonly resources: readonly MessageResource[];
  /** The content as it came: parsed where it is a JSON object. */
  readonly raw: unknown;
}

/** Times are milliseconds since the Unix epoch, as text. */
interface CalendarFields {
  readonly summary: string;
  readonly start_time?: string;
  readonly end_time?: string;
}

/** What each type of message holds besides. A message that lacks the field it is about is `unknown`. */
export interface MessageFields {
  /** Mentions stand in the text by their keys. */
  text: { readonly text: string };
  post: { readonly title: string; readonly content: readonly (readonly PostNode[])[] };
  image: { readonly image_key: string };
  file: { readonly file_key: string; readonly file_name?: string };
  folder: { readonly file_key: string; readonly file_name?: string };
  /** `duration` in milliseconds. */
  audio: { readonly file_key: string; readonly duration?: number };
  media: {
    readonly file_key: string;
    readonly image_key?: string;
    readonly file_name?: string;
    readonly duration?: number;
  };
  sticker: { readonly file_key: string };
  /** A card: its title, its text in reading order as Markdown, and what came of its JSON. */
  interactive: { readonly title: string; readonly text: string; readonly card: Readonly<Record<string, unknown>> };
  share_chat: { readonly chat_id: string };
  /** An `open_id`. */
  share_user: { readonly user_id: string };
  location: { readonly name: string; readonly longitude?: string; readonly latitude?: string };
  hongbao: { readonly text: string };
  share_calendar_event: CalendarFields;
  calendar: CalendarFields;
  general_calendar: CalendarFields;
  video_chat: { readonly topic: string; readonly start_time?: string; readonly meet_number?: string };
  todo: {
    readonly task_id?: string;
    readonly title: string;
    readonly content: readonly (readonly PostNode[])[];
    readonly due_time?: string;
  };
  vote: { readonly topic: string; readonly options: readonly string[] };
  /** The template with its variables filled in. */
  system: { readonly text: string };
  /** `readForward` gets what it holds. */
  merge_forward: {};
  /** A type that is new, or a content of another shape: see `raw`. */
  unknown: { readonly message_type: string };
}

/** A received message, by its `type`. */
export type Message = {
  [Type in keyof MessageFields]: Common & { readonly type: Type } & MessageFields[Type];
}[keyof MessageFields];
