import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import { documentedAnswers } from "../../support/documented-answers.ts";
import { call, type Parsed, tenantToken } from "../../support/emulator-api.ts";

const REDIRECT = "https://bot.example/callback?from=lark";
const checkAnswer = documentedAnswers("authen");

function world() {
  let now = 1_700_000_000_000;
  const emulator = createEmulator({ now: () => now });
  const ada = emulator.addUser({ name: "Ada <3" });
  const { appId: client_id, appSecret: client_secret } = emulator.app;
  const page = (query: Record<string, string>) => {
    const params = new URLSearchParams({ client_id, response_type: "code", redirect_uri: REDIRECT, ...query });
    return emulator.fetch(`https://accounts.feishu.cn/open-apis/authen/v1/authorize?${params}`);
  };
  const signIn = async (query: Record<string, string> = {}): Promise<URL> =>
    new URL((await page({ open_id: ada.openId, ...query })).headers.get("location") ?? "");
  const codeOf = async (query?: Record<string, string>) => (await signIn(query)).searchParams.get("code") ?? "";
  const token = async (body: Record<string, unknown>): Promise<Parsed> => {
    const sent = { grant_type: "authorization_code", client_id, client_secret, ...body };
    return (await call(emulator, "POST", "/open-apis/authen/v2/oauth/token", sent)).body;
  };
  const tick = (ms: number) => {
    now += ms;
  };
  return { emulator, ada, page, signIn, codeOf, token, tick };
}

test("a person signs in, and the token speaks for them", async () => {
  const { emulator, ada, page, signIn, token } = world();
  const html = await (await page({})).text();
  expect(html).toContain("Ada &#60;3");
  expect(html).toContain(`open_id=${ada.openId}`);
  const target = await signIn({ state: "x y" });
  expect([target.origin, target.searchParams.get("from"), target.searchParams.get("state")]).toEqual([
    "https://bot.example",
    "lark",
    "x y",
  ]);
  const made = await token({ code: target.searchParams.get("code"), redirect_uri: REDIRECT });
  expect(made).toMatchObject({ code: 0, token_type: "Bearer", expires_in: 7200, refresh_token: expect.any(String) });
  const { body } = await call(emulator, "GET", "/open-apis/authen/v1/user_info", undefined, made.access_token);
  checkAnswer(emulator, body);
  expect(body.data).toMatchObject({ open_id: ada.openId, name: "Ada <3" });
});

test("a code is good once and for five minutes, a refresh token once and for seven days", async () => {
  const { codeOf, token, tick } = world();
  const code = await codeOf();
  const { refresh_token } = await token({ code });
  expect(await token({ code })).toMatchObject({ code: 20065, error: "invalid_grant" });
  const late = await codeOf();
  tick(5 * 60 * 1000);
  expect((await token({ code: late })).code).toBe(20004);
  const refresh = (value: string) => token({ grant_type: "refresh_token", refresh_token: value });
  const second = await refresh(refresh_token);
  expect(second.code).toBe(0);
  expect((await refresh(refresh_token)).code).toBe(20073);
  tick(7 * 24 * 60 * 60 * 1000);
  expect((await refresh(second.refresh_token)).code).toBe(20037);
});

test("what is wrong is refused", async () => {
  const { emulator, codeOf, token, page } = world();
  const other = emulator.addApp();
  for (const [body, code] of [
    [{ code: "x" }, 20003],
    [{}, 20001],
    [{ code: "x", client_secret: "wrong" }, 20002],
    [{ code: "x", client_id: "cli_nobody" }, 20048],
    [{ code: "x", grant_type: "password" }, 20036],
    [{ grant_type: "refresh_token", refresh_token: "x" }, 20026],
    [{ code: await codeOf(), redirect_uri: "https://bot.example/" }, 20071],
    [{ code: await codeOf(), client_id: other.appId, client_secret: other.appSecret }, 20024],
    [{ code: await codeOf({ scope: "im:message" }), scope: "contact:contact" }, 20068],
  ] as const) {
    expect((await token(body)).code, JSON.stringify(body)).toBe(code);
  }
  for (const query of [{ redirect_uri: "javascript:alert(1)" }, { client_id: "" }, { open_id: "ou_nobody" }]) {
    expect((await page(query)).status).toBe(400);
  }
});

test("PKCE is checked, and scopes limit the token", async () => {
  const { emulator, codeOf, token } = world();
  const verifier = "v".repeat(43);
  const code_challenge = createHash("sha256").update(verifier).digest("base64url");
  const pkce = { code_challenge, code_challenge_method: "S256", scope: "im:chat:readonly" };
  expect((await token({ code: await codeOf(pkce), code_verifier: "w".repeat(43) })).code).toBe(20049);
  const made = await token({ code: await codeOf(pkce), code_verifier: verifier });
  expect([made.scope, made.refresh_token]).toEqual(["im:chat:readonly", undefined]);
  const list = (path: string) => call(emulator, "GET", `/open-apis/${path}`, undefined, made.access_token);
  expect((await list("im/v1/chats")).body.code).toBe(0);
  expect((await list("drive/v1/files")).body.code).toBe(99991679);
});

test("the older operations take the token of the app", async () => {
  const { emulator, codeOf } = world();
  const app = await tenantToken(emulator);
  const post = async (path: string, body: object): Promise<Parsed> => {
    const answer = (await call(emulator, "POST", `/open-apis/authen/v1/oidc/${path}`, body, app)).body;
    checkAnswer(emulator, answer);
    return answer;
  };
  const made = await post("access_token", { grant_type: "authorization_code", code: await codeOf() });
  const { refresh_token } = made.data;
  const again = await post("refresh_access_token", { grant_type: "refresh_token", refresh_token });
  expect(again.data.access_token).not.toBe(made.data.access_token);
  expect((await post("access_token", { grant_type: "authorization_code", code: "x" })).code).toBe(20003);
});
