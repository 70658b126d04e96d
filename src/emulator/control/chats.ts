import type { EmulatedChat, EmulatedUser } from "../index.ts";
import type { Action } from "./action.ts";
import { ControlError } from "./answers.ts";
import { appOf, type Body, type Context, chatOf, demandText, flagOf, listOf, textOf, userOf } from "./read.ts";
import { toChat } from "./wire.ts";

/** A person makes a chat. The bots of a group learn that they were added to it. */
export const addChat: Action<"POST chats"> = async (context, body) => {
  const { emulator } = context;
  const ids = listOf(body, "users") ?? [];
  if (ids.length === 0) {
    throw new ControlError(400, "users is missing: a chat has at least one person");
  }
  const type = textOf(body, "chat_type");
  if (type !== undefined && type !== "p2p" && type !== "group") {
    throw new ControlError(400, "chat_type must be p2p or group");
  }
  const users = ids.map((id) => userOf(context, id));
  const bots = listOf(body, "bots")?.map((id) => appOf(context, id).app) ?? [emulator.app];
  const chatType = type ?? (users.length === 1 ? "p2p" : "group");
  const isGroup = chatType === "group";
  const topics = flagOf(body, "topics") ?? false;
  const chat = emulator.addChat({ name: textOf(body, "name"), users, chatType, topics, bots: isGroup ? [] : bots });
  if (isGroup) {
    await Promise.all(bots.map((app) => emulator.addBot(chat, app, users[0])));
  }
  return toChat(chat);
};

function groupOf(context: Context, body: Body): EmulatedChat {
  const chat = chatOf(context, demandText(body, "chat"));
  if (chat.chatType === "p2p") {
    throw new ControlError(409, "a chat of a person and a bot has no other members");
  }
  if (chat.dissolved) {
    throw new ControlError(409, "the chat was disbanded");
  }
  return chat;
}

/** Who changes the members; without `by` the first member. */
function operatorOf(context: Context, body: Body): EmulatedUser | undefined {
  const id = textOf(body, "by");
  return id === undefined ? undefined : userOf(context, id);
}

/** The members that a change is about, and who makes it. */
function membersOf(context: Context, body: Body) {
  return {
    by: operatorOf(context, body),
    users: (listOf(body, "users") ?? []).map((id) => userOf(context, id)),
    bots: (listOf(body, "bots") ?? []).map((id) => appOf(context, id).app),
  };
}

/** People and bots come into a group. */
export const join: Action<"POST join"> = async (context, body) => {
  const { emulator } = context;
  const chat = groupOf(context, body);
  const { by, users, bots } = membersOf(context, body);
  await Promise.all([emulator.addMembers(chat, users, by), ...bots.map((app) => emulator.addBot(chat, app, by))]);
  return toChat(chat);
};

/** People and bots leave a group, or are removed from it. */
export const leave: Action<"POST leave"> = async (context, body) => {
  const { emulator } = context;
  const chat = groupOf(context, body);
  const { by, users, bots } = membersOf(context, body);
  await Promise.all([emulator.removeMembers(chat, users, by), ...bots.map((app) => emulator.removeBot(chat, app, by))]);
  return toChat(chat);
};

/** A person opens the chat with a bot. */
export const enter: Action<"POST enter"> = async (context, body) => {
  const chat = chatOf(context, demandText(body, "chat"));
  await context.emulator.enter(userOf(context, demandText(body, "user")), chat);
  return toChat(chat);
};

/** The owner disbands a group. */
export const disband: Action<"POST disband"> = async (context, body) => {
  const chat = chatOf(context, demandText(body, "chat"));
  await context.emulator.disband(userOf(context, demandText(body, "user")), chat);
  return toChat(chat);
};
