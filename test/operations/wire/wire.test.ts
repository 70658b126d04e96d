import { afterAll, beforeAll, expect, test } from "vitest";
import { operationNames, recordOperations } from "./record.ts";
import { recordCalls } from "./record-calls.ts";

// The pause before a retry is a random part of half a second.
const { random } = Math;
beforeAll(() => {
  Math.random = () => 0;
});
afterAll(() => {
  Math.random = random;
});

test("every operation sends the requests of the record", { timeout: 60_000 }, async () => {
  const lines = await recordOperations();
  expect(lines.filter((line) => !line.startsWith(" "))).toHaveLength(operationNames().length);
  expect(lines.length).toBeGreaterThan(4_000);
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("./operations.txt");
});

test("tokens, raw calls and clients with options send the requests of the record", async () => {
  await expect(`${(await recordCalls()).join("\n")}\n`).toMatchFileSnapshot("./calls.txt");
});
