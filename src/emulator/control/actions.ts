import { behavioursOf } from "../gateway/behaviours.ts";
import { checkOperations } from "../gateway/operations/check-names.ts";
import type { EmulatedApp, EmulatedChat, PushedEvent } from "../index.ts";
import { act } from "../people/index.ts";
import { checkFault } from "../platform/faults/index.ts";
import { parseJson } from "../platform/json.ts";
import { ControlError } from "./answers.ts";
import { diagnose } from "./diagnose.ts";
import { actOnConnections, viewConnections } from "./long-connection.ts";
import type { Calls } from "./protocol.ts";
import {
  appOf,
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
import { snapshot } from "./state.ts";
import { eventTypes, templateOf } from "./templates.ts";
import { toApp, toChat, toFault, toUser } from "./wire.ts";

type Action<C extends keyof Calls> = (
  context: Context,
  body: Body,
  id: string,
) => Calls[C]["answer"] | Promise<Calls[C]["answer"]>;

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
    ...(flagOf(body, "mention_bot") ? { mentions: botOf(context, chat) } : {}),
    ...(content === undefined ? {} : { content }),
    ...(replyTo === undefined ? {} : { replyTo: messageOf(context, replyTo) }),
  });
};

/** The first bot of a chat, if it has one. */
function botOf({ inside }: Context, { bots }: EmulatedChat): EmulatedApp[] {
  const record = inside.state.apps.get(bots[0] ?? "");
  return record === undefined ? [] : [record.app];
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

const addUser: Action<"POST users"> = ({ emulator }, body) =>
  toUser(emulator.addUser({ name: demandText(body, "name") }));

const addChat: Action<"POST chats"> = (context, body) => {
  const { emulator } = context;
  const ids = listOf(body, "users") ?? [];
  if (ids.length === 0) {
    throw new ControlError(400, "users is missing: a chat has at least one person");
  }
  const type = textOf(body, "chat_type");
  if (type !== undefined && type !== "p2p" && type !== "group") {
    throw new ControlError(400, "chat_type must be p2p or group");
  }
  const bots = listOf(body, "bots")?.map((id) => appOf(context, id).app);
  const users = ids.map((id) => userOf(context, id));
  return toChat(emulator.addChat({ name: textOf(body, "name"), users, chatType: type, bots }));
};

const connect: Action<"POST connect"> = async (context, body) => {
  const url = demandText(body, "url");
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new ControlError(400, "url must be an http or https address");
  }
  const { username, password } = new URL(url);
  if (username || password) {
    throw new ControlError(400, "url must have no user name: no request can have one");
  }
  const record = appOf(context, textOf(body, "app"));
  try {
    await context.emulator.connect(url, record.app);
  } catch (error) {
    const words = await diagnose(context.emulator, record.app, url, error);
    throw new ControlError(409, `${url} failed the URL check: ${words}`);
  }
  return toApp(record);
};

async function templateFor({ emulator }: Context, type: string, app?: EmulatedApp): Promise<PushedEvent> {
  const made = await templateOf(emulator, type, app);
  if (made === undefined) {
    throw new ControlError(404, `there is no event ${JSON.stringify(type)}`);
  }
  return made;
}

const push: Action<"POST push"> = async (context, body) => {
  const { app } = appOf(context, textOf(body, "app"));
  const type = demandText(body, "type");
  const given = objectOf(body, "event");
  const schema = textOf(body, "schema") === "1.0" ? "1.0" : "2.0";
  const made = given === undefined ? await templateOf(context.emulator, type, app) : undefined;
  const event: PushedEvent = made ?? { type, event: given ?? {}, schema };
  return { delivery: context.history.entryOf(await context.emulator.push(event, app)) };
};

const advance: Action<"POST clock"> = async ({ emulator, inside, history }, body) => {
  const { advance_ms: ms } = body;
  if (typeof ms !== "number" || !(ms >= 0)) {
    throw new ControlError(400, "advance_ms must be milliseconds, 0 or more");
  }
  const deliveries = await emulator.advance(ms);
  return { now: inside.state.now(), deliveries: deliveries.map(history.entryOf) };
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
  "POST chats": addChat,
  "POST connect": connect,
  "POST push": push,
  "GET templates": () => eventTypes(),
  "GET templates/:id": (context, _body, type) => templateFor(context, type),
  "POST clock": advance,
  "GET long-connection": viewConnections,
  "POST long-connection": actOnConnections,
  "GET faults": ({ inside }) => inside.faults.list().map(toFault),
  "POST faults": addFault,
  "DELETE faults": removeFaults,
  "DELETE faults/:id": removeFault,
};
