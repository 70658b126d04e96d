// Deletes the declarations in dist that no entry point of the package leads to.
//
//   node tools/prune-declarations.mjs
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const { exports, imports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const all = readdirSync(join(root, "dist"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".d.ts"))
  .map(({ parentPath, name }) => resolve(parentPath, name));

/** The declarations that a target of `exports` or `imports` names; a star stands for any folder. */
function named(target) {
  const pattern = new RegExp(`^${resolve(root, target).replace(/[.\\]/g, "\\$&").replace("*", "[^/\\\\]+")}$`);
  return all.filter((file) => pattern.test(file));
}

const targets = [...Object.values(exports), ...Object.values(imports)].flatMap((one) => one.types ?? []);
const open = targets.flatMap(named);
const reached = new Set(open);
for (let file = open.pop(); file !== undefined; file = open.pop()) {
  for (const [, specifier] of readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)) {
    const next = resolve(dirname(file), specifier).replace(/(\.d)?\.(ts|js)$/, ".d.ts");
    if (!existsSync(next)) {
      throw new Error(`${file} leads to ${specifier}, which was not built`);
    }
    if (!reached.has(next)) {
      reached.add(next);
      open.push(next);
    }
  }
}
for (const file of all.filter((one) => !reached.has(one))) {
  rmSync(file);
}
