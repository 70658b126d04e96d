import { EventDispatcher } from "lark-edge/event";
import { worker } from "lark-edge/worker";
export default worker((env: any) =>
  new EventDispatcher({ encryptKey: env.A, verificationToken: env.B }).on("im.message.receive_v1", async (e) => {
    console.log(e.message);
  }),
);
