import { Client as FullClient } from "lark-edge";
import { im } from "lark-edge/api/im";
import {
  type CallOptions,
  Client,
  DEFAULT_DOMAIN,
  type Hooks,
  LarkApiError,
  type LogLevel,
  marketplace,
} from "lark-edge/core";
import { createEmulator } from "lark-edge/emulator";
import { assert, rejection, test } from "../../support/cases.ts";
import { APP, clientFor } from "../../support/demo-api.ts";
import { emulatedClient } from "../../support/emulated-client.ts";
import { fakePlatform, never } from "../../support/fake-platform.ts";
import { recordingLogger } from "../../support/recording-logger.ts";
import { withoutPauses } from "../../support/time.ts";

const path = { id: "1" };

for (const make of [Client, FullClient]) {
  const which = make === FullClient ? "the client with every API" : "the client of core";
  for (const name of ["appId", "appSecret"]) {
    for (const value of [undefined, "", null, 7]) {
      test(`${which} without ${name} (${JSON.stringify(value)}) is a TypeError that names it and the likely cause`, () => {
        assert.throws(() => new make({ ...APP, [name]: value }), TypeError, new RegExp(`^${name} .*variable`));
      });
    }
  }
}

for (const domain of [
  "open.feishu.cn",
  "",
  "https://",
  "feishu",
  "open.feishu.cn:443",
  "ftp://open.feishu.cn",
  "javascript:alert(1)",
  "https://a:b",
  "https://[",
]) {
  test(`a domain ${JSON.stringify(domain)} is a TypeError that names the option`, () => {
    assert.throws(() => new Client({ ...APP, domain }), TypeError, /domain/);
  });
}

const PLAIN: Record<string, boolean> = {
  "http://feishu.internal": true,
  "http://open.feishu.cn:8080": true,
  "http://localhost.example": true,
  "http://127.example": true,
  "http://localhost": false,
  "http://localhost:5275/": false,
  "http://127.0.0.1:5275": false,
  "http://127.1.2.3": false,
  "http://[::1]:5275": false,
  "https://feishu.internal": false,
};
for (const [domain, isWarned] of Object.entries(PLAIN)) {
  test(`a client for ${domain} ${isWarned ? "warns once" : "does not warn"} that secrets are sent in the clear`, async () => {
    const { logger, logged } = recordingLogger();
    const platform = fakePlatform();
    const client = clientFor(platform.fetch, { domain, logger, loggerLevel: "warn" });
    await client.demo.v1.thing.get({ path });
    await client.with({ timeoutMs: 1_000 }).demo.v1.thing.get({ path });
    assert.equal(platform.sent.length, 2);
    assert.equal(logged.length, isWarned ? 1 : 0);
    if (isWarned) {
      assert.equal(logged[0]?.[0], "warn");
      assert.include(logged[0]?.[1], new URL(domain).origin);
      assert.include(logged[0]?.[1], "in the clear");
    }
  });
}

test("the default domain is Feishu's, and a domain may end with a slash", async () => {
  assert.equal(DEFAULT_DOMAIN, "https://open.feishu.cn");
  const platform = fakePlatform();
  await clientFor(platform.fetch, { domain: "https://open.larksuite.com/" }).demo.v1.thing.get({ path });
  assert.equal(platform.sent[0]?.url.href, "https://open.larksuite.com/open-apis/demo/v1/things/1");
});

test("a domain that nobody knows is undefined, so that a client can be awaited and inspected", async () => {
  const client = new Client({ ...APP, apis: { im } });
  assert.isUndefined(Reflect.get(client, "then"));
  assert.isUndefined(Reflect.get(client, "toJSON"));
  assert.strictEqual(await client, client);
  assert.deepEqual(Object.keys(client), ["tokens"]);
});

test("an API's tree is built once, and each view has its own", async () => {
  const { client } = emulatedClient();
  assert.strictEqual(client.im, client.im);
  assert.notStrictEqual(client.with({}).im, client.im);
});

test("a method can be taken off the client", async () => {
  const { client, chat } = emulatedClient();
  const { create } = client.im.v1.message;
  const answer = await create({
    params: { receive_id_type: "chat_id" },
    data: { receive_id: chat.chatId, msg_type: "text", content: '{"text":"loose"}' },
  });
  assert.equal(answer.code, 0);
});

test("the client with every API makes the same calls", async () => {
  const emulator = createEmulator();
  const { appId, appSecret } = emulator.app;
  const client = new FullClient({ appId, appSecret, fetch: emulator.fetch });
  const chat = emulator.addChat();
  await client.im.v1.message.create({
    params: { receive_id_type: "chat_id" },
    data: { receive_id: chat.chatId, msg_type: "text", content: '{"text":"full"}' },
  });
  assert.equal(emulator.messages(chat)[0]?.text, "full");
});

test("with presets options and merges headers, and the original does not change", async () => {
  const platform = fakePlatform();
  const client = clientFor(platform.fetch, { headers: { "x-a": "client", "x-b": "client" } });
  const view = client.with({ headers: { "x-b": "view", "x-c": "view" }, tenantAccessToken: "t-view" });
  const inner = view.with({ headers: { "x-c": "inner" } });
  for (const caller of [client, view, inner]) {
    await caller.demo.v1.thing.get({ path }, { headers: { "x-d": "call" } });
  }
  await inner.demo.v1.thing.get({ path }, { headers: { "x-c": "call" }, tenantAccessToken: "t-call" });
  assert.deepEqual(
    platform.sent.map(({ headers }) =>
      ["x-a", "x-b", "x-c", "x-d", "authorization"].map((name) => headers.get(name)).join(),
    ),
    [
      "client,client,,call,Bearer t-1",
      "client,view,view,call,Bearer t-view",
      "client,view,inner,call,Bearer t-view",
      "client,view,call,,Bearer t-call",
    ],
  );
});

/** What each option of a client or a view does to a call, so that it shows whether it is in force. */
const IN_FORCE: Record<
  string,
  { value: () => CallOptions; check: (call: (options: CallOptions) => Promise<unknown>) => Promise<void> }
> = {
  timeoutMs: {
    value: () => ({ timeoutMs: 7 }),
    check: async (call) =>
      assert.include((await rejection(call({ retry: { maxRetries: 0 } }))).message, "timeoutMs (7 ms)"),
  },
  deadlineMs: {
    value: () => ({ deadlineMs: 7 }),
    check: async (call) => assert.include((await rejection(call({}))).message, "deadlineMs (7 ms)"),
  },
  signal: {
    // Made in the test: workerd makes no signal outside of a request.
    value: () => ({ signal: AbortSignal.abort() }),
    check: async (call) => assert.equal((await rejection(call({}))).code, "LARK_ABORTED"),
  },
  retry: {
    value: () => ({ retry: { maxRetries: 0 } }),
    check: async (call) => assert.equal((await rejection(call({ timeoutMs: 7 }))).attempts, 1),
  },
};
for (const [name, { value, check }] of Object.entries(IN_FORCE)) {
  test(`${name} undefined in a call or a view is the value laid before`, async () => {
    const view = clientFor(fakePlatform(never).fetch).with({ tenantAccessToken: "t-own", ...value() });
    await check((options) => view.demo.v1.thing.get({ path }, { ...options, [name]: undefined }));
    await check((options) => view.with({ [name]: undefined }).demo.v1.thing.get({ path }, options));
    await check((options) => view.request({ url: "/open-apis/x" }, { ...options, [name]: undefined }));
  });
}

test("retry, headers and helpdesk without a value, and limits of tokens, are those laid before", async () => {
  const platform = fakePlatform(never, never);
  const client = clientFor(platform.fetch, {
    timeoutMs: 7,
    retry: { maxRetries: 0 },
    headers: { "x-own": "client" },
    helpdesk: { id: "1", token: "ht-1" },
  });
  const own = { tenantAccessToken: "t-own" };
  const error = await rejection(client.demo.v1.thing.get({ path }, { ...own, retry: { maxRetries: undefined } }));
  assert.equal(error.attempts, 1);
  await rejection(client.demo.v1.place.ticket({}, { ...own, headers: undefined, helpdesk: undefined }));
  const [, { headers } = { headers: new Headers() }] = platform.sent;
  assert.equal(headers.get("x-own"), "client");
  assert.equal(headers.get("x-lark-helpdesk-authorization"), btoa("1:ht-1"));
  const view = clientFor(platform.fetch).with({ deadlineMs: 9 });
  assert.include((await rejection(view.tokens.tenant({ deadlineMs: undefined }))).message, "deadlineMs (9 ms)");
});

test("an option of identity that is undefined is a mistake, and not a call as another", async () => {
  const platform = fakePlatform();
  const users = { get: () => ({ token: "u-1", expiresAt: Date.now() + 7_200_000 }) };
  const client = clientFor(platform.fetch, { users }).with({ user: "ou_1" });
  for (const name of ["user", "userAccessToken", "tenantAccessToken"]) {
    const error = await rejection(client.demo.v1.identity.any({}, { [name]: undefined }));
    assert.instanceOf(error, TypeError);
    assert.include(error.message, name);
  }
  const ofShop = clientFor(platform.fetch, { appType: marketplace }).with({ tenantKey: "a" });
  const error = await rejection(ofShop.demo.v1.thing.get({ path }, { tenantKey: undefined }));
  assert.include(error.message, "tenantKey");
  assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
});

const CLIENT_OPTIONS = [
  "appType",
  "domain",
  "store",
  "keyPrefix",
  "users",
  "disableTokenCache",
  "userAgent",
  "maxUploadBytes",
  "hooks",
  "headers",
  "timeoutMs",
  "deadlineMs",
  "retry",
  "helpdesk",
  "waitUntil",
  "logger",
  "loggerLevel",
];
test("an option of the client that is undefined is its default", async () => {
  const platform = fakePlatform();
  for (const name of CLIENT_OPTIONS) {
    const client = new Client({ ...APP, fetch: platform.fetch, [name]: undefined });
    await client.request({ url: "/open-apis/x" });
  }
  assert.equal(platform.sent.length, CLIENT_OPTIONS.length);
  for (const { url, headers } of platform.sent) {
    assert.equal(url.href, "https://open.feishu.cn/open-apis/x");
    assert.match(`${headers.get("user-agent")}`, /^lark-edge/);
  }
  const all = Object.fromEntries(CLIENT_OPTIONS.map((name) => [name, undefined]));
  await new Client({ ...APP, ...all, fetch: platform.fetch }).request({ url: "/open-apis/x" });
});

test("a view shares the token of its client", async () => {
  const { client, say, count } = emulatedClient();
  await say("a");
  await say("b", {}, client.with({ timeoutMs: 5000 }));
  assert.equal(count("access_token"), 1);
});

test("a header of a call replaces the client's, however it is spelt", async () => {
  const platform = fakePlatform();
  const client = clientFor(platform.fetch, { headers: { "X-Own": "client", "User-Agent": "mine" } });
  await client.with({ headers: { "x-own": "view" } }).demo.v1.thing.get({ path }, { headers: { "X-OWN": "call" } });
  await client.request({ url: "/open-apis/x", headers: { "x-own": "request" } });
  assert.deepEqual(
    platform.sent.map(({ headers }) => [headers.get("x-own"), headers.get("user-agent")]),
    [
      ["call", "mine"],
      ["request", "mine"],
    ],
  );
});

test("the user agent is the package's, or the caller's", async () => {
  const platform = fakePlatform();
  await clientFor(platform.fetch).demo.v1.thing.get({ path });
  await clientFor(platform.fetch, { userAgent: "bot/1" }).demo.v1.thing.get({ path });
  const [ours, theirs] = platform.sent.map(({ headers }) => headers.get("user-agent"));
  assert.match(`${ours}`, /^lark-edge\/\d+\.\d+\.\d+/);
  assert.equal(theirs, "bot/1");
});

test("hooks see each attempt with its number, and may add headers", () =>
  withoutPauses(async () => {
    const seen: unknown[] = [];
    const hooks: Hooks = {
      async beforeRequest({ operation, method, attempt, headers }) {
        await Promise.resolve();
        headers.set("x-trace", `trace-${attempt}`);
        seen.push(["before", operation, method, attempt]);
      },
      afterResponse({ operation, attempt, status, logId, error }) {
        seen.push(["after", operation, attempt, status, logId, error instanceof LarkApiError]);
      },
    };
    const platform = fakePlatform((_, count) =>
      Response.json(count === 1 ? { code: 99991400, msg: "slow down" } : { code: 0 }, {
        status: count === 1 ? 429 : 200,
        headers: { "x-tt-logid": `log-${count}` },
      }),
    );
    await clientFor(platform.fetch, { hooks }).demo.v1.thing.get({ path }, { tenantAccessToken: "t-own" });
    assert.deepEqual(seen, [
      ["before", "demo.v1.thing.get", "GET", 1],
      ["after", "demo.v1.thing.get", 1, 429, "log-1", true],
      ["before", "demo.v1.thing.get", "GET", 2],
      ["after", "demo.v1.thing.get", 2, 200, "log-2", false],
    ]);
    assert.deepEqual(
      platform.sent.map(({ headers }) => headers.get("x-trace")),
      ["trace-1", "trace-2"],
    );
  }));

test("hooks see token requests, and the log id of a download", async () => {
  const seen: string[] = [];
  const hooks: Hooks = { afterResponse: ({ operation, logId }) => void seen.push(`${operation} ${logId}`) };
  const platform = fakePlatform(() => new Response("file", { headers: { "x-tt-logid": "log-file" } }));
  await clientFor(platform.fetch, { hooks }).demo.v1.thing.file({ path });
  assert.match(`${seen[0]}`, /^auth\.v3\.tenant_access_token/);
  assert.equal(seen[1], "demo.v1.thing.file log-file");
});

test("hooks never see the token, not even in headers that they kept", async () => {
  const kept: Headers[] = [];
  const hooks: Hooks = {
    beforeRequest: ({ headers }) => void kept.push(headers),
    afterResponse: () => {
      for (const headers of kept) {
        assert.isFalse(headers.has("authorization"), "a hook saw the token");
      }
    },
  };
  const platform = fakePlatform();
  await clientFor(platform.fetch, { hooks }).demo.v1.thing.get({ path });
  assert.equal(kept.length, 2);
  assert.equal(platform.sent[0]?.headers.get("authorization"), "Bearer t-1");
});

test("hooks see no header that holds a credential, and all of them are sent", async () => {
  const credentials: Record<string, string> = {
    authorization: "Basic own",
    cookie: "session=own",
    "proxy-authorization": "Basic own",
    "x-api-key": "own",
    "x-own-token": "own",
  };
  const seen: string[] = [];
  const hooks: Hooks = {
    beforeRequest({ headers }) {
      seen.push(...[...headers].flat());
      headers.set("x-own-token", "of the hook");
      headers.set("x-trace", "1");
    },
  };
  const platform = fakePlatform();
  const client = clientFor(platform.fetch, { hooks, helpdesk: { id: "1", token: "ht-1" } });
  await client.request({ url: "/open-apis/x", headers: { ...credentials, "x-plain": "seen" }, tokens: [] });
  assert.include(seen, "x-plain");
  const sent = platform.sent[0]?.headers;
  for (const [name, value] of Object.entries(credentials)) {
    assert.notInclude(seen, name);
    assert.equal(sent?.get(name), value);
  }
  assert.notInclude(seen, "x-lark-helpdesk-authorization");
  assert.equal(sent?.get("x-lark-helpdesk-authorization"), btoa("1:ht-1"));
  assert.equal(sent?.get("x-trace"), "1");
});

test("what beforeRequest throws, the call throws, and nothing is sent", async () => {
  const platform = fakePlatform();
  const hooks: Hooks = {
    beforeRequest() {
      throw new Error("not allowed");
    },
  };
  const error = await rejection(clientFor(platform.fetch, { hooks }).demo.v1.identity.none());
  assert.equal(error.message, "not allowed");
  assert.deepEqual(platform.sent, []);
});

test("an afterResponse that throws does not make the call twice", () =>
  withoutPauses(async () => {
    const platform = fakePlatform();
    const hooks: Hooks = {
      afterResponse({ error }) {
        if (!error) {
          throw new Error("broken hook");
        }
      },
    };
    await clientFor(platform.fetch, { hooks })
      .demo.v1.identity.none()
      .catch(() => {});
    assert.equal(platform.sent.length, 1);
  }));

const HEARD: [LogLevel, string[]][] = [
  ["debug", ["warn"]],
  ["info", ["warn"]],
  ["warn", ["warn"]],
  ["error", []],
  ["silent", []],
];
for (const [loggerLevel, levels] of HEARD) {
  test(`the logger at ${loggerLevel} hears ${levels.join(" and ") || "nothing"}`, async () => {
    const { logged, logger } = recordingLogger();
    const broken = () => Promise.reject(new Error("store is down"));
    const { say } = emulatedClient({ logger, loggerLevel, store: { get: broken, set: broken, delete: broken } });
    await say("x");
    assert.deepEqual([...new Set(logged.map(([level]) => level))].sort(), levels);
    assert.isTrue(logged.every(([, message]) => message.startsWith("lark-edge:")));
  });
}

test("an unknown loggerLevel is refused, or hears at least warnings: it never silences them", async () => {
  const { logged, logger } = recordingLogger();
  const broken = () => Promise.reject(new Error("store is down"));
  const store = { get: broken, set: broken, delete: broken };
  try {
    await emulatedClient({ logger, loggerLevel: "verbose" as LogLevel, store }).say("x");
  } catch (error) {
    assert.instanceOf(error, TypeError);
    return;
  }
  assert.include(
    logged.map(([level]) => level),
    "warn",
  );
});
