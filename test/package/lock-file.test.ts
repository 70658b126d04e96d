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

/** The lock file of the checkout, and those of what tests install by themselves. */
const LOCKS = ["package-lock.json", "test/package/projects/package-lock.json", "test/clients/package-lock.json"];

/** The packages that npm fetches for a lock file. */
async function fetchedBy(file: string): Promise<[path: string, Entry][]> {
  const lock: { packages: Record<string, Entry> } = JSON.parse(await readFile(join(root, file), "utf8"));
  return Object.entries(lock.packages).filter(([path, { link }]) => path.includes("node_modules/") && !link);
}

// npm leaves it out for packages of other systems when it writes the file beside an installed node_modules. To fill it in:
// delete those entries, and `npm install --package-lock-only --ignore-scripts`.
it.each(LOCKS)("%s has the hash of every package that npm fetches", async (file) => {
  const fetched = await fetchedBy(file);
  expect(fetched.length).toBeGreaterThan(100);
  const without = fetched.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""));
  expect(without.map(([path]) => path)).toEqual([]);
});

it.each(LOCKS)("%s names no place to fetch from: npm's settings say where that is", async (file) => {
  const fetched = await fetchedBy(file);
  expect(fetched.flatMap(([, { resolved }]) => resolved ?? [])).toEqual([]);
});
