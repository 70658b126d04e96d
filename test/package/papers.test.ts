import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const CHINESE = ".zh-CN.md";

/** A generated reference of names and numbers, and a guide that is still being written. */
const ENGLISH_ONLY = ["card-components.md", "messages-and-cards.md"];

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
