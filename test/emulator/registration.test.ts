// The registration of an app by a person who opens a link.
import { expect, test } from "vitest";
import { createEmulator, type EmulatorOptions } from "../../src/emulator/index.ts";
import { type RegisterAppOptions, registerApp } from "../../src/oauth/index.ts";
import type { Parsed } from "../support/emulator-api.ts";

const FIELDS = { archetype: "PersonalAgent", auth_method: "client_secret", request_user_info: "open_id tenant_brand" };

function world(options: EmulatorOptions = {}) {
  let now = 1_700_000_000_000;
  const emulator = createEmulator({ now: () => now, ...options });
  const ada = emulator.addUser({ name: "Ada <3" });
  const post = async (fields: Record<string, string>, host = "accounts.feishu.cn") => {
    const init = { method: "POST", body: new URLSearchParams(fields) };
    const answer = await emulator.fetch(`https://${host}/oauth/v1/app/registration`, init);
    return { status: answer.status, ...((await answer.json()) as Parsed) };
  };
  const begin = () => post({ action: "begin", ...FIELDS });
  const poll = (device_code: string, host?: string) => post({ action: "poll", device_code }, host);
  const open = async ({ verification_uri_complete }: Parsed, query: Record<string, string> = {}, language = "en") => {
    const url = new URL(verification_uri_complete);
    for (const [name, value] of Object.entries(query)) {
      url.searchParams.set(name, value);
    }
    const answer = await emulator.fetch(url, { headers: { "accept-language": language } });
    return { status: answer.status, html: await answer.text() };
  };
  const tick = (ms: number) => {
    now += ms;
  };
  return { emulator, ada, post, begin, poll, open, tick };
}

test("a person creates an app, and the program gets its id and secret, once", async () => {
  const { emulator, ada, begin, poll, open, tick } = world();
  const begun = await begin();
  expect(begun).toMatchObject({ status: 200, interval: 5, expires_in: 600, device_code: expect.any(String) });
  tick(5_000);
  expect(await poll(begun.device_code)).toMatchObject({ status: 400, error: "authorization_pending" });
  expect(await poll(begun.device_code)).toMatchObject({ status: 400, error: "slow_down" });
  expect((await open(begun)).html).toContain("Ada &#60;3");
  const { html } = await open(begun, { person: ada.openId, name: "{user}'s helper" });
  expect(html).toContain('value="Ada &#60;3&#39;s helper"');
  expect(html).toContain(emulator.app.appId);
  const chosen = { open_id: ada.openId, decision: "allow", app: "", app_name: "Helper" };
  expect((await open(begun, chosen)).html).toContain("The app is ready");
  const made = await poll(begun.device_code);
  expect(made).toMatchObject({ status: 200, user_info: { open_id: ada.openId, tenant_brand: "feishu" } });
  const token = await emulator.fetch("/open-apis/auth/v3/tenant_access_token/internal", {
    method: "POST",
    body: JSON.stringify({ app_id: made.client_id, app_secret: made.client_secret }),
  });
  expect(await token.json()).toMatchObject({ code: 0 });
  expect(await poll(begun.device_code)).toMatchObject({ status: 400, error: "invalid_grant" });
  expect((await open(begun)).status).toBe(404);
});

test("a person chooses an app that is there, unless the link wants a new one", async () => {
  const { emulator, ada, begin, poll, open } = world();
  const other = emulator.addApp({ name: "Other" });
  const first = await begin();
  const only = (await open(first, { person: ada.openId, clientID: other.appId })).html;
  expect(only).toContain(other.appId);
  expect(only).not.toContain("A new app");
  await open(first, { open_id: ada.openId, app: emulator.app.appId });
  expect(await poll(first.device_code)).toMatchObject({ client_id: emulator.app.appId });
  const second = await begin();
  const fresh = (await open(second, { person: ada.openId, createOnly: "true" })).html;
  expect(fresh).not.toContain(other.appId);
  await open(second, { open_id: ada.openId, createOnly: "true", app: other.appId });
  expect((await poll(second.device_code)).client_id).not.toBe(other.appId);
});

test("a person refuses, and a link runs out", async () => {
  const { ada, begin, poll, open, tick } = world();
  const denied = await begin();
  expect((await open(denied, { open_id: ada.openId, decision: "deny" })).html).toContain("You did not agree");
  expect(await poll(denied.device_code)).toMatchObject({ status: 400, error: "access_denied" });
  const late = await begin();
  tick(600_000);
  expect(await poll(late.device_code)).toMatchObject({ status: 400, error: "expired_token" });
  expect((await open(late)).status).toBe(404);
});

test("what is wrong is refused", async () => {
  const { post, begin, open, ada } = world();
  expect(await post({ action: "begin" })).toMatchObject({ status: 400, error: "invalid_request" });
  expect(await post({ action: "other" })).toMatchObject({ status: 400, error: "invalid_request" });
  expect(await post({ action: "poll", device_code: "x" })).toMatchObject({ status: 400, error: "invalid_grant" });
  const begun = await begin();
  expect((await open(begun, { user_code: "x" })).status).toBe(404);
  expect((await open(begun, { person: ada.openId, addons: "!" })).status).toBe(404);
  expect((await open(begun, { open_id: "ou_none" })).status).toBe(400);
});

test("the pages are in the language of the browser", async () => {
  const { begin, open, ada } = world();
  const begun = await begin();
  const chinese = (await open(begun, { person: ada.openId }, "zh-CN,zh;q=0.9")).html;
  expect(chinese).toContain('<html lang="zh-CN">');
  expect(chinese).toContain("创建应用");
  expect((await open(begun, { person: ada.openId }, "de,zh")).html).toContain('<html lang="en">');
});

test("a person of Lark gets the secret on Lark's host", async () => {
  const { begin, poll, open, ada } = world({ domain: "https://open.larksuite.com" });
  const begun = await begin();
  await open(begun, { open_id: ada.openId });
  const there = await poll(begun.device_code);
  expect(there).toEqual({ status: 200, user_info: { open_id: ada.openId, tenant_brand: "lark" } });
  expect(await poll(begun.device_code, "accounts.larksuite.com")).toMatchObject({ client_secret: expect.any(String) });
});

test("registerApp gets an app with the name and the scopes that it wants", async () => {
  const { emulator, ada } = world({ now: Date.now });
  const fetch: RegisterAppOptions["fetch"] = async (url, init) => {
    const answer = await emulator.fetch(url, init as RequestInit);
    const body = (await answer.json()) as Parsed;
    // Not five seconds.
    return Response.json(body.interval ? { ...body, interval: 0.01 } : body, { status: answer.status });
  };
  const app = await registerApp({
    name: "{user}'s bot",
    addons: { preset: false, scopes: { tenant: ["im:message"], user: ["offline_access"] } },
    fetch,
    onPage: async ({ url }) => {
      const html = await (await emulator.fetch(`${url}&person=${ada.openId}`)).text();
      expect(html).toContain("<li>im:message</li><li>offline_access</li>");
      await emulator.fetch(`${url}&open_id=${ada.openId}`);
    },
  });
  expect(app).toMatchObject({ user: ada.openId, domain: "https://open.feishu.cn" });
  const answer = await emulator.fetch("/open-apis/auth/v3/tenant_access_token/internal", {
    method: "POST",
    body: JSON.stringify({ app_id: app.appId, app_secret: app.appSecret }),
  });
  const { tenant_access_token } = (await answer.json()) as Parsed;
  const chats = await emulator.fetch("/open-apis/im/v1/chats", {
    headers: { authorization: `Bearer ${tenant_access_token}` },
  });
  expect(await chats.json()).toMatchObject({ code: 99991672 });
});
