import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as cards from "../../../src/card/index.ts";
import { jsx } from "../../../src/card/jsx-runtime.ts";
import { cardOf, componentOf, DATA } from "./samples.ts";

const builders = cards as unknown as Record<string, (...args: unknown[]) => Record<string, unknown>>;
const current = Object.entries(DATA.components.schemas).filter(([, schema]) =>
  schema["x-card-schemas"]?.includes("2.0"),
);

describe("every component of openapi/card.json", () => {
  it("is one of the 27 of JSON 2.0, and has a source", () => {
    expect(current).toHaveLength(27);
    for (const [, schema] of current) {
      expect(schema.externalDocs?.url).toMatch(/^https:\/\/open\.feishu\.cn\/document\//);
      expect(schema.description).toMatch(/^[A-Z].*\.$/);
    }
  });

  it.each(current)("has a builder, which makes what the data describes: %s", (tag, schema) => {
    const sample = componentOf(tag);
    const mains = schema["x-card-main"] ?? [];
    const { tag: _, ...rest } = sample;
    const props = Object.fromEntries(Object.entries(rest).filter(([key]) => !mains.includes(key)));
    const built = builders[tag]?.(...mains.map((key) => sample[key]), props);
    expect(built).toEqual(sample);
    expect(cards.checkCard(cardOf(tag)).filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it.each(current)("has a JSX tag, which makes the same: %s", (tag, schema) => {
    const sample = componentOf(tag);
    const { tag: _, ...rest } = sample;
    const key = schema["x-card-children"];
    const { [key ?? ""]: content, ...attributes } = rest;
    expect(jsx(tag, { ...attributes, ...(key && { children: content }) })).toEqual(sample);
  });

  it("is in the reference", () => {
    const reference = readFileSync(new URL("../../../docs/card-components.md", import.meta.url), "utf8");
    for (const [tag] of current) {
      expect(reference).toContain(`## ${tag}\n`);
    }
  });
});
