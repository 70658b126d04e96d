import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createEmulator } from "../../src/emulator/index.ts";
import { documentedAnswers } from "../support/documented-answers.ts";
import { call, type Parsed, tenantToken } from "../support/emulator-api.ts";

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

test("the page lists what is new to grant, and a person allows or denies it", async () => {
  const { ada, page, signIn, token } = world();
  const scope = "im:chat:readonly offline_access";
  const choose = await (await page({ scope })).text();
  expect(choose).toContain(`person=${ada.openId}`);
  expect(choose).not.toContain("open_id=");
  const consent = await (await page({ scope, person: ada.openId })).text();
  for (const name of scope.split(" ")) {
    expect(consent).toContain(`<input type="checkbox" name="grant" value="${name}" checked> ${name}`);
  }
  expect(consent).toContain('<button name="decision" value="deny">Deny</button>');
  expect(consent).toContain(`<input type="hidden" name="open_id" value="${ada.openId}">`);
  expect(consent).not.toContain("person");
  const denied = await signIn({ scope, state: "s", decision: "deny" });
  expect(denied.search).toBe("?from=lark&error=access_denied&state=s");
  await signIn({ scope });
  // All of it is granted now: nothing is left to agree to, unless the page is wanted.
  expect(await (await page({ scope })).text()).toContain(`open_id=${ada.openId}`);
  expect(await (await page({ scope, prompt: "consent" })).text()).toContain(`person=${ada.openId}`);
  // Scopes add up.
  const more = await signIn({ scope: "calendar:calendar offline_access" });
  const made = await token({ code: more.searchParams.get("code") });
  expect(made.scope.split(" ").sort()).toEqual(["calendar:calendar", "im:chat:readonly", "offline_access"]);
  const again = await signIn({ scope: "calendar:calendar" });
  expect((await token({ code: again.searchParams.get("code") })).refresh_token).toBeUndefined();
});

test("a person leaves scopes out: the token lacks them, and the page lists them again", async () => {
  const { emulator, ada, page, token } = world();
  const scope = "im:chat:readonly calendar:calendar offline_access";
  const grantOf = async (...granted: string[]) => {
    const { appId: client_id } = emulator.app;
    const query = new URLSearchParams({ client_id, redirect_uri: REDIRECT, scope, open_id: ada.openId });
    query.set("decision", "allow");
    for (const one of granted) {
      query.append("grant", one);
    }
    const { headers } = await emulator.fetch(`/open-apis/authen/v1/authorize?${query}`);
    return token({ code: new URL(headers.get("location") ?? "").searchParams.get("code") });
  };
  const first = await grantOf("calendar:calendar", "drive:drive");
  expect([first.scope, first.refresh_token]).toEqual(["calendar:calendar", undefined]);
  const chats = await call(emulator, "GET", "/open-apis/im/v1/chats", undefined, first.access_token);
  expect(chats.body.code).toBe(99991679);
  const consent = await (await page({ scope, person: ada.openId })).text();
  expect(consent.match(/name="grant" value="[^"]+"/g)).toEqual([
    'name="grant" value="im:chat:readonly"',
    'name="grant" value="offline_access"',
  ]);
  const second = await grantOf("im:chat:readonly", "offline_access");
  expect(second.scope.split(" ").sort()).toEqual(["calendar:calendar", "im:chat:readonly", "offline_access"]);
  expect(second.refresh_token).toEqual(expect.any(String));
  expect((await grantOf()).scope).toBe(second.scope);
});

test("the pages are in the language of the browser", async () => {
  const { emulator, ada } = world();
  const query = new URLSearchParams({ client_id: emulator.app.appId, redirect_uri: REDIRECT, scope: "im:message" });
  for (const more of ["", `&person=${ada.openId}`]) {
    const init = { headers: { "accept-language": "zh-CN" } };
    const answer = await emulator.fetch(`/open-apis/authen/v1/authorize?${query}${more}`, init);
    expect(await answer.text()).toMatch(/lang="zh-CN".*color-scheme:light dark.*(登录|授权给)/s);
  }
});

test("addresses and scopes that the app does not list are refused", async () => {
  const emulator = createEmulator({
    app: { redirectUris: ["https://bot.example/callback"], scopes: ["im:chat:readonly"] },
  });
  const status = async (redirect_uri: string, scope = "") => {
    const query = new URLSearchParams({ client_id: emulator.app.appId, redirect_uri, scope });
    const answer = await emulator.fetch(`/open-apis/authen/v1/authorize?${query}`);
    return answer.status === 200 ? 0 : ((await answer.json()) as { code: number }).code;
  };
  expect(await status("https://bot.example/callback?a=1#b")).toBe(0);
  expect(await status("https://bot.example/callback/other")).toBe(20029);
  expect(await status("https://evil.example/callback")).toBe(20029);
  expect(await status("https://bot.example/callback", "im:chat:readonly")).toBe(0);
  expect(await status("https://bot.example/callback", "im:chat:readonly im:message")).toBe(20027);
});

test("a client shows its secret once: in the body, a form or HTTP Basic", async () => {
  const { emulator, codeOf } = world();
  const { appId, appSecret } = emulator.app;
  const post = async (body: Record<string, string>, headers: Record<string, string> = {}, form = true) => {
    const answer = await emulator.fetch("/open-apis/authen/v2/oauth/token", {
      method: "POST",
      headers: { "content-type": form ? "application/x-www-form-urlencoded" : "application/json", ...headers },
      body: form ? `${new URLSearchParams(body)}` : "{",
    });
    return ((await answer.json()) as Parsed).code;
  };
  const grant = { grant_type: "authorization_code", client_id: appId };
  const basic = { authorization: `Basic ${btoa(`${appId}:${appSecret}`)}` };
  expect(await post({ ...grant, client_secret: appSecret, code: await codeOf() })).toBe(0);
  expect(await post({ ...grant, code: await codeOf() }, basic)).toBe(0);
  expect(await post({ ...grant, client_secret: appSecret, code: await codeOf() }, basic)).toBe(20070);
  expect(await post({ ...grant, code: "x" }, { authorization: `Basic ${btoa(`${appId}:wrong`)}` })).toBe(20002);
  expect(await post({ ...grant, code: "x" }, { authorization: "Basic %" })).toBe(20063);
  expect(await post({}, {}, false)).toBe(20063);
  const code = await codeOf({ scope: "a b" });
  expect(await post({ ...grant, client_secret: appSecret, code, scope: "a a" })).toBe(20067);
});

test("the endpoint of version 3 takes apps without a secret, and gives tokens of the app", async () => {
  const { emulator, codeOf } = world();
  const post = async (body: Record<string, string>): Promise<Parsed> => {
    const sent = { client_id: emulator.app.appId, client_assertion_type, ...body };
    const init = { method: "POST", body: new URLSearchParams(sent) };
    return (await emulator.fetch("https://accounts.feishu.cn/oauth/v3/token", init)).json();
  };
  const client_assertion = "signed";
  const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  const grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  expect(await post({ grant_type, client_assertion })).toMatchObject({
    code: 0,
    access_token: expect.stringMatching(/^t-/),
  });
  expect(await post({ grant_type })).toMatchObject({ code: 20001, error: "invalid_request" });
  const made = await post({ grant_type: "authorization_code", client_assertion, code: await codeOf() });
  expect(made.access_token).toMatch(/^u-/);
  const renewed = await post({ grant_type: "refresh_token", client_assertion, refresh_token: made.refresh_token });
  expect(renewed.code).toBe(0);
  expect(
    await post({ grant_type: "refresh_token", client_assertion, client_secret: "x", refresh_token: "x" }),
  ).toMatchObject({
    code: 20070,
  });
});

test("an assertion that proves nothing is refused, by both endpoints that take one", async () => {
  let now = 1_700_000_000_000;
  const jwt = (claims: object) => ["{}", JSON.stringify(claims), "s"].map((part) => btoa(part)).join(".");
  const [good, late] = [jwt({ exp: 1_700_000_060 }), jwt({ exp: 1_699_999_999 })];
  const emulator = createEmulator({ now: () => now, app: { assertions: [good, late, "opaque"] } });
  const codes = async (client_assertion: string, more: object = {}) => {
    const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    const grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    const { appId: client_id } = emulator.app;
    const sent = { grant_type, client_id, client_assertion_type, client_assertion, ...more };
    const { body } = await call(emulator, "POST", "/oauth/v3/token", sent);
    const credentials = { AppID: client_id, AppSecret: "", ClientAssertion: client_assertion };
    const found = await call(emulator, "POST", "/callback/ws/endpoint", credentials);
    return [body.code, found.body.code];
  };
  expect(await codes(good)).toEqual([0, 0]);
  expect(await codes("opaque")).toEqual([0, 0]);
  expect(await codes(late)).toEqual([20002, 514]);
  expect(await codes("other")).toEqual([20002, 514]);
  expect(await codes("")).toEqual([20001, 1000040344]);
  expect(await codes(good, { client_assertion_type: "other" })).toEqual([20001, 0]);
  expect(await codes(good, { client_id: "cli_nobody" })).toEqual([20048, 0]);
  now += 60_000;
  expect(await codes(good)).toEqual([20002, 514]);
});

test("a person withdraws consent: the tokens end, and the bot gets the event", async () => {
  const { emulator, ada, codeOf, token } = world();
  const made = await token({ code: await codeOf({ scope: "offline_access" }) });
  expect(await emulator.withdraw(ada)).toEqual([]);
  const info = await call(emulator, "GET", "/open-apis/authen/v1/user_info", undefined, made.access_token);
  expect(info.body.code).toBe(99991668);
  const refused = await token({ grant_type: "refresh_token", refresh_token: made.refresh_token });
  expect(refused).toMatchObject({ code: 20064, error: "invalid_grant" });
});

test("a login on another device waits for a person, who confirms or denies", async () => {
  const { emulator, ada, tick } = world();
  const { appId: client_id, appSecret: client_secret } = emulator.app;
  const begin = async (path: string, init: RequestInit): Promise<Parsed> =>
    (await emulator.fetch(`https://accounts.feishu.cn${path}`, { method: "POST", ...init })).json();
  const secret = { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` };
  const ofForm = () =>
    begin("/oauth/v1/device_authorization", {
      headers: secret,
      body: new URLSearchParams({ client_id, scope: "offline_access" }),
    });
  const poll = async (device_code: string): Promise<Parsed> => {
    const body = { grant_type: "urn:ietf:params:oauth:grant-type:device_code", client_id, client_secret, device_code };
    return (await call(emulator, "POST", "/open-apis/authen/v2/oauth/token", body)).body;
  };
  const open = (code: Parsed, query: string) => emulator.fetch(`${code.verification_uri_complete}${query}`);

  const first = await ofForm();
  expect(first).toMatchObject({
    expires_in: 240,
    interval: 5,
    verification_uri: "https://accounts.feishu.cn/page/device",
  });
  tick(5_000);
  expect((await poll(first.device_code)).error).toBe("authorization_pending");
  expect((await poll(first.device_code)).error).toBe("slow_down");
  expect(await (await open(first, "")).text()).toContain("Ada &#60;3");
  await open(first, `&open_id=${ada.openId}`);
  expect(await poll(first.device_code)).toMatchObject({
    code: 0,
    scope: "offline_access",
    refresh_token: expect.any(String),
  });
  expect((await poll(first.device_code)).code).toBe(20003);

  const second = await begin("/open-apis/authen/v2/oauth/device_authorization", {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_id, scope: "" }),
  });
  await open(second, `&open_id=${ada.openId}&decision=deny`);
  expect((await poll(second.device_code)).error).toBe("access_denied");

  const third = await ofForm();
  tick(240_000);
  expect((await poll(third.device_code)).error).toBe("expired_token");
  expect((await open(third, "")).status).toBe(404);
  expect(await begin("/oauth/v1/device_authorization", { body: new URLSearchParams({ client_id }) })).toMatchObject({
    code: 20001,
  });
});

test("faults of the token endpoint have its form, and a lost answer leaves a dead refresh token", async () => {
  const { emulator, codeOf, token } = world();
  const path = "/oauth/token";
  for (const [code, error] of [
    [20050, "server_error"],
    [20072, "temporarily_unavailable"],
    [20009, "invalid_grant"],
  ] as const) {
    emulator.faults.add({ kind: "refusal", path, code });
    expect(await token({ code: "x" })).toMatchObject({ code, error });
  }
  const { refresh_token } = await token({ code: await codeOf() });
  emulator.faults.add({ kind: "lost", path });
  await expect(token({ grant_type: "refresh_token", refresh_token })).rejects.toThrow(TypeError);
  expect((await token({ grant_type: "refresh_token", refresh_token })).code).toBe(20073);
});

test("the oldest operations say who the person is", async () => {
  const { emulator, codeOf } = world();
  const app = await tenantToken(emulator);
  const post = async (path: string, body: object): Promise<Parsed> => {
    const answer = (await call(emulator, "POST", `/open-apis/authen/v1/${path}`, body, app)).body;
    checkAnswer(emulator, answer);
    return answer;
  };
  const { data } = await post("access_token", { grant_type: "authorization_code", code: await codeOf() });
  expect(data).toMatchObject({ access_token: expect.stringMatching(/^u-/), open_id: expect.stringMatching(/^ou_/) });
  const { refresh_token } = data;
  const again = await post("refresh_access_token", { grant_type: "refresh_token", refresh_token });
  expect(again.data).toMatchObject({ name: data.name, open_id: data.open_id });
  expect((await post("access_token", { grant_type: "authorization_code", code: "x" })).code).toBe(20003);
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
