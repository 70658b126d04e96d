import {
  createEmulator,
  type EmulatedApp,
  type EmulatedChat,
  type EmulatedUser,
  type Emulator,
  type EmulatorOptions,
} from "../../src/emulator/index.ts";
import { documentedAnswers } from "./documented-answers.ts";
import { call, type Parsed, tenantToken } from "./emulator-api.ts";

const checkAnswer = documentedAnswers("im", "cardkit", "message", "bot");

/** Calls an operation below `/open-apis/`; what succeeds has to be as its document says. */
export type Send = (method: string, path: string, body?: unknown) => Promise<Parsed>;

export interface World {
  emulator: Emulator;
  ada: EmulatedUser;
  bob: EmulatedUser;
  /** Ada, Bob and the bot. */
  group: EmulatedChat;
  /** Ada and the bot. */
  p2p: EmulatedChat;
  send: Send;
  as(app: EmulatedApp): Promise<Send>;
  asUser(user: EmulatedUser): Send;
  /** Sends as the bot to the group, or elsewhere, and gives the message. */
  post(msgType: string, content: unknown, chat?: EmulatedChat): Promise<Parsed>;
}

export function sender(emulator: Emulator, token: string): Send {
  return async (method, path, body) => {
    const answer = (await call(emulator, method, `/open-apis/${path}`, body, token)).body;
    checkAnswer(emulator, answer);
    return answer;
  };
}

export async function world(options: EmulatorOptions = {}): Promise<World> {
  const emulator = createEmulator(options);
  const ada = emulator.addUser({ name: "Ada" });
  const bob = emulator.addUser({ name: "Bob" });
  const group = emulator.addChat({ name: "Team", users: [ada, bob] });
  const p2p = emulator.addChat({ users: [ada] });
  const send = sender(emulator, await tenantToken(emulator));
  return {
    emulator,
    ada,
    bob,
    group,
    p2p,
    send,
    as: async (app) => sender(emulator, await tenantToken(emulator, app)),
    asUser: (user) => sender(emulator, emulator.userAccessToken(user)),
    async post(msgType, content, chat = group) {
      const answer = await send("POST", "im/v1/messages?receive_id_type=chat_id", {
        receive_id: chat.chatId,
        msg_type: msgType,
        content: typeof content === "string" ? content : JSON.stringify(content),
      });
      return answer.data ?? answer;
    },
  };
}
