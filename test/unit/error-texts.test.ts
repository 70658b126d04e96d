// The texts of errors and log lines about tokens, stores, users, callbacks and the long connection, whole: what failed, the
// value or the code, what to do. Those of requests stand in http/error-texts.test.ts.
import { describe, expect, test } from "vitest";
import { listener } from "../../src/host/node.ts";
import {
  type CallbackRefusal,
  Client,
  type ClientOptions,
  EventDispatcher,
  explainError,
  type KeyValueStore,
  LarkCallbackError,
  marketplace,
  once,
} from "../../src/index.ts";
import { type ConnectOptions, connect } from "../../src/long-connection/index.ts";
import {
  createOAuth,
  type LoginOptions,
  login,
  type OAuthOptions,
  type UserTokensOptions,
  userTokens,
} from "../../src/oauth/index.ts";
import { cloudflareKvStore } from "../../src/store/backends/cloudflare-kv.ts";
import { d1Store } from "../../src/store/backends/d1.ts";
import { denoKvStore } from "../../src/store/backends/deno-kv.ts";
import { durableObjectStore } from "../../src/store/backends/durable-object.ts";
import { layeredStore } from "../../src/store/backends/layered.ts";
import { memoryStore } from "../../src/store/backends/memory.ts";
import { redisStore } from "../../src/store/backends/redis.ts";
import { upstashStore } from "../../src/store/backends/upstash.ts";
import {
  challenge,
  ENCRYPT_KEY,
  event2,
  NOW,
  oldCard,
  post,
  sealed,
  sealedUnsigned,
  TOKEN,
} from "../support/platform-callbacks.ts";
import { recordingLogger } from "../support/recording-logger.ts";

/** An answer without an end. */
const endless = () =>
  new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)) });

/** What JavaScript lets through. */
// biome-ignore lint/suspicious/noExplicitAny: a mistake has no type
type Wrong = any;

/** What no text may have in it: a value that was forgotten, and what each case below marks as a secret. */
const FORBIDDEN = /undefined|\[object|NaN|hidden|nobody-may-see/;

/** The text of what a function throws or rejects with. */
async function textOf(fails: () => unknown): Promise<string> {
  try {
    await fails();
  } catch (error) {
    expect(`${(error as Error).stack} ${JSON.stringify(error)} ${(error as Error).cause ?? ""}`).not.toMatch(/hidden/);
    return `${error}`;
  }
  return "no error";
}

const APP = { appId: "cli_1", appSecret: "hidden-secret" };
const json = (body: object, status = 200) => Response.json(body, { status, headers: { "x-tt-logid": "log-1" } });
const TOKEN_ANSWER = { code: 0, tenant_access_token: "t-hidden", expire: 7200 };

/** Makes a call of a client whose token endpoint answers so. */
const callWith =
  (answer: () => Response | Promise<Response>, options: Partial<ClientOptions> = {}, call: object = {}) =>
  () =>
    new Client({
      ...APP,
      loggerLevel: "silent",
      retry: { maxRetries: 0 },
      ...options,
      fetch: async (url) => (url.includes("/auth/v3/") ? answer() : json({ code: 0 })),
    }).request({ url: "/x" }, call);

const TOKENS: [text: string, fails: () => unknown][] = [
  [
    "LarkAuthError: auth.v3.tenant_access_token/internal: refused with code 10014: app secret invalid (HTTP 200, log_id log-1); check appId, appSecret, domain",
    callWith(() => json({ code: 10014, msg: "app secret invalid" })),
  ],
  [
    "LarkAuthError: auth.v3.tenant_access_token/internal: refused (HTTP 400, log_id log-1); check appId, appSecret, domain",
    callWith(() => json({}, 400)),
  ],
  [
    "LarkAuthError: auth.v3.tenant_access_token/internal: no usable tenant_access_token in the answer; check appId, appSecret, domain",
    callWith(() => json({ code: 0, tenant_access_token: "t-hidden\n" })),
  ],
  [
    "LarkTransportError: auth.v3.tenant_access_token/internal: the answer is no JSON object: check the domain (HTTP 502, log_id none)",
    callWith(() => new Response("Bad Gateway", { status: 502 })),
  ],
  [
    "LarkTransportError: auth.v3.tenant_access_token/internal: no answer from open.feishu.cn (ENOTFOUND): check the domain",
    callWith(() => Promise.reject(Object.assign(new Error("hidden"), { code: "ENOTFOUND" }))),
  ],
  [
    "LarkTransportError: auth.v3.tenant_access_token/internal: redirected: check the domain (HTTP 302, log_id none)",
    callWith(() => new Response(null, { status: 302, headers: { location: "https://hidden" } })),
  ],
  [
    "LarkAuthError: auth.v3.app_access_token: no app_ticket yet; a new app_ticket was requested: try again",
    callWith(() => json({ code: 0 }), { appType: marketplace, store: memoryStore() }, { tenantKey: "k" }),
  ],
  [
    "TypeError: no app_ticket: call setAppTicket, or give the client and the dispatcher's appTicket the same store",
    callWith(() => json({ code: 0 }), { appType: marketplace }, { tenantKey: "k" }),
  ],
  [
    "TypeError: tenantKey must be a one-line string: is its variable set?",
    callWith(() => json(TOKEN_ANSWER), { appType: marketplace, store: memoryStore() }),
  ],
  ["TypeError: setAppTicket: the client needs appType: marketplace", () => new Client(APP).setAppTicket("hidden")],
  ["TypeError: ticket must be a one-line string: is its variable set?", () => new Client(APP).setAppTicket("")],
  [
    "TypeError: tenantAccessToken must be one word of ASCII: is its variable set?",
    callWith(() => json(TOKEN_ANSWER), {}, { tenantAccessToken: "hidden hidden" }),
  ],
  [
    "TypeError: token of users must be one word of ASCII: is its variable set?",
    callWith(() => json(TOKEN_ANSWER), { users: { get: () => undefined as Wrong } }, { user: "ou_1" }),
  ],
  ["TypeError: user needs the client's option users", callWith(() => json(TOKEN_ANSWER), {}, { user: "ou_1" })],
  [
    "TypeError: no option tenant_access_token: see camelCase, lark-edge/official",
    callWith(() => json(TOKEN_ANSWER), {}, { tenant_access_token: "hidden" }),
  ],
  ["TypeError: store must be a KeyValueStore", () => new Client({ ...APP, store: {} as Wrong })],
];

describe("tokens", () => {
  test.each(TOKENS)("%s", async (text, fails) => {
    expect(await textOf(fails)).toBe(text);
  });

  /** The lines of a call whose store and endpoint behave so. */
  async function linesOf(store: KeyValueStore, answer = () => json(TOKEN_ANSWER)): Promise<string[]> {
    const { logged, logger } = recordingLogger();
    await callWith(answer, { store, logger, loggerLevel: "debug" })().catch(() => {});
    return logged.map((line) => line.join(" "));
  }

  test("in the log: a store that fails, a value that is no token, an answer without one", async () => {
    const broken = () => Promise.reject(Object.assign(new Error("redis://hidden@host"), { code: "ECONNRESET" }));
    const kept = memoryStore();
    await kept.set(
      "lark-edge:1:tenant_access_token:open.feishu.cn:cli_1:",
      '{"token":"hidden hidden","expiresAt":9e15}',
    );
    const lines = [
      ...(await linesOf({ get: broken, set: broken, delete: broken })),
      ...(await linesOf(kept)),
      ...(await linesOf(memoryStore(), () => json({ code: 0 }))),
    ];
    expect(lines).toEqual([
      "warn lark-edge: the store failed: ECONNRESET",
      "warn lark-edge: the tenant_access_token in the store is no token, and is fetched anew",
      "warn lark-edge: auth.v3.tenant_access_token/internal: no usable tenant_access_token in the answer",
    ]);
  });
});

const unreachable = () => Promise.reject(Object.assign(new TypeError("hidden"), { code: "ECONNREFUSED" }));
const upstash = (answer: () => Promise<Response>) =>
  upstashStore({ url: "https://a.upstash.io", token: "hidden", timeoutMs: 20, fetch: answer });
const redis = (reply: unknown) => redisStore({ send: async () => reply as Wrong }, { timeoutMs: 20 });
const object = (status: number) =>
  durableObjectStore({ idFromName: (name) => name, get: () => ({ fetch: async () => new Response("", { status }) }) });

const STORES: [text: string, fails: () => unknown][] = [
  ["TypeError: key must be a string, got nothing", () => redis("").get(undefined as Wrong)],
  ["TypeError: value must be a string, got number", () => redis("").set("k", 7 as Wrong)],
  ["RangeError: key must not be empty", () => redis("").get("")],
  ["RangeError: key holds half of a surrogate pair, which no backend can keep", () => redis("").get("\ud800")],
  ["RangeError: key must be at most 32768 bytes for Redis, got 40000", () => redis("").get("k".repeat(40_000))],
  [
    "RangeError: value must be at most 524288 bytes of UTF-8, got 600000 or more",
    () => upstash(unreachable).set("k", "x".repeat(600_000)),
  ],
  ["RangeError: ttlSeconds must be a positive number, got -1", () => redis("").set("k", "v", { ttlSeconds: -1 })],
  ["LarkError: Redis: GET was answered with number, not text", () => redis(7).get("hidden")],
  ["LarkError: Redis: EVAL was answered with string, not 0 or 1", () => redis("x").compareAndSet("hidden", null, "v")],
  ["LarkError: Redis: GET: no answer within 20 ms", () => redis(new Promise(() => {})).get("hidden")],
  ["LarkError: Upstash: no answer to GET (ECONNREFUSED)", () => upstash(unreachable).get("hidden")],
  ["LarkError: Upstash: GET: no answer within 20 ms", () => upstash(() => new Promise(() => {})).get("hidden")],
  [
    "LarkError: Upstash: GET was refused (HTTP 401, WRONGPASS)",
    () => upstash(async () => json({ error: "WRONGPASS hidden" }, 401)).get("hidden"),
  ],
  [
    "LarkError: Upstash: GET was answered with more than 3211264 bytes (HTTP 200)",
    () => upstash(async () => new Response(endless())).get("hidden"),
  ],
  [
    "LarkError: Upstash: GET was not answered by Redis (HTTP 502)",
    () => upstash(async () => new Response("<hidden>", { status: 502 })).get("hidden"),
  ],
  ["LarkError: Durable Objects: answered 404: is the class of the binding LarkStore?", () => object(404).get("hidden")],
  [
    "TypeError: the binding given to cloudflareKvStore is missing: is it in wrangler.toml, under [[kv_namespaces]], by that name?",
    () => cloudflareKvStore(undefined as Wrong),
  ],
  [
    "TypeError: the binding given to d1Store has no method prepare: is it in wrangler.toml, under [[d1_databases]], by that name?",
    () => d1Store({} as Wrong),
  ],
  [
    "TypeError: redisStore(client): client must be a Redis client, got nothing: make one by `await createClient({ url }).connect()` (node-redis) or `new RedisClient(url)` (Bun)",
    () => redisStore(undefined as Wrong),
  ],
  [
    "TypeError: denoKvStore(kv): kv must be a Deno.Kv, got nothing: pass `await Deno.openKv()` (deno run --unstable-kv)",
    () => denoKvStore(undefined as Wrong),
  ],
  [
    "TypeError: url must be an https: address: set it to UPSTASH_REDIS_REST_URL, not to the address for Redis",
    () => upstashStore({} as Wrong),
  ],
  [
    "TypeError: token must be one word of ASCII: is UPSTASH_REDIS_REST_TOKEN set?",
    () => upstashStore({ url: "https://a.upstash.io", token: "hidden hidden" }),
  ],
  [
    "TypeError: the remote store given to layeredStore is missing: is it a store, made already?",
    () => layeredStore(memoryStore(), undefined as Wrong),
  ],
  [
    'TypeError: once: "atomic" needs a store with compareAndSet (durable-object, d1, deno-kv, redis, upstash, memory), "best-effort" any',
    () => once({} as Wrong),
  ],
];

test.each(STORES)("stores: %s", async (text, fails) => {
  expect(await textOf(fails)).toBe(text);
});

const SEAL_KEY = btoa("hidden key of 32 bytes, or a bit ".slice(0, 32));
const oauthWith = (options: Partial<OAuthOptions> = {}) => createOAuth({ ...APP, ...options });
const usersWith = (options: Partial<UserTokensOptions>) =>
  userTokens({ oauth: oauthWith(), store: memoryStore(), sealWith: false, loggerLevel: "silent", ...options });
const loginWith = (options: Partial<LoginOptions>) => {
  const oauth = oauthWith({ redirectUri: "https://bot.example/auth/callback" });
  const store = memoryStore();
  return login({ oauth, store, users: usersWith({ store }), cookieSecret: "hidden".repeat(6), ...options });
};
/** The place of a session of `ou_1` of the app. */
const PLACE = "lark-edge:1:user_access_token:open.feishu.cn:cli_1::ou_1";
/** A call as a user whose session in the store is this text. */
const callOf =
  (text: string | null, options: Partial<UserTokensOptions> = {}) =>
  async () => {
    const store = memoryStore();
    if (text !== null) {
      await store.set(PLACE, text);
    }
    await usersWith({ store, ...options }).accessToken("ou_1");
  };
const pairOf = (more: object) =>
  JSON.stringify({
    user: "ou_1",
    accessToken: "hidden",
    generation: 1,
    state: "fresh",
    scopes: [],
    expiresAt: 1,
    ...more,
  });
/** The refresh of a session, where the token endpoint answers so. */
const refreshWith = (answer: () => Promise<Response>) =>
  callOf(pairOf({ refreshToken: "hidden", renewAt: 1 }), { oauth: oauthWith({ fetch: answer }) });
const oauthRefusal = (code: number, status = 400) =>
  Response.json(
    { code, error: "invalid_grant", error_description: "The token is not valid." },
    { status, headers: { "x-tt-logid": "log-1" } },
  );

const USERS: [text: string, fails: () => unknown][] = [
  ["TypeError: appId must be a one-line string: is its variable set?", () => oauthWith({ appId: "" })],
  ["TypeError: appSecret must be a one-line string: is its variable set?", () => oauthWith({ appSecret: "" })],
  ["TypeError: userTokens: oauth must be createOAuth(…)", () => usersWith({ oauth: APP as Wrong })],
  [
    'TypeError: userTokens: "atomic" needs a store with compareAndSet (durable-object, d1, deno-kv, redis, upstash, memory), "best-effort" any',
    () => usersWith({ store: {} as Wrong }),
  ],
  [
    "TypeError: userTokens: sealWith must be 32 bytes in base64 (openssl rand -base64 32), or false for plain text: is its variable set?",
    () => usersWith({ sealWith: undefined as Wrong }),
  ],
  [
    "TypeError: userTokens: sealWith must be 32 bytes in base64 (openssl rand -base64 32), or false for plain text: is its variable set?",
    () => usersWith({ sealWith: "hidden" }),
  ],
  ["TypeError: user must be a one-line string: is its variable set?", () => usersWith({}).accessToken("")],
  ["LarkSessionError: ou_1 has not signed in", callOf(null)],
  [
    "LarkSessionError: ou_1 must sign in again: the refresh token is dead",
    callOf(pairOf({ state: "lost", refreshToken: "hidden" })),
  ],
  ["LarkSessionError: ou_1 must sign in again: the login had no scope offline_access", callOf(pairOf({}))],
  ["LarkError: the store has something else than the session of ou_1", callOf("hidden")],
  ["LarkError: the store has something else than the session of ou_1", callOf(pairOf({ user: "ou_2" }))],
  [
    "LarkError: a session in the store is not sealed, and sealWith is set: remove it, the user must sign in again",
    callOf(pairOf({}), { sealWith: SEAL_KEY }),
  ],
  [
    "LarkError: a session in the store is sealed with the key 01234567: add it to sealWith",
    callOf('{"sealedWith":"0123456789","box":"aGlkZGVu"}', { sealWith: SEAL_KEY }),
  ],
  ["LarkError: a session in the store is sealed: pass sealWith", callOf('{"sealedWith":"01234567","box":"aGlkZGVu"}')],
  [
    "LarkError: the store did not answer for the session of ou_1: try again",
    callOf(null, { store: { ...memoryStore(), get: () => Promise.reject(new Error("redis://hidden@host")) } }),
  ],
  [
    "LarkAuthError: authen.v2.oauth.refresh: refused with code 20074: The token is not valid. (HTTP 400, log_id log-1); turn on the refreshing of user_access_token in the developer console, Security Settings",
    refreshWith(async () => oauthRefusal(20074)),
  ],
  [
    "LarkSessionError: ou_1 must sign in again: the refresh token is dead",
    refreshWith(async () => oauthRefusal(20064)),
  ],
  [
    "LarkTransportError: authen.v2.oauth.refresh: the answer is no JSON object: check the domain (HTTP 502, log_id none)",
    refreshWith(async () => new Response("<hidden>", { status: 502 })),
  ],
  [
    "LarkTransportError: authen.v2.oauth.refresh: no answer from open.feishu.cn (ECONNREFUSED): check the domain",
    refreshWith(unreachable),
  ],
  [
    "LarkTransportError: authen.v2.oauth.refresh: no usable token in the answer: check the domain",
    refreshWith(async () => json({ code: 0, access_token: "hidden hidden" })),
  ],
  ["TypeError: login: oauth must be createOAuth(…), and users userTokens(…)", () => loginWith({ users: {} as Wrong })],
  [
    "TypeError: login: the store needs compareAndSet (durable-object, d1, deno-kv, redis, upstash, memory)",
    () => loginWith({ store: {} as Wrong }),
  ],
  [
    "TypeError: login: cookieSecret must have 32 characters: openssl rand -base64 32",
    () => loginWith({ cookieSecret: "hidden" }),
  ],
  [
    "TypeError: login: createOAuth needs a redirectUri of https, or of http on localhost",
    () => loginWith({ oauth: oauthWith({ redirectUri: "http://bot.example/auth/callback" }) }),
  ],
];

test.each(USERS)("users: %s", async (text, fails) => {
  expect(await textOf(fails)).toBe(text);
});

const BOTH = { encryptKey: ENCRYPT_KEY, verificationToken: TOKEN };

/** The answer and the log of a dispatcher that gets a request. */
async function refused(request: Request, options: object = BOTH): Promise<{ status: number; lines: string[] }> {
  const { logged, logger } = recordingLogger();
  const events = new EventDispatcher({ now: () => NOW, logger, ...options });
  const { status } = await events.fetch(request);
  return { status, lines: logged.map((line) => line.join(" ")) };
}

const read = async (request: Request) => {
  await request.text();
  return request;
};
const signedOld = async () => post(oldCard(), { "x-lark-signature": "0".repeat(40) });

/** Every reason for which a request is refused: the request, the options, the status. */
const REFUSALS: Partial<
  Record<CallbackRefusal, [request: () => Request | Promise<Request>, options?: object, status?: number]>
> = {
  not_json: [() => post(event2(), { "content-type": "text/plain" })],
  too_large: [() => post("x".repeat(20_000)), BOTH, 413],
  body_used: [async () => read(await sealed(event2())), BOTH, 500],
  invalid_body: [() => post("{")],
  encrypt_key_missing: [() => sealed(event2()), { verificationToken: TOKEN }],
  not_encrypted: [() => post(event2())],
  signature_missing: [() => sealedUnsigned(event2())],
  signature_mismatch: [() => sealed(event2(), { secret: "another" })],
  timestamp_outside_window: [() => sealed(event2(), { timestamp: "1" })],
  decrypt_failed: [() => sealed("", {})],
  token_mismatch: [() => sealed(event2("a_v1", {}, { token: "another" }))],
  challenge_refused: [() => post(challenge({ challenge: "not one" }))],
  old_cards_off: [signedOld],
};

describe("callbacks", () => {
  test.each(Object.entries(REFUSALS))(
    "%s has one line with its reason, and an explanation that says what to do",
    async (reason, [make, options, status = 401]) => {
      if (reason === "decrypt_failed") {
        // No body that is signed fails to decrypt unless its ciphertext is none.
        return;
      }
      const { status: answered, lines } = await refused(await make(), options);
      expect(answered).toBe(status);
      const text = reason === "body_used" ? "body_used: the body was read before" : reason;
      expect(lines).toEqual([`warn lark-edge: callback refused: ${text}`]);
      const { summary, cause, advice } = explainError(new LarkCallbackError(reason as CallbackRefusal));
      for (const sentence of [summary, cause, advice]) {
        expect(sentence).toMatch(/^[A-Z`].{10,}\.$/s);
        expect(sentence).not.toMatch(FORBIDDEN);
      }
    },
  );

  test("a dispatcher without secrets says which to pass", async () => {
    expect(await refused(await sealed(event2()), {})).toEqual({
      status: 500,
      lines: ["error lark-edge: callback refused: pass encryptKey and verificationToken"],
    });
  });

  test.each<[string, () => unknown]>([
    [
      "TypeError: encryptKey must be a one-line string: is its variable set?",
      () => new EventDispatcher({ encryptKey: "" }),
    ],
    [
      "TypeError: verificationToken must be a one-line string: is its variable set?",
      () => new EventDispatcher({ verificationToken: undefined as Wrong }),
    ],
    ["TypeError: encryptKey must be 1 to 3 strings", () => new EventDispatcher({ encryptKey: [] })],
    ["RangeError: maxBodyBytes must be a positive number, got 0", () => new EventDispatcher({ maxBodyBytes: 0 })],
    [
      "RangeError: signatureMaxAgeSeconds must be a positive number, got -1",
      () => new EventDispatcher({ ...BOTH, signatureMaxAgeSeconds: -1 }),
    ],
    ["TypeError: once must be once({ store })", () => new EventDispatcher({ once: {} as Wrong })],
    ["TypeError: queue must be queue(binding)", () => new EventDispatcher({ queue: {} as Wrong })],
    ["TypeError: on takes a name and a function", () => new EventDispatcher().on("a", undefined as Wrong)],
    ["TypeError: fetch takes a Request", () => new EventDispatcher().fetch(undefined as Wrong)],
    [
      "TypeError: handle takes bytes and a function (name) => header",
      () => new EventDispatcher().handle("{}" as Wrong, () => ""),
    ],
  ])("%s", async (text, fails) => {
    expect(await textOf(fails)).toBe(text);
  });

  test("a body parser before listener is told where to move it", async () => {
    const { logged, logger } = recordingLogger();
    const events = new EventDispatcher({ ...BOTH, logger });
    const headers = { "content-type": "application/json" };
    const request = { method: "POST", headers, complete: true, readableEnded: true, on() {}, destroy() {} };
    await new Promise<void>((end) => listener(events)(request, { writeHead() {}, end: () => end() }));
    expect(logged).toEqual([
      [
        "warn",
        "lark-edge: callback refused: body_used: a body parser ran before listener(events): move listener before it, or let the parser keep request.rawBody",
      ],
    ]);
  });
});

/** Why a long connection is not there, where the discovery is answered so. */
const connectWith =
  (answer: () => Promise<Response>, options: Partial<ConnectOptions> = {}) =>
  async () => {
    const events = { acknowledge: async () => ({ status: 200, headers: {}, body: "{}" }) };
    const openSocket = () => new Promise<never>(() => {});
    const connection = connect({ ...APP, events, openSocket, loggerLevel: "silent", fetch: answer, ...options });
    await connection.ready;
  };
const gateway = (URL: unknown) => async () => json({ code: 0, data: { URL } });

const CONNECTIONS: [text: string, fails: () => unknown][] = [
  [
    "LarkApiError: callback/ws/endpoint: refused with code 514: auth failed (log_id log-1); check appId, appSecret, domain",
    connectWith(async () => json({ code: 514, msg: "auth failed" })),
  ],
  [
    "LarkApiError: callback/ws/endpoint: refused with code 403: no message (log_id none); use a self-built app, and choose the long connection in the developer console",
    connectWith(async () => Response.json({ code: 403 })),
  ],
  [
    "LarkApiError: callback/ws/endpoint: the gateway other.example is foreign or without TLS: if it is right, pass gatewayHosts",
    connectWith(gateway("http://other.example/?ticket=hidden")),
  ],
  [
    "LarkApiError: callback/ws/endpoint: the gateway other.example is foreign or without TLS: if it is right, pass gatewayHosts",
    connectWith(gateway("wss://other.example/?ticket=hidden")),
  ],
  ["TypeError: domain: an origin like https://open.feishu.cn", connectWith(unreachable, { domain: "feishu" })],
  ["TypeError: events: pass an EventDispatcher", connectWith(unreachable, { events: {} as Wrong })],
  ["TypeError: appSecret must be a one-line string: is its variable set?", connectWith(unreachable, { appSecret: "" })],
];

test.each(CONNECTIONS)("the long connection: %s", async (text, fails) => {
  expect(await textOf(fails)).toBe(text);
});

test("no text has a value in it that was forgotten, or a secret", () => {
  const texts = [...TOKENS, ...STORES, ...USERS, ...CONNECTIONS].map(([text]) => text);
  expect(texts.filter((text) => FORBIDDEN.test(text))).toEqual([]);
});
