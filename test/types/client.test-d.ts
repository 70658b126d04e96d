// Lines under `@ts-expect-error` must not compile; everything else must. Never run.
import { im, type Message } from "../../src/api/im/index.ts";
import {
  Client,
  type ClientOptions,
  type Download,
  type Envelope,
  keyless,
  marketplace,
} from "../../src/client/index.ts";
import { Client as FullClient } from "../../src/index.ts";
import { same } from "./expect.ts";

const app = { appId: "cli_test", appSecret: "test" };
const client = new Client({ ...app, apis: { im } });
const full = new FullClient(app);
const bare = new Client(app);

// The right calls compile, and look the same on both sizes.
const params = { receive_id_type: "open_id" } as const;
const text = { msg_type: "text", content: "{}" };
const data = { receive_id: "ou_1", msg_type: "text", content: "{}" };
export const created: Promise<Envelope<Message>> = client.im.v1.message.create({ params, data });
export const createdByFull: Promise<Envelope<Message>> = full.im.v1.message.create({ params, data });
export const replied: Promise<Envelope<Message>> = client.im.v1.message.reply(
  { path: { message_id: "om_1" }, data: { msg_type: "text", content: "{}", reply_in_thread: true } },
  { timeoutMs: 1, tenantKey: "t" },
);
export const downloaded: Promise<Download> = client.im.v1.image.get({ path: { image_key: "img_1" } });

// `data` is typed as present, its fields as the platform describes them.
export async function reads(): Promise<string | undefined> {
  const { code, msg, data, status, logId } = await client.im.v1.message.create({ params, data: { ...sample } });
  same<typeof code, 0>();
  same<typeof msg, string>();
  same<typeof data, Message>();
  same<typeof status, number>();
  // @ts-expect-error the answer has no such field
  data.message_ids;
  // @ts-expect-error an optional field may be missing
  data.message_id.length;
  return data.message_id ?? logId;
}
const sample = { receive_id: "ou_1", msg_type: "text", content: "{}" };

// @ts-expect-error `await` is forgotten: row 19 of test/unit/mistakes.test.ts
client.im.v1.message.create({ params, data }).data;
// @ts-expect-error no such method
client.im.v1.message.creat({ params, data });
// @ts-expect-error no such resource
client.im.v1.messages;
// @ts-expect-error no such version
client.im.v3;
// @ts-expect-error not one of the enumeration
client.im.v1.message.create({ params: { receive_id_type: "openid" }, data });
// @ts-expect-error receive_id_type is required
client.im.v1.message.create({ params: {}, data });
// @ts-expect-error params are required
client.im.v1.message.create({ data });
// @ts-expect-error content is required
client.im.v1.message.create({ params, data: { receive_id: "ou_1", msg_type: "text" } });
// @ts-expect-error content is text: JSON.stringify it
client.im.v1.message.create({ params, data: { ...sample, content: { text: "hi" } } });
// @ts-expect-error no such field
client.im.v1.message.create({ params, data: { receive_id: "ou_1", msg_type: "text", content: "{}", chat: "oc_1" } });
// @ts-expect-error the payload is required
client.im.v1.message.reply();
// @ts-expect-error message_id is required in the path
client.im.v1.message.reply({ path: {}, data: { msg_type: "text", content: "{}" } });
// @ts-expect-error an id is text
client.im.v1.message.reply({ path: { message_id: 1 }, data: { msg_type: "text", content: "{}" } });
// @ts-expect-error a flag is a boolean
client.im.v1.message.reply({ path: { message_id: "om_1" }, data: { ...text, reply_in_thread: "yes" } });
// @ts-expect-error no such call option
client.im.v1.message.create({ params, data }, { timeout: 1 });
// @ts-expect-error milliseconds are a number
client.im.v1.message.create({ params, data }, { timeoutMs: "1" });

// @ts-expect-error a core client has only the APIs that it was given
bare.im;
// @ts-expect-error no such API
client.nope;
// @ts-expect-error no such API
full.nope;
// @ts-expect-error an API cannot be replaced
client.im = full.im;

// Options.
export const options: ClientOptions = { ...app, appType: marketplace, timeoutMs: 1, retry: { maxRetries: 0 } };
// @ts-expect-error appSecret is required
new Client({ appId: "cli_test" });
// An app proves its identity by a secret or by assertions.
const assertion = keyless(async (audience) => `assertion for ${audience}`);
new Client({ appId: "cli_test", assertion });
new FullClient({ appId: "cli_test", assertion, appType: "self-built" });
// @ts-expect-error one of both
new Client({ ...app, assertion });
// @ts-expect-error the function goes through keyless
new Client({ appId: "cli_test", assertion: async () => "assertion" });
// @ts-expect-error a text is no function
keyless("assertion");
// @ts-expect-error a marketplace app has a secret
new Client({ appId: "cli_test", assertion, appType: marketplace });
// @ts-expect-error no such option
new Client({ ...app, appSecrets: "" });
// @ts-expect-error no such option
new FullClient({ ...app, timeout: 1 });
// @ts-expect-error not a kind of app
new Client({ ...app, appType: "marketplace" });
// @ts-expect-error not a table
new Client({ ...app, apis: { im: "im" } });
// @ts-expect-error a store keeps text by key
new Client({ ...app, store: new Map<string, string>() });

// `with` gives the same client.
const preset = client.with({ tenantKey: "t" });
export const presetFull: Promise<Envelope<Message>> = full
  .with({ userAccessToken: "u-1" })
  .im.v1.message.create({ params, data });
same<typeof preset, typeof client>();
// @ts-expect-error no such option
client.with({ tenant: "t" });
// @ts-expect-error still no such API
bare.with({ tenantKey: "t" }).im;

// Raw calls.
export const raw: Promise<{ code: number; bot: { open_id: string } }> = client.request<{
  code: number;
  bot: { open_id: string };
}>({
  url: "/open-apis/bot/v3/info",
});
// @ts-expect-error the address is required
client.request({ method: "GET" });
// @ts-expect-error not a kind of token
client.request({ url: "/open-apis/bot/v3/info", tokens: ["tenant_access_token"] });
