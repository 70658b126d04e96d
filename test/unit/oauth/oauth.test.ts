import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { codeChallenge, createOAuth, LarkAuthError, MAX_SCOPES } from "../../../src/oauth/index.ts";
import { refusal, tokenPlatform } from "./platform.ts";

const APP = { appId: "cli_a1b2c3d4e5f60718", appSecret: "app-secret" };
const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/** A vector, as far as it matters here. */
interface Vector {
  name: string;
  input: {
    code_verifier: string;
    brand: string;
    redirect_uri: string;
    state?: string;
    scope?: string[];
    prompt?: "consent";
  } & Record<"method" | "version", string>;
  expected: Record<string, string> & { query: Record<string, string> };
}
const read = (file: URL): Vector[] => JSON.parse(readFileSync(file, "utf8"));
const pkce = read(new URL("../../vectors/pkce.json", import.meta.url));
const urls = read(new URL("../../vectors/oauth_urls.json", import.meta.url));

describe("PKCE", () => {
  test.each(pkce.filter(({ input }) => input.method !== "plain"))("$name", async ({ input, expected }) => {
    const challenge = codeChallenge(input.code_verifier);
    if (expected.error) {
      await expect(challenge).rejects.toThrow(TypeError);
    } else {
      expect(await challenge).toBe(expected.code_challenge);
    }
  });
});

describe("the address of the page", () => {
  test.each(urls.filter(({ input }) => input.version === "v2"))("$name", async ({ input, expected }) => {
    const oauth = createOAuth({
      ...APP,
      domain: input.brand === "lark" ? "https://open.larksuite.com" : "https://open.feishu.cn",
      redirectUri: input.redirect_uri,
    });
    const { url, state } = await oauth.authorizeUrl({
      scopes: input.scope,
      state: input.state,
      prompt: input.prompt,
      codeVerifier: VERIFIER,
    });
    const { origin, pathname, searchParams } = new URL(url);
    expect({ origin, pathname }).toEqual({ origin: expected.origin, pathname: expected.pathname });
    expect(Object.fromEntries(searchParams)).toEqual({
      ...expected.query,
      state,
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    });
  });

  test("has its own secrets each time, and another platform is its own host of pages", async () => {
    const oauth = createOAuth({ ...APP, domain: "http://localhost:3000", redirectUri: "https://bot.example/cb" });
    const [one, other] = [await oauth.authorizeUrl(), await oauth.authorizeUrl()];
    expect(new URL(one.url).origin).toBe("http://localhost:3000");
    expect(one.state).not.toBe(other.state);
    expect(one.codeVerifier).not.toBe(other.codeVerifier);
    expect(one.codeVerifier).toMatch(/^[\w-]{43}$/);
    expect(new URL(one.url).searchParams.get("code_challenge")).toBe(await codeChallenge(one.codeVerifier));
    expect(one.url).not.toContain(one.codeVerifier);
  });

  test.each([
    [{}, /redirectUri must be an absolute address/],
    [{ redirectUri: "/callback" }, /redirectUri/],
    [{ redirectUri: "javascript:alert(1)" }, /redirectUri/],
    [
      { redirectUri: "https://a.example", scopes: Array.from({ length: MAX_SCOPES + 1 }, (_, at) => `s${at}`) },
      /at most 50, got 51/,
    ],
    [{ redirectUri: "https://a.example", scopes: ["a", "a"] }, /scopes must be different words of ASCII, got "a"/],
    [{ redirectUri: "https://a.example", scopes: ["a b"] }, /got "a b"/],
    [{ redirectUri: "https://a.example", codeVerifier: "short" }, /codeVerifier must be 43 to 128/],
  ])("is refused for %j", async (request, message) => {
    await expect(createOAuth(APP).authorizeUrl(request)).rejects.toThrow(message);
  });
});

describe("a grant", () => {
  test("is exchanged for a token, with the verifier and the address", async () => {
    const { oauth, requests, faults } = tokenPlatform();
    faults.push(Response.json({ code: 0, access_token: "u-1", expires_in: 7_200, token_type: "Bearer", scope: "a b" }));
    const before = Date.now();
    const token = await oauth.exchange({ code: "code-1", codeVerifier: VERIFIER });
    expect(token).toMatchObject({ accessToken: "u-1", refreshToken: undefined, scopes: ["a", "b"] });
    expect(token.expiresAt - before).toBeGreaterThanOrEqual(7_200_000);
    expect(requests).toEqual([
      {
        grant_type: "authorization_code",
        code: "code-1",
        code_verifier: VERIFIER,
        redirect_uri: "https://bot.example/callback",
        client_id: "cli_a",
        client_secret: "app-secret",
      },
    ]);
  });

  test.each([
    [20002, /check appSecret/],
    [20004, /older than five minutes/],
    [20049, /codeVerifier/],
    [20065, /used before/],
    [20071, /redirectUri/],
    [20074, /Security Settings/],
  ])("that is refused with %i says what to do, and shows no secret", async (code, message) => {
    const { oauth, faults } = tokenPlatform();
    faults.push(refusal(code));
    const error = await oauth.exchange({ code: "code-1", codeVerifier: VERIFIER }).catch((failure) => failure);
    expect(error).toBeInstanceOf(LarkAuthError);
    expect(error).toMatchObject({ code: "LARK_AUTH", platformCode: code, tokenKind: "user_access_token" });
    expect(error.message).toMatch(message);
    expect(JSON.stringify(error) + error.message + error.stack).not.toMatch(/app-secret|code-1|dBjftJ/);
  });

  test("is sent once, whatever becomes of the answer", async () => {
    const { oauth, requests, faults } = tokenPlatform();
    faults.push("not sent", new Response("<html>", { status: 502 }), refusal(20050, 500));
    await expect(oauth.exchange({ code: "code-1" })).rejects.toMatchObject({ code: "LARK_NETWORK" });
    await expect(oauth.refresh("ur-1")).rejects.toMatchObject({ code: "LARK_BAD_ANSWER" });
    await expect(oauth.refresh("ur-1")).rejects.toMatchObject({ code: "LARK_AUTH", platformCode: 20050 });
    expect(requests).toHaveLength(3);
  });

  test.each([{ access_token: "a b" }, { access_token: "" }, {}, { access_token: "u-1", refresh_token: "ü" }])(
    "answered by %j gives no token",
    async (answer) => {
      const { oauth, faults } = tokenPlatform();
      faults.push(Response.json({ code: 0, ...answer }));
      await expect(oauth.refresh("ur-1")).rejects.toThrow(/no usable token in the answer/);
    },
  );

  test.each([undefined, "", "a b", "ü", 1])("of %j is a mistake, and nothing is sent", async (code) => {
    const { oauth, requests } = tokenPlatform();
    await expect(oauth.exchange({ code: code as string })).rejects.toThrow(/code must be one word of ASCII/);
    await expect(oauth.refresh(code as string)).rejects.toThrow(/refreshToken must be/);
    expect(requests).toHaveLength(0);
  });
});

describe("a login by device", () => {
  const CODE = {
    device_code: "device-1",
    user_code: "ABCD",
    verification_uri: "https://accounts.feishu.cn/device",
    expires_in: 240,
    interval: 0.01,
  };
  const pending = (error: string) => Response.json({ error, code: 20083 }, { status: 400 });

  function platform(answers: Response[]) {
    const sent: { url: URL; body: string; authorization: string | null }[] = [];
    const oauth = createOAuth({
      ...APP,
      fetch: async (url, init) => {
        const headers = new Headers(init.headers);
        sent.push({ url: new URL(url), body: `${init.body}`, authorization: headers.get("authorization") });
        return answers.shift() as Response;
      },
    });
    return { oauth, sent };
  }

  test("shows the code, and polls until the person has confirmed", async () => {
    const { oauth, sent } = platform([
      Response.json(CODE),
      pending("authorization_pending"),
      Response.json({ code: 0, access_token: "u-1", expires_in: 7_200 }),
    ]);
    const codes: unknown[] = [];
    const token = await oauth.deviceLogin({ scopes: ["offline_access"], onCode: (code) => codes.push(code) });
    expect(token.accessToken).toBe("u-1");
    expect(codes).toMatchObject([{ userCode: "ABCD", verificationUri: CODE.verification_uri }]);
    expect(sent[0]?.url.href).toBe("https://accounts.feishu.cn/oauth/v1/device_authorization");
    expect(sent[0]?.body).toBe(`client_id=${APP.appId}&scope=offline_access`);
    expect(sent[0]?.authorization).toBe(`Basic ${btoa(`${APP.appId}:${APP.appSecret}`)}`);
    expect(JSON.parse(sent[2]?.body ?? "")).toMatchObject({ device_code: "device-1" });
  });

  test("uses the second way where the first is unknown", async () => {
    const { oauth, sent } = platform([
      new Response("not found", { status: 404 }),
      Response.json(CODE),
      Response.json({ code: 0, access_token: "u-1", expires_in: 7_200 }),
    ]);
    await oauth.deviceLogin({ onCode: () => {} });
    expect(sent[1]?.url.href).toBe("https://open.feishu.cn/open-apis/authen/v2/oauth/device_authorization");
    expect(JSON.parse(sent[1]?.body ?? "")).toEqual({ client_id: APP.appId, scope: "" });
  });

  test("ends when the person refuses", async () => {
    const { oauth } = platform([Response.json(CODE), pending("access_denied")]);
    await expect(oauth.deviceLogin({ onCode: () => {} })).rejects.toBeInstanceOf(LarkAuthError);
  });

  test("ends when it is aborted", async () => {
    const { oauth } = platform([Response.json({ ...CODE, interval: 60 })]);
    const controller = new AbortController();
    const login = oauth.deviceLogin({ signal: controller.signal, onCode: () => setTimeout(() => controller.abort()) });
    await expect(login).rejects.toMatchObject({ code: "LARK_ABORTED" });
  });

  test("needs a function for the code", async () => {
    await expect(platform([]).oauth.deviceLogin({} as never)).rejects.toThrow(/onCode/);
  });
});

test.each([
  [{ appSecret: "s" }, /appId must be/],
  [{ appId: "cli_a" }, /appSecret must be/],
  [{ appId: "cli_a", appSecret: "s", domain: "open.feishu.cn" }, /domain must be an origin/],
  [{ appId: "cli_a", appSecret: "s", redirectUri: "callback" }, /redirectUri/],
])("createOAuth refuses %j", (options, message) => {
  expect(() => createOAuth(options as never)).toThrow(message);
});
