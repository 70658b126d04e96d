// The context's promises, and the two depths below fetch.
import { type EventContext, EventDispatcher, LarkCallbackError } from "lark-edge/event";
import { assert, rejection, test } from "../../support/cases.ts";
import { BOTH, receive, setup } from "../../support/dispatcher.ts";
import {
  event1,
  event2,
  newCard,
  oldCard,
  seal,
  sealed,
  sign,
  TOKEN,
  toBytes,
} from "../../support/platform-callbacks.ts";
import { testBothWays } from "../../support/ways.ts";

const V2 = "contact.user.created_v3";

/** A host whose waitUntil works as a method only, as that of workerd does. */
class Host {
  #work: Promise<unknown>[] = [];
  waitUntil(work: Promise<unknown>): void {
    this.#work.push(work);
  }
  get work(): Promise<unknown>[] {
    return this.#work;
  }
}

testBothWays(
  "ctx.waitUntil hands work to the host, can be taken off the context, and does not delay the answer",
  async () => {
    const { events } = setup();
    const host = new Host();
    let finish = () => {};
    let done = false;
    events.on(V2, (_, { waitUntil }) => {
      const work = new Promise<void>((resolve) => {
        finish = resolve;
      });
      waitUntil(
        work.then(() => {
          done = true;
        }),
      );
    });
    const answer = await receive(events, await sealed(event2()), host);
    assert.equal(answer.status, 200);
    assert.isFalse(done);
    assert.lengthOf(host.work, 1);
    finish();
    await Promise.all(host.work);
    assert.isTrue(done);
  },
);

testBothWays(
  "work that fails in ctx.waitUntil is told to onError, and neither breaks the host nor the answer",
  async () => {
    const heard: [unknown, string][] = [];
    const { events } = setup({ ...BOTH, onError: (error, info) => heard.push([error, info.context.type]) });
    const host = new Host();
    const failure = new Error("no database");
    events.on(V2, (_, ctx) => ctx.waitUntil(Promise.reject(failure)));
    assert.equal((await receive(events, await sealed(event2()), host)).status, 200);
    await Promise.all(host.work);
    assert.deepEqual(heard, [[failure, V2]]);
  },
);

testBothWays("work in ctx.waitUntil that fails after the answer is told to onError as acknowledged", async () => {
  const heard: boolean[] = [];
  const { events } = setup({ ...BOTH, onError: (_, info) => heard.push(info.acknowledged) });
  const host = new Host();
  let fail = (_: Error) => {};
  events.on(V2, (_, ctx) => ctx.waitUntil(new Promise((_, reject) => (fail = reject))));
  assert.equal((await receive(events, await sealed(event2()), host)).status, 200);
  fail(new Error("no database"));
  await Promise.all(host.work);
  assert.deepEqual(heard, [true]);
});

test("ctx.signal aborts when the request does", async () => {
  const { events } = setup();
  const stop = new AbortController();
  let signal: AbortSignal | undefined;
  events.on(V2, (_, ctx) => {
    signal = ctx.signal;
    assert.strictEqual(ctx.signal, signal, "one signal per event");
  });
  const good = await sealed(event2());
  const request = new Request(good, { signal: stop.signal });
  await receive(events, request);
  // Not `instanceOf`: the signal of a request may be of another realm than the class.
  assert.equal(Object.prototype.toString.call(signal), "[object AbortSignal]");
  assert.isFalse(signal?.aborted);
  stop.abort();
  assert.isTrue(signal?.aborted);
});

const lookup = (headers: Record<string, string>) => (name: string) => headers[name];

test("handle verifies, calls the handlers and answers without web objects", async () => {
  const { events, seen } = setup();
  events.onCardAction(() => ({ toast: { content: "ok" } }));
  const body = toBytes({ encrypt: await seal(newCard()) });
  const answer = await events.handle(body, lookup(await sign(body)));
  assert.deepEqual(answer, {
    status: 200,
    headers: { "content-type": "application/json" },
    body: '{"toast":{"content":"ok"}}',
  });
  assert.deepEqual(seen, ["card.action.trigger"]);
});

test("handle asks for headers in lower case, and takes null and undefined for a missing one", async () => {
  const { events } = setup();
  const body = toBytes({ encrypt: await seal(event2()) });
  for (const nothing of [null, undefined]) {
    const names: string[] = [];
    const answer = await events.handle(body, (name) => {
      names.push(name);
      return nothing;
    });
    assert.equal(answer.status, 401);
    assert.isNotEmpty(names);
    assert.deepEqual(
      names,
      names.map((name) => name.toLowerCase()),
    );
  }
});

test("handle reads bytes that are part of a larger buffer", async () => {
  const { events, seen } = setup();
  const body = toBytes({ encrypt: await seal(event2()) });
  const larger = new Uint8Array(body.length + 20).fill(0x7b);
  larger.set(body, 10);
  await events.handle(larger.subarray(10, 10 + body.length), lookup(await sign(body)));
  assert.deepEqual(seen, [V2]);
});

test("handle enforces the limit", async () => {
  const { events } = setup({ ...BOTH, maxBodyBytes: 10 });
  assert.equal((await events.handle(new Uint8Array(11), () => null)).status, 413);
});

test("handle leaves the host's object as it was", async () => {
  const { events, lines } = setup();
  const signals: AbortSignal[] = [];
  events.on(V2, (_, ctx) => {
    signals.push(ctx.signal);
  });
  const body = toBytes({ encrypt: await seal(event2()) });
  const host = Object.freeze({ waitUntil: () => {} });
  assert.equal((await events.handle(body, lookup(await sign(body)), host)).status, 200);
  assert.lengthOf(signals, 1);
  assert.deepEqual(lines, []);
});

test("dispatch runs the handlers of a trusted body, without secrets", async () => {
  const events = new EventDispatcher();
  const calls: [unknown, EventContext][] = [];
  events.onAny((event, ctx) => {
    calls.push([event, ctx]);
  });
  await events.dispatch(event2());
  await events.dispatch(event1());
  await events.dispatch(oldCard());
  assert.deepEqual(
    calls.map(([, ctx]) => [ctx.type, ctx.schema, ctx.header.event_id]),
    [
      [V2, "2.0", "event-1"],
      ["user_add", "1.0", "event-1"],
      ["card.action.trigger_v1", "1.0", undefined],
    ],
  );
  assert.deepEqual(calls[0]?.[0], { name: "Ada" });
});

test("dispatch takes the verification token out of what handlers see", async () => {
  const events = new EventDispatcher();
  const given: string[] = [];
  events.onAny((event, ctx) => {
    given.push(JSON.stringify([event, ctx.header, ctx.raw]));
  });
  await events.dispatch(event2());
  await events.dispatch(event1());
  assert.lengthOf(given, 2);
  assert.notInclude(given.join(), TOKEN);
});

test("dispatch leaves the body that it was given as it was", async () => {
  const events = new EventDispatcher();
  for (const body of [event2(), event1(), oldCard()]) {
    const before = structuredClone(body);
    await events.dispatch(body);
    assert.deepEqual(body, before);
  }
});

test("dispatch resolves to a callback's answer", async () => {
  const events = new EventDispatcher();
  const answer = { toast: { content: "ok" } };
  events.onCardAction(() => answer);
  assert.deepEqual(await events.dispatch(newCard()), answer);
  assert.deepEqual(await events.dispatch(oldCard()), answer);
});

test("dispatch resolves to undefined for an event, whatever its handler returns", async () => {
  const events = new EventDispatcher();
  events
    .onAny(() => 1)
    .on(V2, () => ({ rows: 1 }))
    .on("user_add", () => "done");
  assert.isUndefined(await events.dispatch(event2()));
  assert.isUndefined(await events.dispatch(event1()));
  assert.isUndefined(await events.dispatch(event2("nobody.handles_v1")));
});

test("dispatch rejects with what a handler threw, and with all of it where several did", async () => {
  const events = new EventDispatcher();
  const first = new Error("first");
  events.on(V2, () => Promise.reject(first));
  assert.strictEqual(await rejection(events.dispatch(event2())), first as never);
  const second = new Error("second");
  events.on(V2, () => Promise.reject(second));
  const both = await rejection(events.dispatch(event2()));
  assert.instanceOf(both, AggregateError);
  assert.deepEqual((both as unknown as AggregateError).errors, [first, second]);
});

const NO_EVENTS = [
  {},
  { schema: "2.0" },
  { schema: "2.0", header: {} },
  { event: {} },
  { type: "user_add" },
  [],
  "text",
  1,
];
for (const body of [...NO_EVENTS, null, undefined]) {
  test(`dispatch of ${JSON.stringify(body)}, which names no event, rejects with a LarkCallbackError`, async () => {
    const error = await rejection(new EventDispatcher().dispatch(body));
    assert.instanceOf(error, LarkCallbackError);
    assert.equal(error.code, "LARK_CALLBACK");
    assert.equal(error.reason, "invalid_body");
  });
}

test("dispatch waits as long as the handlers take", async () => {
  const events = new EventDispatcher({ answerBudgetMs: 1 });
  let done = false;
  events.on(V2, async () => {
    await new Promise((resolve) => setTimeout(resolve, 40));
    done = true;
  });
  await events.dispatch(event2());
  assert.isTrue(done);
});

test("dispatch hands ctx.waitUntil on to the host that it is given", async () => {
  const events = new EventDispatcher();
  const host = new Host();
  events.on(V2, (_, ctx) => ctx.waitUntil(Promise.resolve()));
  await events.dispatch(event2(), { waitUntil: (work) => host.waitUntil(work) });
  assert.lengthOf(host.work, 1);
});
