import { describe, expect, test } from "vitest";
import { fallBack, rollOver } from "../../../src/streaming/index.ts";
import { slowly, world } from "./world.ts";

const WORDS = Array.from({ length: 30 }, (_, index) => `word${index} `);
const ANSWER = WORDS.join("");
const ALWAYS = { times: Number.POSITIVE_INFINITY };

/** The messages of the bot that people can see. */
function shown({ emulator, chat }: Awaited<ReturnType<typeof world>>) {
  return emulator
    .messages(chat)
    .filter(({ deleted, sender }) => !deleted && sender.sender_type === "app")
    .map(({ msg_type, content }) => ({ msg_type, content }));
}

describe("without CardKit", () => {
  test("the answer grows in a card that is patched", async () => {
    const given = await world();
    given.fault({ kind: "refusal", code: 99991672, path: "/cardkit/", ...ALWAYS });
    const result = await given.run(slowly(WORDS, given.clock), { fallBack });
    expect(result).toMatchObject({ outcome: "complete", unsent: "" });
    expect(result.card_id).toBeUndefined();
    expect(given.cards().map(given.textIn)).toEqual([ANSWER]);
    const patches = given.emulator.requests.filter(({ method }) => method === "PATCH");
    expect(patches.length).toBeGreaterThan(3);
    expect(result.steps.some(({ then }) => then === "without CardKit")).toBe(true);
  });

  test("nothing helps without fallBack", async () => {
    const given = await world();
    given.fault({ kind: "refusal", code: 99991672, path: "/cardkit/", ...ALWAYS });
    await expect(given.run(WORDS)).rejects.toThrow(/99991672/);
  });

  test("another run goes on with the card that is patched", async () => {
    const given = await world();
    given.fault({ kind: "refusal", code: 99991672, path: "/cardkit/", ...ALWAYS });
    await expect(
      given.run(
        async function* () {
          yield* slowly(WORDS, given.clock);
          throw new Error("model failed");
        },
        { fallBack },
      ),
    ).rejects.toThrow("model failed");
    expect(await given.run(["new"], { fallBack })).toMatchObject({ outcome: "complete", attempt: 2 });
    expect(given.cards().map(given.textIn)).toEqual(["new"]);
    expect(given.emulator.requests.filter(({ path }) => path.includes("/cardkit/"))).toHaveLength(1);
  });

  test("the answer is a post if cards are refused", async () => {
    const given = await world();
    given.fault({ kind: "refusal", code: 99991672, path: "/cardkit/", ...ALWAYS });
    given.fault({ kind: "refusal", code: 230099, path: "/reply" });
    expect(await given.run(slowly(WORDS, given.clock), { fallBack })).toMatchObject({
      outcome: "complete",
      unsent: "",
    });
    expect(shown(given)).toEqual([{ msg_type: "post", content: expect.stringContaining("word29") }]);
  });

  test("the answer is a text if posts are refused", async () => {
    const given = await world();
    given.fault({ kind: "refusal", code: 99991672, path: "/cardkit/", ...ALWAYS });
    given.fault({ kind: "refusal", code: 230099, path: "/reply", times: 2 });
    await given.run(['a <at user_id="all"></at> b'], { fallBack });
    expect(shown(given)).toEqual([{ msg_type: "text", content: expect.stringMatching(/<\u200B+at/) }]);
  });

  test("the answer is a file if texts are refused", async () => {
    const given = await world();
    given.fault({ kind: "refusal", code: 99991672, path: "/cardkit/", ...ALWAYS });
    given.fault({ kind: "refusal", code: 230099, path: "/reply", times: 3 });
    expect(await given.run(WORDS, { fallBack })).toMatchObject({ outcome: "complete", unsent: "" });
    expect(shown(given).map(({ msg_type }) => msg_type)).toEqual(["file"]);
  });

  test("the error is thrown if all ways are refused, and the next run ends the stream", async () => {
    const given = await world();
    const remove = given.fault({ kind: "refusal", code: 230099, path: "/", ...ALWAYS });
    await expect(given.run(WORDS, { fallBack })).rejects.toThrow(/230099/);
    remove();
    expect(await given.run(WORDS, { fallBack })).toMatchObject({ outcome: "complete", text: ANSWER });
  });
});

test("an end that CardKit refuses is shown in another card, and the first one is recalled", async () => {
  const given = await world();
  given.fault({ kind: "refusal", code: 12345, operation: "cardkit.v1.card.update", ...ALWAYS });
  expect(await given.run(slowly(WORDS, given.clock), { fallBack })).toMatchObject({ outcome: "complete", unsent: "" });
  expect(given.cards().map(given.textIn)).toEqual([ANSWER]);
  expect(shown(given)).toHaveLength(1);
});

test("the rest of an answer that no card takes follows as posts", async () => {
  const given = await world();
  given.fault({ kind: "refusal", code: 300305, path: "/content", atRequest: 3, ...ALWAYS });
  const result = await given.run(slowly(WORDS, given.clock), { fallBack });
  expect(result).toMatchObject({ outcome: "complete", unsent: "" });
  expect(shown(given).map(({ msg_type }) => msg_type)).toEqual(["interactive", "post"]);
  expect(shown(given)[1]?.content).toContain("word29");
});

test("an answer of 5 MB fills cards, and the rest is a file", async () => {
  const given = await world();
  const long = "A line of an answer that does not end.\n".repeat(135_000);
  const result = await given.run([long], { fallBack, rollOver });
  expect(result).toMatchObject({ outcome: "complete", unsent: "" });
  const types = shown(given).map(({ msg_type }) => msg_type);
  expect(types.at(-1)).toBe("file");
  expect(types.slice(0, -1)).toEqual(types.slice(0, -1).map(() => "interactive"));
  expect(result.calls).toBeLessThanOrEqual(100);
});
