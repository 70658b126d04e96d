import type { EmulatedApp } from "../../src/emulator/index.ts";
import { bot, type Parsed } from "./emulator-api.ts";

const card = (text: string, button?: object): object => ({
  schema: "2.0",
  body: { elements: [{ tag: "markdown", content: text }, ...(button === undefined ? [] : [button])] },
});

/** A button that only the person who wanted it may press. */
const buttonFor = (open_id: string): object => ({
  tag: "button",
  text: { tag: "plain_text", content: "Deploy" },
  behaviors: [{ type: "callback", value: { do: "deploy", for: open_id } }],
});

/** A bot without our client, which answers messages, clicks, reactions, its menu and new members. */
export function createBot(
  app: EmulatedApp & { fetch: (url: string, init: RequestInit) => Promise<Response> },
  word = "echo",
): (request: Request) => Promise<Response> {
  const post = async (path: string, body: object, headers: Record<string, string> = {}): Promise<Parsed> => {
    const answer = await app.fetch(`https://open.feishu.cn/open-apis/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  const send = async (path: string, body: object): Promise<void> => {
    const credentials = { app_id: app.appId, app_secret: app.appSecret };
    const { tenant_access_token } = await post("auth/v3/tenant_access_token/internal", credentials);
    await post(path, body, { authorization: `Bearer ${tenant_access_token}` });
  };
  const write = (type: "chat_id" | "open_id", receive_id: string, text: string): Promise<void> =>
    send(`im/v1/messages?receive_id_type=${type}`, { receive_id, msg_type: "text", content: JSON.stringify({ text }) });
  const reply = (id: string, content: object, msg_type = "text"): Promise<void> =>
    send(`im/v1/messages/${id}/reply`, { msg_type, content: JSON.stringify(content) });

  async function onMessage({ message, sender }: Parsed): Promise<void> {
    const { text, file_name } = JSON.parse(message.content);
    if (text === "card") {
      await reply(message.message_id, card("Deploy?", buttonFor(sender.sender_id.open_id)), "interactive");
    } else if (text !== "nothing") {
      await reply(message.message_id, { text: `${word} ${text ?? file_name ?? "a picture"}` });
    }
  }
  return bot(app, async ({ header, event }) => {
    switch (header.event_type) {
      case "im.message.receive_v1":
        return onMessage(event);
      case "card.action.trigger": {
        const isRight = event.action.value.for === event.operator.open_id;
        const content = isRight ? `${word} deployed` : "not yours";
        return { toast: { type: "success", content }, card: { type: "raw", data: card(content) } };
      }
      case "im.message.reaction.created_v1":
        return reply(event.message_id, { text: `${word} ${event.reaction_type.emoji_type}` });
      case "application.bot.menu_v6":
        return write("open_id", event.operator.operator_id.open_id, `${word} menu ${event.event_key}`);
      case "im.chat.member.user.added_v1":
        return write("chat_id", event.chat_id, `${word} welcome ${event.users[0].name}`);
    }
  });
}
