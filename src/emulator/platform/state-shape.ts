import { MESSAGE } from "./message-shape.ts";
import {
  all,
  bytes,
  type Fields,
  flag,
  forest,
  json,
  jsonObject,
  listOf,
  mapOf,
  number,
  objectOf,
  oneOf,
  optional,
  text,
} from "./shape.ts";
import type { AppRecord, DepartmentRecord, DoneOnce, State, StoredFile, TokenRecord } from "./state.ts";
import type { EmulatedApp, EmulatedChat, EmulatedDepartment, EmulatedTenant, EmulatedUser } from "./types.ts";

/** The tables of the state that are saved beside the slices of the services: all but the options of the emulator. */
export type SavedTables = Omit<
  State,
  "seed" | "ids" | "now" | "domain" | "tokenLifetimeMs" | "cardRules" | "cardkitCheck" | "changes" | "slices"
>;

const texts = listOf(text);

const APP: Fields<EmulatedApp> = {
  appId: text,
  appSecret: text,
  encryptKey: text,
  verificationToken: text,
  appType: oneOf("self-built", "marketplace"),
  tenantKey: text,
  botOpenId: text,
  name: text,
  scopes: optional(texts),
  redirectUris: optional(texts),
  assertions: optional(texts),
};

const USER = objectOf<EmulatedUser>({
  openId: text,
  unionId: text,
  userId: text,
  name: text,
  email: text,
  mobile: text,
  departments: texts,
  tenantKey: text,
});

const DEPARTMENT = objectOf<EmulatedDepartment>({
  openDepartmentId: text,
  departmentId: text,
  name: text,
  parent: text,
  tenantKey: text,
});

const CHAT = objectOf<EmulatedChat>({
  chatId: text,
  chatType: oneOf("p2p", "group"),
  name: text,
  tenantKey: text,
  users: listOf(USER),
  bots: texts,
  description: optional(text),
  dissolved: optional(flag),
});

const TOKEN = objectOf<TokenRecord>({
  kind: oneOf("tenant", "app", "user"),
  value: text,
  appId: text,
  tenantKey: text,
  openId: optional(text),
  scopes: optional(texts),
  expiresAt: number,
});

/** The shapes of the tables, by their names in `State`. */
export const STATE_SHAPES: Fields<SavedTables> = {
  apps: mapOf(objectOf<AppRecord>({ app: objectOf(APP), target: optional(text), ticket: optional(text) })),
  tenants: mapOf(objectOf<EmulatedTenant>({ tenantKey: text, name: text })),
  users: mapOf(USER),
  departments: all(
    mapOf(objectOf<DepartmentRecord>({ department: DEPARTMENT, fields: jsonObject })),
    forest<DepartmentRecord>(({ department }) => department.parent),
  ),
  chats: mapOf(CHAT),
  messages: mapOf(MESSAGE),
  transcripts: mapOf(listOf(MESSAGE)),
  files: mapOf(objectOf<StoredFile>({ appId: text, bytes, name: text, contentType: text, kind: optional(text) })),
  doneOnce: mapOf(objectOf<DoneOnce>({ at: number, sent: optional(text), result: json })),
  tokens: mapOf(TOKEN),
  newestTokens: mapOf(TOKEN),
};
