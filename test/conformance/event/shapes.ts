// How events reach their handlers.
import type { EventContext } from "lark-edge/event";
import { assert, test } from "../../support/cases.ts";
import { BOTH, receive, setup, TOKEN_ONLY } from "../../support/dispatcher.ts";
import { event1, event2, post, sealed, TOKEN } from "../../support/platform-callbacks.ts";
import { testBothWays } from "../../support/ways.ts";

const V2 = "contact.user.created_v3";

testBothWays("on gets the event's own body, and a context that describes it, of schema 2.0", async () => {
  const { events } = setup();
  const calls: [unknown, EventContext][] = [];
  events.on(V2, (event, ctx) => {
    calls.push([event, ctx]);
  });
  await receive(events, await sealed(event2()));
  assert.lengthOf(calls, 1);
  const [event, ctx] = calls[0] as [unknown, EventContext];
  assert.deepEqual(event, { name: "Ada" });
  assert.equal(ctx.type, V2);
  assert.equal(ctx.schema, "2.0");
  const { token: _, ...header } = event2().header as Record<string, unknown>;
  assert.deepEqual(ctx.header as object, header);
  assert.deepEqual(ctx.raw, { schema: "2.0", header, event: { name: "Ada" } });
  assert.isFunction(ctx.waitUntil);
  assert.isFalse(ctx.signal.aborted);
});

testBothWays("on gets the event's own body, and a context that describes it, of schema 1.0", async () => {
  const { events } = setup();
  const calls: [unknown, EventContext][] = [];
  events.on("user_add", (event, ctx) => {
    calls.push([event, ctx]);
  });
  await receive(events, await sealed(event1()));
  assert.lengthOf(calls, 1);
  const [event, ctx] = calls[0] as [unknown, EventContext];
  const body = { type: "user_add", app_id: "cli_1", tenant_key: "tenant-1", name: "Ada" };
  assert.deepEqual(event, body);
  assert.equal(ctx.type, "user_add");
  assert.equal(ctx.schema, "1.0");
  assert.deepEqual(ctx.header as object, {
    event_type: "user_add",
    event_id: "event-1",
    create_time: "1700000000.5",
    app_id: "cli_1",
    tenant_key: "tenant-1",
  });
  const { token: _, ...raw } = event1();
  assert.deepEqual(ctx.raw, raw);
});

testBothWays("schema 1.0 may lack fields of the header, and unknown fields of schema 2.0's stay", async () => {
  const { events } = setup(TOKEN_ONLY);
  const headers: object[] = [];
  events.onAny((_, ctx) => {
    headers.push(JSON.parse(JSON.stringify(ctx.header)));
  });
  await receive(events, post({ token: TOKEN, event: { type: "user_add" } }));
  await receive(events, post(event2("a_v1", {}, { region: "cn" })));
  assert.deepEqual(headers[0], { event_type: "user_add" });
  assert.propertyVal(headers[1], "region", "cn");
});

testBothWays("register gets body, header and event in one flat object, of both schemas", async () => {
  const { events } = setup();
  const flat: unknown[] = [];
  const keep = (event: unknown, ctx: EventContext) => {
    flat.push([event, ctx.type]);
  };
  events.register({ [V2]: keep, user_add: keep });
  await receive(events, await sealed(event2()));
  await receive(events, await sealed(event1()));
  const { token: _, ...header } = event2().header as Record<string, unknown>;
  assert.deepEqual(flat, [
    [{ schema: "2.0", ...header, name: "Ada" }, V2],
    [
      {
        uuid: "event-1",
        ts: "1700000000.5",
        type: "user_add",
        app_id: "cli_1",
        tenant_key: "tenant-1",
        name: "Ada",
      },
      "user_add",
    ],
  ]);
});

testBothWays("register leaves the event as it came for the other handlers", async () => {
  const { events } = setup();
  const raws: unknown[] = [];
  const keep = (_: unknown, ctx: EventContext) => {
    raws.push(structuredClone(ctx.raw));
  };
  events.onAny(keep);
  events.register({ [V2]: keep, user_add: keep });
  events.on(V2, keep);
  await receive(events, await sealed(event2()));
  assert.lengthOf(raws, 3);
  assert.deepEqual(raws[0], raws[1]);
  assert.deepEqual(raws[0], raws[2]);
  assert.hasAllKeys(raws[2], ["schema", "header", "event"]);
});

testBothWays(
  "register takes a handler that is undefined, and answers a callback with what its handler returns",
  async () => {
    const { events } = setup();
    events.register({ [V2]: undefined, "card.action.trigger": () => ({ toast: { content: "ok" } }) });
    assert.equal((await receive(events, await sealed(event2()))).status, 200);
    const answer = await receive(events, await sealed(event2("card.action.trigger")));
    assert.deepEqual(JSON.parse(answer.body), { toast: { content: "ok" } });
  },
);

testBothWays("a customised event reaches its handler by its name, whatever the name looks like", async () => {
  for (const type of ["my_event", "my.event_v9", "my.callback", "事件", "a b", "*"]) {
    const { events } = setup();
    const bodies: unknown[] = [];
    events.on(type, (event) => {
      bodies.push(event);
    });
    await receive(events, await sealed(event2(type, ["any", "JSON"])));
    await receive(events, await sealed(event2(`${type}x`)));
    assert.deepEqual(bodies, [["any", "JSON"]]);
  }
});

testBothWays("an event whose body is missing or no object reaches its handler", async () => {
  const { events } = setup();
  const bodies: unknown[] = [];
  events.on("a_v1", (event) => {
    bodies.push(event);
  });
  for (const body of ["text", 0, null, false]) {
    assert.equal((await receive(events, await sealed(event2("a_v1", body)))).status, 200);
  }
  const { event: _, ...bodiless } = event2("a_v1");
  assert.equal((await receive(events, await sealed(bodiless))).status, 200);
  assert.deepEqual(bodies, ["text", 0, null, false, undefined]);
});

testBothWays("all handlers of a type run, in the order of their registration, and onAny sees every event", async () => {
  const { events } = setup();
  const calls: string[] = [];
  events
    .on("a_v1", () => void calls.push("a first"))
    .onAny((_, { type }) => void calls.push(`any ${type}`))
    .register({ a_v1: () => void calls.push("a flat") })
    .on("b_v1", () => void calls.push("b"))
    .on("a_v1", () => void calls.push("a last"));
  await receive(events, await sealed(event2("a_v1")));
  assert.deepEqual(
    calls.filter((call) => call.startsWith("a ")),
    ["a first", "a flat", "a last"],
  );
  assert.lengthOf(calls, 4);
  assert.include(calls, "any a_v1");
  calls.length = 0;
  await receive(events, await sealed(event2("c_v1")));
  assert.deepEqual(calls, ["any c_v1"]);
});

testBothWays("handlers of one event run beside each other", async () => {
  const { events } = setup();
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  // The first waits for the second: one after the other they would never end.
  events.on("a_v1", () => opened).on("a_v1", () => open());
  const answer = await receive(events, await sealed(event2("a_v1")));
  assert.equal(answer.status, 200);
});

testBothWays("an event that nobody handles is acknowledged, and nothing is logged as wrong", async () => {
  const { events, lines } = setup();
  for (const body of [event2("new.thing_v1"), event1("new_thing"), event2("new.callback.kind")]) {
    const answer = await receive(events, await sealed(body));
    assert.deepEqual([answer.status, answer.body], [200, "{}"]);
  }
  assert.deepEqual(lines, []);
});

testBothWays("the errors of several handlers reach onError together, and the others have run", async () => {
  const heard: unknown[] = [];
  const { events } = setup({ ...BOTH, onError: (error) => heard.push(error) });
  let ran = 0;
  const [first, second] = [new Error("first"), new TypeError("second")];
  events
    .on(V2, () => {
      throw first;
    })
    .on(V2, () => void ran++)
    .on(V2, async () => {
      throw second;
    })
    .onAny(() => void ran++);
  const answer = await receive(events, await sealed(event2()));
  assert.equal(answer.status, 500);
  assert.equal(ran, 2);
  assert.lengthOf(heard, 1);
  assert.instanceOf(heard[0], AggregateError);
  assert.deepEqual((heard[0] as AggregateError).errors, [first, second]);
});

testBothWays("the error of a single handler, or of onAny, reaches onError as it is", async () => {
  const error = new Error("no database");
  for (const where of ["on", "onAny"] as const) {
    const heard: unknown[] = [];
    const { events } = setup({ ...BOTH, onError: (failure) => heard.push(failure) });
    const fail = () => Promise.reject(error);
    where === "on" ? events.on(V2, fail) : events.onAny(fail);
    assert.equal((await receive(events, await sealed(event2()))).status, 500);
    assert.deepEqual(heard, [error]);
    assert.strictEqual(heard[0], error);
  }
});

test("on refuses what is no name or no function", () => {
  const { events } = setup();
  const on = events.on as (type: unknown, handler?: unknown) => void;
  for (const [type, handler] of [
    ["", () => {}],
    [undefined, () => {}],
    [1, () => {}],
    ["a_v1"],
    ["a_v1", {}],
    ["a_v1", null],
  ]) {
    assert.throws(() => on.call(events, type, handler), TypeError);
  }
});

test("fetch is an own, bound function, and no field is named like an option of a server", () => {
  const { events } = setup();
  assert.isTrue(Object.hasOwn(events, "fetch"));
  const names = [...Object.keys(events), ...Object.getOwnPropertyNames(Object.getPrototypeOf(events))];
  const options =
    "port hostname host unix tls routes static error development idleTimeout websocket id maxRequestBodySize";
  for (const option of [...options.split(" "), "reusePort", "signal", "onListen", "key", "cert", "handler"]) {
    assert.notInclude(names, option);
  }
});

test("fetch works when it is taken off the dispatcher", async () => {
  const { events, seen } = setup();
  const { fetch } = events;
  assert.equal((await fetch(await sealed(event2()))).status, 200);
  assert.deepEqual(seen, [V2]);
});

test("answerBudgetMs and maxBodyBytes refuse what is no positive number", () => {
  for (const value of [Number.NaN, -1, 0]) {
    assert.throws(() => setup({ ...BOTH, maxBodyBytes: value }), RangeError, "maxBodyBytes");
    assert.throws(() => setup({ ...BOTH, answerBudgetMs: value }), RangeError, "answerBudgetMs");
  }
});
