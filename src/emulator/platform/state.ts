import type { Base } from "../services/bitable/state.ts";
import { type CardkitState, createCardkitState } from "../services/cardkit/state.ts";
import { type CardTokens, createCardTokens } from "../services/cards/tokens.ts";
import type { Docx } from "../services/docx/state.ts";
import { createImState, forgetMessage, type ImState } from "../services/im/state.ts";
import type { Spreadsheet } from "../services/sheets/state.ts";
import { createWebhookState, type WebhookState } from "../services/webhook/state.ts";
import { type Changes, createChanges } from "./changes.ts";
import type { SeededIds } from "./ids.ts";
import type {
  BotTarget,
  EmulatedApp,
  EmulatedChat,
  EmulatedDepartment,
  EmulatedMessage,
  EmulatedTenant,
  EmulatedUser,
} from "./types.ts";

/** Most entries a log or a table of a long run keeps; the oldest go first. */
export const RECORD_LIMIT = 10_000;

/** Most bytes of uploaded files kept; the oldest go first. */
const FILE_BYTES_LIMIT = 256 * 1024 * 1024;

export interface AppRecord {
  app: EmulatedApp;
  target?: BotTarget;
  /** The newest `app_ticket`; older ones are void. */
  ticket?: string;
}

export interface TokenRecord {
  kind: "tenant" | "app" | "user";
  value: string;
  appId: string;
  tenantKey: string;
  /** Who signed in, for `kind: "user"`. */
  openId?: string;
  /** What they granted, for `kind: "user"`; without a list whatever the app has. */
  scopes?: readonly string[];
  expiresAt: number;
}

export interface StoredFile {
  appId: string;
  bytes: Uint8Array<ArrayBuffer>;
  name: string;
  contentType: string;
  /** Of messaging: `image`, or the `file_type` of the upload. */
  kind?: string;
}

/** A department, and whatever else was sent of it, in the platform's spelling. */
export interface DepartmentRecord {
  department: EmulatedDepartment;
  fields: Record<string, unknown>;
}

/**
 * A folder, a file or a document of drive, or a document's media. The bytes of files and media are in `State.files` under
 * the token, what is in a document in its service's own table.
 */
export interface DriveNode {
  kind: "folder" | "file" | "media" | "sheet" | "bitable" | "docx";
  token: string;
  name: string;
  /** Token of the folder, or of the document; `""` for a root. */
  parent: string;
  /** Open id. */
  owner: string;
  tenantKey: string;
  createdAt: number;
  changedAt: number;
  isDeleted?: boolean;
}

/** An upload in parts that is not finished. */
export interface DriveUpload {
  area: "files" | "medias";
  /** What `upload_prepare` was sent. */
  body: Readonly<Record<string, unknown>>;
  size: number;
  blockNum: number;
  readonly blocks: Map<number, Uint8Array<ArrayBuffer>>;
  identity: string;
  expiresAt: number;
}

/** A request that a `client_token` marks as the same one. */
export interface AnsweredOnce {
  /** What was sent, to tell another request with the same token. */
  request: string;
  answer: Record<string, unknown>;
}

/** Everything the platform remembers. Services read and change it; nothing else holds state. */
export interface State {
  readonly seed: number;
  readonly ids: SeededIds;
  readonly now: () => number;
  readonly domain: string;
  readonly tokenLifetimeMs: number;
  readonly apps: Map<string, AppRecord>;
  readonly tenants: Map<string, EmulatedTenant>;
  readonly users: Map<string, EmulatedUser>;
  /** What was sent of people beyond `EmulatedUser`, by open id, in the platform's spelling. */
  readonly profiles: Map<string, Record<string, unknown>>;
  /** People created with a `client_token`, oldest first. */
  readonly createdByToken: Map<string, string>;
  /** By open id. */
  readonly departments: Map<string, DepartmentRecord>;
  readonly chats: Map<string, EmulatedChat>;
  /** All messages by id, oldest first. */
  readonly messages: Map<string, EmulatedMessage>;
  /** The same messages by chat id. */
  readonly transcripts: Map<string, EmulatedMessage[]>;
  /** Requests with a `uuid`, oldest first. */
  readonly sentByUuid: Map<string, { messageId: string; at: number }>;
  readonly im: ImState;
  readonly cardkit: CardkitState;
  readonly webhooks: WebhookState;
  readonly files: Map<string, StoredFile>;
  /** By token, oldest first. */
  readonly driveNodes: Map<string, DriveNode>;
  /** By upload id. */
  readonly driveUploads: Map<string, DriveUpload>;
  /** Links to media that need no token, by their code, oldest first. */
  readonly downloadLinks: Map<string, { token: string; expiresAt: number }>;
  /** By token. */
  readonly spreadsheets: Map<string, Spreadsheet>;
  /** By token. */
  readonly bases: Map<string, Base>;
  /** By token. */
  readonly documents: Map<string, Docx>;
  /** What requests with a `client_token` were answered, oldest first. */
  readonly answeredByToken: Map<string, AnsweredOnce>;
  /** Valid and expired tokens by their text. */
  readonly tokens: Map<string, TokenRecord>;
  /** The token handed out last, by kind, app and tenant. */
  readonly newestTokens: Map<string, TokenRecord>;
  readonly cardTokens: CardTokens;
  /** What people would see happen. Whoever changes a message, a chat or a person tells it. */
  readonly changes: Changes;
}

export function createState(options: Pick<State, "seed" | "ids" | "now" | "domain" | "tokenLifetimeMs">): State {
  return {
    ...options,
    apps: new Map(),
    tenants: new Map(),
    users: new Map(),
    profiles: new Map(),
    createdByToken: new Map(),
    departments: new Map(),
    chats: new Map(),
    messages: new Map(),
    transcripts: new Map(),
    sentByUuid: new Map(),
    im: createImState(),
    cardkit: createCardkitState(),
    webhooks: createWebhookState(),
    files: new Map(),
    driveNodes: new Map(),
    driveUploads: new Map(),
    downloadLinks: new Map(),
    spreadsheets: new Map(),
    bases: new Map(),
    documents: new Map(),
    answeredByToken: new Map(),
    tokens: new Map(),
    newestTokens: new Map(),
    cardTokens: createCardTokens(),
    changes: createChanges(),
  };
}

/** Removes the oldest entries of a table that grew past the limit. */
export function trim(table: Map<string, unknown>, limit: number = RECORD_LIMIT): void {
  for (const key of table.keys()) {
    if (table.size <= limit) {
      return;
    }
    table.delete(key);
  }
}

/** Adds a message to its chat and tells who waits for it. */
export function appendMessage(state: State, message: EmulatedMessage): void {
  state.messages.set(message.message_id, message);
  const transcript = state.transcripts.get(message.chat_id) ?? [];
  transcript.push(message);
  state.transcripts.set(message.chat_id, transcript);
  for (const oldest of state.messages.values()) {
    if (state.messages.size <= RECORD_LIMIT) {
      break;
    }
    state.messages.delete(oldest.message_id);
    forgetMessage(state.im, oldest.message_id);
    state.transcripts.get(oldest.chat_id)?.shift();
  }
  state.changes.tell({ type: "message", message });
}

/** Stores an upload under a new key. */
export function storeFile(state: State, key: string, file: StoredFile): void {
  state.files.set(key, file);
  trim(state.files);
  let total = 0;
  for (const stored of state.files.values()) {
    total += stored.bytes.length;
  }
  for (const [oldest, stored] of state.files) {
    if (total <= FILE_BYTES_LIMIT) {
      return;
    }
    total -= stored.bytes.length;
    state.files.delete(oldest);
  }
}
