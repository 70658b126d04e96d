// Clicks on cards, and `once`.
import type { CardAction, OnceOptions } from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";
import { assert, test } from "../../support/cases.ts";
import { receive } from "../../support/dispatcher.ts";
import { bot, gate } from "../../support/once-bot.ts";
import { newCard, oldCard, post, sealed, signCard } from "../../support/platform-callbacks.ts";
import { until } from "../../support/time.ts";
import { testBothWays } from "../../support/ways.ts";

test("a click is a click: callbacks are handled each time, of both shapes", async () => {
  const { events, handled, deliver } = bot({ store: memoryStore() });
  for (let click = 0; click < 2; click++) {
    await deliver(newCard());
    assert.equal((await receive(events, post(oldCard(), await signCard(oldCard())))).status, 200);
  }
  assert.lengthOf(handled, 4);
});

/** The recipe of the guide: one action per card, person and button. */
const key: OnceOptions["key"] = (event, ctx) => {
  if (ctx.type !== "card.action.trigger") {
    return undefined;
  }
  const { context, operator, action } = event as CardAction;
  return JSON.stringify([context?.open_message_id, operator.open_id, action]);
};

/** A click of one person on one button, as a delivery of its own. */
function click(event_id: string, { person = "ou_1", value = "approve" } = {}): object {
  const envelope = newCard();
  const event = { ...(envelope.event as object), operator: { open_id: person }, action: { tag: "button", value } };
  return { ...envelope, header: { ...envelope.header, event_id }, event };
}

for (const guarantee of ["atomic", "best-effort"] as const) {
  testBothWays(
    `of two clicks at once one is handled, and the second has its answer at once (${guarantee})`,
    async () => {
      const { events, handled, setWork } = bot({ store: memoryStore(), guarantee, key });
      const { opened, open } = gate();
      events.on("card.action.trigger", async () => {
        await opened;
        return { toast: { type: "success", content: "done" } };
      });
      setWork(() => opened);
      const first = sealed(click("a") as never).then((request) => receive(events, request));
      await until(() => handled.length > 0);
      const second = await receive(events, await sealed(click("b") as never));
      assert.deepEqual([second.status, second.body], [200, "{}"]);
      open();
      assert.deepEqual(JSON.parse((await first).body), { toast: { type: "success", content: "done" } });
      const late = await receive(events, await sealed(click("c") as never));
      assert.deepEqual([late.status, late.body], [200, "{}"]);
      assert.deepEqual(handled, ["a"]);
    },
  );
}

testBothWays("another person, and another button, are another click", async () => {
  const { deliver, handled } = bot({ store: memoryStore(), key });
  await deliver(click("a"));
  await deliver(click("b", { person: "ou_2" }));
  await deliver(click("c", { value: "refuse" }));
  await deliver(click("d", { value: "refuse" }));
  assert.deepEqual(handled, ["a", "b", "c"]);
});

testBothWays("a click whose handler failed can be made again", async () => {
  const { deliver, handled, setWork } = bot({ store: memoryStore(), key });
  setWork(() => {
    throw new Error("no database");
  });
  assert.equal(await deliver(click("a")), 500);
  setWork(() => {});
  assert.equal(await deliver(click("b")), 200);
  assert.deepEqual(handled, ["a", "b"]);
});

testBothWays("a captured click that is sent again is handled once, if its event_id is its key", async () => {
  const { events, handled } = bot({ store: memoryStore(), key: (_, ctx) => ctx.header.event_id });
  const request = await sealed(click("a") as never);
  for (let count = 0; count < 5; count++) {
    assert.equal((await receive(events, request.clone())).status, 200);
  }
  assert.deepEqual(handled, ["a"]);
});

test("dispatch answers a second click with nothing, also while the first is being handled", async () => {
  const { events, handled, setWork } = bot({ store: memoryStore(), key });
  const { opened, open } = gate();
  setWork(() => opened);
  const first = events.dispatch(click("a"));
  await until(() => handled.length > 0);
  assert.isUndefined(await events.dispatch(click("b")));
  open();
  await first;
  assert.deepEqual(handled, ["a"]);
});
