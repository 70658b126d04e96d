import { EventDispatcher } from "lark-edge/event";
import { worker } from "lark-edge/worker";

export default worker((env) =>
  new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN }).on(
    "im.message.receive_v1",
    (event) => env.QUEUE.send(event),
  ),
);
