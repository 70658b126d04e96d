// The bot of each project: it answers a message.
import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { EventDispatcher } from "lark-edge/event";
import { text } from "lark-edge/message";

export type Env = Record<"APP_ID" | "APP_SECRET" | "ENCRYPT_KEY" | "VERIFICATION_TOKEN" | "LARK_DOMAIN", string>;

export function createEvents(env: Env): EventDispatcher {
  const client = new Client({
    appId: env.APP_ID,
    appSecret: env.APP_SECRET,
    domain: env.LARK_DOMAIN,
    apis: { im },
  });
  const events = new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN });
  events.on("im.message.receive_v1", async ({ message: { message_id } }) => {
    await client.im.v1.message.reply({ path: { message_id }, data: { ...text`Hello!`, uuid: message_id } });
  });
  return events;
}
