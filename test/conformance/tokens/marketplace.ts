import { type ClientOptions, type KeyValueStore, marketplace } from "lark-edge/core";
import { createEmulator } from "lark-edge/emulator";
import { appTicket, EventDispatcher } from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor, type TestClient } from "../../support/demo-api.ts";
import { fakePlatform } from "../../support/fake-platform.ts";
import { withClock } from "../../support/time.ts";

const MINUTE = 60_000;

/** An emulator with a marketplace app, a tenant that installed it, and a client. */
function shop(options: Partial<ClientOptions> = {}, now?: () => number) {
  const emulator = createEmulator({ app: { appType: "marketplace" }, ...(now ? { now } : {}) });
  const { appId, appSecret, encryptKey, verificationToken } = emulator.app;
  const again = (own: Partial<ClientOptions> = {}) =>
    clientFor(emulator.fetch, { appId, appSecret, appType: marketplace, ...options, ...own });
  const client = again();
  const addTenant = () => {
    const { tenantKey } = emulator.addTenant();
    return { tenantKey, chat: emulator.addChat({ tenantKey }) };
  };
  const tenant = addTenant();
  return {
    emulator,
    client,
    again,
    tenant,
    addTenant,
    /** Connects a dispatcher that keeps the `app_ticket` in a store. */
    connect: (store: KeyValueStore, keyPrefix?: string) => {
      const events = new EventDispatcher({ encryptKey, verificationToken, appTicket: appTicket({ store }), keyPrefix });
      return emulator.connect((request) => events.fetch(request));
    },
    say: ({ tenantKey, chat } = tenant, caller: TestClient = client) =>
      caller.im.v1.message.create(
        {
          params: { receive_id_type: "chat_id" },
          data: { receive_id: chat.chatId, msg_type: "text", content: '{"text":"hello"}' },
        },
        { tenantKey },
      ),
    /** The token requests and resends that the emulator saw. */
    asked: () =>
      emulator.requests
        .filter(({ path }) => path.includes("/auth/v3/"))
        .map(({ path }) => path.replace("/open-apis/auth/v3/", "")),
  };
}

const TOKENS = ["app_access_token", "tenant_access_token"];

test("an app_ticket that an EventDispatcher with the same store received makes calls work", async () => {
  const store = memoryStore();
  const { emulator, connect, say, tenant, asked } = shop({ store });
  await connect(store);
  await emulator.pushAppTicket();
  await say();
  assert.deepEqual(asked(), TOKENS);
  assert.equal(emulator.messages(tenant.chat).length, 1);
  assert.isString(await store.get(`lark-edge:1:app_ticket::${emulator.app.appId}:`));
});

test("client and dispatcher find the app_ticket under the same keyPrefix, and only there", async () => {
  const store = memoryStore();
  const { emulator, connect, say, again, tenant } = shop({ store });
  await connect(store, "mine:");
  await emulator.pushAppTicket();
  await say(tenant, again({ keyPrefix: "mine:" }));
  assert.isString(await store.get(`mine:lark-edge:1:app_ticket::${emulator.app.appId}:`));
  assert.isString(await store.get(`mine:lark-edge:1:app_access_token:open.feishu.cn:${emulator.app.appId}:`));
  const key = `mine:lark-edge:1:tenant_access_token:open.feishu.cn:${emulator.app.appId}:${tenant.tenantKey}`;
  assert.isString(await store.get(key));
});

/** The ticket that is valid now, read as a marketplace app would receive it. */
async function ticketOf({ emulator }: ReturnType<typeof shop>): Promise<string> {
  const { encryptKey, verificationToken } = emulator.app;
  const events = new EventDispatcher({ encryptKey, verificationToken });
  let ticket = "";
  events.on("app_ticket", ({ app_ticket }) => {
    ticket = app_ticket;
  });
  await emulator.connect((request) => events.fetch(request));
  await emulator.pushAppTicket();
  return ticket;
}

test("setAppTicket makes calls work without a store", async () => {
  const world = shop();
  await world.client.setAppTicket(await ticketOf(world));
  await world.say();
  await world.say();
  assert.deepEqual(world.asked(), TOKENS);
});

test("setAppTicket with a store serves every client of the app", async () => {
  const store = memoryStore();
  const world = shop({ store });
  await world.client.setAppTicket(await ticketOf(world));
  await world.say(world.tenant, world.again());
  assert.deepEqual(world.asked(), TOKENS);
});

test("setAppTicket on a self-built app is a TypeError that names the option", async () => {
  const { client } = shop({ appType: "self-built" });
  assert.match(`${await rejection(client.setAppTicket("ticket"))}`, /TypeError: .*appType: marketplace/);
});

test("the name of the kind in place of the import is a TypeError", () => {
  assert.throws(() => shop({ appType: "marketplace" as never }), TypeError, "appType");
});

test("setAppTicket on a view serves the client", async () => {
  const world = shop();
  await world.client.with({ timeoutMs: 5000 }).setAppTicket(await ticketOf(world));
  await world.say();
  assert.deepEqual(world.asked(), TOKENS);
});

test("setAppTicket without a ticket is a TypeError", async () => {
  for (const ticket of ["", undefined]) {
    assert.instanceOf(await rejection(shop().client.setAppTicket(ticket as string)), TypeError);
  }
});

test("each tenant has its own token, and they share the app's", async () => {
  const world = shop();
  await world.client.setAppTicket(await ticketOf(world));
  const other = world.addTenant();
  await world.say();
  await world.say(other);
  await world.say();
  assert.deepEqual(world.asked(), [...TOKENS, "tenant_access_token"]);
  assert.equal(world.emulator.messages(other.chat).length, 1);
  const tokens = await Promise.all(
    [world.tenant, other].map(({ tenantKey }) => world.client.tokens.tenant({ tenantKey })),
  );
  assert.notEqual(tokens[0]?.token, tokens[1]?.token);
});

test("the tenant's token is asked for with the app's token, and the app's with secret and ticket", async () => {
  const platform = fakePlatform(undefined, ({ url }) =>
    Response.json({
      code: 0,
      [`${url.pathname.split("/").pop()}`]: url.pathname.includes("app_") ? "a-1" : "t-1",
      expire: 7200,
    }),
  );
  const client = clientFor(platform.fetch, { appType: marketplace });
  await client.setAppTicket("ticket-1");
  await client.demo.v1.thing.post({ data: {} }, { tenantKey: "tenant-1" });
  const asked = await Promise.all(
    platform.tokenRequests.map(async (request) => [request.url.pathname, JSON.parse(await request.text())]),
  );
  assert.deepEqual(asked, [
    [
      "/open-apis/auth/v3/app_access_token",
      { app_id: "cli_0123456789abcdef", app_secret: "secret-of-the-app", app_ticket: "ticket-1" },
    ],
    ["/open-apis/auth/v3/tenant_access_token", { app_access_token: "a-1", tenant_key: "tenant-1" }],
  ]);
  assert.equal(platform.sent[0]?.headers.get("authorization"), "Bearer t-1");
});

const NO_TENANT: [what: string, options?: { tenantKey?: string | undefined }][] = [
  ["without options"],
  ["without tenantKey", {}],
  ["whose tenantKey is undefined", { tenantKey: undefined }],
  ["whose tenantKey is empty", { tenantKey: "" }],
];
for (const [what, options] of NO_TENANT) {
  test(`a marketplace app's call ${what} is a TypeError that names tenantKey, before any I/O`, async () => {
    const { client, emulator } = shop({ store: memoryStore() });
    await client.setAppTicket("ticket-1");
    const calls = [() => client.demo.v1.thing.post({ data: {} }, options), () => client.tokens.tenant(options)];
    for (const call of calls) {
      const error = await rejection(call());
      assert.instanceOf(error, TypeError);
      assert.include(error.message, "tenantKey");
    }
    assert.equal(emulator.requests.length, 0);
  });
}

test("tenantKey can be preset, for calls and for tokens", async () => {
  const world = shop();
  await world.client.setAppTicket(await ticketOf(world));
  const view = world.client.with({ tenantKey: world.tenant.tenantKey });
  await view.im.v1.message.list({ params: { container_id_type: "chat", container_id: world.tenant.chat.chatId } });
  assert.match((await view.tokens.tenant()).token, /^t-/);
  assert.deepEqual(world.asked(), TOKENS);
});

test("tokens.app of a marketplace app needs no tenant", async () => {
  const world = shop();
  await world.client.setAppTicket(await ticketOf(world));
  const { token, expiresAt } = await world.client.tokens.app();
  assert.match(token, /^a-/);
  assert.closeTo(expiresAt, Date.now() + 120 * MINUTE, 5000);
});

test("a marketplace app with neither a store nor a ticket is a TypeError that says what to pass, before any I/O", async () => {
  const { say, emulator } = shop();
  const error = await rejection(say());
  assert.instanceOf(error, TypeError);
  assert.include(error.message, "same store");
  assert.include(error.message, "setAppTicket");
  assert.equal(emulator.requests.length, 0);
});

test("while there is no ticket it is asked for once a minute, and the error says what happens next", () =>
  withClock(async (forward) => {
    const { say, asked } = shop({ store: memoryStore() });
    for (let count = 0; count < 3; count++) {
      const error = await rejection(say());
      assert.equal(error.name, "LarkAuthError");
      assert.equal(error.code, "LARK_AUTH");
      assert.equal(error.platformCode, 10012);
      assert.equal(error.tokenKind, "app_access_token");
      assert.match(error.message, /app.ticket.*again/);
    }
    assert.deepEqual(asked(), ["app_ticket/resend"]);
    forward(MINUTE + 1000);
    await rejection(say());
    assert.deepEqual(asked(), ["app_ticket/resend", "app_ticket/resend"]);
  }));

test("a ticket that was asked for makes the next call work", async () => {
  const store = memoryStore();
  const { connect, say, asked } = shop({ store });
  await connect(store);
  await rejection(say());
  await say();
  assert.deepEqual(asked(), ["app_ticket/resend", ...TOKENS]);
});

test("a ticket that the platform refuses is asked for again, and the error says so", async () => {
  const store = memoryStore();
  const { client, connect, say, asked } = shop({ store });
  await client.setAppTicket("outdated");
  await connect(store);
  const error = await rejection(say());
  assert.equal(error.name, "LarkAuthError");
  assert.equal(error.platformCode, 10012);
  assert.match(error.message, /app.ticket.*again/);
  assert.deepEqual(asked(), ["app_access_token", "app_ticket/resend"]);
});

test("a resend that fails does not hide why there is no token", async () => {
  const { say, emulator } = shop({ store: memoryStore(), retry: { maxRetries: 0 } });
  emulator.faults.add({ kind: "network", path: "resend" });
  const error = await rejection(say());
  assert.equal(error.name, "LarkAuthError");
});

test("after the platform made all tokens invalid, the app's token is replaced too", async () => {
  const store = memoryStore();
  const world = shop({ store });
  await world.client.setAppTicket(await ticketOf(world));
  await world.say();
  world.emulator.invalidateTokens();
  await world.say();
  assert.equal(world.emulator.messages(world.tenant.chat).length, 2);
});

test("an unknown tenant is a LarkAuthError, and the ticket is not blamed", async () => {
  const world = shop();
  await world.client.setAppTicket(await ticketOf(world));
  const error = await rejection(world.client.tokens.tenant({ tenantKey: "nobody" }));
  assert.equal(error.name, "LarkAuthError");
  assert.equal(error.platformCode, 10013);
  assert.equal(error.tokenKind, "tenant_access_token");
  assert.notInclude(world.asked().join(), "resend");
});

test("a hundred parallel first calls of two tenants make one request for each token", async () => {
  const world = shop();
  await world.client.setAppTicket(await ticketOf(world));
  const other = world.addTenant();
  await Promise.all(Array.from({ length: 100 }, (_, index) => world.say(index % 2 ? other : world.tenant)));
  assert.deepEqual(world.asked().sort(), [...TOKENS, "tenant_access_token"]);
});

test("the newest ticket wins: an older one that is redelivered does not replace it", async () => {
  const store = memoryStore();
  const world = shop({ store });
  await world.connect(store);
  const old = await world.emulator.request(
    { type: "app_ticket", event: { app_ticket: "old" }, schema: "1.0" },
    { now: Date.now() - 60 * MINUTE },
  );
  await world.emulator.pushAppTicket();
  const { encryptKey, verificationToken } = world.emulator.app;
  const events = new EventDispatcher({ encryptKey, verificationToken, appTicket: appTicket({ store }) });
  assert.equal((await events.fetch(old)).status, 200);
  await world.say();
  assert.deepEqual(world.asked(), TOKENS);
});
