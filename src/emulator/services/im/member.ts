import type { Answer, Call, Handle, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import type { EmulatedChat, EmulatedUser } from "../../platform/types.ts";
import { success } from "../success.ts";
import { chatAt, chatRecordOf, emitChat, groupAt, hasAuthority, memberChatAt } from "./chat-record.ts";
import { imError } from "./errors.ts";
import { actorOf, chatFields, memberFields } from "./events.ts";
import { askedIdOf, botAppOf, fieldInvalid, idsIn, isInChat, isMember, operatorOf, personOf } from "./operator.ts";
import { pageOf } from "./page.ts";

const isOfBots = ({ input }: Call): boolean => input.query.member_id_type === "app_id";

/** People or bots of a list of ids, and the unknown ids. */
function readMembers(
  call: Call,
  ids: readonly string[],
): { people: EmulatedUser[]; bots: string[]; unknown: string[] } {
  const read = { people: [] as EmulatedUser[], bots: [] as string[], unknown: [] as string[] };
  for (const id of ids) {
    const user = isOfBots(call) ? undefined : personOf(call, id, "member_id_type");
    const bot = isOfBots(call) ? botAppOf(call, id) : undefined;
    if (user !== undefined) {
      read.people.push(user);
    } else if (bot !== undefined) {
      read.bots.push(bot);
    } else {
      read.unknown.push(id);
    }
  }
  return read;
}

function get(call: Call): Answer {
  const chat = memberChatAt(call);
  const type = call.input.query.member_id_type ?? "open_id";
  const page = pageOf(
    call,
    chat.users,
    ({ openId }) => openId,
    () => imError(232001),
  );
  const items = page.items.map(({ openId, name, tenantKey }) => ({
    member_id_type: type,
    member_id: askedIdOf(call, openId, "member_id_type"),
    name,
    tenant_key: tenantKey,
  }));
  return success({ ...page, items, member_total: chat.users.length });
}

/** At most 50 people or 5 bots at once. */
function idsOf(call: Call): string[] {
  const ids = idsIn(call.input.body.id_list);
  const limit = isOfBots(call) ? 5 : 50;
  if (ids.length === 0) {
    throw imError(232027);
  }
  if (ids.length > limit) {
    throw fieldInvalid("id_list", `the max len is ${limit}`);
  }
  return ids;
}

/** Puts people and bots into a chat; who is in it stays. */
export function join(chat: EmulatedChat, people: readonly EmulatedUser[], bots: readonly string[]): void {
  chat.users.push(...people.filter(({ openId }) => !isMember(chat, openId)));
  chat.bots.push(...bots.filter((appId) => !isMember(chat, appId)));
}

export function leave(chat: EmulatedChat, ids: readonly string[]): void {
  chat.users = chat.users.filter(({ openId }) => !ids.includes(openId));
  chat.bots = chat.bots.filter((appId) => !ids.includes(appId));
}

/** Puts people and bots into a chat. The bots of the chat learn of the people, the new bots of themselves. */
function joinAndTell(call: Call, chat: EmulatedChat, people: readonly EmulatedUser[], bots: readonly string[]): void {
  const [newPeople, newBots] = [
    people.filter(({ openId }) => !isMember(chat, openId)),
    bots.filter((appId) => !isMember(chat, appId)),
  ];
  const old = [...chat.bots];
  join(chat, people, bots);
  emitChat(call.state, chat);
  const fields = chatFields(chat, actorOf(call));
  if (newPeople.length > 0) {
    call.emit(old, { type: "im.chat.member.user.added_v1", event: { ...fields, users: memberFields(newPeople) } });
  }
  call.emit(newBots, { type: "im.chat.member.bot.added_v1", event: fields });
}

function create(call: Call): Answer {
  const chat = groupAt(call);
  const record = chatRecordOf(call.state, chat);
  if (record.fields.add_member_permission === "only_owner" && !hasAuthority(call, record)) {
    throw imError(232014);
  }
  const ids = idsOf(call);
  const { people, bots, unknown } = readMembers(call, ids);
  // 0 and 2 add all or none, and differ for people who left the company; 1 adds those who exist.
  if (unknown.length > 0 && call.input.query.succeed_type !== 1) {
    throw imError(232043);
  }
  if (people.length + bots.length === 0) {
    throw imError(232027);
  }
  joinAndTell(call, chat, people, bots);
  return success({ invalid_id_list: [], not_existed_id_list: unknown, pending_approval_id_list: [] });
}

function remove(call: Call): Answer {
  const chat = groupAt(call);
  const record = chatRecordOf(call.state, chat);
  const { people, bots, unknown } = readMembers(call, idsOf(call));
  const ids = [...people.map(({ openId }) => openId), ...bots];
  if (ids.length === 0) {
    throw imError(232027);
  }
  const isOnlySelf = ids.every((id) => id === operatorOf(call).id);
  if (!isOnlySelf && !hasAuthority(call, record)) {
    throw imError(232014);
  }
  if (record.owner !== undefined && ids.includes(record.owner) && record.owner !== operatorOf(call).id) {
    throw imError(232076);
  }
  const outside = ids.filter((id) => !isMember(chat, id));
  const [goingPeople, goingBots] = [
    chat.users.filter(({ openId }) => ids.includes(openId)),
    chat.bots.filter((appId) => ids.includes(appId)),
  ];
  leave(chat, ids);
  record.managers = record.managers.filter((id) => !ids.includes(id));
  if (record.owner !== undefined && ids.includes(record.owner)) {
    record.owner = chat.users[0]?.openId ?? chat.bots[0] ?? "";
  }
  emitChat(call.state, chat);
  const fields = chatFields(chat, actorOf(call));
  if (goingPeople.length > 0) {
    const event = { ...fields, users: memberFields(goingPeople) };
    call.emit(chat.bots, { type: "im.chat.member.user.deleted_v1", event });
  }
  call.emit(goingBots, { type: "im.chat.member.bot.deleted_v1", event: fields });
  return success({ invalid_id_list: [...unknown, ...outside.map((id) => askedIdOf(call, id, "member_id_type"))] });
}

function meJoin(call: Call): Answer {
  const chat = chatAt(call);
  if (chat.chatType === "p2p") {
    throw imError(232008);
  }
  const { fields } = chatRecordOf(call.state, chat);
  if (fields.chat_type !== "public" && !isInChat(call, chat)) {
    throw imError(232075);
  }
  const { user } = call.caller;
  if (user === undefined) {
    join(chat, [], [operatorOf(call).id]);
    emitChat(call.state, chat);
  } else {
    joinAndTell(call, chat, [user], []);
  }
  return success();
}

function changeManagers(isAdded: boolean): Handle<Call> {
  return (call) => {
    const chat = groupAt(call);
    const record = chatRecordOf(call.state, chat);
    if (!hasAuthority(call, record)) {
      throw imError(232014);
    }
    const { people, bots } = readMembers(call, idsIn(call.input.body.manager_ids));
    const ids = [...people.map(({ openId }) => openId), ...bots].filter((id) => isMember(chat, id));
    if (ids.length === 0) {
      throw imError(232027);
    }
    record.managers = record.managers.filter((id) => !ids.includes(id));
    if (isAdded) {
      record.managers.push(...ids);
    }
    const isPerson = (id: string) => call.state.users.has(id);
    return success({
      chat_managers: record.managers.filter(isPerson).map((id) => askedIdOf(call, id, "member_id_type")),
      chat_bot_managers: record.managers.filter((id) => !isPerson(id)),
    });
  };
}

export const imMember: readonly Route[] = service("im/v1/chats/:chat_id", [
  route("GET members", get, [["People only: bots are not in the list", "documentation"]]),
  route("POST members", create, [
    ["Unknown ids are 232043; with `succeed_type` 1 they come back in `not_existed_id_list`", "documentation"],
    ["At most 50 people or 5 bots at once", "documentation"],
    ["People are added without their consent", "assumption"],
    ["A bot that another bot adds gets the event, and the bots that were there before do not", "documentation"],
    ["The bots of the chat get the event of new people, also the one that added them", "assumption"],
  ]),
  route("DELETE members", remove, [
    ["232014 unless owner, manager or creator; everybody may leave", "documentation"],
    ["Only a bot that was removed gets the event of it", "documentation"],
    ["232076 for the owner, unless it leaves: then the eldest member follows", "assumption"],
  ]),
  route("GET members/is_in_chat", (call) => success({ is_in_chat: isInChat(call, chatAt(call)) })),
  route("PATCH members/me_join", meJoin, [["232075 unless the chat is public", "assumption"]]),
  route("POST managers/add_managers", changeManagers(true)),
  route("POST managers/delete_managers", changeManagers(false)),
]);
