import { describe, expect, test } from "vitest";
import { createEmulator, NOT_EMULATED_CODE } from "../../../src/emulator/index.ts";
import { call, tenantToken } from "../../support/emulator-api.ts";
import { describedPlatform } from "./platform.ts";

const CALENDAR = "/open-apis/calendar/v4/calendars/c1";

async function get(options: Parameters<typeof createEmulator>[0], path = CALENDAR) {
  const emulator = createEmulator(options);
  return { emulator, ...(await call(emulator, "GET", path, undefined, await tenantToken(emulator))) };
}

test("a strict emulator, the default, refuses what it would have to make up, and says how to allow it", async () => {
  const { status, body, headers, emulator } = await get({});
  expect([status, body.code]).toEqual([400, NOT_EMULATED_CODE]);
  expect(body.msg).toContain('createEmulator({ allow: ["calendar.v4.calendar.get"] })');
  expect(body.msg).toContain("strict: false");
  expect(headers.get("x-lark-edge-made-up")).toBeNull();
  expect(emulator.requests.at(-1)).toMatchObject({ operation: "GET /open-apis/calendar/v4/calendars/:calendar_id" });
  expect(emulator.requests.at(-1)?.madeUp).toBeUndefined();
});

test.each([
  [{ strict: false }, 0],
  [{ allow: ["calendar.v4.calendar.get"] }, 0],
  [{ allow: ["calendar.v4.*"] }, 0],
  [{ allow: ["drive.*", "calendar.*"] }, 0],
  [{ allow: ["*"] }, 0],
  [{ strict: true, allow: [] }, NOT_EMULATED_CODE],
  [{ allow: ["calendar.v4.calendar"] }, NOT_EMULATED_CODE],
  [{ allow: ["calendar.v4.calendar.list", "cal.*"] }, NOT_EMULATED_CODE],
])("%j gives %i", async (options, code) => {
  const { body, headers, emulator } = await get(options);
  expect(body.code).toBe(code);
  expect(headers.get("x-lark-edge-made-up")).toBe(code === 0 ? "true" : null);
  expect(emulator.requests.at(-1)?.madeUp).toBe(code === 0 ? true : undefined);
});

test.each([["calendar*"], ["calendar."], [""], ["GET /x"], [7 as never]])("allow %j is a TypeError", (pattern) => {
  expect(() => createEmulator({ allow: [pattern] })).toThrow(TypeError);
});

test("a service of its own needs no permission, and is not marked", async () => {
  const { body, headers } = await get({}, "/open-apis/bot/v3/info");
  expect([body.code, headers.get("x-lark-edge-made-up")]).toEqual([0, null]);
});

test("tokens and fields are checked before strictness: these answers are known", async () => {
  const emulator = createEmulator();
  expect((await call(emulator, "GET", CALENDAR)).body.code).toBe(99991661);
  const token = await tenantToken(emulator);
  const events = await call(emulator, "GET", `${CALENDAR}/events?page_size=7000`, undefined, token);
  expect(events.body.error.field_violations).toMatchObject([{ field: "page_size", value: "7000" }]);
});

describe("which operation it is", () => {
  const of = async (method: string, path: string) => {
    const emulator = createEmulator({ strict: false });
    const { body } = await call(emulator, method, path, undefined, await tenantToken(emulator));
    return `${emulator.requests.at(-1)?.operation ?? body.code}`;
  };

  test.each([
    ["GET", "/open-apis/im/v1/messages/om_1/read_users", "GET /open-apis/im/v1/messages/:message_id/read_users"],
    ["GET", "/open-apis/im/v1/chats/search", "GET /open-apis/im/v1/chats/search"],
    ["GET", "/open-apis/im/v1/chats/search/", "GET /open-apis/im/v1/chats/search"],
    ["GET", "/open-apis/im/v1/chats/oc_1", "GET /open-apis/im/v1/chats/:chat_id"],
    ["GET", "/open-apis/im/v1/chats/", "GET /open-apis/im/v1/chats"],
    ["GET", "/open-apis/hire/v1/talent_pools", "GET /open-apis/hire/v1/talent_pools/"],
    ["PUT", "/open-apis/im/v1/chats/search", "99991301"],
    ["GET", "/open-apis/im/v1/nothing", "99991201"],
    ["GET", "/open-apis/constructor/v1/x", "99991201"],
    ["GET", "/", "99991201"],
  ])("%s %s is %s", async (method, path, operation) => {
    expect(await of(method, path)).toBe(operation);
  });

  test("whatever the host", async () => {
    const emulator = createEmulator({ strict: false });
    const url = "https://www.feishu.cn/approval/openapi/v2/approval/get";
    const headers = { authorization: `Bearer ${await tenantToken(emulator)}` };
    const body = JSON.stringify({ approval_code: "7C468A54" });
    const answer = await (await emulator.fetch(url, { method: "POST", headers, body })).json();
    expect(answer).toMatchObject({ code: 0, data: { approval_name: expect.any(String) } });
  });
});

describe("tokens", () => {
  const { fetch, tokens } = describedPlatform();
  const code = async (path: string, kind: string) => {
    const response = await fetch(`https://open.feishu.cn/open-apis/${path}`, {
      headers: { authorization: `Bearer ${tokens[kind]}` },
    });
    return (await response.json()).code;
  };
  test.each([
    ["im/v1/chats", "tenant", 0],
    ["im/v1/chats", "user", 0],
    ["im/v1/chats", "app", 99991664],
    ["tenant/v2/tenant/query", "user", 99991668],
    ["authen/v1/user_info", "tenant", 99991663],
    ["authen/v1/user_info", "user", 0],
  ])("%s with a token of kind %s is %i", async (path, kind, expected) => {
    expect(await code(path, kind)).toBe(expected);
  });

  test("a self-built app's tenant token is its app token, too; a marketplace app's is not", async () => {
    const exchange = async (token: string | undefined) => {
      const response = await fetch("https://open.feishu.cn/open-apis/authen/v1/oidc/access_token", {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ grant_type: "authorization_code", code: "c" }),
      });
      return (await response.json()).code;
    };
    expect([await exchange(tokens.app), await exchange(tokens.tenant)]).toEqual([0, 0]);
    expect(await exchange(tokens.user)).toBe(99991668);
  });

  test("a person's token ends like any other", async () => {
    let now = 1_700_000_000_000;
    const emulator = createEmulator({ strict: false, now: () => now });
    const token = emulator.userAccessToken(emulator.addUser());
    const info = async () =>
      (await call(emulator, "GET", "/open-apis/authen/v1/user_info", undefined, token)).body.code;
    expect(token).toMatch(/^u-/);
    expect(await info()).toBe(0);
    now += 7200_000;
    expect(await info()).toBe(99991677);
  });
});
