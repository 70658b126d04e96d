import { userIds } from "../../delivery/events.ts";
import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import type { EmulatedChat, EmulatedUser } from "../../platform/types.ts";
import { type OnceOptions, once } from "../once.ts";
import { toSeconds } from "../seconds.ts";
import { success } from "../success.ts";
import { chatRecordOf, emitChat, groupAt, hasAuthority, memberChatAt } from "./chat-record.ts";
import { toChat, toFullChat } from "./chat-wire.ts";
import { imError } from "./errors.ts";
import { actorOf, chatFields } from "./events.ts";
import { botAppOf, idsIn, isMember, operatorOf, personOf } from "./operator.ts";
import { imOf } from "./state.ts";

const TEN_HOURS_MS = 10 * 60 * 60 * 1000;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Fields that every member may change; the others are the owner's and the managers'. */
const OPEN_FIELDS = ["avatar", "name", "description", "i18n_names"];

interface ChatBody {
  name?: string;
  description?: string;
  owner_id?: string;
  user_id_list?: string[];
  bot_id_list?: string[];
  chat_type?: string;
  [field: string]: unknown;
}

const ownerIn = (call: Call, id: string): EmulatedUser => {
  const owner = personOf(call, id);
  if (owner === undefined) {
    throw imError(232030);
  }
  return owner;
};

function peopleIn(call: Call, ids: readonly string[]): EmulatedUser[] {
  return ids.map((id) => {
    const user = personOf(call, id);
    if (user === undefined) {
      throw imError(232043);
    }
    return user;
  });
}

function botsIn(call: Call, ids: readonly string[]): string[] {
  return ids.map((id) => {
    const appId = botAppOf(call, id);
    if (appId === undefined) {
      throw imError(232021);
    }
    return appId;
  });
}

function makeChat(call: Call, body: ChatBody): EmulatedChat {
  const { state, caller } = call;
  const { name = "", description, owner_id, user_id_list, bot_id_list, ...fields } = body;
  const { appId } = caller.app.app;
  const owner = owner_id ? ownerIn(call, owner_id) : undefined;
  const users = new Set([...(owner ? [owner] : []), ...peopleIn(call, idsIn(user_id_list))]);
  const bots = new Set([appId, ...botsIn(call, idsIn(bot_id_list))]);
  if (body.chat_type === "public" && name === "") {
    throw imError(232042);
  }
  if (body.chat_type === "public" && name.length < 2) {
    throw imError(232020);
  }
  const chat: EmulatedChat = {
    chatId: `oc_${state.ids.hex("chat", 32)}`,
    chatType: "group",
    name: name || [...users].map((user) => user.name).join(", "),
    tenantKey: caller.tenantKey,
    users: [...users],
    bots: [...bots],
    ...(description === undefined ? {} : { description }),
  };
  state.chats.set(chat.chatId, chat);
  const { chat_mode, ...kept } = fields;
  imOf(state).chats.set(chat.chatId, {
    owner: owner?.openId ?? appId,
    creator: appId,
    managers: owner !== undefined && call.input.query.set_bot_manager === true ? [appId] : [],
    fields: kept,
    createdAt: state.now(),
  });
  emitChat(state, chat);
  const others = chat.bots.filter((id) => id !== appId);
  call.emit(others, { type: "im.chat.member.bot.added_v1", event: chatFields(chat, actorOf(call)) });
  return chat;
}

function create(call: Call): Answer {
  const { state, input, caller } = call;
  const body = input.body as ChatBody;
  const { uuid } = input.query;
  const options: OnceOptions<EmulatedChat> = {
    lifeMs: TEN_HOURS_MS,
    recall: (id) => state.chats.get(asText(id)),
    keep: ({ chatId }) => chatId,
  };
  const make = () => makeChat(call, body);
  const slot = ["chat", caller.app.app.appId, uuid, body.owner_id ?? ""];
  const chat = uuid === undefined ? make() : once(state, slot, options, make);
  return success({ chat_id: chat.chatId, ...toChat(call, chat) });
}

function update(call: Call): Answer {
  const chat = groupAt(call);
  const { name, description, owner_id, ...fields } = call.input.body as ChatBody;
  const record = chatRecordOf(call.state, chat);
  const isOpen = owner_id === undefined && Object.keys(fields).every((field) => OPEN_FIELDS.includes(field));
  const isLocked = record.fields.edit_permission === "only_owner";
  if ((!isOpen || isLocked) && !hasAuthority(call, record)) {
    throw imError(232016);
  }
  const before = settingsOf(call, chat);
  if (owner_id) {
    const owner = ownerIn(call, owner_id);
    if (!isMember(chat, owner.openId)) {
      throw imError(232012);
    }
    record.owner = owner.openId;
  }
  Object.assign(record.fields, fields);
  if (name !== undefined) {
    chat.name = name;
  }
  if (description !== undefined) {
    chat.description = description;
  }
  emitChat(call.state, chat);
  emitUpdate(call, chat, before);
  return success();
}

/** What `im.chat.updated_v1` says of a chat. */
function settingsOf(call: Call, chat: EmulatedChat): Record<string, unknown> {
  const { owner = "", fields } = chatRecordOf(call.state, chat);
  const user = call.state.users.get(owner);
  const { chat_type, ...settings } = fields;
  return {
    ...settings,
    name: chat.name,
    description: chat.description ?? "",
    ...(user === undefined ? {} : { owner_id: userIds(user) }),
  };
}

/** The bots in a chat learn what was changed of it. */
function emitUpdate(call: Call, chat: EmulatedChat, before: Record<string, unknown>): void {
  const after = settingsOf(call, chat);
  const changed = Object.keys(after).filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]));
  if (changed.length === 0) {
    return;
  }
  const pick = (all: Record<string, unknown>) => Object.fromEntries(changed.map((name) => [name, all[name]]));
  const { name: _, ...fields } = chatFields(chat, actorOf(call));
  const event = { ...fields, before_change: pick(before), after_change: pick(after) };
  const { id } = operatorOf(call);
  call.emit(
    chat.bots.filter((appId) => appId !== id),
    { type: "im.chat.updated_v1", event },
  );
}

function disband(call: Call): Answer {
  const chat = groupAt(call);
  const { owner, creator } = chatRecordOf(call.state, chat);
  const { id } = operatorOf(call);
  if (owner !== id && creator !== id) {
    throw imError(232017);
  }
  chat.dissolved = true;
  emitChat(call.state, chat);
  call.emit(chat.bots, { type: "im.chat.disbanded_v1", event: chatFields(chat, actorOf(call)) });
  return success();
}

function link(call: Call): Answer {
  groupAt(call);
  const { validity_period: period = "week" } = call.input.body;
  const life = { week: WEEK_MS, year: 365 * 24 * 60 * 60 * 1000 }[asText(period)];
  const host = call.origin.replace("//open.", "//applink.");
  return success({
    share_link: `${host}/client/chat/chatter/add_by_link?link_token=${call.state.ids.hex("link", 32)}`,
    expire_time: life === undefined ? "" : toSeconds(call.state.now() + life),
    is_permanent: period === "permanently",
  });
}

export const imChat: readonly Route[] = service("im/v1/chats", [
  route("POST ", create, [
    ["The same `uuid` and owner within ten hours give the same chat", "documentation"],
    [
      "Bots that are in it from the start get `im.chat.member.bot.added_v1`, but for the one that made it",
      "documentation",
    ],
    ["No `im.chat.member.user.added_v1` is sent for the people that are in it from the start", "assumption"],
    ["232043 for an unknown person, 232030 for an unknown owner, 232021 for an unknown bot", "documentation"],
  ]),
  route("GET /:chat_id", (call) => success(toFullChat(call, memberChatAt(call))), [
    [
      "232006 for an unknown chat, 232010 for one of another company, 232011 for one without the caller",
      "documentation",
    ],
    ["232009 for a disbanded chat, as everywhere; the platform may still describe it", "assumption"],
  ]),
  route("PUT /:chat_id", update, [
    [
      "232016 when a member who is neither owner, manager nor creator changes more than name and picture",
      "documentation",
    ],
    [
      "The other bots in the chat get the event; whether the bot that changed it gets it, too, is not known",
      "assumption",
    ],
    ["`edit_permission: only_owner` closes the rest, too, with the same code", "assumption"],
  ]),
  route("DELETE /:chat_id", disband, [["232017 unless owner or creator", "documentation"]]),
  route("POST /:chat_id/link", link, [["The link leads nowhere", "assumption"]]),
]);
