import { Client, EventDispatcher } from "lark-edge";
import { worker } from "lark-edge/worker";

export default worker((env) => {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET });
  const events = new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN });
  return events.on("im.message.receive_v1", async ({ message }) => {
    await client.im.v1.message.reply({
      path: { message_id: message.message_id },
      data: { msg_type: "text", content: message.content },
    });
  });
});
