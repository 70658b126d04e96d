import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const CHINESE = ".zh-CN.md";

/** A generated reference of names and numbers. */
const ENGLISH_ONLY = ["card-components.md"];

const guides = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md") && !ENGLISH_ONLY.includes(name));
const english = ["README.md", ...guides.filter((name) => !name.endsWith(CHINESE)).map((name) => `docs/${name}`)];
const chineseOf = (paper: string) => paper.replace(/\.md$/, CHINESE);
const read = (paper: string) => readFileSync(join(root, paper), "utf8");

const FENCE = /^```[\s\S]*?^```$/gm;
/** The code of a paper; a Chinese one may choose its language. */
const codeOf = (paper: string) =>
  (read(paper).match(FENCE) ?? []).map((code) => code.replace(', { language: "zh" }', ""));
const proseOf = (paper: string) => read(paper).replace(FENCE, "");
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/** What a translation has to share with its original. */
const shapeOf = (paper: string) => ({
  code: codeOf(paper),
  headings: count(proseOf(paper), /^#+ /gm),
  tableRows: count(proseOf(paper), /^\|/gm),
  listItems: count(proseOf(paper), /^(?:-|\d+\.) /gm),
});

/** Relative links of a paper that lead to no file. */
function deadLinks(paper: string): string[] {
  const links = [...proseOf(paper).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    const path = link.split("#")[0] ?? "";
    return path !== "" && !/^[a-z]+:/.test(path) && !existsSync(join(root, dirname(paper), path));
  });
}

describe("the papers", () => {
  it.each(english)("%s has a Chinese version with the same code, headings, tables and lists", (paper) => {
    expect(shapeOf(chineseOf(paper))).toEqual(shapeOf(paper));
  });

  it.each([...english, ...english.map(chineseOf)])("%s links to files that exist", (paper) => {
    expect(deadLinks(paper)).toEqual([]);
  });

  it("says of no paper that it is in English only, if it is not", () => {
    expect(ENGLISH_ONLY.filter((name) => existsSync(join(root, "docs", chineseOf(name))))).toEqual([]);
  });

  it("lists every guide in the index", () => {
    const index = read("docs/README.md");
    const missing = english.map((paper) => paper.replace("docs/", "")).filter((name) => name !== "README.md");
    expect(missing.filter((name) => !index.includes(`](${name})`))).toEqual([]);
  });
});

/** Words that hide who does something, or give software a voice. A technical text has a plainer one for each. */
const DIALECT =
  /\b(?:nobody|somebody|asks|told|hears|mends|of its own)\b|(?:^|[.;:*] +)What [^.?;:]{1,60} (?:is|are)\b/gi;

/** Where such a word is meant. */
const MEANT: Record<string, string[]> = {};

const tracked = (pattern: RegExp) =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((file) => file.split(sep).join("/"))
    .filter((file) => pattern.test(file) && !/(?:^|\/)(?:node_modules|dist|\.[a-z]+)\//.test(file))
    .sort();

const papersInEnglish = tracked(/\.md$/).filter(
  (file) => !file.endsWith(CHINESE) && !/CHANGELOG|FIDELITY|^test\/|^tools\/codegen/.test(file),
);

const sources = tracked(/^src\/.*\.ts$/).filter(
  (file) => !/^src\/(?:api|emulator\/gateway\/described)\/|page-bundle/.test(file),
);

/** Docstrings of a source file, without the marks at the lines' beginnings. */
const docstringsOf = (file: string) =>
  (read(file).match(/\/\*\*[\s\S]*?\*\//g) ?? []).map((text) => text.replace(/\s*\n\s*\*\s?/g, " "));

const dialectIn = (file: string, texts: readonly string[]) =>
  texts
    .flatMap((text) => [...text.matchAll(DIALECT)].map(([word]) => word))
    .filter((word) => !MEANT[file]?.includes(word));

describe("the words of the papers and the docstrings", () => {
  it("finds the words that it looks for", () => {
    expect(dialectIn("", ["It asks nobody. What is typed is there."])).toEqual([
      "asks",
      "nobody",
      ". What is typed is",
    ]);
    expect(sources.length).toBeGreaterThan(100);
    expect(papersInEnglish).toContain("src/emulator/README.md");
  });

  it.each(papersInEnglish)("%s has no word of a private dialect", (paper) => {
    expect(dialectIn(paper, proseOf(paper).split("\n"))).toEqual([]);
  });

  it("no docstring has one either", () => {
    const found = sources.map((file) => [file, dialectIn(file, docstringsOf(file))] as const);
    expect(Object.fromEntries(found.filter(([, words]) => words.length > 0))).toEqual({});
  });
});
