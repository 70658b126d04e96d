// Handlers that fail, and what the sender learns of it.

import { assert, test } from "../../support/cases.ts";
import { BOTH, receive, setup } from "../../support/dispatcher.ts";
import { event2, sealed } from "../../support/platform-callbacks.ts";

const FAILED = { status: 500, headers: [["content-type", "application/json"]], body: "{}" };
const TYPE = "contact.user.created_v3";
const secret = "what-the-handler-knows";

const FAILURES: [string, () => unknown][] = [
  [
    "throws",
    () => {
      throw new Error(secret);
    },
  ],
  ["rejects", () => Promise.reject(new Error(secret))],
  ["rejects later", () => Promise.resolve().then(() => Promise.reject(new TypeError(secret)))],
  ["throws no error but text", () => Promise.reject(secret)],
  ["throws undefined", () => Promise.reject(undefined)],
];
for (const [name, handler] of FAILURES) {
  test(`a handler that ${name} is answered with 500, so that the event comes again, and nothing of its message`, async () => {
    const heard: unknown[] = [];
    const { events, lines } = setup({
      ...BOTH,
      onError: (error, { acknowledged, context }) => heard.push([error, acknowledged, context.type]),
    });
    events.on(TYPE, handler);
    assert.deepEqual(await receive(events, await sealed(event2())), FAILED as never);
    const expected = await Promise.resolve()
      .then(handler)
      .catch((error: unknown) => error);
    assert.lengthOf(heard, 1);
    const [error, ...rest] = heard[0] as unknown[];
    assert.equal(String(error), String(expected));
    assert.deepEqual(rest, [false, TYPE]);
    assert.deepEqual(lines, [], "onError replaces the log");
  });
}

test("without onError a failure is logged as an error, with the event's type and id", async () => {
  const { events, lines } = setup();
  events.on(TYPE, () => {
    throw new Error("no database");
  });
  await receive(events, await sealed(event2()));
  assert.lengthOf(lines, 1);
  assert.match(lines[0] ?? "", /contact\.user\.created_v3 event-1 failed.*no database/s);
});

test("an onError that throws is logged, and the answer stays", async () => {
  const { events, lines } = setup({
    ...BOTH,
    onError: () => {
      throw new Error("onError is broken");
    },
  });
  events.on(TYPE, () => {
    throw new Error("no database");
  });
  assert.deepEqual(await receive(events, await sealed(event2())), FAILED as never);
  assert.match(lines.join(), /onError failed.*onError is broken/s);
});

test("an answer that is no JSON is answered with 500 and told to onError", async () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  for (const result of [circular, { count: 1n }]) {
    const heard: unknown[] = [];
    const { events } = setup({
      ...BOTH,
      onError: (error) => heard.push(error),
    });
    events.on("other.callback", () => result);
    const answer = await receive(events, await sealed(event2("other.callback")));
    assert.deepEqual(answer, FAILED as never);
    assert.instanceOf(heard[0], TypeError);
  }
});

test("a handler that never settles is acknowledged after the budget where the host has a waitUntil", async () => {
  const { events } = setup({ ...BOTH, answerBudgetMs: 30 });
  const work: Promise<unknown>[] = [];
  events.on(TYPE, () => new Promise(() => {}));
  const ctx = { waitUntil: (promise: Promise<unknown>) => work.push(promise) };
  const answer = await receive(events, await sealed(event2()), ctx);
  assert.deepEqual([answer.status, answer.body], [200, "{}"]);
  assert.lengthOf(work, 1, "the work was handed to the host");
});

test("a handler that fails does not keep the next event from being handled", async () => {
  const { events } = setup();
  let calls = 0;
  events.on(TYPE, () => {
    if (++calls === 1) {
      throw new Error("once");
    }
  });
  const request = await sealed(event2());
  assert.equal((await receive(events, request.clone())).status, 500);
  assert.equal((await receive(events, request)).status, 200);
});
