// Events handed to a queue, and what a handler sends again having the same uuid.
import { appTicket, EventDispatcher, type EventDispatcherOptions, eventUuid, once, queue } from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";
import { BOTH, receive, setup } from "../../support/dispatcher.ts";
import { closeLinks, deliverOverLink } from "../../support/long-connection/link.ts";
import { event1, event2, newCard, oldCard, post, sealed, signCard, TOKEN } from "../../support/platform-callbacks.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;

/** A bot whose queue keeps what it gets. */
function queued(options: EventDispatcherOptions = {}) {
  const kept: object[] = [];
  const made = setup({ ...BOTH, loggerLevel: "warn", queue: queue((event) => void kept.push(event)), ...options });
  return { ...made, kept };
}

for (const [schema, event] of [
  ["2.0", event2()],
  ["1.0", event1()],
] as const) {
  test(`an event of schema ${schema} goes to the queue, without the verification token, and dispatch handles it`, async () => {
    const { events, seen, kept } = queued();
    assert.equal((await receive(events, await sealed(event))).status, 200);
    assert.deepEqual(seen, []);
    assert.lengthOf(kept, 1);
    const message = JSON.stringify(kept[0]);
    assert.notInclude(message, TOKEN);
    const bodies: unknown[] = [];
    events.onAny((body) => void bodies.push(body));
    await events.dispatch(JSON.parse(message));
    assert.lengthOf(seen, 1);
    assert.deepEqual(bodies, [event.event]);
  });
}

test("an event that comes over the long connection is handled at once, also with a queue", async () => {
  const { events, seen, kept } = queued();
  const { status } = await deliverOverLink(events, JSON.stringify(event2()));
  await closeLinks();
  assert.equal(status, 200);
  assert.deepEqual(kept, []);
  assert.lengthOf(seen, 1);
});

test("callbacks are not queued: they need an answer", async () => {
  const { events, seen, kept } = queued();
  events.onCardAction(() => ({ toast: { content: "hi" } }));
  assert.include((await receive(events, await sealed(newCard()))).body, "hi");
  assert.include((await receive(events, post(oldCard(), await signCard(oldCard())))).body, "hi");
  assert.deepEqual(kept, []);
  assert.lengthOf(seen, 2);
});

test("an app_ticket is kept at once, and queued too", async () => {
  const store = memoryStore();
  const { events, kept } = queued({ appTicket: appTicket({ store }) });
  await receive(events, await sealed(event1("app_ticket", { app_ticket: "ticket-1" })));
  assert.include(`${await store.get("lark-edge:1:app_ticket::cli_1:")}`, "ticket-1");
  assert.lengthOf(kept, 1);
});

test("a queue that fails is answered 500, so that the platform delivers again", async () => {
  for (const target of [
    () => Promise.reject(new Error("full")),
    () => {
      throw new Error("full");
    },
    { send: () => Promise.reject(new Error("full")) },
  ]) {
    const { events, lines } = queued({ queue: queue(target) });
    assert.equal((await receive(events, await sealed(event2()))).status, 500);
    assert.match(lines.join(), /contact.user.created_v3 event-1 failed, acknowledged: false/);
  }
});

test("what a slow queue does not have yet is not acknowledged, whatever the host offers", async () => {
  let take = () => {};
  const taken = new Promise<void>((resolve) => {
    take = resolve;
  });
  const { events } = queued({ queue: queue(() => taken), answerBudgetMs: 20, loggerLevel: "silent" });
  const works: Promise<unknown>[] = [];
  let isAnswered = false;
  const answer = receive(events, await sealed(event2()), { waitUntil: (work: Promise<unknown>) => works.push(work) });
  void answer.then(() => {
    isAnswered = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.isFalse(isAnswered);
  assert.deepEqual(works, []);
  take();
  assert.equal((await answer).status, 200);
});

test("the producer claims nothing, and of two deliveries in the queue the consumer handles one", async () => {
  const store = memoryStore();
  const { events, seen, kept } = queued({ once: once({ store }) });
  await receive(events, await sealed(event2()));
  await receive(events, await sealed(event2()));
  assert.equal(store.size, 0);
  assert.lengthOf(kept, 2);
  for (const event of kept) {
    await events.dispatch(event);
  }
  assert.lengthOf(seen, 1);
});

for (const target of [undefined, null, {}, "events"]) {
  test(`a queue that is ${JSON.stringify(target)} is a TypeError that says where to look`, () => {
    assert.throws(() => queue(target as never), TypeError, "wrangler.toml");
  });
}

for (const name of ["once", "queue", "appTicket"]) {
  for (const value of [{ store: {} }, { send: {} }, "events", 7, true]) {
    test(`the option ${name} that holds ${JSON.stringify(value)} is a TypeError that names it`, () => {
      assert.throws(() => new EventDispatcher({ [name]: value }), TypeError, `${name} must be ${name}(`);
    });
  }
}

test("options that hold undefined are as if they were left out", async () => {
  const { events, seen } = setup({ ...BOTH, once: undefined, queue: undefined, appTicket: undefined });
  assert.equal((await receive(events, await sealed(event2()))).status, 200);
  assert.lengthOf(seen, 1);
});

test("a binding's send is called as its method", async () => {
  class Binding {
    readonly kept: object[] = [];
    async send(event: object) {
      this.kept.push(event);
    }
  }
  const binding = new Binding();
  const { events } = queued({ queue: queue(binding) });
  assert.equal((await receive(events, await sealed(event2()))).status, 200);
  assert.lengthOf(binding.kept, 1);
});

test("ctx.via says how an event came: by the platform's request, from a queue, or over the long connection", async () => {
  const { events } = setup();
  const vias: string[] = [];
  events.onAny((_, ctx) => void vias.push(ctx.via));
  await receive(events, await sealed(event2()));
  await events.dispatch(event2());
  await events.dispatch(event2(), { via: "long-connection" });
  assert.deepEqual(vias, ["webhook", "queue", "long-connection"]);
});

test("consume handles a batch with the dispatcher whose method it is, and is there only with a queue", async () => {
  const { events, seen } = queued();
  let acked = 0;
  const message = { body: event2(), attempts: 1, ack: () => void acked++, retry: () => {} };
  await events.consume?.({ messages: [message, message] });
  assert.deepEqual([acked, seen.length], [2, 2]);
  assert.isUndefined(setup().events.consume);
});

test("dispatch of what is no event is a LarkCallbackError", async () => {
  const { events } = queued();
  for (const event of [undefined, null, 7, "text", {}, [], { schema: "2.0" }, { header: { event_type: "a.b_v1" } }]) {
    assert.equal((await rejection(events.dispatch(event))).reason, "invalid_body");
  }
});

/** The uuids of a handler's calls for an event, by name. */
async function uuidsOf(event: object, ...calls: (number | string)[]): Promise<string[]> {
  const { events } = setup({ ...BOTH, loggerLevel: "silent" });
  let uuids: string[] = [];
  events.onAny(async (_, ctx) => {
    uuids = await Promise.all(calls.map((call) => eventUuid(ctx, call)));
  });
  await events.dispatch(event);
  return uuids;
}

test("eventUuid is the same for the same event and call, and another for any other", async () => {
  const message = (message_id: string, header = {}) =>
    event2("im.message.receive_v1", { message: { message_id } }, header);
  const events = [
    event2(),
    event2(undefined, undefined, { event_id: "event-2" }),
    event2(undefined, undefined, { app_id: "cli_2" }),
    event2("contact.user.deleted_v3"),
    event1(),
    newCard(),
    oldCard(),
    oldCard({ token: "c-another" }),
    message("om_1"),
    message("om_2"),
    message("om_1", { app_id: "cli_2" }),
  ];
  const seen = new Set<string>();
  for (const event of events) {
    const uuids = await uuidsOf(event, 0, 1, "reply");
    assert.deepEqual(await uuidsOf(structuredClone(event), 0, 1, "reply"), uuids);
    for (const uuid of uuids) {
      assert.match(uuid, UUID);
      assert.isFalse(seen.has(uuid), "two calls have one uuid");
      seen.add(uuid);
    }
  }
  assert.deepEqual(await uuidsOf(message("om_1", { event_id: "again" }), 0), await uuidsOf(message("om_1"), 0));
});

test("eventUuid is the same on every runtime and in every version", async () => {
  assert.deepEqual(await uuidsOf(event2(), "reply"), ["8795e476-6d6c-4d33-af63-b436bd58c56c"]);
});
