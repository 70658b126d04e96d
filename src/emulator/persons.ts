import type { Emulator } from "./emulator-types.ts";
import { type BuiltEvent, buildEvent, buildOldCardCallback, cardBodies, messageEvent } from "./events.ts";
import { readableText } from "./services/im-content.ts";
import { type AppRecord, appendMessage, type State } from "./state.ts";
import type { Delivery, EmulatedApp, EmulatedMention, EmulatedMessage } from "./types.ts";

/** What the people's half needs of the emulator. */
export interface PersonsOptions {
  state: State;
  recordOf(app?: EmulatedApp): AppRecord;
  send(record: AppRecord, build: () => Promise<BuiltEvent>): Promise<Delivery>;
}

/** What people do: write messages and press buttons. */
export function createPersons({ state, recordOf, send }: PersonsOptions): Pick<Emulator, "say" | "click"> {
  function messageOf(given: EmulatedMessage | string): EmulatedMessage {
    const id = typeof given === "string" ? given : given.message_id;
    const message = state.messages.get(id);
    if (message === undefined) throw new TypeError(`no message ${id} on this emulator`);
    return message;
  }

  const say: Emulator["say"] = async (user, chat, text, options = {}) => {
    const record = recordOf(options.app);
    const { app, target } = record;
    if (!chat.users.some((member) => member.openId === user.openId)) {
      throw new TypeError(`say: ${user.name} is not in chat ${chat.chatId}`);
    }
    if (!chat.bots.includes(app.appId))
      throw new TypeError(`say: the bot of ${app.appId} is not in chat ${chat.chatId}`);
    if (target === undefined) throw new Error(`say: app ${app.appId} has no target: call connect(target) first`);
    const parent = options.replyTo === undefined ? undefined : messageOf(options.replyTo);
    const key = "@_user_1";
    const msgType = options.msgType ?? "text";
    const content = JSON.stringify(options.content ?? { text: options.mentionBot ? `${key} ${text}` : text });
    const mention: EmulatedMention = {
      key,
      id: app.botOpenId,
      id_type: "open_id",
      name: app.name,
      tenant_key: app.tenantKey,
    };
    const message: EmulatedMessage = {
      message_id: `om_${state.ids.hex("message", 32)}`,
      chat_id: chat.chatId,
      msg_type: msgType,
      content,
      text: readableText(msgType, content),
      sender: { id: user.openId, id_type: "open_id", sender_type: "user", tenant_key: user.tenantKey },
      create_time: String(state.now()),
      ...(parent === undefined ? {} : { root_id: parent.root_id ?? parent.message_id, parent_id: parent.message_id }),
      ...(parent?.thread_id === undefined ? {} : { thread_id: parent.thread_id }),
      ...(options.mentionBot ? { mentions: [mention] } : {}),
    };
    appendMessage(state, message);
    const mentioned = options.mentionBot
      ? { key, id: { open_id: app.botOpenId }, name: app.name, mentioned_type: "bot", tenant_key: app.tenantKey }
      : undefined;
    const event = messageEvent(user, chat, message, mentioned);
    return send(record, () => buildEvent(state, record, { type: "im.message.receive_v1", event }));
  };

  const click: Emulator["click"] = async (given, value, options = {}) => {
    const message = messageOf(given);
    const chat = state.chats.get(message.chat_id);
    const user = options.user ?? chat?.users[0];
    if (user === undefined) throw new TypeError("click: the chat has no member; pass options.user");
    const record = recordOf(options.app ?? state.apps.get(message.sender.id)?.app);
    const action = { value, tag: options.tag ?? "button", timezone: "Asia/Shanghai", ...options.action };
    const bodies = cardBodies(state, user, message, action);
    return send(record, () =>
      options.version === "v1"
        ? buildOldCardCallback(state, record, bodies.v1)
        : buildEvent(state, record, { type: "card.action.trigger", event: bodies.v2 }),
    );
  };

  return { say, click };
}
