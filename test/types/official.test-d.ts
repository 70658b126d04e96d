// What the official SDK's samples write. Lines under `@ts-expect-error` must not compile. Never run.
import * as lark from "../../src/official/index.ts";
import { same } from "./expect.ts";

const client = new lark.Client({
  appId: "cli_test",
  appSecret: "test",
  appType: lark.AppType.SelfBuild,
  domain: lark.Domain.Feishu,
  loggerLevel: lark.LoggerLevel.debug,
  helpDeskId: "1",
  helpDeskToken: "token",
  cache: { get: async () => undefined, set: async () => true },
  disableTokenCache: true,
});

// @ts-expect-error: the advice is in the error at run time.
new lark.Client({ appId: "cli_test", appSecret: "test", oauthBaseUrl: "https://accounts.feishu.cn" });
// @ts-expect-error: it has no method `request`.
new lark.Client({ appId: "cli_test", appSecret: "test", httpInstance: {} });
lark.defaultHttpInstance.interceptors.response.use((resp) => {
  return resp.data;
});
new lark.LarkClient({ appId: "cli_test", appSecret: "test", httpInstance: { request: async () => ({}) } });
declare const env: { domain?: string; secret?: string };
export const ws = new lark.WSClient({ appId: "cli_test", appSecret: env.secret, domain: env.domain, agent: {} });

export async function samples(): Promise<void> {
  await client.im.message.create(
    {
      params: { receive_id_type: "chat_id" },
      data: {
        receive_id: "oc_1",
        content: lark.messageCard.defaultCard({ title: "Title", content: "**Text**" }),
        msg_type: "interactive",
      },
    },
    lark.withAll([lark.withTenantToken("token"), lark.withTenantKey("tenant"), lark.withHelpDeskCredential()]),
  );
  const file = await client.im.v1.messageResource.get({
    path: { message_id: "om_1", file_key: "file_1" },
    params: { type: "file" },
  });
  await file.writeFile("/tmp/file");
  file.getReadableStream();
  same<typeof file.fileName, string | undefined>();
  const view = client.with({ tenantKey: "tenant" });
  await view.im.v1.message.delete({ path: { message_id: "om_1" } });
  await client.request({ method: "POST", url: "/open-apis/im/v1/messages", data: {} });
  for await (const item of await client.contact.user.listWithIterator({ params: { page_size: 20 } })) {
    item.items?.[0]?.name;
  }
}

const events = new lark.EventDispatcher({ encryptKey: "", verificationToken: "" }).register({
  "im.message.receive_v1": async (data) => {
    same<typeof data.message.chat_id, string>();
    return "success";
  },
  "a.customised.event_v1": async (data) => data,
});
events.unregister("im.message.receive_v1");
export const cards = new lark.CardActionHandler({ encryptKey: "", verificationToken: "" }, async (data) => {
  same<typeof data.open_message_id, string>();
  const newCard: lark.InteractiveCard = { header: {}, elements: [{ tag: "markdown", content: "new" }] };
  return newCard;
});
export const adapted: unknown[] = [
  lark.adaptDefault("/webhook/event", events, { autoChallenge: true }),
  lark.adaptExpress(cards),
  lark.adaptKoa("/webhook/event", events),
  lark.adaptKoaRouter(events),
  lark.generateChallenge({}, { encryptKey: "key" }).challenge,
  new lark.AESCipher("key").decrypt("text"),
];
