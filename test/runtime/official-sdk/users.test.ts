// The official SDK's users, and its registration of apps, with the emulator as the platform.
import { afterAll, describe, expect, test, vi } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import { loginCode } from "../../support/login-code.ts";
import { closeAll, host } from "./host.ts";
import { lark, quiet } from "./sdk.ts";

afterAll(closeAll);

// The SDK keeps tokens for the whole process by app id, and emulators of one seed have equal ids.
let seeds = 700;

async function world() {
  seeds += 1;
  let now = Date.now();
  const emulator = createEmulator({ seed: seeds, now: () => now, app: { assertions: ["good"] } });
  const { appId, appSecret } = emulator.app;
  const domain = await host(emulator);
  const ada = emulator.addUser({ name: "Ada" });
  const codeOf = () => loginCode(emulator, ada);
  const common = { appId, domain, oauthBaseUrl: domain, ...quiet };
  const client = new lark.Client({ ...common, appSecret });
  const keyless = (value: string) =>
    new lark.Client({ ...common, clientAssertionProvider: { retrieveToken: async () => ({ value }) } });
  const tick = (ms: number) => {
    now += ms;
  };
  return { emulator, domain, ada, codeOf, client, keyless, tick };
}

describe("the official Node SDK", () => {
  test("userAccessToken exchanges a code, and renews the token", async () => {
    const { emulator, client, codeOf, ada } = await world();
    const infos = await client.userAccessToken.initWithCode({ ada: await codeOf() });
    expect(infos.ada).toMatchObject({ token: expect.stringMatching(/^u-/), refreshToken: expect.any(String) });
    const token = await client.userAccessToken.get("ada");
    expect(token).toBe(infos.ada.token);
    const info = await client.authen.userInfo.get({}, lark.withUserAccessToken(token));
    expect(info.data).toMatchObject({ open_id: ada.openId });
    await client.userAccessToken.update({ ada: { expiredTime: Date.now() - 1 } });
    expect(await client.userAccessToken.get("ada")).toMatch(/^u-/);
    expect(await client.userAccessToken.get("ada")).not.toBe(token);
    expect(emulator.requests.filter(({ path }) => path.includes("/oidc/")).map(({ code }) => code)).toEqual([0, 0]);
  });

  test("accessToken exchanges a code and refreshes, with a secret and with assertions", async () => {
    const { client, keyless, codeOf } = await world();
    for (const one of [client, keyless("good")]) {
      const made = await one.accessToken.retrieveByAuthorizationCode({ code: await codeOf() });
      expect(made).toMatchObject({ accessToken: expect.stringMatching(/^u-/), tokenType: "Bearer", expiresIn: 7_200 });
      const { refreshToken } = made;
      expect((await one.accessToken.refresh({ refreshToken })).accessToken).not.toBe(made.accessToken);
      await expect(one.accessToken.refresh({ refreshToken })).rejects.toMatchObject({ code: 20073 });
    }
  });

  test("sends a message without a secret, and fails with a wrong assertion", async () => {
    const { emulator, keyless, ada } = await world();
    const chat = emulator.addChat({ users: [ada] });
    const message = {
      params: { receive_id_type: "chat_id" },
      data: { receive_id: chat.chatId, msg_type: "text", content: '{"text":"hello"}' },
    };
    await expect(keyless("bad").im.v1.message.create(message)).rejects.toMatchObject({ code: 20002 });
    expect((await keyless("good").im.v1.message.create(message)).code).toBe(0);
  });

  test("registerApp lets a person create an app", async () => {
    const { emulator, domain, ada } = await world();
    const { interceptors } = lark.defaultHttpInstance;
    // The SDK calls https only, and the emulator here has no certificate.
    const id = interceptors.request.use((config: { url: string }) => ({
      ...config,
      url: config.url.replace("https:", "http:"),
    }));
    vi.useFakeTimers({ toFake: ["setTimeout"], shouldAdvanceTime: true, advanceTimeDelta: 1_000 });
    try {
      const statuses: string[] = [];
      const app = await lark.registerApp({
        domain: new URL(domain).host,
        source: "test",
        appPreset: { name: "{user}'s bot" },
        addons: { preset: false, scopes: { tenant: ["im:message"] } },
        onStatusChange: ({ status }: { status: string }) => statuses.push(status),
        onQRCodeReady: async ({ url, expireIn }: { url: string; expireIn: number }) => {
          expect(expireIn).toBe(600);
          await emulator.fetch(`${url}&open_id=${ada.openId}`);
        },
      });
      expect(app).toMatchObject({ client_id: expect.stringMatching(/^cli_/), user_info: { open_id: ada.openId } });
      const client = new lark.Client({ appId: app.client_id, appSecret: app.client_secret, domain, ...quiet });
      const refused = await client.im.v1.chat
        .list()
        .catch((error: { response: { data: object } }) => error.response.data);
      expect(refused).toMatchObject({ code: 99991672 });
    } finally {
      vi.useRealTimers();
      interceptors.request.eject(id);
    }
  });
});
