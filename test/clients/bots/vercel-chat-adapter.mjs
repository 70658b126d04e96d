// A bot with `@larksuite/vercel-chat-adapter`, on the long connection.
import { createRequire } from "node:module";
import { createMemoryState } from "@chat-adapter/state-memory";
import { createLarkAdapter } from "@larksuite/vercel-chat-adapter";
import { Chat } from "chat";
import { run } from "./chat.mjs";

// The channel of the official SDK that the adapter brings: its version takes no address with a port.
const { createLarkChannel } = createRequire(import.meta.resolve("@larksuite/vercel-chat-adapter"))(
  "@larksuiteoapi/node-sdk",
);

const { APP_ID: appId, APP_SECRET: appSecret, LARK_DOMAIN: domain } = process.env;
const channelFactory = (options) => createLarkChannel({ ...options, domain });
const lark = createLarkAdapter({ appId, appSecret, channelFactory });
await run(
  new Chat({
    userName: "helper",
    adapters: { lark },
    state: createMemoryState(),
    logger: "error",
    concurrency: "queue",
  }),
);
console.log("READY");
