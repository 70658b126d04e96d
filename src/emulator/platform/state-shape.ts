import type { Base, Field, Option, Row, Table, View } from "../services/bitable/state.ts";
import type { CardEntity, CardkitState, CardTemplate } from "../services/cardkit/state.ts";
import type { CardToken } from "../services/cards/tokens.ts";
import { TABLE } from "../services/docx/block-types.ts";
import type { Block, Docx } from "../services/docx/state.ts";
import type { BatchRecord, ChatRecord, ImState, PinRecord, ReactionRecord } from "../services/im/state.ts";
import type { Sheet, Spreadsheet } from "../services/sheets/state.ts";
import type { WebhookRecord, WebhookState } from "../services/webhook/state.ts";
import {
  all,
  bytes,
  count,
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
  withFields,
} from "./shape.ts";
import type {
  AnsweredOnce,
  AppRecord,
  DepartmentRecord,
  DriveNode,
  DriveUpload,
  State,
  StoredFile,
  TokenRecord,
} from "./state.ts";
import type {
  EmulatedApp,
  EmulatedChat,
  EmulatedDepartment,
  EmulatedMention,
  EmulatedMessage,
  EmulatedReaction,
  EmulatedTenant,
  EmulatedUser,
} from "./types.ts";

/** What of the state is saved: all but what an emulator is made with. */
export type SavedTables = Omit<State, "seed" | "ids" | "now" | "domain" | "tokenLifetimeMs" | "changes">;

const texts = listOf(text);

/** More rows or columns than any table or sheet may have. */
const MAX_LINES = 10_000_000;

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

const MESSAGE = objectOf<EmulatedMessage>({
  message_id: text,
  chat_id: text,
  msg_type: text,
  content: text,
  text,
  sender: objectOf<EmulatedMessage["sender"]>({
    id: text,
    id_type: oneOf("open_id", "app_id"),
    sender_type: oneOf("user", "app"),
    tenant_key: text,
  }),
  create_time: text,
  parent_id: optional(text),
  root_id: optional(text),
  thread_id: optional(text),
  mentions: optional(
    listOf(objectOf<EmulatedMention>({ key: text, id: text, id_type: oneOf("open_id"), name: text, tenant_key: text })),
  ),
  card_id: optional(text),
  update_time: optional(text),
  deleted: optional(flag),
  updated: optional(flag),
  reactions: optional(listOf(objectOf<EmulatedReaction>({ emoji_type: text, users: texts }))),
  pinned: optional(flag),
  read_by: optional(texts),
});

const IM = objectOf<ImState>({
  reactions: mapOf(
    listOf(
      objectOf<ReactionRecord>({
        id: text,
        messageId: text,
        operator: text,
        operatorType: oneOf("user", "app"),
        emoji: text,
        at: number,
      }),
    ),
  ),
  pins: mapOf(
    objectOf<PinRecord>({
      messageId: text,
      chatId: text,
      operator: text,
      operatorIdType: oneOf("open_id", "app_id"),
      at: number,
    }),
  ),
  reads: mapOf(listOf(objectOf<{ openId: string; at: number }>({ openId: text, at: number }))),
  edits: mapOf(number),
  chats: mapOf(
    objectOf<ChatRecord>({
      owner: optional(text),
      creator: optional(text),
      managers: texts,
      fields: jsonObject,
      createdAt: number,
    }),
  ),
  chatsByUuid: mapOf(objectOf<{ chatId: string; at: number }>({ chatId: text, at: number })),
  batches: mapOf(objectOf<BatchRecord>({ appId: text, messageIds: texts, recalled: flag, at: number })),
  merged: mapOf(listOf(MESSAGE)),
});

const CARDKIT = objectOf<CardkitState>({
  cards: mapOf(
    objectOf<CardEntity>({
      id: text,
      appId: text,
      card: all(jsonObject, withFields({ body: withFields({ elements: listOf(jsonObject) }) })),
      createdAt: number,
      sequence: number,
      uuids: mapOf(text),
      streamingSince: optional(number),
      messageId: optional(text),
    }),
  ),
  templates: mapOf(objectOf<CardTemplate>({ templateId: text, card: jsonObject })),
});

const WEBHOOKS = objectOf<WebhookState>({
  hooks: mapOf(
    objectOf<WebhookRecord>({
      token: text,
      chatId: text,
      name: text,
      appId: text,
      keywords: texts,
      secret: optional(text),
      sentAt: listOf(number),
    }),
  ),
});

const BASE = objectOf<Base>({
  token: text,
  revision: number,
  timeZone: text,
  isAdvanced: flag,
  tables: listOf(
    objectOf<Table>({
      tableId: text,
      name: text,
      revision: number,
      fields: listOf(
        objectOf<Field>({
          fieldId: text,
          name: text,
          type: number,
          uiType: text,
          property: (value, path) =>
            jsonObject(value, path) ??
            optional(listOf(objectOf<Option>({ id: text, name: text, color: number })))(
              Reflect.get(Object(value), "options"),
              `${path}.options`,
            ),
          description: optional(jsonObject),
          isHidden: flag,
        }),
      ),
      views: listOf(objectOf<View>({ viewId: text, name: text, type: text })),
      records: mapOf(
        objectOf<Row>({
          recordId: text,
          number,
          values: mapOf(json),
          createdAt: number,
          createdBy: text,
          changedAt: number,
          changedBy: text,
        }),
      ),
      nextNumber: number,
    }),
  ),
});

const SPREADSHEET = objectOf<Spreadsheet>({
  token: text,
  revision: number,
  sheets: listOf(
    objectOf<Sheet>({
      sheetId: text,
      title: text,
      hidden: flag,
      rowCount: count(MAX_LINES),
      columnCount: count(MAX_LINES),
      frozenRowCount: count(MAX_LINES),
      frozenColumnCount: count(MAX_LINES),
      rows: listOf(listOf(json)),
    }),
  ),
});

const BLOCK = objectOf<Block>({
  blockId: text,
  parentId: text,
  children: texts,
  type: number,
  content: all(
    jsonObject,
    withFields({ elements: optional(listOf(all(jsonObject, elementShape))), style: optional(jsonObject) }),
  ),
});

/** A piece of text has one kind of content, an object. */
function elementShape(value: unknown, path: string): string | undefined {
  const parts = Object.values(Object(value));
  return parts.length === 1 ? jsonObject(parts[0], path) : `${path} has not one kind of content`;
}

const TABLE_SIZE = withFields({
  property: withFields({ row_size: count(MAX_LINES), column_size: count(MAX_LINES) }),
});

/** The blocks of a document are a tree: each is the child of one, and the page of none. */
function isTree(value: unknown, path: string): string | undefined {
  const { token, blocks } = value as Docx;
  const seen = new Set<string>();
  const open = [token];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const block = blocks.get(id);
    if (block === undefined || seen.has(id)) {
      return `${path}: block ${id} ${block === undefined ? "is missing" : "stands twice"}`;
    }
    seen.add(id);
    open.push(...block.children);
  }
  return undefined;
}

const DOCX = all(
  objectOf<Docx>({
    token: text,
    revision: number,
    blocks: mapOf(
      all(BLOCK, (value, path) =>
        (value as Block).type === TABLE ? TABLE_SIZE((value as Block).content, path) : undefined,
      ),
    ),
  }),
  isTree,
);

const TOKEN = objectOf<TokenRecord>({
  kind: oneOf("tenant", "app", "user"),
  value: text,
  appId: text,
  tenantKey: text,
  openId: optional(text),
  scopes: optional(texts),
  expiresAt: number,
});

/** The shape of everything that a state file holds, by the name in `State`. */
export const STATE_SHAPES: Fields<SavedTables> = {
  apps: mapOf(objectOf<AppRecord>({ app: objectOf(APP), target: optional(text), ticket: optional(text) })),
  tenants: mapOf(objectOf<EmulatedTenant>({ tenantKey: text, name: text })),
  users: mapOf(USER),
  profiles: mapOf(jsonObject),
  createdByToken: mapOf(text),
  departments: all(
    mapOf(objectOf<DepartmentRecord>({ department: DEPARTMENT, fields: jsonObject })),
    forest<DepartmentRecord>(({ department }) => department.parent),
  ),
  chats: mapOf(CHAT),
  messages: mapOf(MESSAGE),
  transcripts: mapOf(listOf(MESSAGE)),
  sentByUuid: mapOf(objectOf<{ messageId: string; at: number }>({ messageId: text, at: number })),
  im: IM,
  cardkit: CARDKIT,
  webhooks: WEBHOOKS,
  files: mapOf(objectOf<StoredFile>({ appId: text, bytes, name: text, contentType: text, kind: optional(text) })),
  driveNodes: all(
    mapOf(
      objectOf<DriveNode>({
        kind: oneOf("folder", "file", "media", "sheet", "bitable", "docx"),
        token: text,
        name: text,
        parent: text,
        owner: text,
        tenantKey: text,
        createdAt: number,
        changedAt: number,
        isDeleted: optional(flag),
      }),
    ),
    forest<DriveNode>(({ parent }) => parent),
  ),
  driveUploads: mapOf(
    objectOf<DriveUpload>({
      area: oneOf("files", "medias"),
      body: jsonObject,
      size: count(2 ** 40),
      blockNum: count(MAX_LINES),
      blocks: mapOf(bytes, number),
      identity: text,
      expiresAt: number,
    }),
  ),
  downloadLinks: mapOf(objectOf<{ token: string; expiresAt: number }>({ token: text, expiresAt: number })),
  spreadsheets: mapOf(SPREADSHEET),
  bases: mapOf(BASE),
  documents: mapOf(DOCX),
  answeredByToken: mapOf(objectOf<AnsweredOnce>({ request: text, answer: jsonObject })),
  tokens: mapOf(TOKEN),
  newestTokens: mapOf(TOKEN),
  cardTokens: mapOf(
    objectOf<CardToken>({ appId: text, messageId: text, expiresAt: number, left: number, isAnswered: flag }),
  ),
};
