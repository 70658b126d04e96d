import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { EventDispatcher } from "lark-edge/event";
import { worker } from "lark-edge/worker";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  ENCRYPT_KEY: string;
  VERIFICATION_TOKEN: string;
  /** Unless the app is on Feishu. */
  LARK_DOMAIN?: string;
}

// Built once per isolate, at its first request.
export default worker((env: Env) => {
  const { APP_ID: appId, APP_SECRET: appSecret, LARK_DOMAIN: domain } = env;
  const client = new Client({ appId, appSecret, domain, apis: { im } });
  const events = new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN });
  events.on("im.message.receive_v1", async ({ message }) => {
    await client.im.v1.message.reply({
      path: { message_id: message.message_id },
      // The same uuid sends at most one message an hour, so a redelivered event is not answered twice.
      data: { msg_type: message.message_type, content: message.content, uuid: message.message_id },
    });
  });
  return events;
});
