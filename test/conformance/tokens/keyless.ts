// Apps without a secret: tokens of the app and of a user, by client assertions.
import { im } from "lark-edge/api/im";
import { Client, keyless, type LarkAuthError } from "lark-edge/core";
import { createEmulator } from "lark-edge/emulator";
import { createOAuth, userTokens } from "lark-edge/oauth";
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";

const SECRET = "assertion-of-the-app";

/** An app that proves its identity by one assertion, and a client without its secret. */
function world(given: () => string | Promise<string> = async () => SECRET) {
  const emulator = createEmulator({ app: { assertions: [SECRET] } });
  const { appId } = emulator.app;
  const app = { appId, assertion: keyless(given), fetch: emulator.fetch };
  const oauth = createOAuth({ ...app, redirectUri: "https://bot.example/callback" });
  const users = userTokens({ oauth, store: memoryStore(), sealWith: false });
  return { emulator, oauth, users, client: new Client({ ...app, users, apis: { im } }) };
}

test("an app without a secret sends messages, and signs users in, by assertions", async () => {
  const { emulator, oauth, users, client } = world();
  const ada = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [ada] });
  await client.im.v1.message.create({
    params: { receive_id_type: "chat_id" },
    data: { receive_id: chat.chatId, msg_type: "text", content: '{"text":"hello"}' },
  });
  assert.deepEqual(
    emulator.messages(chat).map(({ text }) => text),
    ["hello"],
  );
  const { url, codeVerifier } = await oauth.authorizeUrl({ scopes: ["offline_access"] });
  const { headers } = await emulator.fetch(`${url}&open_id=${ada.openId}`);
  const code = new URL(headers.get("location") ?? "").searchParams.get("code") ?? "";
  const token = await oauth.exchange({ code, codeVerifier });
  const { open_id } = await users.add(await oauth.refresh(token.refreshToken ?? ""));
  const call = { url: "/open-apis/authen/v1/user_info", tokens: ["user"] } as const;
  const { data } = await client.with({ user: open_id }).request<{ data: { name: string } }>(call);
  assert.equal(data.name, "Ada");
  const paths = emulator.requests.map(({ path }) => path).filter((path) => path.includes("token"));
  assert.deepEqual(paths, Array(3).fill("/oauth/v3/token"));
});

test("an assertion that the platform refuses, and a function that fails, are errors that do not show it", async () => {
  const wrong = "another-assertion";
  const refused = (await rejection(world(() => wrong).client.tokens.tenant())) as unknown as LarkAuthError;
  assert.equal(refused.platformCode, 20002);
  const failing = () => {
    throw new Error(wrong);
  };
  const failed = (await rejection(world(failing).client.tokens.tenant())) as unknown as LarkAuthError;
  assert.equal(failed.code, "LARK_AUTH");
  assert.match(failed.message, /the function assertion failed/);
  for (const error of [refused, failed]) {
    assert.notInclude(`${error.stack}${JSON.stringify(error)}`, wrong);
  }
});
