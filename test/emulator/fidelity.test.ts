import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { behavioursOf } from "../../src/emulator/gateway/behaviours.ts";
import { createEmulator } from "../../src/emulator/index.ts";
import { insideOf } from "../../src/emulator/inside.ts";

interface Script {
  FIDELITY: string;
  fidelityPage(behaviours: unknown): string;
}

const behaviours = behavioursOf(insideOf(createEmulator()).routes);

test("FIDELITY.md is current: npm run fidelity writes it", async () => {
  const path = new URL("../../tools/fidelity.mjs", import.meta.url).href;
  const { FIDELITY, fidelityPage } = (await import(path)) as Script;
  expect(await readFile(FIDELITY, "utf8")).toBe(fidelityPage(behaviours));
});

test("each operation says where it is known from, once", () => {
  const names = behaviours.map(({ operation }) => operation);
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  expect(names.length).toBeGreaterThan(50);
});

test("no behaviour is told twice of one operation, and none is empty", () => {
  for (const { operation, notes } of behaviours) {
    const told = notes.map(([behaviour]) => behaviour);
    expect(new Set(told).size, operation).toBe(told.length);
    expect(
      told.filter((behaviour) => behaviour.trim() === ""),
      operation,
    ).toEqual([]);
  }
});
