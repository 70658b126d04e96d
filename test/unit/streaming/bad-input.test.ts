// What sources, chats and stores do to a stream, and what becomes of it.
import { describe, expect, test } from "vitest";
import type { KeyValueStore } from "../../../src/store/index.ts";
import { fallBack, rollOver, type StreamSource } from "../../../src/streaming/index.ts";
import { plain } from "./fault-run.ts";
import { slowly, world } from "./world.ts";

type World = Awaited<ReturnType<typeof world>>;

const isOpen = (card: { config: { streaming_mode?: boolean } }) => card.config.streaming_mode === true;

/** The text that people see, without what a cut adds. */
const shown = ({ cards, textIn }: World): string => plain(cards().map(textIn).join("\n"));

const table = (index: number) => `Table ${index}\n\n| a | b |\n|---|---|\n| ${index} | d |\n\n`;
const TABLES = Array.from({ length: 12 }, (_, index) => table(index));
const CODE = `\`\`\`ts\n${Array.from({ length: 1_600 }, (_, index) => `const value${index} = ${index};`).join("\n")}\n\`\`\`\n`;
const SENTENCE = "Größe 🎉 of one ```js\nlet a;\n``` and | a | b |";

describe("a source that yields", () => {
  test.each<[string, (given: World) => StreamSource, string]>([
    ["nothing", () => [], "…"],
    ["white space", () => [" ", "\n"], ""],
    ["one UTF-16 unit at a time", ({ clock }) => slowly(SENTENCE.split(""), clock, 20), SENTENCE],
    ["twelve tables", ({ clock }) => slowly(TABLES, clock, 300), TABLES.join("")],
    ["a code block of 40 KB", ({ clock }) => slowly(CODE.match(/[\s\S]{1,1000}/g) ?? [], clock, 300), CODE],
    ["half a code block", () => ["```ts\nlet a", " = 1;"], "```ts\nlet a = 1;"],
    [
      "a fence in two halves",
      ({ clock }) => slowly(["``", "`\nlet a;\n`", "``\n"], clock, 1_500),
      "```\nlet a;\n```\n",
    ],
    ["a mention in two halves", () => ["hi <a", "t id=all></at>"], "hi <at id=all></at>"],
    ["values that are no texts", () => [undefined, null, 7, {}, { text: undefined }, ["x"]] as never, "…"],
  ])("%s", async (_, source, text) => {
    const given = await world();
    const result = await given.run(source(given), { rollOver, fallBack });
    expect(result).toMatchObject({ outcome: "complete", unsent: "" });
    expect(shown(given)).toBe(plain(text));
    expect(given.cards().filter(isOpen)).toEqual([]);
    expect(JSON.stringify(given.cards())).not.toMatch(/<at\b/);
  });

  test("five times 1 MB, and the rest is returned", async () => {
    const given = await world();
    const chunk = "A line of an answer.\n".repeat(50_000);
    const { outcome, text, unsent } = await given.run(slowly(Array(5).fill(chunk), given.clock, 1_500));
    expect([outcome, text.length]).toEqual(["too_large", chunk.length * 5]);
    expect(`${given.textIn(given.cards()[0])}${unsent}` === text).toBe(true);
    expect(given.cards().filter(isOpen)).toEqual([]);
  });

  test("without an end, until maxCalls is reached: the end is shown, and the source is left", async () => {
    const given = await world();
    let isLeft = false;
    async function* endless() {
      try {
        for (let index = 0; ; index++) {
          yield `word${index} `;
          await given.clock.wait(2_000);
        }
      } finally {
        isLeft = true;
      }
    }
    const controller = new AbortController();
    const running = given.run(endless, { maxCalls: 10, signal: controller.signal });
    await given.clock.wait(120_000);
    controller.abort();
    const result = await running;
    expect(result).toMatchObject({ outcome: "stopped", unsent: "" });
    expect(result.calls).toBeLessThanOrEqual(10);
    expect(given.cards().map(given.textIn)).toEqual([result.text]);
    await given.clock.wait(5_000);
    expect(isLeft).toBe(true);
  });

  test("bytes that are no UTF-8, and fails", async () => {
    const given = await world();
    let count = 0;
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        count += 1;
        if (count === 1) {
          controller.enqueue(Uint8Array.of(0x61, 0xff, 0xf0, 0x9f));
        } else {
          controller.error(new Error("connection reset"));
        }
      },
    });
    await expect(given.run(broken)).rejects.toThrow("connection reset");
    expect(given.cards().map(given.textIn)).toEqual(["a\ufffd"]);
    expect(given.cards().filter(isOpen)).toEqual([]);
  });

  test("an error that the source throws when it is left does not replace the result", async () => {
    const given = await world();
    const controller = new AbortController();
    const source: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          controller.abort();
          return { done: false, value: "text" };
        },
        return: () => Promise.reject(new Error("cannot be left")),
      }),
    };
    expect(await given.run(source, { signal: controller.signal })).toMatchObject({ outcome: "stopped" });
    expect(given.cards().filter(isOpen)).toEqual([]);
  });

  test.each(["start", "middle", "end"])("and throws at the %s", async (place) => {
    const given = await world();
    const failing = given.run(async function* () {
      if (place === "start") {
        throw new Error("model failed");
      }
      yield* slowly(["one ", "two "], given.clock, 1_200);
      if (place === "middle") {
        throw new Error("model failed");
      }
      yield* slowly(["three"], given.clock, 5_000);
      throw new Error("model failed");
    });
    await expect(failing).rejects.toThrow("model failed");
    expect(given.cards().filter(isOpen)).toEqual([]);
    expect(JSON.stringify(given.cards())).toContain("Interrupted");
    const [text] = given.cards().map(given.textIn);
    expect(text).toBe({ start: "…", middle: "one two ", end: "one two three" }[place]);
  });
});

describe("a chat in which", () => {
  test("the message to answer was recalled", async () => {
    const given = await world();
    await given.emulator.recall(given.ada, given.message.message_id);
    const result = await given.run(() => {
      throw new Error("it was called");
    });
    expect(result).toMatchObject({ outcome: "gone", text: "" });
    expect(given.cards()).toEqual([]);
  });

  test("the card is recalled while it grows", async () => {
    const given = await world();
    const result = await given.run(async function* () {
      yield* slowly(["one ", "two "], given.clock, 1_200);
      const card = given.emulator.messages(given.chat).at(-1);
      await given.connect().im.v1.message.delete({ path: { message_id: `${card?.message_id}` } });
      yield* slowly(["three "], given.clock, 1_200);
    });
    // CardKit takes changes of a card whose message was recalled, as far as is known.
    expect(result).toMatchObject({ outcome: "complete", text: "one two three " });
    expect(given.cards()).toEqual([]);
    expect(given.emulator.messages(given.chat).filter(({ msg_type }) => msg_type === "interactive")).toHaveLength(1);
  });

  test("the message to answer is recalled while the card grows: the card goes on", async () => {
    const given = await world();
    const result = await given.run(async function* () {
      yield* slowly(["one ", "two "], given.clock, 1_200);
      await given.emulator.recall(given.ada, given.message.message_id);
      yield* slowly(["three "], given.clock, 1_200);
    });
    expect(result).toMatchObject({ outcome: "complete", text: "one two three " });
    expect(given.cards().map(given.textIn)).toEqual(["one two three "]);
  });

  test("the bot is removed while the card grows: the next refusal ends the stream", async () => {
    const given = await world();
    const result = await given.run(async function* () {
      yield* slowly(["one ", "two "], given.clock, 1_200);
      given.fault({ kind: "refusal", code: 230002, path: /\//, times: Number.POSITIVE_INFINITY });
      yield* slowly(["three ", "four "], given.clock, 2_500);
    });
    expect(result).toMatchObject({ outcome: "gone" });
    expect(result.text.endsWith(result.unsent)).toBe(true);
    expect(given.emulator.requests.filter(({ code }) => code === 230002)).toHaveLength(1);
  });

  test("the bot is not any more", async () => {
    const given = await world();
    const group = given.emulator.addChat({ users: [given.ada], chatType: "group" });
    await given.emulator.removeBot(group);
    const { streamCard } = await import("../../../src/streaming/index.ts");
    const result = await streamCard(given.connect(), { chat_id: group.chatId }, ["a"], { clock: given.clock });
    expect(result).toMatchObject({ outcome: "gone" });
  });
});

describe("a store that", () => {
  const wrap = (store: KeyValueStore, first: () => Promise<unknown>): KeyValueStore => ({
    get: (key) => first().then(() => store.get(key)),
    set: (...call) => first().then(() => store.set(...call)),
    delete: (key) => first().then(() => store.delete(key)),
    compareAndSet: (...call) => first().then(() => store.compareAndSet?.(...call) ?? false),
  });
  const WORDS = Array.from({ length: 30 }, (_, index) => `word${index} `);

  test.each<[string, (given: World) => KeyValueStore]>([
    ["is down", ({ store }) => wrap(store, () => Promise.reject(new Error("down")))],
    ["is slow", ({ store }) => wrap(store, () => new Promise((resolve) => setTimeout(resolve, 20)))],
    [
      "fails each second time",
      ({ store }) => {
        let count = 0;
        return wrap(store, async () => {
          count += 1;
          if (count % 2) {
            throw new Error("down");
          }
        });
      },
    ],
    [
      "is stale",
      ({ store }) => {
        const seen = new Map<string, string | null>();
        return {
          ...wrap(store, async () => {}),
          // Each value is read as it was at the read before.
          async get(key) {
            const before = seen.get(key) ?? null;
            seen.set(key, await store.get(key));
            return before;
          },
        };
      },
    ],
    ["has no compareAndSet", ({ store }) => ({ get: store.get, set: store.set, delete: store.delete })],
  ])("%s", async (_, make) => {
    const given = await world();
    const result = await given.run(slowly(WORDS, given.clock), { store: make(given) });
    expect(result).toMatchObject({ outcome: "complete", unsent: "" });
    expect(given.cards().map(given.textIn)).toEqual([WORDS.join("")]);
    expect(given.cards().filter(isOpen)).toEqual([]);
  });

  test("does not answer", async () => {
    const given = await world();
    const never = () => new Promise<never>(() => {});
    const result = await given.run(["answer"], { store: { get: never, set: never, delete: never } });
    expect(result).toMatchObject({ outcome: "complete", text: "answer" });
  });
});
