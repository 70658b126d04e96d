import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { EventDispatcher } from "lark-edge/event";

/**
 * The environment: `APP_ID`, `APP_SECRET`, `ENCRYPT_KEY` and `VERIFICATION_TOKEN`, as the developer console shows them,
 * and `LARK_DOMAIN` unless the app is on Feishu.
 */
export type BotConfig = Record<string, string | undefined>;

/** The same bot for every server in this folder: it repeats what it receives. */
export function createBot(config: BotConfig): EventDispatcher {
  const { APP_ID = "", APP_SECRET = "", LARK_DOMAIN: domain, ENCRYPT_KEY, VERIFICATION_TOKEN } = config;
  const client = new Client({ appId: APP_ID, appSecret: APP_SECRET, domain, apis: { im } });
  const events = new EventDispatcher({ encryptKey: ENCRYPT_KEY, verificationToken: VERIFICATION_TOKEN });
  events.on("im.message.receive_v1", async ({ message }) => {
    await client.im.v1.message.reply({
      path: { message_id: message.message_id },
      // The same uuid sends at most one message an hour, so a redelivered event is not answered twice.
      data: { msg_type: message.message_type, content: message.content, uuid: message.message_id },
    });
  });
  return events;
}
