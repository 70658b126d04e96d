import type { CallOptions, ClientOptions } from "lark-edge/core";
import { createEmulator, type EmulatedChat, type Emulator, type EmulatorOptions } from "lark-edge/emulator";
import { clientFor, type TestClient } from "./demo-api.ts";

/** An emulator, a client of its app, and a chat. */
export interface EmulatedClient {
  readonly emulator: Emulator;
  readonly client: TestClient;
  readonly chat: EmulatedChat;
  /** Another client of the same app. */
  again(options?: Partial<ClientOptions>): TestClient;
  /** Sends a text as the bot. */
  say(
    text: string,
    options?: CallOptions,
    client?: TestClient,
  ): ReturnType<TestClient["im"]["v1"]["message"]["create"]>;
  /** How many requests the emulator saw whose path has a part in it. */
  count(part: string): number;
}

/** What the paths of token requests have in them, and those of messages, for {@link EmulatedClient.count} and faults. */
export const TOKEN = "access_token";
export const MESSAGES = "/im/v1/messages";

/** Starts an emulator with a client and a chat. */
export function emulatedClient(options: Partial<ClientOptions> = {}, emulated: EmulatorOptions = {}): EmulatedClient {
  const emulator = createEmulator(emulated);
  const { appId, appSecret } = emulator.app;
  const again = (own: Partial<ClientOptions> = {}) =>
    clientFor(emulator.fetch, { appId, appSecret, ...options, ...own });
  const chat = emulator.addChat();
  const client = again();
  return {
    emulator,
    client,
    chat,
    again,
    say: (text, callOptions, caller = client) =>
      caller.im.v1.message.create(
        {
          params: { receive_id_type: "chat_id" },
          data: { receive_id: chat.chatId, msg_type: "text", content: JSON.stringify({ text }) },
        },
        callOptions,
      ),
    count: (part) => emulator.requests.filter(({ path }) => path.includes(part)).length,
  };
}
