import { expect, test } from "vitest";
import { createEmulator } from "../../src/emulator/index.ts";
import { bot, call, tenantToken } from "../support/emulator-api.ts";

const INTERNAL = "/open-apis/auth/v3/tenant_access_token/internal";
const MESSAGES = "/open-apis/im/v1/messages";
const bodyOf = (app: { appId: string; appSecret: string }) => ({ app_id: app.appId, app_secret: app.appSecret });

test("a token keeps its text until 30 minutes are left, then two are valid", async () => {
  let now = 1_700_000_000_000;
  const emulator = createEmulator({ now: () => now });
  const first = await call(emulator, "POST", INTERNAL, bodyOf(emulator.app));
  expect(first.body).toMatchObject({ code: 0, expire: 7200 });
  now += 5400_000;
  const second = await call(emulator, "POST", INTERNAL, bodyOf(emulator.app));
  expect(second.body).toMatchObject({ tenant_access_token: first.body.tenant_access_token, expire: 1800 });
  now += 1;
  const third = await call(emulator, "POST", INTERNAL, bodyOf(emulator.app));
  expect(third.body.expire).toBe(7200);
  expect(third.body.tenant_access_token).not.toBe(first.body.tenant_access_token);
  for (const { body } of [first, third]) {
    expect((await call(emulator, "GET", "/open-apis/bot/v3/info", undefined, body.tenant_access_token)).body.code).toBe(
      0,
    );
  }
  now += 1800_000;
  const late = await call(emulator, "GET", "/open-apis/bot/v3/info", undefined, first.body.tenant_access_token);
  expect(late.body.code).toBe(99991663);
});

test.each([
  ["no body", undefined, 9499, 400],
  ["not JSON", "{", 9499, 400],
  ["an array", "[]", 9499, 400],
  ["no secret", { app_id: "cli_0123456789abcdef" }, 10003, 200],
  ["malformed app id", { app_id: "x", app_secret: "y" }, 10003, 200],
  ["unknown app", { app_id: "cli_0123456789abcdef", app_secret: "y" }, 10014, 200],
])("refuses %s", async (_name, body, code, status) => {
  const answer = await call(createEmulator(), "POST", INTERNAL, body);
  expect([answer.body.code, answer.status]).toEqual([code, status]);
});

test("refuses a wrong secret", async () => {
  const emulator = createEmulator();
  const answer = await call(emulator, "POST", INTERNAL, { ...bodyOf(emulator.app), app_secret: "wrong" });
  expect(answer.body.code).toBe(10015);
});

test.each([
  [undefined, 99991661, "none"],
  ["", 99991661, "none"],
  ["Bearer t-unknown", 99991663, "tenant"],
  ["Bearer a-unknown", 99991664, "app"],
  ["Bearer u-unknown", 99991668, "user"],
  ["Bearer nonsense", 99991671, "malformed"],
])("authorization %s is %i", async (authorization, code, kind) => {
  const emulator = createEmulator({ now: () => 1_700_000_000_000 });
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const response = await emulator.fetch(`https://open.feishu.cn${MESSAGES}`, { headers });
  const body = await response.json();
  expect(body.code).toBe(code);
  expect(body.error.log_id).toBe(response.headers.get("x-tt-logid"));
  expect(body.error.log_id).toMatch(/^20231114221320[0-9A-F]{20}$/);
  expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(emulator.requests.at(-1)).toMatchObject({
    code,
    authorization: kind,
    operation: "GET /open-apis/im/v1/messages",
  });
});

test("invalidated tokens are refused and replaced", async () => {
  const emulator = createEmulator();
  const token = await tenantToken(emulator);
  emulator.invalidateTokens();
  expect((await call(emulator, "GET", "/open-apis/bot/v3/info", undefined, token)).body.code).toBe(99991663);
  expect(await tenantToken(emulator)).not.toBe(token);
});

test("unknown path and wrong method", async () => {
  const emulator = createEmulator();
  const unknown = await call(emulator, "GET", "/open-apis/nothing/v1/here");
  expect([unknown.status, unknown.body.code]).toEqual([404, 99991201]);
  expect((await call(emulator, "DELETE", INTERNAL)).body.code).toBe(99991301);
});

test("a marketplace app goes from ticket to tenant token", async () => {
  const emulator = createEmulator({ app: { appType: "marketplace" } });
  const { app } = emulator;
  let ticket = "";
  await emulator.connect(
    bot(app, (event) => {
      expect(event).toMatchObject({ type: "event_callback", token: app.verificationToken });
      expect(event.event.app_id).toBe(app.appId);
      ticket = event.event.app_ticket;
    }),
  );
  const exchange = (app_ticket: string) =>
    call(emulator, "POST", "/open-apis/auth/v3/app_access_token", { ...bodyOf(app), app_ticket });
  expect((await exchange("wrong")).body.code).toBe(10012);
  expect((await call(emulator, "POST", "/open-apis/auth/v3/app_ticket/resend", bodyOf(app))).body.code).toBe(0);
  const { app_access_token } = (await exchange(ticket)).body;
  expect(app_access_token).toMatch(/^a-/);
  const tenant = emulator.addTenant();
  const path = "/open-apis/auth/v3/tenant_access_token";
  const granted = await call(emulator, "POST", path, { app_access_token, tenant_key: tenant.tenantKey });
  expect(
    (await call(emulator, "GET", "/open-apis/bot/v3/info", undefined, granted.body.tenant_access_token)).body.code,
  ).toBe(0);
  expect((await call(emulator, "POST", path, { app_access_token, tenant_key: "nobody" })).body.code).toBe(10013);
  expect((await call(emulator, "POST", path, { app_access_token: app.appId, tenant_key: "x" })).body.code).toBe(
    99991664,
  );
  const old = ticket;
  await emulator.pushAppTicket();
  expect((await exchange(old)).body.code).toBe(10012);
});

test("a self-built app has no ticket", async () => {
  const emulator = createEmulator();
  expect((await call(emulator, "POST", "/open-apis/auth/v3/app_ticket/resend", bodyOf(emulator.app))).body.code).toBe(
    10016,
  );
  await expect(emulator.pushAppTicket()).rejects.toThrow(TypeError);
});
