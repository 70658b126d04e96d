// `ctx.answered`: when the platform has its answer.
import { expect, test } from "vitest";
import { EventDispatcher } from "../../../src/event/index.ts";
import { event2, newCard, post } from "../../support/platform-callbacks.ts";

/** Waits for the promises that are settled already, and those that follow from them. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

const plainly = { allowUnverified: true, loggerLevel: "silent" } as const;

/** Notes when the context of a click says that it is answered. */
function watch(events: EventDispatcher, work: () => unknown) {
  const seen = { answered: false };
  events.onCardAction(async (_, ctx) => {
    void ctx.answered.then(() => {
      seen.answered = true;
    });
    await work();
  });
  return seen;
}

test("is pending while a handler runs, and resolved when the answer is there", async () => {
  let finish = () => {};
  const events = new EventDispatcher(plainly);
  const seen = watch(events, () => new Promise<void>((resolve) => (finish = resolve)));
  const answer = events.fetch(post(newCard()));
  await turn();
  expect(seen.answered).toBe(false);
  finish();
  await answer;
  expect(seen.answered).toBe(true);
});

test("is resolved by an answer that does not wait for a slow handler", async () => {
  const events = new EventDispatcher({ ...plainly, answerBudgetMs: 1 });
  let finish = () => {};
  const seen = watch(events, () => new Promise<void>((resolve) => (finish = resolve)));
  const work: Promise<unknown>[] = [];
  await events.fetch(post(newCard()), {}, { waitUntil: (one: Promise<unknown>) => void work.push(one) });
  await turn();
  expect(seen.answered).toBe(true);
  finish();
  await Promise.all(work);
});

test("is resolved, not rejected, where the handler fails", async () => {
  const events = new EventDispatcher(plainly);
  const seen = watch(events, () => {
    throw new Error("no");
  });
  expect((await events.fetch(post(newCard()))).status).toBe(500);
  await turn();
  expect(seen.answered).toBe(true);
});

test("is resolved for an event that comes by dispatch", async () => {
  const events = new EventDispatcher(plainly);
  let answered: Promise<unknown> | undefined;
  events.on("contact.user.created_v3", (_, ctx) => {
    answered = ctx.answered;
  });
  await events.dispatch(event2());
  await expect(answered).resolves.toBeDefined();
});
