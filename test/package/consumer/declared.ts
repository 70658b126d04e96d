// What a user exports has a name in the declarations that `tsc --init` asks for. Options may come from the environment.

import * as all from "lark-edge";
import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { customBot } from "lark-edge/custom-bot";
import { EventDispatcher, once } from "lark-edge/event";
import * as lark from "lark-edge/official";
import { memoryStore } from "lark-edge/store/memory";
import { worker } from "lark-edge/worker";

declare const env: { domain?: string; token?: string; key?: string };

const app = { appId: "cli_1", appSecret: "secret" };
export const client = new Client({ ...app, domain: env.domain, apis: { im } });
export const view = client.with({ tenantKey: env.token, signal: undefined });
export const bare = new Client(app);
export const full = new all.Client({ ...app, domain: env.domain });
export const official = new lark.Client({ ...app, helpDeskId: env.token, helpDeskToken: env.token });
export const events = new EventDispatcher({
  encryptKey: env.key,
  verificationToken: env.token,
  once: once({ store: memoryStore({ maxEntries: undefined }) }),
});
export const officialEvents = new lark.EventDispatcher({ encryptKey: env.key }).register({ "a.b_v1": () => {} });
export const bot = customBot({ url: "https://open.feishu.cn/open-apis/bot/v2/hook/1", secret: env.token });
export const { message } = client.im;
export const list = client.im.v1.chat.list();
export const send = (chat: string, content: string) =>
  client.im.v1.message.create({
    params: { receive_id_type: "chat_id" },
    data: { receive_id: chat, msg_type: "text", content },
  });
export default worker((_: { KEY: string }) => events);
