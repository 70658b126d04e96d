import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { beginBuild, removeStale } from "../../tools/clean.mjs";

let folder = "";
afterEach(() => rm(folder, { recursive: true, force: true }));

it("a build removes old files when it is done, so that a running emulator finds its own until then", async () => {
  folder = await mkdtemp(join(tmpdir(), "lark-edge-clean-"));
  for (const name of ["kept.js", "gone.js"]) {
    await writeFile(join(folder, name), "old");
    await utimes(join(folder, name), 1, 1);
  }
  beginBuild(folder);
  expect((await readdir(folder)).sort()).toEqual([".build-began", "gone.js", "kept.js"]);
  await writeFile(join(folder, "kept.js"), "new");
  removeStale(folder);
  expect(await readdir(folder)).toEqual(["kept.js"]);
});
