// Every block of code in docs/ is a program of its own, and compiles against the published package.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { blocksOf } from "../support/markdown-blocks.ts";
import { type Consumer, makeConsumer } from "./consumer.ts";
import { root, tool } from "./manifest.ts";

/**
 * What guides use that does not exist yet: they were written first. Remove a line when its feature lands: the test fails for
 * one that is no longer needed.
 */
const AHEAD_OF_THE_CODE: string[] = [];
/** Pages that others link to and that do not exist yet. */
const PAGES_TO_COME: string[] = [];

/** Programs with packages that this lane does not install: projects.test.ts compiles and runs them. */
const ELSEWHERE = ["Fastify", "NestJS"];

/** A block that must not compile: without it, it would not show that the others were looked at. */
const CANARY = 'import { Client } from "lark-edge/core";\nnew Client({ appId: 1 });';

let consumer: Consumer;

beforeAll(async () => {
  consumer = await makeConsumer("unpack");
}, 120_000);
afterAll(() => consumer?.dispose());

/** Writes the blocks of a language as files, in which a line has the number that it has on the page. */
async function writeBlocks(language: string): Promise<string[]> {
  const files: string[] = [];
  for (const page of await pages()) {
    for (const block of await blocksOf(`docs/${page}`)) {
      if (block.language === language && !ELSEWHERE.includes(block.heading)) {
        const name = `${page}.${block.line}.${language}`;
        await consumer.write(name, "\n".repeat(block.line - 1) + block.code);
        files.push(name);
      }
    }
  }
  return files;
}

const pages = async () => (await readdir(join(root, "docs"))).filter((name) => name.endsWith(".md"));

/** Compiles files, and gives the errors as an editor finds them: `docs/queues.md:18 TS2305: …`. */
async function compile(files: string[], options: object): Promise<string[]> {
  const project = await consumer.write("tsconfig.json", {
    compilerOptions: {
      target: "ES2022",
      module: "ESNext",
      moduleResolution: "bundler",
      moduleDetection: "force",
      lib: ["ES2023", "DOM", "DOM.Iterable"],
      types: ["node"],
      skipLibCheck: true,
      noEmit: true,
      ...options,
    },
    files,
  });
  const { output } = await tool("typescript/bin/tsc", ["-p", project, "--pretty", "false"], consumer.folder);
  return [...output.matchAll(/^(?:(.+\.md)\.\d+\.\w+|(\w+)\.ts)\((\d+),\d+\): error (TS\d+: .*)|^error .*/gm)]
    .map(([all, page, other, line, text]) => (text ? `${page ? `docs/${page}` : other}:${line} ${text}` : all))
    .sort();
}

it("every block of TypeScript and JavaScript in docs/ compiles against the package", async () => {
  const typed = [...(await writeBlocks("ts")), ...(await writeBlocks("tsx"))];
  expect(typed.length).toBeGreaterThan(15);
  const strict = { strict: true, noUncheckedIndexedAccess: true, jsx: "react-jsx", jsxImportSource: "lark-edge/card" };
  const [canary, ...errors] = await compile([await consumer.write("canary.ts", CANARY), ...typed], strict);
  expect(canary).toMatch(/^canary:2 TS2322/);
  errors.push(...(await compile(await writeBlocks("js"), { allowJs: true, checkJs: true, strict: false })));
  const isKnown = (error: string) => AHEAD_OF_THE_CODE.some((known) => error.includes(known));
  expect(errors.filter((error) => !isKnown(error))).toEqual([]);
  expect(AHEAD_OF_THE_CODE.filter((known) => !errors.some((error) => error.includes(known)))).toEqual([]);
}, 120_000);

it("every page of docs/ links to pages and sections that exist", async () => {
  const texts = new Map<string, string>();
  for (const page of await pages()) {
    texts.set(page, await readFile(join(root, "docs", page), "utf8"));
  }
  // As GitHub makes them of headings.
  const anchorsOf = (text = "") =>
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replace(/[^\p{Letter}\p{Number} _-]/gu, "")
        .replaceAll(" ", "-"),
    );
  const missing = new Set<string>();
  for (const [page, text] of texts) {
    for (const [, target = "", anchor] of text.matchAll(/\]\(([\w.-]*)(?:#([^)\s]+))?\)/g)) {
      const found = texts.get(target || page);
      if (target.endsWith(".md") && !found) {
        missing.add(target);
      } else if (anchor && found && !anchorsOf(found).includes(anchor)) {
        missing.add(`${target || page}#${anchor}, linked by ${page}`);
      }
    }
  }
  expect([...missing].sort()).toEqual(PAGES_TO_COME);
});
