import { expect, test } from "vitest";
import type { CardAction } from "../../../src/event/index.ts";
import { type StopButton, stopButton } from "../../../src/streaming/index.ts";
import { slowly, world } from "./world.ts";

const WORDS = Array.from({ length: 60 }, (_, index) => `word${index} `);

interface Element {
  tag: string;
  behaviors?: { value: Record<string, unknown> }[];
}

const buttonIn = (card: { body: { elements: Element[] } }) => card.body.elements.find(({ tag }) => tag === "button");

/** What the click on the button of a card brings to an instance. */
const clickOn = (card: { body: { elements: Element[] } }): CardAction =>
  ({ action: { tag: "button", value: buttonIn(card)?.behaviors?.[0]?.value } }) as never;

test("a click that reaches another instance ends the stream", async () => {
  const { run, clock, store, cards, textIn } = await world();
  const running = run(slowly(WORDS, clock), { stop: stopButton({ store }) });
  await clock.wait(5_000);
  const pressedAt = clock.now();
  await stopButton({ store }).read(clickOn(cards()[0]))?.stop();
  const result = await running;
  // The clock of the test goes on while hashes are computed.
  expect(clock.now() - pressedAt).toBeLessThan(4_000);
  expect(result.outcome).toBe("stopped");
  expect(result.text).not.toBe("");
  expect(cards().map(textIn)).toEqual([result.text]);
  expect(cards().map(buttonIn)).toEqual([undefined]);
  expect(cards()[0].config.streaming_mode).toBe(false);
});

test("a click ends a stream whose source is silent", async () => {
  const { run, clock, store, cards } = await world();
  const running = run(
    async function* () {
      yield "so far";
      await new Promise(() => {});
    },
    { stop: stopButton({ store }) },
  );
  await clock.wait(3_000);
  await stopButton({ store }).read(clickOn(cards()[0]))?.stop();
  expect(await running).toMatchObject({ outcome: "stopped", text: "so far" });
});

test("the button is in the card while it grows, and gone at the end", async () => {
  const { run, clock, store, cards } = await world();
  const running = run(slowly([...WORDS, { status: "busy" }, ...WORDS], clock), {
    stop: stopButton({ store, text: "Halt" }),
  });
  await clock.wait(15_000);
  expect(JSON.stringify(buttonIn(cards()[0]))).toContain("Halt");
  expect((await running).outcome).toBe("complete");
  expect(cards().map(buttonIn)).toEqual([undefined]);
});

test("a stream without a store of its own can be stopped", async () => {
  const { run, clock, store, cards } = await world();
  const running = run(slowly(WORDS, clock), { stop: stopButton({ store }), store: undefined, ctx: undefined });
  await clock.wait(3_000);
  await stopButton({ store }).read(clickOn(cards()[0]))?.stop();
  expect((await running).outcome).toBe("stopped");
});

test("a store that fails stops nothing", async () => {
  const { run } = await world();
  const fail = () => Promise.reject(new Error("down"));
  const stop: StopButton = stopButton({ store: { get: fail, set: fail, delete: fail } });
  expect((await run(WORDS, { stop })).outcome).toBe("complete");
});

test.each([undefined, {}, { action: {} }, { action: { value: "x" } }, { action: { value: { _stop_stream: 7 } } }])(
  "a click on something else is none: %j",
  async (click) => {
    const { store } = await world();
    expect(stopButton({ store }).read(Object(click))).toBeUndefined();
  },
);

test.each([undefined, {}, { store: {} }])("without a store: %j", (options) => {
  expect(() => stopButton(options as never)).toThrow(/stopButton: store must be a KeyValueStore/);
});
