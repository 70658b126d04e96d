// Points the imports of the declarations in a folder at the files that declare the names, so that a compiler does not read a
// whole room for one of its types. Without it a room's `index.d.ts` leads to all files of the room.
//
//   node tools/direct-declarations.mjs [dist]
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const STATEMENT = /^(import|export) (type )?\{([^}]*)\} from "(\.[^"]+)";$/gm;
const WHOLE = /^export (?:type )?\* from "(\.[^"]+)";$/gm;
const DECLARED =
  /^export (?:declare )?(?:abstract )?(?:class|function|const|let|interface|type|enum|namespace) ([\w$]+)/gm;
const LOCAL = /^export (type )?\{([^}]*)\};$/gm;
const SPECIFIER = /^(type )?([\w$]+)(?: as ([\w$]+))?$/;

const pathOf = (file, specifier) => resolve(dirname(file), specifier).replace(/(\.d)?\.(ts|js)$/, ".d.ts");

/** The names between the braces of a statement: `type A as B` is the type `A`, called `B` here. */
const namesIn = (list, isType) =>
  list
    .split(",")
    .map((one) => SPECIFIER.exec(one.trim()))
    .filter(Boolean)
    .map(([, type, name, alias = name]) => ({ name, alias, isType: Boolean(isType ?? type) }));

/** What a file exports: names that it declares, names from other files, and the files that it exports as a whole. */
function exportsOf(file, text) {
  const statements = [...text.matchAll(STATEMENT)].filter(([, keyword]) => keyword === "export");
  return {
    declared: new Set([
      ...[...text.matchAll(DECLARED)].map(([, name]) => name),
      ...[...text.matchAll(LOCAL)].flatMap(([, isType, list]) => namesIn(list, isType).map(({ alias }) => alias)),
    ]),
    passed: new Map(
      statements.flatMap(([, , isType, list, from]) =>
        namesIn(list, isType).map((one) => [one.alias, { ...one, from: pathOf(file, from) }]),
      ),
    ),
    wholes: [...text.matchAll(WHOLE)].map(([, from]) => pathOf(file, from)),
  };
}

/** Finds the file that declares a name which another file exports; `undefined` if it cannot be found by its text. */
function originOf(files, file, name, isType = false) {
  const { declared, passed, wholes } = files.get(file)?.exported ?? {
    declared: new Set(),
    passed: new Map(),
    wholes: [],
  };
  if (declared.has(name)) {
    return { file, name, isType };
  }
  const next = passed.get(name);
  if (next) {
    return originOf(files, next.from, next.name, isType || next.isType);
  }
  return wholes.map((one) => originOf(files, one, name, isType)).find(Boolean);
}

const specifierTo = (file, target) => {
  const path = relative(dirname(file), target)
    .split(sep)
    .join(posix.sep)
    .replace(/\.d\.ts$/, ".ts");
  return path.startsWith(".") ? path : `./${path}`;
};

/** One statement for each file that declares some of the names. */
function direct(files, file, [statement, keyword, isType, list, from]) {
  const target = pathOf(file, from);
  const found = namesIn(list, isType).map((one) => ({
    alias: one.alias,
    ...(originOf(files, target, one.name, one.isType) ?? { file: target, name: one.name, isType: one.isType }),
  }));
  if (found.every((one) => one.file === target)) {
    return statement;
  }
  return [...new Set(found.map((one) => one.file))]
    .map((origin) => {
      const ours = found.filter((one) => one.file === origin);
      const areTypes = ours.every((one) => one.isType);
      const names = ours.map(
        ({ name, alias, isType }) =>
          `${isType && !areTypes ? "type " : ""}${name}${alias === name ? "" : ` as ${alias}`}`,
      );
      return `${keyword} ${areTypes ? "type " : ""}{ ${names.join(", ")} } from "${specifierTo(file, origin)}";`;
    })
    .join("\n");
}

const folder = resolve(fileURLToPath(new URL("..", import.meta.url)), argv[2] ?? "dist");
const files = new Map(
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".d.ts"))
    .map((name) => join(folder, name))
    .map((file) => {
      const text = readFileSync(file, "utf8");
      return [file, { text, exported: exportsOf(file, text) }];
    }),
);
for (const [file, { text }] of files) {
  const next = text.replace(STATEMENT, (...match) => direct(files, file, match));
  if (next !== text) {
    writeFileSync(file, next);
  }
}
