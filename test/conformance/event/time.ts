// Answering in time: the platform waits three seconds, and delivers again what failed.
import { LarkCallbackError } from "lark-edge/event";
import { assert, test } from "../../support/cases.ts";
import { BOTH, receive, setup } from "../../support/dispatcher.ts";
import { event2, newCard, sealed } from "../../support/platform-callbacks.ts";
import { testBothWays } from "../../support/ways.ts";

const TYPE = "contact.user.created_v3";
const BUDGET_MS = 30;

/** workerd, an edge function and the page of a browser may stop with the answer; the processes of the other runtimes live on. */
const { navigator, process } = globalThis as { navigator?: { userAgent?: string }; process?: object };
const livesOn = !/^(Cloudflare-Workers|Mozilla)/.test(navigator?.userAgent ?? "") && process !== undefined;

/** What a handler waits for until the test lets it go on. */
function gate() {
  let open = () => {};
  let fail = (_: unknown) => {};
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { opened, open, fail };
}

/** A dispatcher with a small budget, a host with a waitUntil, and all that onError hears. */
function hurried() {
  const heard: { error: unknown; acknowledged: boolean; type: string }[] = [];
  const made = setup({
    ...BOTH,
    answerBudgetMs: BUDGET_MS,
    onError: (error, { acknowledged, context }) => heard.push({ error, acknowledged, type: context.type }),
  });
  const work: Promise<unknown>[] = [];
  const ctx = { waitUntil: (promise: Promise<unknown>) => void work.push(promise) };
  return { ...made, heard, work, ctx };
}

testBothWays(
  "a handler that is done in the budget is answered with its outcome, and nothing goes to waitUntil",
  async () => {
    const { events, heard, work, ctx } = hurried();
    events.on("card.action.trigger", async () => ({ toast: { content: "ok" } }));
    assert.equal((await receive(events, await sealed(newCard()), ctx)).body, '{"toast":{"content":"ok"}}');
    events.on(TYPE, async () => {
      throw new Error("no database");
    });
    assert.equal((await receive(events, await sealed(event2()), ctx)).status, 500);
    assert.deepEqual(
      heard.map(({ acknowledged }) => acknowledged),
      [false],
    );
    assert.deepEqual(work, []);
  },
);

testBothWays("past the budget, a host with waitUntil acknowledges and goes on", async () => {
  const { events, heard, work, ctx, lines } = hurried();
  const { opened, open } = gate();
  let done = false;
  events.on(TYPE, async () => {
    await opened;
    done = true;
  });
  const started = Date.now();
  const answer = await receive(events, await sealed(event2()), ctx);
  assert.isAtLeast(Date.now() - started, BUDGET_MS - 5);
  assert.deepEqual([answer.status, answer.body], [200, "{}"]);
  assert.isFalse(done);
  assert.lengthOf(work, 1);
  open();
  await Promise.all(work);
  assert.isTrue(done);
  assert.deepEqual(heard, []);
  assert.deepEqual(lines, []);
});

testBothWays(
  "a failure after the acknowledgement goes to onError as acknowledged, and does not break the host's waitUntil",
  async () => {
    const { events, heard, work, ctx } = hurried();
    const { opened, fail } = gate();
    events.on(TYPE, () => opened);
    assert.equal((await receive(events, await sealed(event2()), ctx)).status, 200);
    const error = new Error("no database");
    fail(error);
    await Promise.all(work);
    assert.deepEqual(heard, [{ error, acknowledged: true, type: TYPE }]);
  },
);

testBothWays("without onError, a failure after the acknowledgement is logged as such", async () => {
  const { events, lines } = setup({ ...BOTH, answerBudgetMs: BUDGET_MS });
  const { opened, fail } = gate();
  const work: Promise<unknown>[] = [];
  events.on(TYPE, () => opened);
  await receive(events, await sealed(event2()), { waitUntil: (promise: Promise<unknown>) => work.push(promise) });
  fail(new Error("no database"));
  await Promise.all(work);
  assert.lengthOf(lines, 1);
  assert.match(lines[0] ?? "", /contact\.user\.created_v3.*acknowledged: true.*no database/s);
});

testBothWays("a callback past its budget is answered with {}, and onError learns of the delayed update", async () => {
  const { events, heard, work, ctx } = hurried();
  const { opened, open } = gate();
  events.on("card.action.trigger", async () => {
    await opened;
    return { toast: { content: "late" } };
  });
  const answer = await receive(events, await sealed(newCard()), ctx);
  assert.deepEqual([answer.status, answer.body], [200, "{}"]);
  assert.lengthOf(heard, 1);
  const { error, acknowledged, type } = heard[0] as (typeof heard)[0];
  assert.instanceOf(error, LarkCallbackError);
  assert.equal((error as LarkCallbackError).reason, "answer_late");
  assert.match((error as LarkCallbackError).message, /card\.action\.trigger.*\/interactive\/v1\/card\/update/s);
  assert.deepEqual([acknowledged, type], [true, "card.action.trigger"]);
  open();
  await Promise.all(work);
  assert.lengthOf(heard, 1);
});

testBothWays("a late event is no late answer", async () => {
  const { events, heard, work, ctx } = hurried();
  const { opened, open } = gate();
  events.on("app_open", () => opened).on("a.b_v1", () => opened);
  for (const type of ["app_open", "a.b_v1"]) {
    await receive(events, await sealed(event2(type)), ctx);
  }
  open();
  await Promise.all(work);
  assert.deepEqual(heard, []);
});

test("past the budget without waitUntil, a process that lives on acknowledges, another host waits and warns once", async () => {
  const { events, lines } = hurried();
  for (let round = 0; round < 2; round++) {
    const { opened, open } = gate();
    let done = false;
    const type = `round.${round}_v1`;
    events.on(type, async () => {
      await opened;
      done = true;
    });
    const answering = receive(events, await sealed(event2(type)));
    const early = await Promise.race([answering, new Promise((resolve) => setTimeout(resolve, 20 * BUDGET_MS))]);
    assert.equal(early !== undefined, livesOn);
    assert.isFalse(done);
    open();
    assert.equal((await answering).status, 200);
    await opened;
    assert.isTrue(done);
  }
  assert.lengthOf(lines, livesOn ? 0 : 1);
  assert.match(lines.join(), livesOn ? /^$/ : /waitUntil/);
});

test("without a waitUntil, a handler that fails past the budget is answered with 500 where the answer waited", async () => {
  const { events, heard } = hurried();
  const { opened, fail } = gate();
  events.on(TYPE, () => opened);
  const answering = receive(events, await sealed(event2()));
  await new Promise((resolve) => setTimeout(resolve, 2 * BUDGET_MS));
  fail(new Error("no database"));
  assert.equal((await answering).status, livesOn ? 200 : 500);
  // A turn of the event loop, for what follows the failure.
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual(
    heard.map(({ acknowledged }) => acknowledged),
    [livesOn],
  );
});

test("work in ctx.waitUntil is done before the answer where the host has no place for it", async () => {
  const { events } = setup();
  let done = false;
  events.on(TYPE, (_, ctx) => {
    ctx.waitUntil(
      new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() => {
        done = true;
      }),
    );
  });
  assert.equal((await receive(events, await sealed(event2()))).status, 200);
  assert.equal(done, !livesOn);
});

test("work in ctx.waitUntil that fails is a failed event where the answer waited for it, and else too late", async () => {
  const { events, heard } = hurried();
  events.on(TYPE, (_, ctx) =>
    ctx.waitUntil(new Promise((_, reject) => setTimeout(reject, 5, new Error("no database")))),
  );
  assert.equal((await receive(events, await sealed(event2()))).status, livesOn ? 200 : 500);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(
    heard.map(({ acknowledged }) => acknowledged),
    [livesOn],
  );
});

testBothWays("the budget counts for each request by itself", async () => {
  const { events, work, ctx } = hurried();
  const { opened, open } = gate();
  events.on("slow_v1", () => opened);
  const slow = receive(events, await sealed(event2("slow_v1")), ctx);
  assert.equal((await receive(events, await sealed(event2("quick_v1")), ctx)).status, 200);
  assert.deepEqual(work, []);
  await slow;
  assert.lengthOf(work, 1);
  open();
  await Promise.all(work);
});
