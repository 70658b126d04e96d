// Builds `dist` unless it was built from the present sources.
//
//   node tools/ensure-built.mjs           builds if it has to
//   node tools/ensure-built.mjs --note    notes that a build has just been made
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
/** What a build reads. */
const FOLDERS = ["src", "openapi", "tools/codegen", "tools/rooms"];
const FILES = [
  "package.json",
  "tsup.config.ts",
  "tsconfig.json",
  "tsconfig.build.json",
  "tools/build-page.mjs",
  "tools/direct-declarations.mjs",
  "tools/licenses.mjs",
  "tools/prune-declarations.mjs",
];
const NOTE = join(root, "dist/.built-from");

function digest() {
  const found = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()),
  );
  const paths = [
    ...FILES.map((file) => join(root, file)),
    ...found.map(({ parentPath, name }) => join(parentPath, name)),
  ];
  const hash = createHash("sha256");
  for (const path of paths.sort()) {
    hash.update(path.slice(root.length)).update(readFileSync(path));
  }
  return hash.digest("hex");
}

/** Builds `dist` unless it was built from the present sources: also what vitest calls before the lanes that see it. */
export default function ensureBuilt() {
  if (!existsSync(NOTE) || readFileSync(NOTE, "utf8") !== digest()) {
    execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" });
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  if (argv[2] === "--note") {
    writeFileSync(NOTE, digest());
  } else {
    ensureBuilt();
  }
}
