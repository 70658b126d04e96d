// What a build leaves behind must come from this build. Old files go after it and not before: an emulator that runs from
// `dist` loads some of its files at the first request that needs them.
//
//   node tools/clean.mjs           before a build: notes when it begins
//   node tools/clean.mjs --stale   after it: removes what it has not written
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const NOTE = ".build-began";

/** Notes the beginning of a build in its folder. */
export function beginBuild(folder) {
  mkdirSync(folder, { recursive: true });
  // A build that is interrupted is no build.
  rmSync(join(folder, ".built-from"), { force: true });
  writeFileSync(join(folder, NOTE), "");
}

/** Removes the files that were not written since `beginBuild`. */
export function removeStale(folder) {
  const began = statSync(join(folder, NOTE)).mtimeMs;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && statSync(path).mtimeMs < began) {
      rmSync(path);
    }
  }
  rmSync(join(folder, NOTE));
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const dist = fileURLToPath(new URL("../dist", import.meta.url));
  if (argv[2] === "--stale") {
    removeStale(dist);
  } else {
    beginBuild(dist);
  }
}
