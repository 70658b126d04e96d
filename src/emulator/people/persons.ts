import type { ClickOptions, Emulator } from "../emulator-types.ts";
import type { AppRecord, State } from "../platform/state.ts";
import type { Delivery, EmulatedApp, EmulatedMessage } from "../platform/types.ts";
import { findButton } from "../services/cards/buttons.ts";
import { parseContent } from "../services/im/readable.ts";
import { findMessage } from "./find.ts";
import type { People } from "./index.ts";
import { assertMember } from "./say.ts";

/** What people do, as tests call it. */
export function createPersons(
  state: State,
  people: People,
  recordOf: (app?: EmulatedApp) => AppRecord,
): Pick<Emulator, "say" | "click" | "press"> {
  async function act(message: EmulatedMessage, action: Record<string, unknown>, options: ClickOptions) {
    const user = options.user ?? state.chats.get(message.chat_id)?.users[0];
    if (user === undefined) {
      throw new TypeError("click: the chat has no member; pass options.user");
    }
    const record = recordOf(options.app ?? state.apps.get(message.sender.id)?.app);
    const all = { ...action, timezone: "Asia/Shanghai", ...options.action };
    return people.click(user, message, all, record, options.version ?? "v2");
  }

  return {
    async say(user, chat, text, options = {}) {
      const record = recordOf(options.app);
      const { app, target } = record;
      assertMember(user, chat);
      if (!chat.bots.includes(app.appId)) {
        throw new TypeError(`say: the bot of ${app.appId} is not in chat ${chat.chatId}`);
      }
      if (target === undefined) {
        throw new Error(`say: app ${app.appId} has no target: call connect(target) first`);
      }
      const mention = options.mentionBot ? { mention: app } : {};
      const [delivery] = await people.say(user, chat, { ...options, ...mention, text }, [record]).deliveries;
      return delivery as Delivery;
    },
    async click(given, value, options = {}) {
      return act(findMessage(state, given), { value, tag: options.tag ?? "button" }, options);
    },
    async press(given, button, options = {}) {
      const message = findMessage(state, given);
      const { value, name, form } = findButton(parseContent(message.content), button);
      const action = {
        value,
        tag: "button",
        ...(name === undefined ? {} : { name }),
        ...(form === undefined ? {} : { form_value: {} }),
      };
      return act(message, action, options);
    },
  };
}
