export type * from "./delivery-types.ts";
export type * from "./fault-types.ts";

import type { RequestFaultKind } from "./fault-types.ts";

/** How a developer's app is registered on the emulated platform. */
export interface EmulatedApp {
  /** `cli_` and 16 hex digits by default. */
  appId: string;
  appSecret: string;
  /** Key that seals and signs events. Pass `""` for an app without one: events are then plain and unsigned. */
  encryptKey: string;
  /** Token inside every event body. Pass `""` for none. */
  verificationToken: string;
  /** `"self-built"` (default) belongs to one tenant; `"marketplace"` needs an `app_ticket` and a tenant key. */
  appType: "self-built" | "marketplace";
  /** Tenant that a self-built app belongs to, and the one that events carry by default. */
  tenantKey: string;
  /** The bot's own `open_id`. */
  botOpenId: string;
  name: string;
  /** Scopes that the company granted; without a list every one. */
  scopes?: string[];
  /** Where people may be sent back to after they have signed in; without a list any address. */
  redirectUris?: string[];
  /** Client assertions that prove the app's identity in place of its secret; without a list any text. */
  assertions?: string[];
}

/** Fields that may be left out. */
export type Given<Fields> = { [Name in keyof Fields]?: Fields[Name] | undefined };

/** A company on the emulated platform. */
export interface EmulatedTenant {
  tenantKey: string;
  name: string;
}

/** A person. One `open_id` serves all apps here; on the platform it differs per app. */
export interface EmulatedUser {
  openId: string;
  unionId: string;
  userId: string;
  name: string;
  /** `""` when there is none. */
  email: string;
  /** `""` when there is none. */
  mobile: string;
  /** Open ids of the departments, the main one first; `"0"` is the company itself. */
  departments: string[];
  tenantKey: string;
}

/** A department of a company. */
export interface EmulatedDepartment {
  /** `od-` and 32 hex digits. */
  openDepartmentId: string;
  /** The company's own id of it. */
  departmentId: string;
  name: string;
  /** Open id of the department above; `"0"` is the company itself. */
  parent: string;
  tenantKey: string;
}

/** A conversation. */
export interface EmulatedChat {
  chatId: string;
  chatType: "p2p" | "group";
  name: string;
  tenantKey: string;
  /** Members, in the order they joined. */
  users: EmulatedUser[];
  /** App ids whose bots are members. */
  bots: string[];
  description?: string;
  /** It was disbanded, and cannot receive messages. */
  dissolved?: boolean;
}

/** Options of `Emulator.addChat`. */
export interface NewChat {
  /** Default: the names of the users. */
  name?: string | undefined;
  /** Default: one new user. */
  users?: EmulatedUser[] | undefined;
  /** Default: `p2p` for one user. */
  chatType?: "p2p" | "group" | undefined;
  /** Whether it is a topic group, in which each message begins a thread. Default `false`. */
  topics?: boolean | undefined;
  /** Default: the default app's bot. `[]` is a chat without a bot. */
  bots?: EmulatedApp[] | undefined;
  /** Default: the tenant of the first user. */
  tenantKey?: string | undefined;
}

/** A message as the transcript shows it; field names are the platform's, `text` is ours. */
export interface EmulatedMessage {
  message_id: string;
  chat_id: string;
  msg_type: string;
  /** The platform's JSON string, as sent. */
  content: string;
  /** What a person would read: the text, a post or card flattened, or `[image]` and the like. */
  text: string;
  sender: { id: string; id_type: "open_id" | "app_id"; sender_type: "user" | "app"; tenant_key: string };
  /** Epoch milliseconds as a string, as on the wire. */
  create_time: string;
  parent_id?: string;
  root_id?: string;
  thread_id?: string;
  mentions?: EmulatedMention[];
  /** The card entity that it shows; `content` is then the card as it is now. */
  card_id?: string;
  /** Epoch milliseconds of the last change of its content; absent before the first. */
  update_time?: string;
  /** It was recalled. */
  deleted?: boolean;
  /** Its content was changed after it was sent. */
  updated?: boolean;
  /** In the order of their first use; without those that everybody took back. */
  reactions?: EmulatedReaction[];
  pinned?: boolean;
  /** Open ids of the people who read it, in the order they did. */
  read_by?: string[];
}

/** One emoji on a message; `users` are open ids of people and app ids of bots. */
export interface EmulatedReaction {
  emoji_type: string;
  users: string[];
}

/** Someone named in a message; `key` is the placeholder in the text. */
export interface EmulatedMention {
  key: string;
  id: string;
  id_type: "open_id";
  name: string;
  tenant_key: string;
}

/** Where a bot listens: an http(s) URL, or a function such as a dispatcher's `fetch`. */
export type BotTarget = string | ((request: Request) => Response | Promise<Response>);

/** An event to push: the event's name and body, without the envelope. */
export interface PushedEvent {
  /** For example `im.chat.updated_v1`. `url_verification` builds a challenge from `event.challenge`. */
  type: string;
  event: Record<string, unknown>;
  /** Envelope version. Default `"2.0"`. */
  schema?: "2.0" | "1.0" | undefined;
}

/** One API request that the emulator received. Holds no secret: neither token nor body. */
export interface RequestRecord {
  method: string;
  path: string;
  /** Query string without `?`. */
  query: string;
  /** HTTP status answered; 0 while it runs, and for `network` and `hang` faults. */
  status: number;
  /** Platform code answered; `undefined` when the answer has none. */
  code: number | undefined;
  /** Route template such as `POST /open-apis/im/v1/messages`; `undefined` for an unknown path. */
  operation: string | undefined;
  /** The answer was made up from the platform's description: no service stands behind it. */
  madeUp?: true;
  logId: string;
  /** Which kind of credential was in the `Authorization` header, never the credential. */
  authorization: "none" | "tenant" | "app" | "user" | "malformed";
  /** Fault that was applied. */
  fault?: RequestFaultKind;
}
