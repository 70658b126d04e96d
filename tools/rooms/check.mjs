// Checks what `src/` promises and neither the compiler nor Biome sees: which room imports which, and what runs at import.
//
//   node tools/rooms/check.mjs [folder]     default: src
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { readAtImport } from "./at-import.mjs";
import { longFunctions } from "./long-functions.mjs";
import { parse, walk } from "./syntax.mjs";
import { faceOf, packagesOf, ROOMS, roomOf, upwardArrows } from "./table.mjs";

/** Names of our own (`imports` in package.json) and the room that may use each: a bundler chooses the file by condition. */
const CHOSEN = { "#native-crypto": "crypto" };

const folder = resolve(process.argv[2] ?? fileURLToPath(new URL("../../src", import.meta.url)));
const files = readdirSync(folder, { recursive: true })
  .map((file) => file.split(sep).join("/"))
  .filter((file) => /\.tsx?$/.test(file))
  .sort();
const problems = [];
const report = (file, line, what, why) =>
  problems.push(`${relative(process.cwd(), join(folder, file))}:${line}: ${what}: ${why}`);

/** `import { type X }` is none: the module is still loaded. */
const isTypeOnly = ({ type, importKind, exportKind }) =>
  type === "TSImportType" || importKind === "type" || exportKind === "type";

/** Why a file may not import another, if it may not. */
function objection(file, to, typeOnly) {
  const [from, target] = [roomOf(file), roomOf(to)];
  if (from === target) {
    return undefined;
  }
  const { imports, types = [] } = ROOMS[from];
  if (!imports.includes(target) && !(typeOnly && types.includes(target))) {
    return types.includes(target)
      ? `${from} may import ${target} as \`import type\` only`
      : `${from} may import ${[...imports, ...types].join(", ") || "nothing"}`;
  }
  // The rooms of a wing are open to each other.
  const isInside = from.split("/")[0] === target.split("/")[0];
  return isInside || to === faceOf(target) ? undefined : `another room is imported by its face, ${faceOf(target)}`;
}

function objectionToPackage(file, specifier) {
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  const isNode = specifier.startsWith("node:");
  if (CHOSEN[specifier] === roomOf(file) || packagesOf(file).includes(name) || (isNode && ROOMS[roomOf(file)].node)) {
    return undefined;
  }
  return isNode
    ? "portable code imports nothing of Node: a host's modules are looked up in crypto/native.ts"
    : `not among the packages of this file: ${packagesOf(file).join(", ") || "none"}`;
}

/** Imports that lead back to where they came from. An import of types counts, too: it ties two files together. */
function* cycles(graph) {
  const done = new Set();
  function* visit(file, path) {
    if (path.includes(file)) {
      yield [...path.slice(path.indexOf(file)), file];
    } else if (!done.has(file)) {
      for (const to of graph.get(file) ?? []) {
        yield* visit(to, [...path, file]);
      }
      done.add(file);
    }
  }
  for (const file of graph.keys()) {
    yield* visit(file, []);
  }
}

/** Checks a file, and gives the files of ours that it imports. */
function checkFile(file, text) {
  const program = parse(file, text);
  const say = (node, what, why) => report(file, text.slice(0, node.start).split("\n").length, what, why);
  const imported = [];
  walk(program, ({ node }) => {
    const source = /^(Import|Export|TSImportType)/.test(node.type) ? node.source?.value : undefined;
    if (node.type === "ImportExpression" && source === undefined) {
      say(node, "imports a name that is only known at run time", "no bundler and no gate can follow it");
    }
    if (source === undefined) {
      return;
    }
    const to = source.startsWith(".") ? join(dirname(file), source).split(sep).join("/") : undefined;
    const isMissing = to !== undefined && !files.includes(to);
    const why = isMissing
      ? "there is no such file in src"
      : to
        ? objection(file, to, isTypeOnly(node))
        : objectionToPackage(file, source);
    if (why) {
      say(node, `imports ${isTypeOnly(node) ? "types of " : ""}"${source}"`, why);
    } else if (to) {
      imported.push(to);
    }
  });
  for (const [node, name] of readAtImport(text, program)) {
    say(node, `${name} at module scope`, "importing costs nothing: touch it when it is first needed");
  }
  for (const { node, what, why } of longFunctions(file, text, program)) {
    say(node, what, why);
  }
  // Parts of the language's own library are the same on every runtime.
  const reference = text.match(/^\/\/\/\s*<reference (?!lib="esnext\.).*/m);
  if (reference) {
    say({ start: reference.index }, reference[0], "the types in scope are tsconfig's");
  }
  return imported;
}

for (const arrow of upwardArrows()) {
  report("", 0, "tools/rooms/rooms.json", arrow);
}
const graph = new Map();
for (const file of files) {
  if (!(roomOf(file) in ROOMS)) {
    report(file, 1, `room ${roomOf(file)}`, "unknown: add it to tools/rooms/rooms.json");
    continue;
  }
  try {
    graph.set(file, checkFile(file, readFileSync(join(folder, file), "utf8")));
  } catch (error) {
    report(file, 1, "cannot be read", error.message.split("\n")[0]);
  }
}
for (const path of cycles(graph)) {
  report(path[0], 1, `imports itself: ${path.join(" -> ")}`, "neither file can be read or moved without the other");
}
if (!files.length) {
  report("", 0, folder, "has no files: nothing was checked");
}
for (const problem of problems) {
  console.error(problem);
}
if (problems.length) {
  console.error(`${problems.length} broken ${problems.length === 1 ? "promise" : "promises"} in ${files.length} files`);
  process.exitCode = 1;
} else {
  console.log(`Rooms: ${files.length} files keep to their imports and to web standards.`);
}
