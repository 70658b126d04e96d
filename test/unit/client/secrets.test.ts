import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Client, type ClientOptions, type KeyValueStore, marketplace } from "../../../src/client/index.ts";
import { clientFor, type TestClient } from "../../support/demo-api.ts";
import { type FakePlatform, fakePlatform, never, tokenAnswer } from "../../support/fake-platform.ts";

// Every secret in this file has this text in it, so one search finds them all.
const MARK = "MARKED";
const APP_SECRET = `${MARK}-app-secret`;
const TOKEN = `t-${MARK}-tenant`;
const USER_TOKEN = `u-${MARK}-user`;
const TICKET = `${MARK}-ticket`;
const path = { id: "1" };

/** Whatever a person or a log collector may print of a value. */
function printed(value: unknown): string {
  const seen = [
    inspect(value, { showHidden: true, depth: 10, getters: true, maxArrayLength: null, maxStringLength: null }),
  ];
  try {
    seen.push(JSON.stringify(value) ?? "");
  } catch {}
  for (let error = value; error instanceof Error; error = error.cause) {
    seen.push(
      error.message,
      `${error.stack}`,
      JSON.stringify(error),
      inspect(Object.getOwnPropertyDescriptors(error), { depth: 10 }),
    );
  }
  return seen.join("\n");
}

const expectClean = (what: string, value: unknown) => {
  const line = printed(value)
    .split("\n")
    .find((text) => text.includes(MARK));
  expect(line, `${what} shows a secret`).toBeUndefined();
};

interface Scene {
  options?: Partial<ClientOptions>;
  answer?: Parameters<typeof fakePlatform>[0];
  token?: Parameters<typeof fakePlatform>[1];
  call?: (client: TestClient) => Promise<unknown>;
}

/** Runs a call, and gives all that it lets others see. */
async function stage({ options, answer, token = () => tokenAnswer(TOKEN), call }: Scene) {
  const logged: unknown[] = [];
  const hooked: unknown[] = [];
  const log = (...message: unknown[]) => void logged.push(...message);
  const platform: FakePlatform = fakePlatform(answer, token);
  const client = clientFor(platform.fetch, {
    appSecret: APP_SECRET,
    logger: { error: log, warn: log, info: log, debug: log },
    loggerLevel: "debug",
    hooks: { beforeRequest: (info) => void hooked.push(info), afterResponse: (info) => void hooked.push(info) },
    retry: { maxRetries: 0 },
    ...options,
  });
  const run = call ?? (() => client.demo.v1.thing.post({ data: { secret: APP_SECRET } }));
  const outcome = await run(client).then(
    (result) => ({ result, error: undefined }),
    (error: unknown) => ({ result: undefined, error }),
  );
  return { platform, client, logged, hooked, ...outcome };
}

const foreignError = () =>
  Object.assign(new Error(`request to https://open.feishu.cn/?token=${TOKEN} failed`), {
    config: { headers: { authorization: `Bearer ${TOKEN}` }, data: APP_SECRET },
    cause: Object.assign(new Error(`${TOKEN} again`), { code: "ECONNRESET", body: TOKEN }),
  });

const redisError = (...args: unknown[]) =>
  Object.assign(new Error(`WRONGTYPE ${args.join(" ")}`), { command: { name: "set", args } });

const storeOf = (store: Partial<KeyValueStore>): KeyValueStore => ({
  get: async () => null,
  set: async () => {},
  delete: async () => {},
  ...store,
});

const refused =
  (code: number, status = 400) =>
  () =>
    Response.json({ code, msg: "refused" }, { status });
const echo = () => new Response(`<p>${TOKEN} ${APP_SECRET}</p>`, { status: 502 });
const cutOff = () => new Response(`{"code":0,"tenant_access_token":"${TOKEN}`);
const away = () => new Response(null, { status: 302, headers: { location: `https://attacker.example/?t=${TOKEN}` } });

const FAILURES: Record<string, Scene> = {
  "a wrong secret": { token: refused(10015, 200) },
  "a token endpoint that cannot be reached": { token: () => Promise.reject(foreignError()) },
  "a token endpoint that echoes the secret": { token: echo },
  "a token answer that is cut off": { token: cutOff },
  "a token answer that is not JSON": { token: () => new Response(TOKEN) },
  "a token endpoint that redirects": { token: away },
  "a token endpoint that hangs": { token: never, options: { timeoutMs: 10 } },
  "a refusal": { answer: refused(99991672) },
  "a refusal in an HTTP 200": { answer: refused(1061003, 200) },
  "an invalid token": { answer: refused(99991663) },
  "a rate limit": { answer: refused(99991400, 429) },
  "a server that echoes the token": { answer: echo },
  "an answer that is cut off": { answer: cutOff },
  "a redirect": { answer: away },
  "a network error": { answer: () => Promise.reject(foreignError()) },
  "a fetch that rejects with text": { answer: () => Promise.reject(`Bearer ${TOKEN}`) },
  "a timeout": { answer: never, options: { timeoutMs: 10 } },
  "a deadline": { answer: never, options: { deadlineMs: 20 } },
  "an abort": {
    answer: never,
    call: (client) => client.demo.v1.thing.post({ data: {} }, { signal: AbortSignal.timeout(10) }),
  },
  "a refused token of a user": {
    answer: refused(99991668, 401),
    call: (client) => client.demo.v1.identity.user({}, { userAccessToken: USER_TOKEN }),
  },
  "a token that does not fit": {
    call: (client) => client.demo.v1.thing.get({ path }, { userAccessToken: USER_TOKEN }),
  },
  "a token that is no text": {
    call: (client) => client.demo.v1.identity.user({}, { userAccessToken: [USER_TOKEN] as never }),
  },
  "a token with a line break": {
    call: (client) => client.demo.v1.identity.user({}, { userAccessToken: `${USER_TOKEN}\n2` }),
  },
  "a missing path parameter": { call: (client) => client.with({ tenantAccessToken: TOKEN }).demo.v1.thing.get({}) },
  "a secret in a raw address": {
    answer: refused(19001),
    call: (client) =>
      client.request({ url: `/open-apis/x?code=${MARK}#${MARK}`, method: "POST", data: { code: MARK } }),
  },
  "the address of a custom bot": {
    answer: refused(19001),
    call: (client) =>
      client.request({ url: `https://open.feishu.cn/open-apis/bot/v2/hook/${MARK}`, method: "POST", tokens: [] }),
  },
  "a refused app_ticket": {
    options: { appType: marketplace },
    token: refused(10012, 200),
    call: async (client) => {
      await client.setAppTicket(TICKET);
      return client.demo.v1.thing.post({ data: {} }, { tenantKey: "tenant-1" });
    },
  },
  "a refused tenant of a marketplace app": {
    options: { appType: marketplace },
    token: ({ url }) => (url.pathname.includes("app_access") ? tokenAnswer(`a-${MARK}`) : refused(10013, 200)()),
    call: async (client) => {
      await client.setAppTicket(TICKET);
      return client.demo.v1.thing.post({ data: {} }, { tenantKey: "tenant-1" });
    },
  },
};

describe.each(Object.entries(FAILURES))("after %s no secret shows", (_, scene) => {
  test("in the error, its stack, its causes and its fields", async () => {
    const { error } = await stage(scene);
    expect(error).toBeInstanceOf(Error);
    expectClean("the error", error);
  });

  test("in the log at debug, and in what hooks were given", async () => {
    const { logged, hooked } = await stage(scene);
    expectClean("the log", logged);
    expectClean("a hook's argument", hooked);
  });

  test("in the client", async () => {
    const { client } = await stage(scene);
    expectClean("the client", client);
  });
});

const STORES: Record<string, KeyValueStore> = {
  "rejects with the command it was given": storeOf({ set: (...args) => Promise.reject(redisError(...args)) }),
  // Some JSON parsers quote what they cannot read.
  "holds a token as plain text": storeOf({ get: async () => `Bearer-${MARK}` }),
  "holds half a token": storeOf({ get: async () => `{"token":"${TOKEN}` }),
  "holds a token and more": storeOf({ get: async () => `{"token":"x"} ${TOKEN}` }),
};

test.each(Object.entries(STORES))("no secret shows in the log when a store %s", async (name, store) => {
  const { logged, result } = await stage({ options: { store } });
  expect(result).toBeDefined();
  // What cannot be read is replaced without a word: there is no text of a parser to quote it.
  expect(logged.length > 1).toBe(name.startsWith("rejects"));
  expectClean("the log", logged);
});

test("no secret shows in the log of a store that rejects while the app_ticket is kept", async () => {
  const store = storeOf({ set: (...args) => Promise.reject(redisError(...args)) });
  const call = (client: TestClient) => client.setAppTicket(TICKET);
  const { logged } = await stage({ options: { store, appType: marketplace }, call });
  expectClean("the log", logged);
});

test("no secret shows after a success: in the client, its parts, its views, the log, hooks and results", async () => {
  const { client, logged, hooked, result, platform } = await stage({});
  expect(platform.sent[0]?.headers.get("authorization")).toBe(`Bearer ${TOKEN}`);
  const file = await client.demo.v1.thing.file({ path });
  const view = client.with({ userAccessToken: USER_TOKEN, tenantKey: "tenant-1" });
  await view.demo.v1.identity.user();
  for (const [what, value] of Object.entries({
    client,
    tokens: client.tokens,
    im: client.im,
    demo: client.demo,
    view,
    result,
    file,
    logged,
    hooked,
  })) {
    expectClean(what, value);
  }
});

test("no secret shows in the errors of a constructor", () => {
  const wrong: Partial<ClientOptions>[] = [
    { appSecret: [APP_SECRET] as never },
    { appId: "", appSecret: APP_SECRET },
    { appId: "cli_1", appSecret: APP_SECRET, domain: "no address" },
  ];
  for (const options of wrong) {
    let error: unknown;
    try {
      new Client({ appId: "cli_1", ...options } as ClientOptions);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(Error);
    expectClean("the error", error);
  }
});

test("this file would notice a secret", () => {
  for (const leak of [
    new Error(TOKEN),
    new Error("x", { cause: new Error(TOKEN) }),
    Object.defineProperty(new Error("x"), "hidden", { value: TOKEN, enumerable: false }),
    Object.assign(new Error("x"), { request: { headers: new Headers({ authorization: TOKEN }) } }),
    new Map([["token", TOKEN]]),
    { toJSON: () => TOKEN },
  ]) {
    expect(() => expectClean("the leak", leak)).toThrow("shows a secret");
  }
});
