import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { EventDispatcher } from "lark-edge/event";
import { worker } from "lark-edge/worker";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  ENCRYPT_KEY: string;
  VERIFICATION_TOKEN: string;
  CHAT_ID: string;
}

interface Context {
  waitUntil(work: Promise<unknown>): void;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A Worker as a user writes it, whose client lives as long as the isolate. */
export default worker<Env>((env) => {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, loggerLevel: "silent", apis: { im } });
  const events = new EventDispatcher({
    encryptKey: env.ENCRYPT_KEY,
    verificationToken: env.VERIFICATION_TOKEN,
    answerBudgetMs: 100,
    loggerLevel: "silent",
  });
  events.on("im.message.receive_v1", async ({ message }) => {
    await sleep(500);
    await client.im.v1.message.reply({
      path: { message_id: message.message_id },
      data: { msg_type: "text", content: message.content },
    });
  });
  const send = (text: string, ctx?: Context) =>
    client.im.v1.message.create(
      {
        params: { receive_id_type: "chat_id" },
        data: { receive_id: env.CHAT_ID, msg_type: "text", content: JSON.stringify({ text }) },
      },
      ctx && { waitUntil: (work) => ctx.waitUntil(work) },
    );
  return {
    async fetch(request, _env, ctx) {
      switch (new URL(request.url).pathname) {
        case "/event":
          return events.fetch(request, env, ctx);
        case "/leave":
          // Nobody waits: workerd ends the request's work with its answer.
          send("left").catch(() => {});
          return new Response("left");
        case "/many":
          await Promise.all(Array.from({ length: 100 }, (_, index) => send(`${index}`)));
          return new Response("sent");
        case "/behind":
          await send("behind", ctx as Context);
          return new Response("sent");
        default:
          await send("hello");
          return new Response("sent");
      }
    },
  };
});
