import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./manifest.ts";

interface Entry {
  version?: string;
  link?: boolean;
  resolved?: string;
  integrity?: string;
}

const lock: { packages: Record<string, Entry> } = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
const fetched = Object.entries(lock.packages).filter(([path, { link }]) => path.includes("node_modules/") && !link);

// npm leaves it out for packages of other systems when it writes the file beside an installed node_modules. To fill it in:
// delete those entries, and `npm install --package-lock-only --ignore-scripts`.
it("the lock file has the hash of every package that npm fetches", () => {
  expect(fetched.length).toBeGreaterThan(300);
  const without = fetched.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""));
  expect(without.map(([path]) => path)).toEqual([]);
});

it("the lock file names no place to fetch from: npm's settings say where that is", () => {
  expect(fetched.flatMap(([, { resolved }]) => resolved ?? [])).toEqual([]);
});
