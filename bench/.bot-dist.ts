import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { EventDispatcher } from "lark-edge/event";
import { worker } from "lark-edge/worker";
export default worker((env: any) => {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, apis: { im } });
  return new EventDispatcher({ encryptKey: env.A, verificationToken: env.B }).on(
    "im.message.receive_v1",
    async (e, ctx) => {
      await client.im.v1.message.reply(
        { path: { message_id: e.message.message_id }, data: { msg_type: "text", content: e.message.content } },
        { waitUntil: ctx.waitUntil },
      );
    },
  );
});
