import { expect, test } from "vitest";
import { healMarkdown } from "../../../src/streaming/index.ts";
import { slowly, world } from "./world.ts";

test.each([
  ["plain text", "one\ntwo", "one\ntwo"],
  ["nothing", "", ""],
  ["an open code block", "```ts\nlet a", "```ts\nlet a\n```"],
  ["an open code block at the end of a line", "```ts\n", "```ts\n```"],
  ["a closed code block", "```\na\n```\n", "```\na\n```\n"],
  ["a longer fence", "````\n```\n", "````\n```\n````"],
  ["tildes", "~~~\na", "~~~\na\n~~~"],
  ["a row that may be a table's head", "text\n\n| a | b |", "text\n"],
  ["half a line of dashes", "text\n\n| a | b |\n|--", "text\n"],
  ["a whole line of dashes", "| a | b |\n|---|---|", "| a | b |\n|---|---|"],
  ["a table with rows", "| a | b |\n|---|---|\n| c | d", "| a | b |\n|---|---|\n| c | d"],
  ["a whole line of dashes with colons", "| a | b |\n|:--|:-:|", "| a | b |\n|:--|:-:|"],
  ["a line of dashes without its last cell", "| a | b |\n|---|", ""],
  ["two lines of one bar", "|\n|", ""],
  ["a fence of two kinds of marks", "```~~\na", "```~~\na\n```"],
  ["one bar", "text\n|", "text"],
  ["a row behind a line break", "| a | b |\n", ""],
  ["a table's second row that only begins", "| a |\n|---|\n|", "| a |\n|---|\n|"],
  ["a bar in a text", "a | b", "a | b"],
])("%s", (_, text, healed) => {
  expect(healMarkdown(text)).toBe(healed);
});

test.each(["|", "| ", "| \n", "-", " "])("a long run of %j is healed in linear time", (text) => {
  const lines = `${text.repeat(300_000)}x\ndone`;
  expect(healMarkdown(lines)).toBe(lines);
});

test("a text is healed while it grows, and shown as it is at the end", async () => {
  const { run, clock, emulator, cards, textIn } = await world();
  const seen: string[] = [];
  emulator.changes.listen((change) => {
    if (change.type === "message-changed" && change.message.msg_type === "interactive") {
      seen.push(textIn(JSON.parse(change.message.content)) ?? "");
    }
  });
  const text = "```ts\nlet a = 1;\nlet b = 2;";
  await run(slowly(text, clock, 300), { heal: healMarkdown });
  expect(cards().map(textIn)).toEqual([text]);
  const growing = seen.slice(0, -2).filter((one) => one.includes("```"));
  expect(growing.length).toBeGreaterThan(2);
  expect(growing.every((one) => one.endsWith("\n```"))).toBe(true);
});
