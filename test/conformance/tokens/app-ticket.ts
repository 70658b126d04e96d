// Which app_ticket counts, when several arrive at once, clocks are wrong, or the platform refuses one.
import { type KeyValueStore, marketplace } from "lark-edge/core";
import { appTicket } from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { BOTH, receive, setup } from "../../support/dispatcher.ts";
import { fakePlatform } from "../../support/fake-platform.ts";
import { plainStore } from "../../support/late-store.ts";
import { event1, sealed } from "../../support/platform-callbacks.ts";
import { withClock } from "../../support/time.ts";

const APP = "cli_0123456789abcdef";
const KEY = `lark-edge:1:app_ticket::${APP}:`;
const HOUR = 3_600_000;
const tenant = { tenantKey: "tenant-1" };
const path = { id: "1" };

const ticketOf = async (store: KeyValueStore) => JSON.parse(`${await store.get(KEY)}`)?.app_ticket;

/** The platform pushes a ticket, made so many milliseconds ago, to a bot with this store. */
async function push(store: KeyValueStore, ticket: string, agoMs = 0): Promise<number> {
  const { events } = setup({ ...BOTH, appTicket: appTicket({ store }) });
  const ts = `${(Date.now() - agoMs) / 1000}`;
  const event = event1("app_ticket", { app_id: APP, app_ticket: ticket }, { ts });
  return (await receive(events, await sealed(event))).status;
}

/** A platform that takes one ticket, and remembers what it was asked. */
function shop(valid: () => string) {
  const asked: string[] = [];
  const platform = fakePlatform(undefined, async (request) => {
    const [, kind = ""] = /auth\/v3\/(.*)/.exec(request.url.pathname) ?? [];
    const { app_ticket } = JSON.parse(await request.text());
    asked.push(app_ticket ? `${kind} ${app_ticket}` : kind);
    return kind === "app_access_token" && app_ticket !== valid()
      ? Response.json({ code: 10012, msg: "app ticket invalid" })
      : Response.json({ code: 0, msg: "ok", app_access_token: "a-1", tenant_access_token: "t-1", expire: 7200 });
  });
  const client = (store?: KeyValueStore) => clientFor(platform.fetch, { appType: marketplace, store });
  return { asked, client };
}

for (const order of [
  ["old", "new"],
  ["new", "old"],
] as const) {
  test(`of two tickets that are stored at once the newest stays, ${order[0]} first`, async () => {
    const memory = memoryStore();
    let readers = 0;
    // Both have looked before one of them writes.
    const store: KeyValueStore = {
      ...memory,
      async get(key) {
        const value = await memory.get(key);
        readers++;
        while (readers < 2) {
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        return value;
      },
    };
    const statuses = await Promise.all(order.map((ticket) => push(store, ticket, ticket === "old" ? HOUR : 0)));
    assert.deepEqual(statuses, [200, 200]);
    assert.equal(await ticketOf(store), "new");
  });
}

test("a ticket that loses its place to others each time is answered 500, and comes again", async () => {
  let counter = 0;
  const store: KeyValueStore = {
    ...memoryStore(),
    get: async () => JSON.stringify({ app_ticket: `other-${counter++}`, at: 1 }),
    compareAndSet: async () => false,
  };
  assert.equal(await push(store, "mine"), 500);
});

for (const make of [memoryStore, () => plainStore(memoryStore())]) {
  const of = `compareAndSet: ${"compareAndSet" in make()}`;

  test(`setAppTicket on a host whose clock is a day ahead locks out no ticket of the platform (${of})`, async () => {
    const store = make();
    await withClock(async (forward) => {
      forward(24 * HOUR);
      await shop(() => "")
        .client(store)
        .setAppTicket("by-hand");
    });
    assert.equal(await ticketOf(store), "by-hand");
    await push(store, "pushed");
    assert.equal(await ticketOf(store), "pushed");
  });

  test(`setAppTicket replaces a ticket of the platform, and an older one that is redelivered does not replace it (${of})`, async () => {
    const store = make();
    await push(store, "pushed", HOUR);
    await shop(() => "")
      .client(store)
      .setAppTicket("by-hand");
    await push(store, "older", 2 * HOUR);
    assert.equal(await ticketOf(store), "by-hand");
    await push(store, "newer");
    assert.equal(await ticketOf(store), "newer");
  });

  test(`a ticket from the future that the platform refuses is dropped, and the next one is stored (${of})`, async () => {
    const store = make();
    await store.set(KEY, JSON.stringify({ app_ticket: "future", at: Date.now() + 1_000 * HOUR }));
    const { client, asked } = shop(() => "pushed");
    const bot = client(store);
    const error = await rejection(bot.demo.v1.thing.get({ path }, tenant));
    assert.deepInclude(error, { name: "LarkAuthError", platformCode: 10012 });
    assert.match(error.message, /app_ticket.*again/);
    await push(store, "pushed");
    await bot.demo.v1.thing.get({ path }, tenant);
    assert.deepEqual(asked, [
      "app_access_token future",
      "app_ticket/resend",
      "app_access_token pushed",
      "tenant_access_token",
    ]);
  });
}

test("a ticket that the platform refused is not sent again, and a new one is at once", async () => {
  const { client, asked } = shop(() => "good");
  const bot = client();
  await bot.setAppTicket("bad");
  for (let count = 0; count < 10; count++) {
    const error = await rejection(bot.demo.v1.thing.get({ path }, tenant));
    assert.deepInclude(error, { name: "LarkAuthError", platformCode: 10012 });
  }
  assert.deepEqual(asked, ["app_access_token bad", "app_ticket/resend"]);
  await bot.setAppTicket("good");
  await bot.demo.v1.thing.get({ path }, tenant);
  assert.deepEqual(asked.slice(2), ["app_access_token good", "tenant_access_token"]);
});

test("a refused ticket is not dropped from the store when a newer one has replaced it meanwhile", async () => {
  const store = memoryStore();
  await push(store, "old", HOUR);
  const { client, asked } = shop(() => {
    // While the platform answers, its push arrives.
    store.set(KEY, JSON.stringify({ app_ticket: "new", at: Date.now() }));
    return "new";
  });
  const bot = client(store);
  await rejection(bot.demo.v1.thing.get({ path }, tenant));
  assert.equal(await ticketOf(store), "new");
  await bot.demo.v1.thing.get({ path }, tenant);
  assert.deepEqual(asked.slice(2), ["app_access_token new", "tenant_access_token"]);
});

test("setAppTicket ends the hold after a failure", async () => {
  let isDown = true;
  const platform = fakePlatform(undefined, ({ url }) =>
    isDown
      ? Response.json({ code: 10014, msg: "app secret invalid" })
      : Response.json({ code: 0, [`${url.pathname.split("/").pop()}`]: "t-1", expire: 7200 }),
  );
  const client = clientFor(platform.fetch, { appType: marketplace });
  await client.setAppTicket("one");
  await rejection(client.demo.v1.thing.get({ path }, tenant));
  await rejection(client.demo.v1.thing.get({ path }, tenant));
  isDown = false;
  await rejection(client.demo.v1.thing.get({ path }, tenant));
  await client.setAppTicket("two");
  await client.demo.v1.thing.get({ path }, tenant);
});

for (const text of ["", "null", "7", "[]", "{}", '{"app_ticket":7}', '{"app_ticket":""}', '{"app_ticket":{"a":1}}']) {
  test(`${text || "an empty text"} in the place of a ticket is none`, async () => {
    const store = memoryStore();
    await store.set(KEY, text);
    const { client, asked } = shop(() => "good");
    assert.equal((await rejection(client(store).demo.v1.thing.get({ path }, tenant))).platformCode, 10012);
    assert.deepEqual(asked, ["app_ticket/resend"]);
  });
}
