// Users and the registration of apps by the official SDK's names.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import { Client, registerApp } from "../../../src/official/index.ts";
import { loginCode } from "../../support/login-code.ts";

/** An app of the emulator, a person, and codes of theirs. */
function world() {
  const emulator = createEmulator();
  const { appId, appSecret } = emulator.app;
  const client = new Client({ appId, appSecret, fetch: emulator.fetch as never, loggerLevel: "silent" });
  const ada = emulator.addUser({ name: "Ada" });
  const codeOf = () => loginCode(emulator, ada);
  return { emulator, client, codeOf };
}

test("userAccessToken exchanges codes, gives tokens by keys, and renews them", async () => {
  const { emulator, client, codeOf } = world();
  const infos = await client.userAccessToken.initWithCode({ session1: await codeOf(), session2: "unknown" });
  expect(Object.keys(infos)).toEqual(["session1"]);
  expect(infos.session1).toMatchObject({ token: expect.stringMatching(/^u-/), refreshToken: expect.any(String) });
  const token = await client.userAccessToken.get("session1");
  expect(token).toBe(infos.session1?.token);
  expect(await client.userAccessToken.get("session2")).toBeUndefined();
  // A token of another program, which has expired.
  const { refreshToken } = infos.session1 ?? {};
  await client.userAccessToken.update({ other: { token: "u-old", refreshToken, expiredTime: Date.now() - 1 } });
  expect(await client.userAccessToken.get("other")).toMatch(/^u-(?!old)/);
  expect(emulator.requests.filter(({ path }) => path.endsWith("/oauth/token"))).toHaveLength(3);
});

test("a provider of assertions takes the place of the secret, in every request for a token", async () => {
  const emulator = createEmulator({ app: { assertions: ["good"] } });
  const audiences: string[] = [];
  const clientOf = (value: string, targetInfo?: object) =>
    new Client({
      appId: emulator.app.appId,
      appSecret: "unused",
      clientAssertionProvider: {
        retrieveToken: async (audience) => {
          audiences.push(audience);
          return { value, targetInfo };
        },
      },
      fetch: emulator.fetch as never,
    });
  const client = clientOf("good");
  expect(await client.tokens.tenant()).toMatchObject({ token: expect.stringMatching(/^t-/) });
  await expect(client.accessToken.refresh({ refreshToken: "ur-1" })).rejects.toMatchObject({ platformCode: 20026 });
  expect(audiences).toEqual(["accounts.feishu.cn", "accounts.feishu.cn"]);
  await expect(clientOf("bad").tokens.tenant()).rejects.toMatchObject({ platformCode: 20002 });
  await expect(clientOf("good", { targetService: "https://proxy" }).tokens.tenant()).rejects.toThrow(/targetInfo/);
  expect(() => new Client({ appId: "cli_1" })).toThrow(/appSecret must be/);
});

test("accessToken exchanges codes and refresh tokens, and keeps nothing", async () => {
  const { client, codeOf } = world();
  const made = await client.accessToken.retrieveByAuthorizationCode({ code: await codeOf() });
  expect(made).toMatchObject({ tokenType: "Bearer", expiresIn: 7_200, refreshToken: expect.any(String) });
  const renewed = await client.accessToken.refresh({ refreshToken: made.refreshToken ?? "" });
  expect(renewed.accessToken).not.toBe(made.accessToken);
  await expect(client.accessToken.refresh({ refreshToken: made.refreshToken ?? "" })).rejects.toMatchObject({
    code: "LARK_AUTH",
    platformCode: 20073,
  });
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("registerApp shows an address, and gives the app's id and secret", async () => {
  const codes: { url: string; expireIn: number }[] = [];
  const answers = [
    {
      device_code: "d",
      verification_uri_complete: "https://open.feishu.cn/page?user_code=A",
      interval: 5,
      expires_in: 600,
    },
    { client_id: "cli_a", client_secret: "s", user_info: { open_id: "ou_1" } },
  ];
  const result = registerApp({
    onQRCodeReady: (code) => codes.push(code),
    appPreset: { avatar: "https://a.example/1.png", name: "n", desc: "d" },
    fetch: async () => Response.json(answers.shift()),
  });
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await result).toEqual({
    client_id: "cli_a",
    client_secret: "s",
    user_info: { open_id: "ou_1", tenant_brand: "feishu" },
  });
  expect(codes).toMatchObject([{ expireIn: 600 }]);
  expect(Object.fromEntries(new URL(codes[0]?.url ?? "").searchParams)).toMatchObject({ name: "n", desc: "d" });
  await expect(registerApp({} as never)).rejects.toThrow(/onQRCodeReady/);
});
