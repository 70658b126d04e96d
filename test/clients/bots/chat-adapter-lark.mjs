// A bot with `chat-adapter-lark` and a webhook.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { LarkAdapter } from "chat-adapter-lark";
import { run } from "./chat.mjs";

const {
  APP_ID: appId,
  APP_SECRET: appSecret,
  VERIFICATION_TOKEN: verificationToken,
  LARK_DOMAIN: domain,
} = process.env;
const lark = new LarkAdapter({ appId, appSecret, verificationToken, domain });
const bot = new Chat({
  userName: "helper",
  adapters: { lark },
  state: createMemoryState(),
  logger: "error",
  concurrency: "queue",
});
await run(bot);
const server = createServer(async (incoming, outgoing) => {
  const { url, method, headers } = incoming;
  const request = new Request(`http://127.0.0.1${url}`, { method, headers, body: await text(incoming) });
  const response = await bot.webhooks.lark(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
});
server.listen(0, "127.0.0.1", () => console.log(`READY http://127.0.0.1:${server.address().port}/webhook/lark`));
