// The app_ticket of marketplace apps: stored from the verified event.
import { appTicket, type KeyValueStore } from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";
import { assert, test } from "../../support/cases.ts";
import { BOTH, receive, setup } from "../../support/dispatcher.ts";
import { event1, post, sealed } from "../../support/platform-callbacks.ts";

/** The documented key. */
const KEY = "lark-edge:1:app_ticket::cli_1:";

const ticketEvent = (ticket: string, ts: string, app = "cli_1") =>
  event1("app_ticket", { app_id: app, app_ticket: ticket }, { ts });

async function storedTicket(store: KeyValueStore, key = KEY): Promise<string | undefined> {
  const text = await store.get(key);
  return text === null ? undefined : JSON.parse(text).app_ticket;
}

test("an app_ticket is stored under the app's documented key, before the handlers run", async () => {
  const store = memoryStore();
  const { events } = setup({ ...BOTH, appTicket: appTicket({ store }) });
  let atHandler: string | undefined;
  events.on("app_ticket", async () => {
    atHandler = await storedTicket(store);
  });
  assert.equal((await receive(events, await sealed(ticketEvent("ticket-1", "1700000000.5")))).status, 200);
  assert.equal(atHandler, "ticket-1");
  assert.equal(store.size, 1);
});

test("keyPrefix stands before the key", async () => {
  const store = memoryStore();
  const { events } = setup({ ...BOTH, appTicket: appTicket({ store }), keyPrefix: "prod/" });
  await receive(events, await sealed(ticketEvent("ticket-1", "1700000000.5")));
  assert.equal(await storedTicket(store, `prod/${KEY}`), "ticket-1");
  assert.isUndefined(await storedTicket(store));
});

test("the newest app_ticket wins: an old one that is delivered again is ignored, and acknowledged", async () => {
  const store = memoryStore();
  const { events } = setup({ ...BOTH, appTicket: appTicket({ store }) });
  const outcomes: unknown[] = [];
  for (const [ticket, ts] of [
    ["ticket-2", "1700003600.1"],
    ["ticket-1", "1700000000.5"],
    ["ticket-2", "1700003600.1"],
    ["ticket-3", "1700007200.9"],
  ] as const) {
    const { status } = await receive(events, await sealed(ticketEvent(ticket, ts)));
    outcomes.push([status, await storedTicket(store)]);
  }
  assert.deepEqual(outcomes, [
    [200, "ticket-2"],
    [200, "ticket-2"],
    [200, "ticket-2"],
    [200, "ticket-3"],
  ]);
});

test("a time is a number, not text: 999 is older than 1000", async () => {
  const store = memoryStore();
  const { events } = setup({ ...BOTH, appTicket: appTicket({ store }) });
  await receive(events, await sealed(ticketEvent("new", "1000")));
  await receive(events, await sealed(ticketEvent("old", "999.9")));
  assert.equal(await storedTicket(store), "new");
});

test("tickets of several apps do not meet", async () => {
  const store = memoryStore();
  const { events } = setup({ ...BOTH, appTicket: appTicket({ store }) });
  await receive(events, await sealed(ticketEvent("ticket-1", "1700003600")));
  await receive(events, await sealed(ticketEvent("ticket-2", "1700000000", "cli_2")));
  assert.equal(await storedTicket(store), "ticket-1");
  assert.equal(await storedTicket(store, "lark-edge:1:app_ticket::cli_2:"), "ticket-2");
});

test("an app's id cannot reach into another's key", async () => {
  const store = memoryStore();
  const { events } = setup({ ...BOTH, appTicket: appTicket({ store }) });
  await receive(events, await sealed(ticketEvent("ticket-1", "1700003600", "cli_1:")));
  assert.isUndefined(await storedTicket(store));
  assert.equal(await storedTicket(store, "lark-edge:1:app_ticket::cli_1%3A:"), "ticket-1");
});

test("a ticket that is not proved is not stored", async () => {
  const store = memoryStore();
  const { events } = setup({ ...BOTH, appTicket: appTicket({ store }) });
  await receive(events, post(ticketEvent("forged", "1700000000")));
  await receive(events, await sealed(ticketEvent("forged", "1700000000"), { secret: "encrypt-key-of-another-app" }));
  assert.equal(store.size, 0);
});

test("what was in the store and is no ticket is replaced", async () => {
  for (const text of ["", "no JSON", "null", "1", "[]", '{"at":"x"}', '{"app_ticket":1,"at":null}']) {
    const store = memoryStore();
    await store.set(KEY, text);
    const { events } = setup({ ...BOTH, appTicket: appTicket({ store }) });
    await receive(events, await sealed(ticketEvent("ticket-1", "1700000000")));
    assert.equal(await storedTicket(store), "ticket-1", text);
  }
});

test("a ticket that cannot be stored is answered with 500, so that it comes again", async () => {
  const store = memoryStore();
  const down = () => Promise.reject(new Error("no database"));
  const failing: KeyValueStore = { ...store, set: down, compareAndSet: down };
  const heard: unknown[] = [];
  const { events } = setup({
    ...BOTH,
    appTicket: appTicket({ store: failing }),
    onError: (error) => heard.push(error),
  });
  assert.equal((await receive(events, await sealed(ticketEvent("ticket-1", "1700000000")))).status, 500);
  assert.match(String(heard), /no database/);
});

test("without appTicket an app_ticket is an event like any other", async () => {
  const { events, seen } = setup();
  assert.equal((await receive(events, await sealed(ticketEvent("ticket-1", "1700000000")))).status, 200);
  assert.deepEqual(seen, ["app_ticket"]);
});

test("dispatch stores an app_ticket too", async () => {
  const store = memoryStore();
  const { events } = setup({ appTicket: appTicket({ store }) });
  await events.dispatch(ticketEvent("ticket-1", "1700000000"));
  assert.equal(await storedTicket(store), "ticket-1");
});

for (const store of [undefined, null, {}, "kv"]) {
  test(`appTicket without a store (${JSON.stringify(store)}) is a TypeError that says so`, () => {
    assert.throws(() => appTicket({ store } as never), TypeError, "appTicket: store must be");
  });
}
