import type { Call } from "../../gateway/route.ts";
import type { EmulatedChat } from "../../platform/types.ts";
import { avatarUrl } from "../avatars.ts";
import { chatRecordOf } from "./chat-record.ts";
import { askedIdOf } from "./operator.ts";

/** Default settings of a group. */
const DEFAULTS = {
  add_member_permission: "all_members",
  share_card_permission: "allowed",
  at_all_permission: "all_members",
  edit_permission: "all_members",
  group_message_type: "chat",
  chat_type: "private",
  join_message_visibility: "all_members",
  leave_message_visibility: "all_members",
  membership_approval: "no_approval_required",
  moderation_permission: "all_members",
  urgent_setting: "all_members",
  video_conference_setting: "all_members",
  pin_manage_setting: "all_members",
  hide_member_count_setting: "all_members",
};

/** The owner, if it is a person: the platform omits a bot's id here. */
function ownerOf(call: Call, owner: string | undefined): Record<string, unknown> {
  if (owner === undefined || !call.state.users.has(owner)) {
    return {};
  }
  return { owner_id: askedIdOf(call, owner), owner_id_type: call.input.query.user_id_type ?? "open_id" };
}

const avatarOf = ({ origin }: Call, { chatId }: EmulatedChat): string => avatarUrl(origin, chatId);

/** A chat in a list. */
export function toListItem(call: Call, chat: EmulatedChat): Record<string, unknown> {
  const { owner, fields } = chatRecordOf(call.state, chat);
  const [person] = chat.users;
  return {
    chat_id: chat.chatId,
    avatar: fields.avatar ?? avatarOf(call, chat),
    name: chat.name,
    description: chat.description ?? "",
    ...ownerOf(call, owner),
    external: false,
    tenant_key: chat.tenantKey,
    chat_status: chat.dissolved ? "dissolved" : "normal",
    ...(chat.chatType === "p2p" && person !== undefined
      ? { chat_mode: "p2p", p2p_target_type: "user", p2p_target_id: askedIdOf(call, person.openId) }
      : {}),
  };
}

/** A chat as `create` answers. */
export function toChat(call: Call, chat: EmulatedChat): Record<string, unknown> {
  const { owner, fields } = chatRecordOf(call.state, chat);
  return {
    avatar: avatarOf(call, chat),
    ...DEFAULTS,
    ...fields,
    name: chat.name,
    description: chat.description ?? "",
    ...ownerOf(call, owner),
    chat_mode: chat.chatType === "group" && fields.chat_mode === "topic" ? "topic" : chat.chatType,
    chat_tag: "inner",
    external: false,
    tenant_key: chat.tenantKey,
  };
}

/** A chat as `get` answers: with what can be counted. */
export function toFullChat(call: Call, chat: EmulatedChat): Record<string, unknown> {
  const { managers } = chatRecordOf(call.state, chat);
  const people = managers.filter((id) => call.state.users.has(id));
  return {
    ...toChat(call, chat),
    user_manager_id_list: people.map((id) => askedIdOf(call, id)),
    bot_manager_id_list: managers.filter((id) => !people.includes(id)),
    user_count: String(chat.users.length),
    bot_count: String(chat.bots.length),
    chat_status: chat.dissolved ? "dissolved" : "normal",
  };
}
