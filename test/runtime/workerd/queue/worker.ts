// A bot that acknowledges at once and works behind a real queue. What is said to it decides what its handler does.
import { EventDispatcher, once, queue } from "lark-edge/event";
import { durableObjectStore, type ObjectBinding } from "lark-edge/store/durable-object";
import { worker } from "lark-edge/worker";

export { LarkStore } from "lark-edge/store/durable-object";

interface Env {
  ENCRYPT_KEY: string;
  VERIFICATION_TOKEN: string;
  EVENTS: { send(event: object): Promise<void> };
  STORE: ObjectBinding;
  /** Hears what was handled. */
  TOLD: { fetch(url: string, init: object): Promise<unknown> };
}

export default worker((env: Env) => {
  const { ENCRYPT_KEY: encryptKey, VERIFICATION_TOKEN: verificationToken } = env;
  const events = new EventDispatcher({
    encryptKey,
    verificationToken,
    once: once({ store: durableObjectStore(env.STORE) }),
    queue: queue(env.EVENTS),
  });
  return events.on("im.message.receive_v1", async ({ message }) => {
    const { text } = JSON.parse(message.content);
    await env.TOLD.fetch("http://told/", { method: "POST", body: text });
    if (text === "fail") {
      throw new Error("as told");
    }
  });
});
