import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type RegisterAppOptions, registerApp } from "../../../src/oauth/index.ts";

interface Vector {
  name: string;
  input: { addons_param?: string; addons?: object };
  expected: { json?: object; error?: string };
}
const VECTORS: Vector[] = JSON.parse(
  readFileSync(new URL("../../vectors/registration_addons.json", import.meta.url), "utf8"),
);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const BEGUN = {
  device_code: "device-1",
  user_code: "ABCD",
  verification_uri_complete: "https://open.feishu.cn/page/launcher?user_code=ABCD",
  interval: 5,
  expires_in: 600,
};
const pending = (error: string) => Response.json({ error, error_description: error }, { status: 400 });
const made = (more: object = {}) =>
  Response.json({ client_id: "cli_a", client_secret: "app-secret", user_info: { open_id: "ou_1" }, ...more });

/** Registers with a platform that gives these answers. */
function register(answers: (Response | Error)[], options: Partial<RegisterAppOptions> = {}) {
  const sent: { url: string; form: Record<string, string>; at: number }[] = [];
  const pages: URL[] = [];
  const start = Date.now();
  const result = registerApp({
    onPage: ({ url }) => pages.push(new URL(url)),
    fetch: async (url, { body }) => {
      sent.push({ url, form: Object.fromEntries(new URLSearchParams(`${body}`)), at: Date.now() - start });
      const answer = sent.length === 1 ? Response.json(BEGUN) : answers.shift();
      if (answer instanceof Error) {
        throw answer;
      }
      return answer as Response;
    },
    ...options,
  });
  result.catch(() => {});
  return { result, sent, pages };
}

test("a person creates an app, and the program gets its secret", async () => {
  const { result, sent, pages } = register([pending("authorization_pending"), pending("slow_down"), made()], {
    name: "{user}'s bot",
    description: "d",
    avatars: ["https://a.example/1.png", "https://a.example/2.png"],
    appId: "cli_old",
    createOnly: true,
    source: "mine",
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await result).toEqual({
    appId: "cli_a",
    appSecret: "app-secret",
    user: "ou_1",
    domain: "https://open.feishu.cn",
  });
  expect(sent[0]).toMatchObject({
    url: "https://accounts.feishu.cn/oauth/v1/app/registration",
    form: { action: "begin", archetype: "PersonalAgent", auth_method: "client_secret" },
  });
  expect(sent.slice(1).map(({ form }) => form)).toEqual(Array(3).fill({ action: "poll", device_code: "device-1" }));
  // Each `slow_down` makes the interval five seconds longer.
  expect(sent.slice(1).map(({ at }) => at)).toEqual([5_000, 10_000, 20_000]);
  const query = pages[0]?.searchParams as URLSearchParams;
  expect(query.getAll("avatar")).toEqual(["https://a.example/1.png", "https://a.example/2.png"]);
  expect(Object.fromEntries(query)).toMatchObject({
    user_code: "ABCD",
    from: "sdk",
    tp: "sdk",
    source: "node-sdk/mine",
    name: "{user}'s bot",
    desc: "d",
    createOnly: "true",
    clientID: "cli_old",
  });
});

test("a person of the other cloud gets the app there", async () => {
  const { result, sent } = register([
    pending("authorization_pending"),
    Response.json({ user_info: { open_id: "ou_1", tenant_brand: "lark" } }),
    made(),
  ]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await result).toMatchObject({ domain: "https://open.larksuite.com", appSecret: "app-secret" });
  expect(sent.map(({ url }) => new URL(url).host)).toEqual([
    "accounts.feishu.cn",
    "accounts.feishu.cn",
    "accounts.feishu.cn",
    "accounts.larksuite.com",
  ]);
});

test("a lost answer to a poll does not end the registration, and a refusal does", async () => {
  const lost = register([new TypeError("fetch failed"), made()]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await lost.result).toMatchObject({ appId: "cli_a" });
  for (const error of ["access_denied", "expired_token", "other"]) {
    const { result } = register([pending(error)]);
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(result).rejects.toMatchObject({ code: "LARK_AUTH" });
  }
});

test("it ends when its time is over, or when it is aborted", async () => {
  const { result } = register(Array.from({ length: 200 }, () => pending("authorization_pending")));
  await vi.advanceTimersByTimeAsync(700_000);
  await expect(result).rejects.toMatchObject({ code: "LARK_AUTH" });
  const controller = new AbortController();
  const aborted = register([pending("authorization_pending"), made()], { signal: controller.signal });
  await vi.advanceTimersByTimeAsync(7_000);
  controller.abort();
  await expect(aborted.result).rejects.toMatchObject({ code: "LARK_ABORTED" });
});

describe("addons", () => {
  test.each(VECTORS.filter(({ expected }) => expected.json))("$name", async ({ input, expected }) => {
    const read = (text: string) => JSON.parse(gunzipSync(Buffer.from(text, "base64url")).toString());
    expect(read(input.addons_param ?? "")).toEqual(expected.json);
    const { result, pages } = register([made()], { addons: expected.json as never });
    await vi.waitFor(() => expect(pages).toHaveLength(1));
    const written = pages[0]?.searchParams.get("addons") ?? "";
    expect(written).toMatch(/^[\w-]+$/);
    expect(read(written)).toEqual(expected.json);
    await vi.advanceTimersByTimeAsync(6_000);
    await result;
  });

  test.each(VECTORS.filter(({ expected }) => expected.error))(
    "$name is refused before anything is sent",
    async ({ input }) => {
      const { result, sent } = register([made()], { addons: input.addons as never });
      await expect(result).rejects.toThrow(/addons must have/);
      expect(sent).toHaveLength(0);
    },
  );
});

test.each([
  [{ onPage: undefined }, /onPage/],
  [{ avatars: Array(7).fill("https://a.example") }, /avatars must be at most 6, got 7/],
  [{ domain: "accounts.feishu.cn" }, /domain must be an origin/],
])("%j is refused", async (options, message) => {
  await expect(registerApp({ onPage: () => {}, ...options } as never)).rejects.toThrow(message);
});
