// Apps without a secret: the client, the login and the shared store.

import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Client, type ClientOptions, type KeylessClientOptions, keyless } from "../../../src/client/index.ts";
import { connect } from "../../../src/long-connection/index.ts";
import { createOAuth } from "../../../src/oauth/index.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";

const APP = { appId: "cli_1" };
const SECRET = "MARKED-assertion";
const TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

afterEach(() => {
  vi.useRealTimers();
});

/** Requests, and the answers to those for tokens. Further ones are successes. */
function platform(...answers: (Response | Error)[]) {
  const sent: { url: string; body: Record<string, string> | undefined }[] = [];
  let count = 0;
  const fetch: NonNullable<ClientOptions["fetch"]> = async (url, { body }) => {
    sent.push({ url, body: typeof body === "string" ? JSON.parse(body) : undefined });
    const answer = answers.shift();
    if (answer instanceof Error) {
      throw answer;
    }
    return answer ?? Response.json({ access_token: `t-${++count}`, expires_in: 7_200, token_type: "Bearer", data: {} });
  };
  return { fetch, sent };
}

const refusal = (code: number) =>
  Response.json({ code, error: "invalid_client", error_description: "refused" }, { status: 400 });

describe("the client of an app without a secret", () => {
  test("gets its tokens by an assertion for the accounts host, a new one for each request", async () => {
    const { fetch, sent } = platform();
    const audiences: string[] = [];
    const assertion = keyless((audience) => `assertion-${audiences.push(audience)}`);
    const client = new Client({ ...APP, assertion, fetch });
    const before = Date.now();
    const { token, expiresAt } = await client.tokens.tenant();
    expect(token).toBe("t-1");
    expect(expiresAt - before).toBeGreaterThanOrEqual(7_200_000);
    expect(expiresAt - before).toBeLessThan(7_260_000);
    await client.tokens.tenant();
    await client.tokens.app();
    expect(audiences).toEqual(["accounts.feishu.cn", "accounts.feishu.cn"]);
    const body = {
      client_id: "cli_1",
      client_assertion_type: TYPE,
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    };
    expect(sent).toEqual(
      [1, 2].map((count) => ({
        url: "https://accounts.feishu.cn/oauth/v3/token",
        body: { ...body, client_assertion: `assertion-${count}` },
      })),
    );
  });

  test.each([
    ["https://open.larksuite.com", "https://accounts.larksuite.com"],
    ["http://127.0.0.1:5275", "http://127.0.0.1:5275"],
  ])("on %s requests its tokens from %s", async (domain, accounts) => {
    const { fetch, sent } = platform();
    const audiences: string[] = [];
    const assertion = keyless(async (audience) => {
      audiences.push(audience);
      return "a";
    });
    await new Client({ ...APP, assertion, domain, fetch }).tokens.tenant();
    expect(sent[0]?.url).toBe(`${accounts}/oauth/v3/token`);
    expect(audiences).toEqual([new URL(accounts).host]);
  });

  test("shares its token with other instances, and replaces one that was declared invalid", async () => {
    const store = memoryStore();
    const { fetch, sent } = platform();
    const clientOf = () => new Client({ ...APP, assertion: keyless(() => "a"), store, fetch });
    await clientOf().tokens.tenant();
    expect(await clientOf().tokens.tenant()).toMatchObject({ token: "t-1" });
    expect(sent).toHaveLength(1);
    const client = clientOf();
    const tokens: (string | undefined)[] = [];
    const own: NonNullable<ClientOptions["fetch"]> = async (url, init) => {
      const authorization = new Headers(init.headers).get("authorization") ?? undefined;
      if (authorization === undefined) {
        return fetch(url, init);
      }
      tokens.push(authorization);
      return authorization.endsWith("t-1")
        ? Response.json({ code: 99991663, msg: "invalid" }, { status: 400 })
        : Response.json({ code: 0, data: {} });
    };
    await new Client({ ...APP, assertion: keyless(() => "a"), store, fetch: own }).request({ url: "/open-apis/x" });
    expect(tokens).toEqual(["Bearer t-1", "Bearer t-2"]);
    await expect(client.setAppTicket("ticket")).rejects.toThrow(/appType: marketplace/);
  });

  test.each([
    [refusal(20002), /oauth\.v3\.token: refused with code 20002: refused .*; check appId, assertion, domain/],
    [Response.json({ code: 0, access_token: "" }), /no usable access_token in the answer; check domain/],
    [Response.json({ code: 0, access_token: "a b" }), /no usable access_token/],
  ])("says what the platform refused, without the assertion", async (answer, message) => {
    const { fetch } = platform(answer);
    const client = new Client({ ...APP, assertion: keyless(() => SECRET), fetch });
    const error = await client.tokens.tenant().catch((failure) => failure);
    expect(error).toMatchObject({ name: "LarkAuthError", code: "LARK_AUTH", tokenKind: "tenant_access_token" });
    expect(error.message).toMatch(message);
    expect(inspect([error, client], { depth: 9, showHidden: true })).not.toContain(SECRET);
  });
});

/** What a function can do wrong, and the end of the message. */
const WRONG: [string, () => unknown, RegExp][] = [
  [
    "throws",
    () => {
      throw new Error(SECRET);
    },
    /the function assertion failed: Error$/,
  ],
  [
    "rejects with a code",
    async () => {
      throw Object.assign(new Error(SECRET), { code: "ENOENT" });
    },
    /failed: ENOENT$/,
  ],
  [
    "throws a text",
    () => {
      throw SECRET;
    },
    /failed: unknown$/,
  ],
  ["returns nothing", () => undefined, /returned no word of ASCII within 5 seconds$/],
  ["returns an empty text", () => "", /returned no word of ASCII/],
  ["returns a line break behind its token", () => `${SECRET}\n`, /returned no word of ASCII/],
  ["returns an object", async () => ({ value: SECRET }), /returned no word of ASCII/],
];

describe.each(WRONG)("a function that %s", (_, wrong, message) => {
  test("is an error that names it, and nothing is sent", async () => {
    const { fetch, sent } = platform();
    const lines: unknown[] = [];
    const log = (...words: unknown[]) => void lines.push(words);
    const assertion = keyless(wrong as () => string);
    const client = new Client({ ...APP, assertion, fetch, logger: { error: log, warn: log, info: log, debug: log } });
    const oauth = createOAuth({ ...APP, assertion, fetch });
    const failures = [
      client.tokens.tenant(),
      client.request({ url: "/open-apis/x" }),
      oauth.exchange({ code: "code-1" }),
      oauth.refresh("ur-1"),
    ];
    for (const failure of await Promise.allSettled(failures)) {
      const { reason } = failure as PromiseRejectedResult;
      expect(reason).toMatchObject({ name: "LarkAuthError", code: "LARK_AUTH", category: "transient" });
      expect(reason.message).toMatch(message);
      expect(inspect([reason, lines], { depth: 9, showHidden: true })).not.toContain(SECRET);
    }
    expect(sent).toEqual([]);
  });
});

test("a function that never returns is given up after five seconds", async () => {
  vi.useFakeTimers();
  const oauth = createOAuth({
    ...APP,
    assertion: keyless(() => new Promise<string>(() => {})),
    fetch: platform().fetch,
  });
  const failure = oauth.refresh("ur-1").catch((error) => error);
  await vi.advanceTimersByTimeAsync(5_000);
  expect((await failure).message).toMatch(/within 5 seconds/);
});

describe("the login of an app without a secret", () => {
  const TOKEN = { access_token: "u-1", expires_in: 7_200, refresh_token: "ur-2", scope: "offline_access" };

  test("exchanges and refreshes at the endpoint of version 3, with an assertion", async () => {
    const { fetch, sent } = platform(Response.json(TOKEN), Response.json(TOKEN));
    const oauth = createOAuth({ ...APP, assertion: keyless(() => "a"), redirectUri: "https://bot.example/cb", fetch });
    const codeVerifier = "v".repeat(43);
    expect(await oauth.exchange({ code: "code-1", codeVerifier })).toMatchObject({ accessToken: "u-1" });
    expect(await oauth.refresh("ur-1")).toMatchObject({ refreshToken: "ur-2", scopes: ["offline_access"] });
    const url = "https://accounts.feishu.cn/oauth/v3/token";
    const proof = { client_id: "cli_1", client_assertion_type: TYPE, client_assertion: "a" };
    const exchange = { code: "code-1", code_verifier: codeVerifier, redirect_uri: "https://bot.example/cb" };
    expect(sent).toEqual([
      { url, body: { grant_type: "authorization_code", ...exchange, ...proof } },
      { url, body: { grant_type: "refresh_token", refresh_token: "ur-1", ...proof } },
    ]);
  });

  test("says what to do about a refusal, without the assertion", async () => {
    const { fetch } = platform(refusal(20002));
    const oauth = createOAuth({ ...APP, assertion: keyless(() => SECRET), fetch });
    const error = await oauth.refresh("ur-1").catch((failure) => failure);
    expect(error).toMatchObject({ code: "LARK_AUTH", platformCode: 20002, tokenKind: "user_access_token" });
    expect(error.message).toMatch(/^oauth\.v3\.token\.refresh: refused .*; check appSecret or assertion$/);
    expect(inspect([error, oauth], { depth: 9, showHidden: true })).not.toContain(SECRET);
  });

  test("on another device begins without a secret", async () => {
    const begun = { device_code: "d-1", user_code: "AB", verification_uri: "https://a.example", interval: 0.01 };
    const { fetch, sent } = platform(Response.json(begun), Response.json(TOKEN));
    const oauth = createOAuth({ ...APP, assertion: keyless(() => "a"), fetch });
    expect(await oauth.deviceLogin({ onCode: () => {} })).toMatchObject({ accessToken: "u-1" });
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
      "/open-apis/authen/v2/oauth/device_authorization",
      "/oauth/v3/token",
    ]);
    expect(sent[1]?.body).toMatchObject({ device_code: "d-1", client_assertion: "a" });
  });
});

test("the long connection takes the same value", async () => {
  const audiences: string[] = [];
  const assertion = keyless((audience) => `a-${audiences.push(audience)}`);
  const bodies: unknown[] = [];
  const connection = connect({
    ...APP,
    assertion,
    events: { acknowledge: async () => ({ status: 200, body: "", headers: {} }) },
    openSocket: () => {
      throw new Error("none");
    },
    logger: { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} },
    fetch: async (_, { body }) => {
      bodies.push(JSON.parse(`${body}`));
      return Response.json({ code: 403, msg: "refused" });
    },
  });
  await expect(connection.ready).rejects.toThrow(/403/);
  expect(audiences).toEqual(["open.feishu.cn"]);
  expect(bodies).toEqual([{ AppID: "cli_1", AppSecret: "", ClientAssertion: "a-1" }]);
});

test.each<[unknown, RegExp]>([
  [{}, /appSecret must be a one-line string/],
  [{ assertion: undefined }, /appSecret must be a one-line string/],
  [{ assertion: () => "a" }, /assertion must be keyless\(…\), without appSecret/],
  [{ assertion: "a" }, /assertion must be keyless/],
  [{ assertion: keyless(() => "a"), appSecret: "s" }, /assertion must be keyless\(…\), without appSecret/],
])("%j is no way to prove an app", (proof, message) => {
  const options = { ...APP, ...(proof as object) } as KeylessClientOptions;
  expect(() => new Client(options)).toThrow(message);
  expect(() => new Client(options)).toThrow(TypeError);
  expect(() => createOAuth(options)).toThrow(message);
});

test.each([undefined, "a", {}])("keyless refuses %j", (wrong) => {
  expect(() => keyless(wrong as never)).toThrow(/keyless needs a function/);
});

test("keyless leaves the function as it is", () => {
  const given = Object.freeze(() => "a");
  expect(keyless(given)("host")).toBe("a");
});
