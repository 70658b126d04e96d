import { expect, test } from "vitest";
import { createEmulator, type EmulatorOptions } from "../../src/emulator/index.ts";
import { call, tenantToken } from "../support/emulator-api.ts";

const MESSAGES = "/open-apis/im/v1/messages";
const SEND_SCOPES = ["im:message", "im:message:send_as_bot", "im:message:send"];

async function world(scopes: string[] | undefined, options: EmulatorOptions = {}) {
  const emulator = createEmulator({ ...options, app: { scopes } });
  const ada = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ chatType: "group", users: [ada] });
  const token = await tenantToken(emulator);
  const body = { receive_id: chat.chatId, msg_type: "text", content: '{"text":"hi"}' };
  const send = (by = token) => call(emulator, "POST", `${MESSAGES}?receive_id_type=chat_id`, body, by);
  return { emulator, ada, chat, token, send };
}

test("an app without any of the scopes is told which, and where to get them", async () => {
  const { emulator, send, chat } = await world(["contact:user.base:readonly", "im:message:readonly"]);
  const { status, body } = await send();
  const url = `https://open.feishu.cn/app/${emulator.app.appId}/auth?q=${SEND_SCOPES}&op_from=openapi&token_type=tenant`;
  expect(status).toBe(400);
  expect(body).toEqual({
    code: 99991672,
    msg: expect.stringContaining(`One of the following scopes is required: [${SEND_SCOPES.join(", ")}]`),
    error: {
      log_id: expect.any(String),
      troubleshooter: expect.stringContaining("code=99991672"),
      permission_violations: SEND_SCOPES.map((subject) => ({ type: "action_scope_required", subject })),
      helps: [{ url, description: expect.stringContaining("[im:message, ") }],
    },
  });
  expect(body.msg).toContain(url);
  expect(emulator.messages(chat)).toEqual([]);
});

test.each([
  ["no list", undefined, 0],
  ["one of them", ["im:message:send_as_bot"], 0],
  ["none", [], 99991672],
  ["a longer name", ["im:message:send_as_bot2"], 99991672],
])("an app with %s", async (_, scopes, code) => {
  const { send } = await world(scopes);
  expect((await send()).body.code).toBe(code);
});

test("scopes can be granted and taken back", async () => {
  const { emulator, send } = await world([]);
  emulator.app.scopes?.push("im:message");
  expect((await send()).body.code).toBe(0);
  emulator.app.scopes = [];
  expect((await send()).body.code).toBe(99991672);
});

test("every described operation is checked, before its fields", async () => {
  const { emulator, token } = await world([], { strict: false });
  const code = async (method: string, path: string, body?: unknown) =>
    (await call(emulator, method, `/open-apis/${path}`, body, token)).body.code;
  expect(await code("GET", "calendar/v4/calendars")).toBe(99991672);
  expect(await code("POST", "im/v1/messages", {})).toBe(99991672);
  expect(await code("POST", "im/v1/images", {})).toBe(99991672);
  expect(await code("GET", "contact/v3/users/x")).toBe(99991672);
  // These need none.
  expect(await code("GET", "bot/v3/info")).toBe(0);
  expect(await code("POST", "auth/v3/tenant_access_token/internal", {})).toBe(10003);
});

test("a person's token holds what the person granted, of what the app has", async () => {
  const { emulator, ada, send } = await world(["im:message"]);
  const { app } = emulator;
  expect((await send(emulator.userAccessToken(ada))).body.code).toBe(0);
  expect((await send(emulator.userAccessToken(ada, app, ["im:message"]))).body.code).toBe(0);
  const { body } = await send(emulator.userAccessToken(ada, app, ["im:message:send"]));
  expect(body.code).toBe(99991679);
});

test("a person who granted none has to sign in again", async () => {
  const { emulator, ada, send } = await world(undefined);
  const { body } = await send(emulator.userAccessToken(ada, emulator.app, ["im:chat"]));
  expect(body).toMatchObject({
    code: 99991679,
    error: {
      permission_violations: SEND_SCOPES.map((subject) => ({ type: "action_privilege_required", subject })),
    },
  });
  emulator.app.scopes = ["im:chat"];
  expect((await send(emulator.userAccessToken(ada, emulator.app, ["im:message"]))).body.code).toBe(99991679);
});

test("a person's token that has expired is told from one that is unknown", async () => {
  let now = 1_700_000_000_000;
  const { emulator, ada, send } = await world(undefined, { now: () => now });
  const token = emulator.userAccessToken(ada);
  now += 7_199_999;
  expect((await send(token)).body.code).toBe(0);
  now += 1;
  expect((await send(token)).body.code).toBe(99991677);
  expect((await send(`${token}x`)).body.code).toBe(99991668);
});
