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
  (file) => !file.endsWith(CHINESE) && !/CHANGELOG|^test\/|^tools\/codegen\/golden/.test(file),
);

/** Code whose comments and texts people read: also the output of commands, error messages and the chat page. */
const sources = tracked(/^(?:src|create|examples|tools)\/.*\.(?:tsx?|m?js)$|^[a-z.]+\.ts$/).filter(
  (file) => !/^src\/(?:api|emulator\/gateway\/described)\/|page-bundle|\/golden\//.test(file),
);

/** The lines of a source file, without the marks of comments and strings at their beginnings. */
const linesOf = (file: string) =>
  read(file)
    .split("\n")
    .map((line) => line.replace(/^[\s*/"'`<>{[(#]+/, ""));

const dialectIn = (file: string, texts: readonly string[]) =>
  texts
    .flatMap((text) => [...text.matchAll(DIALECT)].map(([word]) => word))
    .filter((word) => !MEANT[file]?.includes(word));

describe("the words of the papers and of the code", () => {
  it("finds the words that it looks for", () => {
    expect(dialectIn("", ["It asks nobody. What is typed is there."])).toEqual([
      "asks",
      "nobody",
      ". What is typed is",
    ]);
    expect(sources.length).toBeGreaterThan(400);
    expect(sources).toEqual(expect.arrayContaining(["src/emulator/page/chat/composer.tsx", "create/main.mjs"]));
    expect(papersInEnglish).toContain("src/emulator/README.md");
  });

  it.each(papersInEnglish)("%s has no word of a private dialect", (paper) => {
    expect(dialectIn(paper, proseOf(paper).split("\n"))).toEqual([]);
  });

  it("no comment, output, error text or name in the code has one either", () => {
    const found = sources.map((file) => [file, dialectIn(file, linesOf(file))] as const);
    expect(Object.fromEntries(found.filter(([, words]) => words.length > 0))).toEqual({});
  });
});
