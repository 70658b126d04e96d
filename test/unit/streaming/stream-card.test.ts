import { describe, expect, test } from "vitest";
import type { EmulatorOptions, Fault } from "../../../src/emulator/index.ts";
import { openCardStream, type StreamSource, streamCard } from "../../../src/streaming/index.ts";
import { slowly, world } from "./world.ts";

const WORDS = Array.from({ length: 40 }, (_, index) => `word${index} `);
const ANSWER = WORDS.join("");

const isOpen = (card: { config: { streaming_mode: boolean } }) => card.config.streaming_mode;

test("an answer grows in one card, which ends closed", async () => {
  const { run, clock, emulator, cards, textIn } = await world();
  const seen: string[] = [];
  emulator.changes.listen((change) => {
    if (change.type === "message-changed" && change.message.msg_type === "interactive") {
      seen.push(textIn(JSON.parse(change.message.content)) ?? "");
    }
  });
  const result = await run(slowly(WORDS, clock));
  expect(result).toMatchObject({ outcome: "complete", text: ANSWER, unsent: "", attempt: 1 });
  expect(cards().map(textIn)).toEqual([ANSWER]);
  expect(cards().map(isOpen)).toEqual([false]);
  expect(seen.length).toBeGreaterThan(5);
  expect(seen.filter((text) => !ANSWER.startsWith(text))).toEqual([]);
  expect(result.calls).toBe(result.steps.length);
});

test("3,000 characters in a minute take at most 40 requests", async () => {
  const { run, clock, emulator } = await world();
  const before = emulator.requests.length;
  const { outcome, calls } = await run(
    slowly(
      Array.from({ length: 600 }, () => "five "),
      clock,
      100,
    ),
  );
  expect(outcome).toBe("complete");
  expect(calls).toBeGreaterThan(25);
  expect(calls).toBeLessThanOrEqual(40);
  // One request more fetches the token.
  expect(emulator.requests.length - before).toBe(calls + 1);
});

describe("a source", () => {
  const bytes = new TextEncoder().encode("Größe 🎉 ok");
  const streamOf = <T>(chunks: T[]) =>
    new ReadableStream<T>({
      start(controller) {
        for (const chunk of chunks) {
          controller.enqueue(chunk);
        }
        controller.close();
      },
    });

  test.each<[string, () => StreamSource, string]>([
    ["a list", () => ["a", "b"], "ab"],
    ["a stream of texts", () => streamOf(["a", "b"]), "ab"],
    ["a stream of single bytes", () => streamOf([...bytes].map((byte) => Uint8Array.of(byte))), "Größe 🎉 ok"],
    ["a function with a promise", () => async () => ["a"], "a"],
    ["a pair in two halves", () => ["\ud83c", "\udf89"], "🎉"],
    ["half a pair", () => ["a\ud83c"], "a"],
    ["nothing", () => [], "…"],
    ["empty texts", () => ["", ""], "…"],
    ["a mention with spaces", () => ["hi < / AT id=all>"], "hi <\u200B / AT id=all>"],
    ["a mention of everybody", () => ["hi <at id=all></at>"], "hi <\u200Bat id=all><\u200B/at>"],
  ])("%s", async (_, source, text) => {
    const { run, cards, textIn } = await world();
    expect((await run(source())).outcome).toBe("complete");
    expect(cards().map(textIn)).toEqual([text]);
  });

  test("replaces the other parts of the card", async () => {
    const { run, cards, clock } = await world();
    const chunks = [{ status: "Searching", panel: "thought" }, { text: "Found", status: "" }, { footer: "gpt" }];
    expect((await run(slowly(chunks, clock, 1500))).text).toBe("Found");
    expect(cards()[0].body.elements.map((one: { element_id: string }) => one.element_id)).toEqual([
      "panel",
      "text",
      "footer",
    ]);
  });

  test("that never ends is left when the signal aborts", async () => {
    const { run, cards, textIn } = await world();
    const controller = new AbortController();
    const result = run(
      async function* () {
        yield "so far";
        controller.abort();
        await new Promise(() => {});
      },
      { signal: controller.signal },
    );
    expect(await result).toMatchObject({ outcome: "stopped", text: "so far" });
    expect(cards().map(textIn)).toEqual(["so far"]);
    expect(cards().map(isOpen)).toEqual([false]);
  });

  test.each([0, 1, 3])(
    "that throws after %i chunks leaves a closed card, and a later run starts again",
    async (count) => {
      const { run, cards, textIn } = await world();
      const failing = run(function* () {
        yield* WORDS.slice(0, count);
        throw new Error("model failed");
      });
      await expect(failing).rejects.toThrow("model failed");
      expect(cards().map(isOpen)).toEqual([false]);
      expect(JSON.stringify(cards())).toContain("Interrupted");
      let given: string | undefined;
      const again = await run(({ text, attempt }) => {
        given = `${attempt}:${text}`;
        return ["more"];
      });
      const before = WORDS.slice(0, count).join("");
      expect(given).toBe(`2:${before}`);
      expect(again).toMatchObject({ outcome: "complete", attempt: 2, text: `${before}more` });
      expect(cards().map(textIn)).toEqual([`${before}more`]);
      expect(JSON.stringify(cards())).not.toContain("Interrupted");
      const third = await run(() => {
        throw new Error("it was called");
      });
      expect(third).toMatchObject({ outcome: "complete", text: `${before}more`, unsent: "", calls: 0 });
    },
  );
});

describe("wrong use", () => {
  test.each<[string, StreamSource, object, RegExp]>([
    ["a text", "text" as never, {}, /source must be .* got string; put one text into a list/],
    ["no source", undefined as never, {}, /source must be/],
    ["few calls", ["a"], { maxCalls: 7 }, /maxCalls must be at least 8, got 7/],
    ["a store without an event", ["a"], { ctx: undefined }, /store needs ctx/],
  ])("%s", async (_, source, options, message) => {
    const { run, emulator } = await world();
    await expect(run(source, options)).rejects.toThrow(message);
    expect(emulator.requests).toEqual([]);
  });

  test("two streams of one event need names", async () => {
    const { run, context } = await world();
    const ctx = context() as never;
    await run(["a"], { ctx });
    await expect(run(["b"], { ctx })).rejects.toThrow(/this event has a stream with the name ""/);
    expect((await run(["b"], { ctx, name: "second" })).outcome).toBe("complete");
  });

  test("no target", async () => {
    const { connect } = await world();
    await expect(streamCard(connect(), {} as never, ["a"])).rejects.toThrow(/target must have message_id/);
  });
});

describe("a refusal", () => {
  const TEXT = "cardkit.v1.cardElement.content";
  const refusal = (code: number, operation: string): Fault => ({ kind: "refusal", code, operation });

  test.each<[string, Fault]>([
    ["closed", refusal(300309, TEXT)],
    ["timed out", refusal(200850, TEXT)],
    ["a click is running", refusal(200810, TEXT)],
    ["sequence", refusal(300317, TEXT)],
    ["sequence at the end", refusal(300317, "cardkit.v1.card.update")],
    ["uuid at the end", refusal(200770, "cardkit.v1.card.update")],
    ["internal", refusal(300120, TEXT)],
    ["an unknown code", refusal(12345, TEXT)],
    ["rate limit", { kind: "rate-limit", operation: TEXT, resetSeconds: 3 }],
    ["rate limit at the end", { kind: "rate-limit", operation: "cardkit.v1.card.settings" }],
    ["a server error", { kind: "server-error", operation: TEXT }],
    ["a lost answer", { kind: "cut", operation: TEXT }],
    ["a lost answer to the creation", { kind: "cut", operation: "cardkit.v1.card.create" }],
    ["a lost answer to the message", { kind: "cut", operation: "im.v1.message.reply" }],
    ["a lost answer to the end", { kind: "cut", operation: "cardkit.v1.card.update" }],
    ["a lost answer to the settings", { kind: "cut", operation: "cardkit.v1.card.settings" }],
    ["a broken connection", { kind: "network", operation: TEXT, times: 2 }],
  ])("%s loses nothing", async (_, fault) => {
    for (const cardkitCheck of ["uuid", "sequence"] satisfies EmulatorOptions["cardkitCheck"][]) {
      const given = await world({ cardkitCheck });
      given.fault(fault);
      expect(await given.run(slowly(WORDS, given.clock))).toMatchObject({ outcome: "complete", unsent: "" });
      expect(given.cards().map(given.textIn)).toEqual([ANSWER]);
      expect(given.cards().map(isOpen)).toEqual([false]);
    }
  });

  test.each<[cardkitCheck: "uuid" | "sequence", tries: number]>([
    // The repeated call succeeds by its `uuid`.
    ["uuid", 2],
    // The repeated call is 300317, and the next number shows the same card.
    ["sequence", 3],
  ])("a lost answer to the end is settled without a read, where %s is checked first", async (cardkitCheck, tries) => {
    const given = await world({ cardkitCheck });
    given.fault({ kind: "cut", operation: "cardkit.v1.card.update" });
    const { steps } = await given.run(slowly(WORDS, given.clock));
    expect(steps.filter(({ did }) => did === "card")).toHaveLength(tries);
    expect(given.emulator.requests.filter(({ method }) => method === "GET")).toEqual([]);
    expect(given.cards().map(given.textIn)).toEqual([ANSWER]);
  });

  test.each([300317, 200770])("%i at the end of a run that was overtaken changes nothing", async (code) => {
    const { run, clock, cards, textIn, fault } = await world();
    const next: { result?: ReturnType<typeof run> } = {};
    const first = await run(async function* () {
      yield* slowly(["old ", "old "], clock, 3_000);
      next.result = run(["new"]);
      await next.result;
      fault({ kind: "refusal", code, operation: "cardkit.v1.card.update" });
    });
    expect(first.outcome).toBe("overtaken");
    expect(cards().map(textIn)).toEqual(["new"]);
    expect(cards().map(isOpen)).toEqual([false]);
  });

  test.each<[string, Fault]>([
    ["a rate limit", { kind: "rate-limit", operation: TEXT, resetSeconds: 1, atRequest: 3, times: 4 }],
    ["300120", { ...refusal(300120, TEXT), atRequest: 3, times: 4 }],
  ])("updates come less often after %s", async (_, fault) => {
    const updates = async (one?: Fault) => {
      const given = await world();
      if (one) {
        given.fault(one);
      }
      const { steps, outcome } = await given.run(slowly(WORDS, given.clock, 500));
      expect(outcome).toBe("complete");
      return steps.filter(({ did, code }) => did === "text" && code === undefined).length;
    };
    expect(await updates(fault)).toBeLessThan((await updates()) - 1);
  });

  test.each([200740, 200750])("%i goes on in a new card, and recalls the old one", async (code) => {
    const { run, clock, cards, textIn, fault } = await world();
    fault(refusal(code, TEXT));
    expect((await run(slowly(WORDS, clock))).outcome).toBe("complete");
    expect(cards().map(textIn)).toEqual([ANSWER]);
    expect(cards().map(isOpen)).toEqual([false]);
  });

  test("99991403 stops at once and keeps the text", async () => {
    const { run, clock, fault, emulator, cards, textIn } = await world();
    const remove = fault({ kind: "quota", operation: TEXT, atRequest: 3, times: Number.POSITIVE_INFINITY });
    const result = await run(slowly(WORDS, clock));
    expect(result.outcome).toBe("quota");
    expect(result.text.endsWith(result.unsent)).toBe(true);
    expect(result.unsent).not.toBe("");
    expect(emulator.requests.filter(({ code }) => code === 99991403)).toHaveLength(1);
    remove();
    let previous = "";
    await run(({ text }) => {
      previous = text;
      return [];
    });
    expect(previous).toBe(result.text);
    expect(cards().map(textIn)).toEqual([result.text]);
  });

  test.each([
    [230011, "im.v1.message.reply"],
    [231003, "im.v1.message.reply"],
    [230002, "im.v1.message.reply"],
  ])("%i of %s ends without calling the source", async (code, operation) => {
    const { run, fault } = await world();
    fault(refusal(code, operation));
    expect(
      await run(() => {
        throw new Error("it was called");
      }),
    ).toMatchObject({ outcome: "gone" });
  });

  test.each(["300305", "200860"])("%s keeps what the card shows, and returns the rest", async (code) => {
    const { run, clock, fault, cards, textIn } = await world();
    fault({ ...refusal(Number(code), TEXT), atRequest: 3, times: Number.POSITIVE_INFINITY });
    const { outcome, text, unsent } = await run(slowly(WORDS, clock));
    expect([outcome, text]).toEqual(["too_large", ANSWER]);
    expect(unsent).not.toBe("");
    expect(`${textIn(cards()[0])}${unsent}`).toBe(ANSWER);
    expect(cards().map(isOpen)).toEqual([false]);
  });

  test("an answer of 1 MB fills the card, and the rest is returned", async () => {
    const { run, cards, textIn } = await world();
    const long = `${"line of text 🎉\n".repeat(60_000)}end`;
    const { outcome, unsent } = await run([long]);
    expect(outcome).toBe("too_large");
    expect(`${textIn(cards()[0])}${unsent}` === long).toBe(true);
    expect(textIn(cards()[0])?.length).toBeGreaterThan(15_000);
  });

  test("maxCalls is kept, and the end is shown", async () => {
    const { run, clock, cards, textIn } = await world();
    const { outcome, calls } = await run(slowly(WORDS, clock, 3_000), { maxCalls: 10 });
    expect([outcome, cards().map(textIn)]).toEqual(["complete", [ANSWER]]);
    expect(calls).toBeLessThanOrEqual(10);
  });

  test("a stream of more than ten minutes is opened again", async () => {
    const { run, clock, cards, textIn } = await world();
    const result = await run(slowly(WORDS, clock, 20_000));
    expect(result.steps.some(({ then }) => then === "reopen")).toBe(true);
    expect([result.outcome, cards().map(textIn)]).toEqual(["complete", [ANSWER]]);
  });
});

describe("another instance", () => {
  test("takes a stream over, and the instance that was overtaken writes no more", async () => {
    const { run, clock, cards, textIn } = await world();
    const second: { result?: ReturnType<typeof run> } = {};
    const first = await run(async function* () {
      yield* slowly(["old ", "old "], clock, 3_000);
      second.result = run(["new"]);
      await second.result;
      yield* slowly(["old ", "old "], clock, 3_000);
    });
    expect(first.outcome).toBe("overtaken");
    expect(await second.result).toMatchObject({ outcome: "complete", text: "new", attempt: 2 });
    expect(cards().map(textIn)).toEqual(["new"]);
  });

  test.each(Array.from({ length: 11 }, (_, index) => index + 1))("completes what died at request %i", async (at) => {
    const { run, clock, connect, emulator, cards, textIn } = await world();
    let count = 0;
    let died = (): void => {};
    const death = new Promise<void>((resolve) => {
      died = resolve;
    });
    // Every second request reaches the platform, and the answer does not come back.
    const dying = connect((request, init) => {
      count += 1;
      if (count < at) {
        return emulator.fetch(request, init);
      }
      const work = at % 2 ? emulator.fetch(request, init) : Promise.resolve();
      work.then(died, died);
      return new Promise(() => {});
    });
    run(slowly(WORDS, clock), {}, dying).catch(() => {});
    await death;
    const result = await run(slowly(WORDS, clock));
    expect(result.outcome).toBe("complete");
    expect(cards().map(textIn)).toEqual([result.text]);
    expect(cards().map(isOpen)).toEqual([false]);
  });

  test("goes on without a store that fails", async () => {
    const { run, cards, textIn } = await world();
    const fail = () => Promise.reject(new Error("down"));
    const store = { get: fail, set: fail, delete: fail, compareAndSet: fail };
    expect((await run(WORDS, { store })).outcome).toBe("complete");
    expect(cards().map(textIn)).toEqual([ANSWER]);
  });
});

test("a card is written by calls", async () => {
  const { connect, chat, cards, textIn, clock } = await world();
  const card = await openCardStream(connect(), { chat_id: chat.chatId }, { clock });
  card.set({ status: "Searching" });
  card.write("Found ");
  card.write("it.");
  const result = await card.close();
  expect(result).toMatchObject({ outcome: "complete", text: "Found it." });
  expect(await card.close()).toBe(result);
  card.write("late");
  expect(cards().map(textIn)).toEqual(["Found it."]);
});
