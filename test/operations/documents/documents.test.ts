import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Document } from "../../support/openapi-document.ts";
import { type Catalogue, checkCatalogue } from "./catalogue.ts";
import { checkNames, checkOpenApi, checkPages, checkPaths, checkReferences, checkTokens } from "./checks.ts";
import { checkReadme, checkVocabulary } from "./vocabulary.ts";

const FOLDER = new URL("../../../openapi/", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, FOLDER), "utf8");

// card.json describes no API: card.test.ts has its checks.
const OTHERS = ["index.json", "card.json"];
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json") && !OTHERS.includes(file));
const documents = Object.fromEntries(files.map((file) => [file, JSON.parse(read(file)) as Document]));
const catalogue: Catalogue = JSON.parse(read("index.json"));

describe("the documents of the platform", () => {
  it("are there", () => {
    expect(files).toContain("common.json");
    expect(files).toHaveLength(98);
  });

  it.each([
    ["are valid OpenAPI 3.1", checkOpenApi],
    ["refer to nothing outside themselves", checkReferences],
    ["give every operation a name of its own", checkNames],
    ["declare the parameters of every path", checkPaths],
    ["tell the tokens of every operation", checkTokens],
    ["tell how to get the next page", checkPages],
    ["use no word that the generator does not know", checkVocabulary],
  ])("%s", async (_, check) => {
    expect(await check(documents)).toEqual([]);
  });

  it("are listed in index.json, all of them and nothing else", () => {
    expect(checkCatalogue(documents, catalogue)).toEqual([]);
  });

  it("use the words of ours that the README tells", () => {
    expect(checkReadme(read("README.md"))).toEqual([]);
  });
});
