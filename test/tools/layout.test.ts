import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { UserWorkspaceConfig } from "vitest/config";
import config from "../../vitest.config.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The files of `test/`, each with its text. */
const files = readdirSync(join(root, "test"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

const folderOf = (path: string) => path.split("/")[1] ?? "";

/** The files of `test/` that a file names: imports, and `new URL("…", import.meta.url)`. */
function* reachedFrom({ path, text }: { path: string; text: string }): Generator<string> {
  for (const [, , target = ""] of text.matchAll(/(from |import\(?|new URL\()"(\.[^"]+)"/g)) {
    const reached = join(dirname(path), target).replaceAll("\\", "/");
    // A path in a text of a test may lead to no file.
    if (reached.startsWith("test/") && existsSync(join(root, reached))) {
      yield reached;
    }
  }
}

const projects = (config.test?.projects ?? []) as UserWorkspaceConfig[];
const lanes = projects.map(({ test }) => test?.name);

test("every folder of tests is a lane, and every lane has tests", () => {
  const withTests = files.filter(({ path }) => path.endsWith(".test.ts")).map(({ path }) => folderOf(path));
  expect([...new Set(withTests)].sort()).toEqual([...lanes].sort());
});

test("every lane is in one script of package.json beside test:unit", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const named = Object.entries(scripts)
    .filter(([name]) => name.startsWith("test") && name !== "test:unit")
    .flatMap(([, script]) => [...script.matchAll(/--project=(\w+)/g)].map(([, lane]) => lane));
  expect(named.sort()).toEqual([...lanes].sort());
});

test("a lane takes from others nothing but the suites of contracts: what they share is in test/support", () => {
  const shared = ["support", "vectors", "contract"];
  const crossing = files.flatMap((file) =>
    [...reachedFrom(file)]
      // The list of the suite's files is read from its folder.
      .filter((reached) => reached !== "test/conformance")
      .filter((reached) => folderOf(reached) !== folderOf(file.path) && !shared.includes(folderOf(reached)))
      .map((reached) => `${file.path} -> ${reached}`),
  );
  expect(crossing).toEqual([]);
});

test("test/unit imports the sources by their path, not the package by its name", () => {
  const byName = files.filter(({ path, text }) => path.startsWith("test/unit/") && / from "lark-edge/.test(text));
  expect(byName.map(({ path }) => path)).toEqual([]);
});

test("every file of test/vectors is in some test", () => {
  const reached = new Set(files.flatMap((file) => [...reachedFrom(file)]));
  const vectors = readdirSync(join(root, "test/vectors")).map((name) => `test/vectors/${name}`);
  expect(vectors.length).toBeGreaterThan(5);
  expect(vectors.filter((path) => !reached.has(path))).toEqual([]);
});
