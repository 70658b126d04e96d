import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import type { EmulatedChat } from "../../platform/types.ts";
import { success } from "../success.ts";
import { toListItem } from "./chat-wire.ts";
import { imError } from "./errors.ts";
import { isInChat } from "./operator.ts";
import { pageOf } from "./page.ts";

/** The chats that the caller is in, oldest first. */
const chatsOf = (call: Call): EmulatedChat[] =>
  [...call.state.chats.values()].filter(
    (chat) => chat.tenantKey === call.caller.tenantKey && !chat.dissolved && isInChat(call, chat),
  );

function answer(call: Call, chats: readonly EmulatedChat[]): Answer {
  const page = pageOf(
    call,
    chats,
    ({ chatId }) => chatId,
    () => imError(232001),
  );
  return success({ ...page, items: page.items.map((chat) => toListItem(call, chat)) });
}

/** The time of the last message. */
const activeAt = ({ state }: Call, { chatId }: EmulatedChat): number =>
  Number(state.transcripts.get(chatId)?.at(-1)?.create_time ?? 0);

function list(call: Call): Answer {
  const types = call.query.getAll("types").flatMap((text) => text.split(","));
  const wanted = types.length === 0 ? ["group"] : types;
  const chats = chatsOf(call).filter(({ chatType }) => wanted.includes(chatType));
  if (call.input.query.sort_type === "ByActiveTimeDesc") {
    chats.sort((a, b) => activeAt(call, b) - activeAt(call, a));
  }
  return answer(call, chats);
}

/** Finds groups by their names or members' names, whatever the letters' case. */
function search(call: Call): Answer {
  const query = asText(call.input.query.query ?? "").toLowerCase();
  const isFound = ({ name, users, chatType }: EmulatedChat) =>
    chatType === "group" &&
    [name, ...users.map((user) => user.name)].some((text) => text.toLowerCase().includes(query));
  return answer(call, query === "" ? [] : chatsOf(call).filter(isFound));
}

export const imChatList: readonly Route[] = service("im/v1/chats", [
  route("GET", list, [
    ["Groups that the caller is in; p2p chats only with `types`", "documentation"],
    ["Disbanded groups are left out", "assumption"],
  ]),
  route("GET search", search, [
    ["Groups that the caller is in; an empty query finds none", "documentation"],
    ["Groups open to everybody are not found without being in them", "assumption"],
  ]),
]);
