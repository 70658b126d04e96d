import type { Change, Changes } from "./changes.ts";
import { createFeed } from "./feed.ts";
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

/** The result of a request that is done once, however often it is sent. */
export interface DoneOnce {
  at: number;
  /** The body that was sent, to recognise another request with the same token. */
  sent?: string;
  /** The answer's data, or the id of what was made. */
  result: unknown;
}

/** Everything the platform remembers. Services read and change it; nothing else holds state. */
export interface State {
  readonly seed: number;
  readonly ids: SeededIds;
  readonly now: () => number;
  readonly domain: string;
  readonly tokenLifetimeMs: number;
  /** Which rules of cards are kept and which are not, by their names; for others their severity decides. */
  readonly cardRules: Readonly<Partial<Record<string, "accept" | "refuse">>>;
  /** What CardKit compares first for a call with a `uuid`. */
  readonly cardkitCheck: "uuid" | "sequence";
  readonly apps: Map<string, AppRecord>;
  readonly tenants: Map<string, EmulatedTenant>;
  readonly users: Map<string, EmulatedUser>;
  /** By open id. */
  readonly departments: Map<string, DepartmentRecord>;
  readonly chats: Map<string, EmulatedChat>;
  /** All messages by id, oldest first. */
  readonly messages: Map<string, EmulatedMessage>;
  /** The same messages by chat id. */
  readonly transcripts: Map<string, EmulatedMessage[]>;
  readonly files: Map<string, StoredFile>;
  /** Results of requests that may be sent again with the same token of the client's, oldest first. */
  readonly doneOnce: Map<string, DoneOnce>;
  /** What belongs to the services, by their names. */
  readonly slices: Map<string, object>;
  /** Valid and expired tokens by their text. */
  readonly tokens: Map<string, TokenRecord>;
  /** The token handed out last, by kind, app and tenant. */
  readonly newestTokens: Map<string, TokenRecord>;
  /** Changes that people would see. Code that changes a message, a chat or a person emits one. */
  readonly changes: Changes;
}

export function createState(
  options: Pick<State, "seed" | "ids" | "now" | "domain" | "tokenLifetimeMs"> &
    Partial<Pick<State, "cardRules" | "cardkitCheck">>,
): State {
  return {
    cardRules: {},
    cardkitCheck: "uuid",
    ...options,
    apps: new Map(),
    tenants: new Map(),
    users: new Map(),
    departments: new Map(),
    chats: new Map(),
    messages: new Map(),
    transcripts: new Map(),
    files: new Map(),
    doneOnce: new Map(),
    slices: new Map(),
    tokens: new Map(),
    newestTokens: new Map(),
    changes: createFeed<Change>(),
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
