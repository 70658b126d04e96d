import { type CallOptions, LarkApiError, LarkAuthError, LarkTransportError } from "lark-edge/core";
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";
import { APP, clientFor, type TestClient } from "../../support/demo-api.ts";
import { emulatedClient, TOKEN } from "../../support/emulated-client.ts";
import { fakePlatform, tokenAnswer } from "../../support/fake-platform.ts";
import { withoutPauses } from "../../support/time.ts";

const path = { id: "1" };
const authorizations = (platform: { sent: { headers: Headers }[] }) =>
  platform.sent.map(({ headers }) => headers.get("authorization"));

test("a wrong app secret is a LarkAuthError after one token request and no other", async () => {
  const { again, say, emulator } = emulatedClient();
  const error = await rejection(say("x", {}, again({ appSecret: "wrong" })));
  assert.instanceOf(error, LarkAuthError);
  assert.instanceOf(error, LarkApiError);
  assert.equal(error.name, "LarkAuthError");
  assert.equal(error.code, "LARK_AUTH");
  assert.equal(error.platformCode, 10015);
  assert.equal(error.tokenKind, "tenant_access_token");
  assert.isString(error.logId);
  assert.include(error.message, "appSecret");
  assert.notInclude(error.message, "wrong;");
  assert.equal(emulator.requests.length, 1);
});

test("an unknown app id is a LarkAuthError", async () => {
  const { again, say } = emulatedClient();
  const error = await rejection(say("x", {}, again({ appId: "cli_ffffffffffffffff" })));
  assert.equal(error.code, "LARK_AUTH");
  assert.equal(error.platformCode, 10014);
});

test("a refused secret is not remembered: the next call asks again", async () => {
  const { again, say, emulator } = emulatedClient();
  const client = again({ appSecret: "wrong" });
  await rejection(say("x", {}, client));
  await rejection(say("x", {}, client));
  assert.equal(emulator.requests.length, 2);
});

const TOKEN_FAULTS: [what: string, code: string, tries: number, answer: () => Response | Promise<Response>][] = [
  ["cannot be reached", "LARK_NETWORK", 3, () => Promise.reject(new TypeError("fetch failed"))],
  ["does not answer in time", "LARK_TIMEOUT", 3, () => new Promise(() => {})],
  ["answers HTML", "LARK_BAD_ANSWER", 3, () => new Response("<!doctype html>", { status: 200 })],
  ["answers HTTP 502 with HTML", "LARK_BAD_ANSWER", 3, () => new Response("<!doctype html>", { status: 502 })],
  ["is cut off", "LARK_BAD_ANSWER", 3, () => new Response('{"code":0,"tenant_acc')],
  [
    "redirects",
    "LARK_REDIRECT",
    1,
    () => new Response(null, { status: 302, headers: { location: "https://x.example" } }),
  ],
];

for (const [what, code, tries, answer] of TOKEN_FAULTS) {
  test(`a token endpoint that ${what} is a LarkTransportError ${code}, and the call is not sent`, () =>
    withoutPauses(async () => {
      const platform = fakePlatform(undefined, answer);
      const client = clientFor(platform.fetch, { timeoutMs: 20 });
      const error = await rejection(client.demo.v1.thing.post({ data: {} }));
      assert.instanceOf(error, LarkTransportError);
      assert.equal(error.code, code);
      assert.equal(error.attempts, tries);
      assert.include(error.message, "tenant_access_token");
      assert.equal(platform.tokenRequests.length, tries);
      assert.deepEqual(platform.sent, []);
    }));

  test(`after a token endpoint that once ${what} the next call succeeds`, () =>
    withoutPauses(async () => {
      const platform = fakePlatform(undefined, (_, count) => (count === 1 ? answer() : tokenAnswer("t-next")));
      const client = clientFor(platform.fetch, { timeoutMs: 20, retry: { maxRetries: 0 } });
      await rejection(client.demo.v1.thing.post({ data: {} }));
      await client.demo.v1.thing.post({ data: {} });
      assert.deepEqual(authorizations(platform), ["Bearer t-next"]);
    }));
}

const TOKENLESS: [what: string, answer: object][] = [
  ["without a token", { code: 0, msg: "ok", expire: 7200 }],
  ["with an empty token", { code: 0, msg: "ok", tenant_access_token: "", expire: 7200 }],
  ["with a token that is null", { code: 0, msg: "ok", tenant_access_token: null, expire: 7200 }],
];

for (const [what, answer] of TOKENLESS) {
  test(`a token answer ${what} is an error, and the call is not sent with a made-up token`, async () => {
    const platform = fakePlatform(undefined, () => Response.json(answer));
    const error = await rejection(
      clientFor(platform.fetch, { retry: { maxRetries: 0 } }).demo.v1.thing.post({ data: {} }),
    );
    assert.match(error.name, /^Lark(Auth|Transport)Error$/);
    assert.include(error.message, "tenant_access_token");
    assert.deepEqual(authorizations(platform), []);
  });
}

test("a token answer without expire is used, and not kept for ever", async () => {
  const platform = fakePlatform(undefined, (_, count) => Response.json({ code: 0, tenant_access_token: `t-${count}` }));
  const client = clientFor(platform.fetch, { store: memoryStore() });
  await client.demo.v1.thing.post({ data: {} });
  await client.demo.v1.thing.post({ data: {} });
  assert.deepEqual(authorizations(platform), ["Bearer t-1", "Bearer t-2"]);
});

test("two apps, and two domains of one app, do not share tokens in one process and one store", async () => {
  const store = memoryStore();
  const platforms = [1, 2, 3].map((number) => fakePlatform(undefined, () => tokenAnswer(`t-of-${number}`)));
  const [first, second, third] = platforms.map(({ fetch }) => fetch);
  const clients = [
    clientFor(first, { store }),
    clientFor(second, { store, domain: "https://open.larksuite.com" }),
    clientFor(third, { store, appId: "cli_another" }),
  ];
  for (const client of [...clients, ...clients]) {
    await client.demo.v1.thing.post({ data: {} });
  }
  assert.deepEqual(
    platforms.map((platform) => [authorizations(platform), platform.tokenRequests.length]),
    [1, 2, 3].map((number) => [Array(2).fill(`Bearer t-of-${number}`), 1]),
  );
  assert.equal(platforms[1]?.sent[0]?.url.host, "open.larksuite.com");
  assert.equal(platforms[1]?.tokenRequests[0]?.url.host, "open.larksuite.com");
});

test("clients with two stores, or none, each fetch their own token", async () => {
  const { say, again, count } = emulatedClient();
  for (const client of [again({ store: memoryStore() }), again({ store: memoryStore() }), again(), again()]) {
    await say("x", {}, client);
  }
  assert.equal(count(TOKEN), 4);
});

const GIVEN: [option: keyof CallOptions, call: (client: TestClient, options: CallOptions) => Promise<unknown>][] = [
  ["userAccessToken", (client, options) => client.demo.v1.identity.user({}, options)],
  ["userAccessToken", (client, options) => client.demo.v1.identity.any({}, options)],
  ["tenantAccessToken", (client, options) => client.demo.v1.identity.any({}, options)],
  ["tenantAccessToken", (client, options) => client.demo.v1.thing.get({ path }, options)],
  ["appAccessToken", (client, options) => client.demo.v1.identity.app({}, options)],
  ["userAccessToken", (client, options) => client.request({ url: "/open-apis/x" }, options)],
  ["appAccessToken", (client, options) => client.request({ url: "/open-apis/x", tokens: ["app"] }, options)],
];

for (const [index, [option, call]] of GIVEN.entries()) {
  test(`${option} is sent as it is, and no token is fetched (${index})`, async () => {
    const platform = fakePlatform();
    const client = clientFor(platform.fetch);
    await call(client, { [option]: "x-given" });
    await call(client.with({ [option]: "x-preset" }), {});
    assert.deepEqual(authorizations(platform), ["Bearer x-given", "Bearer x-preset"]);
    assert.deepEqual(platform.tokenRequests, []);
  });

  for (const value of [undefined, "", null, 7]) {
    test(`${option} that is present but ${JSON.stringify(value)} is a TypeError, not a call with other rights (${index})`, async () => {
      const platform = fakePlatform();
      const error = await rejection(call(clientFor(platform.fetch), { [option]: value }));
      assert.instanceOf(error, TypeError);
      assert.include(error.message, option);
      assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
    });
  }
}

test("an operation for users without a user's token is a TypeError that names the option, before any I/O", async () => {
  const platform = fakePlatform();
  const error = await rejection(clientFor(platform.fetch).demo.v1.identity.user());
  assert.instanceOf(error, TypeError);
  assert.include(error.message, "userAccessToken");
  assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
});

test("a token that the operation does not take is a TypeError that names what it takes", async () => {
  const platform = fakePlatform();
  const client = clientFor(platform.fetch);
  const user = await rejection(client.demo.v1.thing.get({ path }, { userAccessToken: "u-1" }));
  const app = await rejection(client.demo.v1.identity.any({}, { appAccessToken: "a-1" }));
  const tenant = await rejection(client.demo.v1.identity.user({}, { tenantAccessToken: "t-1" }));
  for (const [error, takes] of [
    [user, ["tenantAccessToken"]],
    [app, ["tenantAccessToken", "userAccessToken"]],
    [tenant, ["userAccessToken"]],
  ] as const) {
    assert.instanceOf(error, TypeError);
    for (const option of takes) {
      assert.include(error.message, option);
    }
  }
  assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
});

test("an operation without a token sends none and fetches none", async () => {
  const platform = fakePlatform();
  await clientFor(platform.fetch).demo.v1.identity.none();
  await clientFor(platform.fetch).request({ url: "/open-apis/x", tokens: [] });
  assert.deepEqual(authorizations(platform), [null, null]);
  assert.deepEqual(platform.tokenRequests, []);
});

test("an operation for apps gets the app's token, one for tenants the tenant's", async () => {
  const platform = fakePlatform(undefined, ({ url }) =>
    tokenAnswer(url.pathname.includes("app_access") ? "a-1" : "t-1"),
  );
  const client = clientFor(platform.fetch);
  await client.demo.v1.identity.app();
  await client.demo.v1.identity.any();
  assert.deepEqual(authorizations(platform), ["Bearer a-1", "Bearer t-1"]);
});

test("the app's id and secret are asked for in JSON, without a token, at the internal endpoint", async () => {
  const platform = fakePlatform();
  await clientFor(platform.fetch).demo.v1.thing.post({ data: {} });
  const [request] = platform.tokenRequests;
  assert.equal(request?.method, "POST");
  assert.equal(request?.url.href, "https://open.feishu.cn/open-apis/auth/v3/tenant_access_token/internal");
  assert.isNull(request?.headers.get("authorization"));
  assert.deepEqual(JSON.parse(`${await request?.text()}`), { app_id: APP.appId, app_secret: APP.appSecret });
});
