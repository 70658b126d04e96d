// Callbacks: what handlers return is the answer.
import type { CardAction, CardActionAnswer } from "lark-edge/event";
import { assert, test } from "../../support/cases.ts";
import { answered, receive, setup } from "../../support/dispatcher.ts";
import {
  event1,
  event2,
  type Fields,
  newCard,
  oldCard,
  post,
  sealed,
  signCard,
} from "../../support/platform-callbacks.ts";
import { byWay, testBothWays } from "../../support/ways.ts";

const clickNew = () => sealed(newCard());
const clickOld = async () => post(oldCard(), await signCard(oldCard()));
/** The clicks that come this way: the old callback comes by webhook alone. */
const clicks = async () => [await clickNew(), ...byWay({ webhook: [await clickOld()], "long-connection": [] })];

const card = { schema: "2.0", body: { elements: [{ tag: "markdown", content: "你好" }] } };
const raw: CardActionAnswer["card"] = { type: "raw", data: card };
const template: CardActionAnswer["card"] = {
  type: "template",
  data: { template_id: "AAq", template_variable: { a: 1 } },
};
const toast: CardActionAnswer["toast"] = { type: "success", content: "ok", i18n: { en_us: "ok" } };

// What the handler returns, what the new callback is answered with, and the old one, which has room for one thing.
const ANSWERS: [string, CardActionAnswer | undefined, Fields, Fields][] = [
  ["a raw card", { card: raw }, { card: raw }, card],
  ["a template", { card: template }, { card: template }, template as Fields],
  ["a toast", { toast }, { toast }, { toast }],
  ["a card and a toast", { card: raw, toast }, { card: raw, toast }, card],
  ["an empty answer", {}, {}, {}],
  ["nothing", undefined, {}, {}],
];
for (const [name, result, forNew, forOld] of ANSWERS) {
  for (const [how, answer] of [
    ["returned", () => result],
    ["promised", async () => result],
  ] as const) {
    testBothWays(`a click that is answered with ${name}, ${how}`, async () => {
      const { events, lines } = setup();
      events.onCardAction(answer);
      const expected = [forNew, forOld];
      for (const [index, request] of (await clicks()).entries()) {
        const { body, ...rest } = await receive(events, request);
        assert.deepEqual({ ...rest, body: "{}" }, answered(200));
        assert.deepEqual(JSON.parse(body), expected[index]);
      }
      assert.deepEqual(lines, []);
    });
  }
}

test("onCardAction gets both callbacks in the same shape", async () => {
  const { events } = setup();
  const actions: CardAction[] = [];
  const types: string[] = [];
  events.onCardAction((action, ctx) => {
    actions.push(JSON.parse(JSON.stringify(action)));
    types.push(ctx.type);
  });
  await receive(events, await clickNew());
  await receive(events, await clickOld());
  assert.deepEqual(types, ["card.action.trigger", "card.action.trigger_v1"]);
  assert.deepEqual(actions[0], newCard().event as CardAction);
  // The old callback does not tell the union_id.
  const { union_id: _, ...operator } = actions[0]?.operator ?? { open_id: "" };
  assert.deepEqual(actions[1], { ...actions[0], operator } as CardAction);
});

test("the update token of a card stays: it is not the verification token", async () => {
  const { events } = setup();
  const tokens: unknown[] = [];
  events.onCardAction((action, ctx) => {
    tokens.push(action.token, (ctx.raw.event as Fields | undefined)?.token ?? ctx.raw.token);
  });
  await receive(events, await clickNew());
  await receive(events, await clickOld());
  assert.deepEqual(tokens, Array(4).fill("c-update-token"));
});

test("a card's value may be text", async () => {
  const { events } = setup();
  const values: unknown[] = [];
  events.onCardAction((action) => {
    values.push(action.action.value);
  });
  const body = oldCard({ action: { tag: "button", value: "text" } });
  await receive(events, post(body, await signCard(body)));
  assert.deepEqual(values, ["text"]);
});

test("the callbacks are also had one by one, by name, in their own shapes", async () => {
  const { events } = setup();
  const bodies: unknown[] = [];
  events.on("card.action.trigger", (action) => {
    bodies.push(action);
    return { toast };
  });
  events.on("card.action.trigger_v1", (old) => {
    bodies.push(old);
    return card;
  });
  assert.deepEqual(JSON.parse((await receive(events, await clickNew())).body), { toast });
  assert.deepEqual(JSON.parse((await receive(events, await clickOld())).body), card);
  assert.deepEqual(bodies, [newCard().event, oldCard()]);
});

testBothWays("url.preview.get is answered by name", async () => {
  const { events } = setup();
  const answer = { inline: { title: "A page", url: { copy_url: "https://a.example" } }, card: template };
  let url: string | undefined;
  events.on("url.preview.get", (event) => {
    url = event.context.url;
    return answer;
  });
  const context = { url: "https://a.example", preview_token: "p", open_message_id: "", open_chat_id: "" };
  const request = await sealed(event2("url.preview.get", { operator: { open_id: "ou_1" }, context }));
  assert.deepEqual(JSON.parse((await receive(events, request)).body), answer);
  assert.equal(url, "https://a.example");
});

testBothWays("a callback that the platform adds later is answered by name", async () => {
  const { events } = setup();
  events.on("profile.view.get", () => ({ view: [1] }));
  const request = await sealed(event2("profile.view.get", {}, { event_id: undefined }));
  assert.equal((await receive(events, request)).body, '{"view":[1]}');
});

testBothWays("an array is an answer like any object", async () => {
  const { events } = setup();
  events.on("profile.view.get", () => [1] as never);
  assert.equal((await receive(events, await sealed(event2("profile.view.get")))).body, "[1]");
});

// `(action) => list.push(action)` returns a number: no answer of that shape exists.
for (const result of [null, 0, 1, "", "text", true, false]) {
  testBothWays(`a callback whose handler returns ${JSON.stringify(result)} is answered with {}`, async () => {
    const { events } = setup();
    events.on("card.action.trigger", () => result as never);
    events.on("card.action.trigger_v1", () => result as never);
    for (const request of await clicks()) {
      assert.equal((await receive(events, request)).body, "{}");
    }
  });

  testBothWays(`a click whose onCardAction returns ${JSON.stringify(result)} is answered with {}`, async () => {
    const { events } = setup();
    events.onCardAction(() => result as never);
    for (const request of await clicks()) {
      assert.equal((await receive(events, request)).body, "{}");
    }
  });
}

testBothWays("the first handler that returns something answers", async () => {
  const { events } = setup();
  events
    .on("card.action.trigger", () => undefined)
    .on("card.action.trigger", async () => ({ toast: { content: "second" } }))
    .on("card.action.trigger", () => ({ toast: { content: "third" } }));
  assert.include((await receive(events, await clickNew())).body, "second");
});

testBothWays("what onAny returns is not used", async () => {
  const { events } = setup();
  events.onAny(() => ({ toast }));
  assert.equal((await receive(events, await clickNew())).body, "{}");
});

testBothWays("what the handler of an event returns is not used", async () => {
  const { events } = setup();
  const result = () => ({ toast });
  events.on("im.message.receive_v1", result).on("user_add", result).on("a.b_v12", result);
  for (const body of [event2("im.message.receive_v1"), event1("user_add"), event2("a.b_v12")]) {
    assert.equal((await receive(events, await sealed(body))).body, "{}");
  }
});

testBothWays("an answer is JSON in UTF-8", async () => {
  const { events } = setup();
  events.onCardAction(() => ({ toast: { content: "你好 🚀 \ud800" } }));
  const { body } = await receive(events, await clickNew());
  assert.deepEqual(JSON.parse(body), { toast: { content: "你好 🚀 \ud800" } });
});

testBothWays("a handler that fails is answered with 500, also when another has an answer", async () => {
  const { events } = setup();
  events.onCardAction(() => ({ toast }));
  events.onCardAction(() => {
    throw new Error("no database");
  });
  for (const request of await clicks()) {
    assert.deepEqual(await receive(events, request), answered(500));
  }
});
