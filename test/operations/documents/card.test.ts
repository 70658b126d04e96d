import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Document } from "../../support/openapi-document.ts";
import { checkOpenApi, checkReferences } from "./checks.ts";

interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  description?: string;
  [word: `x-card-${string}`]: unknown;
}

const ROOT = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), "utf8");
const document = JSON.parse(read("openapi/card.json")) as Document;
const schemas = document.components?.schemas as unknown as Record<string, Schema>;
const components = Object.entries(schemas).filter(([, schema]) => schema["x-card-schemas"]);

/** The words of JSON Schema that the generator of cards reads. */
const WORDS =
  "$ref additionalProperties anyOf const default description discriminator enum externalDocs items maxItems maxLength maximum minItems minimum oneOf pattern properties propertyNames required type".split(
    " ",
  );

/** Every word that stands in a schema, with the place where it does. */
function* wordsOf(schema: Schema, where: string): Generator<{ word: string; where: string; schema: Schema }> {
  for (const [word, value] of Object.entries(schema)) {
    yield { word, where, schema };
    const parts: [string, unknown][] =
      word === "properties"
        ? Object.entries(value as object)
        : ["items", "additionalProperties", "propertyNames"].includes(word)
          ? [[word, value]]
          : ["anyOf", "oneOf"].includes(word)
            ? Object.entries(value as object)
            : [];
    for (const [key, part] of parts) {
      if (typeof part === "object") {
        yield* wordsOf(part as Schema, `${where}.${key}`);
      }
    }
  }
}

const all = Object.entries(schemas).flatMap(([name, schema]) => [...wordsOf(schema, name)]);

describe("openapi/card.json", () => {
  it("is valid OpenAPI 3.1, and refers to nothing outside of itself", async () => {
    expect(await checkOpenApi({ "card.json": document })).toEqual([]);
    expect(checkReferences({ "card.json": document })).toEqual([]);
  });

  it("uses no word that the generator does not read, and explains its own in the README", () => {
    const folder = new URL("tools/codegen/card/", ROOT);
    const generator = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8"));
    const readme = read("openapi/README.md");
    const words = new Set([
      ...all.map(({ word }) => word),
      ...Object.keys(document).filter((key) => key.startsWith("x-")),
    ]);
    for (const word of words) {
      if (word.startsWith("x-")) {
        expect(generator.join("\n"), `tools/codegen/card reads ${word}`).toContain(`"${word}"`);
        expect(readme, `openapi/README.md explains ${word}`).toContain(`\`${word}\``);
      } else {
        expect(WORDS).toContain(word);
      }
    }
    const explained = readme.match(/x-card-[a-z0-9]+(-[a-z0-9]+)*/g) ?? [];
    expect(explained.filter((word) => !words.has(word))).toEqual([]);
  });

  it("requires and names only properties that there are", () => {
    for (const [name, schema] of Object.entries(schemas)) {
      const keys = Object.keys(schema.properties ?? {});
      const named = [schema.required, schema["x-card-main"], schema["x-card-children"]].flat().filter(Boolean);
      expect(
        named.filter((key) => !keys.includes(key as string)),
        name,
      ).toEqual([]);
    }
  });

  it("says of every component its tag, its source, and what it is", () => {
    for (const [tag, schema] of components) {
      expect(schema.properties?.tag?.const).toBe(tag);
      expect(schema.required).toContain("tag");
      expect(schema.description).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("describes every property", () => {
    const bare = all
      .filter(({ word, schema }) => word === "properties" && schema["x-card-schemas"])
      .flatMap(({ where, schema }) =>
        Object.entries(schema.properties ?? {})
          .filter(([key, part]) => key !== "tag" && !part.description)
          .map(([key]) => `${where}.${key}`),
      );
    expect(bare).toEqual([]);
  });

  it("lets every component of JSON 2.0 stand somewhere, and lists none of 1.0", () => {
    const listed = new Set(
      all.flatMap(({ schema }) => [schema.items, ...(schema.oneOf ?? [])]).map((part) => part?.$ref?.split("/").pop()),
    );
    for (const [tag, schema] of components) {
      const isCurrent = (schema["x-card-schemas"] as string[]).includes("2.0");
      expect(listed.has(tag), tag).toBe(isCurrent);
    }
  });

  it("says of every rule what it is, what to do, and the platform's code", () => {
    const rules = Object.entries((document as { "x-card-rules"?: object })["x-card-rules"] ?? {});
    expect(rules.length).toBeGreaterThan(40);
    for (const [id, rule] of rules) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(rule).toMatchObject({ what: expect.stringMatching(/\S/), do: expect.stringMatching(/^[A-Z].*[^.]$/) });
      expect(rule.code).toBeTypeOf("number");
    }
  });
});
