import { behavioursOf } from "../gateway/behaviours.ts";
import { checkOperations } from "../gateway/operations/check-names.ts";
import type { EmulatedChat } from "../index.ts";
import { act, type Mentioned } from "../people/index.ts";
import { checkFault } from "../platform/faults/index.ts";
import { parseJson } from "../platform/json.ts";
import type { Action } from "./action.ts";
import { ControlError } from "./answers.ts";
import { chooseMenu, connect, credentials, push, redeliver, setScopes, template } from "./bots.ts";
import { addChat, disband, enter, join, leave } from "./chats.ts";
import { actOnConnections, viewConnections } from "./long-connection.ts";
import type { Calls } from "./protocol.ts";
import {
  type Body,
  type Context,
  chatOf,
  demandText,
  flagOf,
  listOf,
  messageOf,
  objectOf,
  textOf,
  userOf,
} from "./read.ts";
import { say } from "./say.ts";
import { saveAsTest } from "./session/index.ts";
import { snapshot } from "./state.ts";
import { eventTypes } from "./templates.ts";
import { toFault, toUser } from "./wire.ts";

const writeAs: Action<"POST say"> = async (context, body) => {
  const user = userOf(context, demandText(body, "user"));
  const chat = chatOf(context, demandText(body, "chat"));
  const text = textOf(body, "text");
  const content = contentOf(body);
  if (text === undefined && content === undefined) {
    throw new ControlError(400, "text or content is missing");
  }
  const replyTo = textOf(body, "reply_to");
  return say(context, user, chat, {
    text: text ?? "",
    msgType: textOf(body, "msg_type") ?? "text",
    mentions: mentionsOf(context, chat, body),
    inThread: flagOf(body, "in_thread"),
    ...(content === undefined ? {} : { content }),
    ...(replyTo === undefined ? {} : { replyTo: messageOf(context, replyTo) }),
  });
};

/** Whom a message mentions: people by their open ids, bots by the ids of their apps, `all`, or the first bot of the chat. */
function mentionsOf(context: Context, { bots }: EmulatedChat, body: Body): Mentioned[] {
  const { apps } = context.inside.state;
  const named = (listOf(body, "mentions") ?? []).map(
    (id): Mentioned => (id === "all" ? "all" : (apps.get(id)?.app ?? userOf(context, id))),
  );
  const first = flagOf(body, "mention_bot") ? apps.get(bots[0] ?? "")?.app : undefined;
  return first === undefined || named.includes(first) ? named : [first, ...named];
}

/** An object, or its JSON as the platform writes it. */
function contentOf(body: Body): Record<string, unknown> | undefined {
  if (typeof body.content !== "string") {
    return objectOf(body, "content");
  }
  try {
    return objectOf({ content: parseJson(body.content) }, "content");
  } catch {
    throw new ControlError(400, "content is not a JSON object");
  }
}

const click: Action<"POST click"> = async (context, body) => {
  const { inside, history, streams } = context;
  const user = userOf(context, demandText(body, "user"));
  const message = messageOf(context, demandText(body, "message_id"));
  const action = objectOf(body, "action");
  if (typeof action?.tag !== "string") {
    throw new ControlError(400, "action.tag is missing");
  }
  const record = inside.state.apps.get(message.sender.id);
  if (record === undefined) {
    throw new ControlError(409, "this card is not of a bot");
  }
  if (record.target === undefined) {
    throw new ControlError(
      409,
      "the bot is not connected: start it, and give its address by --bot or POST api/connect",
    );
  }
  const version = textOf(body, "version") === "v1" ? "v1" : "v2";
  const delivery = await act(inside.stage, user, message, { timezone: "Asia/Shanghai", ...action }, record, version);
  const toast = delivery.toast ?? (delivery.problem && problemToast(delivery.problem));
  if (toast !== undefined) {
    streams.toast(user.openId, toast);
  }
  return { delivery: history.entryOf(delivery), ...(toast === undefined ? {} : { toast }) };
};

const problemToast = ({ code, message }: { code: number; message: string }) =>
  ({ type: "error", content: `${code}: ${message}` }) as const;

const recall: Action<"POST recall"> = async (context, body) => {
  const message = messageOf(context, demandText(body, "message_id"));
  await context.emulator.recall(userOf(context, demandText(body, "user")), message);
  return { message };
};

const react: Action<"POST react"> = async (context, body) => {
  const message = messageOf(context, demandText(body, "message_id"));
  const user = userOf(context, demandText(body, "user"));
  await context.emulator.react(user, message, demandText(body, "emoji_type"), flagOf(body, "on") ?? true);
  return { message };
};

const read: Action<"POST read"> = async (context, body) => {
  const message = messageOf(context, demandText(body, "message_id"));
  await context.emulator.read(userOf(context, demandText(body, "user")), message);
  return { message };
};

const forward: Action<"POST forward"> = async (context, body) => {
  const user = userOf(context, demandText(body, "user"));
  const chat = chatOf(context, demandText(body, "chat"));
  const messages = (listOf(body, "message_ids") ?? []).map((id) => messageOf(context, id));
  const deliveries = await context.emulator.forward(user, messages, chat);
  return { deliveries: deliveries.map(context.history.entryOf) };
};

const addUser: Action<"POST users"> = ({ emulator }, body) =>
  toUser(emulator.addUser({ name: demandText(body, "name") }));

const advance: Action<"POST clock"> = async ({ emulator, inside, history }, body) => {
  const { advance_ms: ms } = body;
  if (typeof ms !== "number" || !(ms >= 0)) {
    throw new ControlError(400, "advance_ms must be milliseconds, 0 or more");
  }
  const deliveries = await emulator.advance(ms);
  const now = inside.state.now();
  return { now, deliveries: deliveries.map(history.entryOf), usage: history.usage(now) };
};

const addFault: Action<"POST faults"> = async ({ inside }, body) => {
  const fault = checkFault(body);
  await checkOperations([fault], () => "fault");
  return { id: inside.faults.add(fault).id };
};

const removeFaults: Action<"DELETE faults"> = ({ inside }) => {
  inside.faults.clear();
  return {};
};

const removeFault: Action<"DELETE faults/:id"> = ({ inside }, _body, id) => {
  if (!inside.faults.remove(id)) {
    throw new ControlError(404, `there is no fault ${JSON.stringify(id)}`);
  }
  return {};
};

/** The calls of the control API that take a JSON body or none. */
export const ACTIONS: { readonly [C in keyof Calls]: Action<C> } = {
  "GET state": (context) => snapshot(context),
  "GET behaviours": ({ inside }) => behavioursOf(inside.routes),
  "POST say": writeAs,
  "POST click": click,
  "POST recall": recall,
  "POST react": react,
  "POST read": read,
  "POST users": addUser,
  "POST forward": forward,
  "POST chats": addChat,
  "POST join": join,
  "POST leave": leave,
  "POST enter": enter,
  "POST disband": disband,
  "POST connect": connect,
  "POST push": push,
  "POST redeliver": redeliver,
  "POST menu": chooseMenu,
  "POST scopes": setScopes,
  "GET credentials/:id": credentials,
  "GET templates": () => eventTypes(),
  "GET templates/:id": template,
  "GET tests/:id": (context, _body, id) => ({
    source: saveAsTest(context.history.session, chatOf(context, id).chatId),
  }),
  "POST clock": advance,
  "GET long-connection": viewConnections,
  "POST long-connection": actOnConnections,
  "GET faults": ({ inside }) => inside.faults.list().map(toFault),
  "POST faults": addFault,
  "DELETE faults": removeFaults,
  "DELETE faults/:id": removeFault,
};
