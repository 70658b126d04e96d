import { EventDispatcher } from "lark-edge/event";
import { worker } from "lark-edge/worker";

interface Env {
  ENCRYPT_KEY: string;
  VERIFICATION_TOKEN: string;
  QUEUE: { send(message: unknown): Promise<void> };
}

/** Verifies, decrypts and hands on: the least that an endpoint can do. */
export default worker((env: Env) =>
  new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN }).on(
    "im.message.receive_v1",
    (event) => env.QUEUE.send(event),
  ),
);
