import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./manifest.ts";

const folder = join(root, ".github/workflows");
const workflows = await Promise.all(
  (await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const),
);

it.each(workflows)("%s runs no action but by its commit, and may write nothing", (_name, text) => {
  const actions = [...text.matchAll(/^\s*(?:- )?uses:\s*(\S+)/gm)].map(([, action]) => action);
  expect(actions.filter((action) => !/@[\da-f]{40}$/.test(action ?? ""))).toEqual([]);
  expect(text).toContain("permissions:\n  contents: read\n");
  expect(text).not.toMatch(/(contents|packages|actions): write|write-all|pull_request_target/);
});

it("the release is made from a commit of main whose tag is its version, with a proof of where it was built", () => {
  const text = new Map(workflows).get("release.yml") ?? "";
  expect(text).toMatch(/^on:\n {2}push:\n {4}tags: \["v\*"\]\n/m);
  expect(text).toContain("id-token: write");
  expect(text).toContain('git checkout --quiet "$GITHUB_SHA"');
  expect(text).toContain("git merge-base --is-ancestor");
  expect(text).toContain("npm publish --provenance");
  expect(text.indexOf("npm publish --provenance")).toBeLessThan(text.indexOf("npm publish ./create --provenance"));
  // The registry of a machine that runs this test may not offer it, so only the release runs it.
  expect(text.indexOf("run: npm audit --audit-level=high")).toBeGreaterThan(0);
  expect(text.indexOf("npm audit")).toBeLessThan(text.indexOf("npm publish"));
  expect(text.indexOf("run: .ci/run")).toBeLessThan(text.indexOf("npm publish"));
  // A container is known by a name that others may give to another image.
  expect(text).not.toContain("container:");
});
