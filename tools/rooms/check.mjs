// Checks what `src/` promises and no compiler sees: who imports whom, and that nothing but web standards is used.
//
//   node tools/rooms/check.mjs [folder]     default: src
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vitest/node";

/**
 * The rooms of `src/`: folders, and files beside them. A room imports only rooms above it in this table, and of a folder
 * only its face, `index.ts`. "type x" is a room of which only types may be imported.
 */
const ROOMS = {
  base: [],
  explain: ["base"],
  crypto: ["base"],
  message: ["base"],
  store: ["base", "crypto"],
  http: ["base", "crypto"],
  auth: ["base", "store", "http"],
  callback: ["base", "crypto"],
  event: ["base", "crypto", "store", "callback"],
  client: ["base", "explain", "crypto", "type store", "http", "auth"],
  api: ["type client"],
  host: ["base", "crypto", "callback", "event"],
  send: ["base", "crypto", "message", "type client", "type event"],
  official: ["type base", "type client"],
  emulator: ["base"],
  cli: ["base", "emulator"],
  index: ["client", "api", "event", "official"],
};

/** The packages that may be imported, by folder or by file. */
const PACKAGES = {
  "emulator/delivery/deliver.ts": ["ofetch"],
  "emulator/gateway/operations/check.ts": ["@cfworker/json-schema"],
  "emulator/page/": ["marked", "preact"],
  "crypto/noble.ts": ["@noble/ciphers", "@noble/hashes"],
};

/** Names of our own (`imports` in package.json) and the room that may use each: a bundler chooses the file by condition. */
const CHOSEN = { "#native-crypto": "crypto" };

/** The files that may look for Node: they ask before they touch, and import nothing. */
const MAY_LOOK_FOR_NODE = ["base/runtime.ts", "crypto/native.ts", "host/node-fetch.ts"];

/** The rooms that run on Node and what speaks like it, and nowhere else. */
const NODE_ROOMS = ["cli"];

const NODE_GLOBALS =
  "Buffer __dirname __filename clearImmediate exports global module process require setImmediate".split(" ");

/** Importing must not touch these: Node loads undici (35 ms) or its crypto when they are first read. */
const LAZY_GLOBALS = "Blob File FormData Headers Request Response WebSocket crypto fetch".split(" ");

const GLOBAL_OBJECTS = ["globalThis", "self", "window"];

/** Where a name is not a reference, whatever it says. */
const PLAIN_NAMES = {
  MemberExpression: "property",
  Property: "key",
  MethodDefinition: "key",
  PropertyDefinition: "key",
};

/** TypeScript's wrappers that stay expressions; everything else of the compiler's is gone when the code runs. */
const WRAPPERS = ["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression", "TSTypeAssertion"];

const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];

const unwrap = (node) =>
  node && (WRAPPERS.includes(node.type) || node.type === "ParenthesizedExpression") ? unwrap(node.expression) : node;

const childrenOf = (node) =>
  Object.entries(node).flatMap(([key, value]) =>
    [value].flat().flatMap((child) => (typeof child?.type === "string" ? [[key, child]] : [])),
  );

const isGlobalObject = (node) => GLOBAL_OBJECTS.includes(unwrap(node)?.name);

const isFunction = (node) => FUNCTIONS.includes(node?.type);

/** Every node with its parents, outermost first. */
function* walk(node, key = "", parents = []) {
  yield { node, key, parents };
  for (const [name, child] of childrenOf(node)) {
    yield* walk(child, name, [...parents, node]);
  }
}

/** The names that a pattern binds. */
const boundNames = (pattern) =>
  ({
    Identifier: () => [pattern.name],
    ObjectPattern: () => pattern.properties.flatMap((property) => boundNames(property.value ?? property)),
    ArrayPattern: () => pattern.elements.flatMap(boundNames),
    AssignmentPattern: () => boundNames(pattern.left),
    RestElement: () => boundNames(pattern.argument),
  })[pattern?.type]?.() ?? [];

/** The names that a file declares anywhere. One scope for all will do: nobody calls his own variable `process`. */
function declaredNames(program) {
  const values = [];
  const types = [];
  for (const { node, parents } of walk(program)) {
    const imported = parents.at(-1)?.importKind === "type" || node.importKind === "type";
    if (node.type === "VariableDeclarator" && !isGlobalObject(node.init)) {
      values.push(...boundNames(node.id));
    } else if (isFunction(node) || node.type.startsWith("Class")) {
      values.push(...boundNames(node.id), ...(node.params ?? []).flatMap(boundNames));
    } else if (node.type === "CatchClause") {
      values.push(...boundNames(node.param));
    } else if (/^Import.*Specifier$/.test(node.type)) {
      (imported ? types : values).push(node.local.name);
    } else if (/^TS(Interface|TypeAlias)Declaration$/.test(node.type)) {
      types.push(node.id.name);
    }
  }
  return { values: new Set(values), types: new Set([...values, ...types]) };
}

/** Whether code runs when the module is imported. */
function runsAtImport(parents, node) {
  return [...parents, node].every((parent, index, all) => {
    const child = all[index + 1];
    if (!child) {
      return true;
    }
    const called = unwrap(all[index - 1]?.type === "CallExpression" ? all[index - 1].callee : undefined);
    const isInstanceField = parent.type === "PropertyDefinition" && !parent.static && parent.value === child;
    return !isInstanceField && (!isFunction(parent) || called === parent);
  });
}

/** What a node reads of the global object: a name, "*" for all of it, or nothing. */
function globalNames({ node, key, parents }, declared) {
  const parent = parents.at(-1);
  if (node.type === "VariableDeclarator" && isGlobalObject(node.init)) {
    return node.id.type === "ObjectPattern" ? node.id.properties.map((property) => property.key?.name ?? "*") : ["*"];
  }
  if (node.type === "MemberExpression" && isGlobalObject(node.object)) {
    const { property } = node;
    return [node.computed ? (property.type === "Literal" ? String(property.value) : "*") : property.name];
  }
  if (node.type !== "Identifier" || declared.has(node.name)) {
    return [];
  }
  if (GLOBAL_OBJECTS.includes(node.name)) {
    const user = parents.findLast(({ type }) => !WRAPPERS.includes(type) && type !== "ParenthesizedExpression");
    const isHandled = user.type === "MemberExpression" || user.type === "VariableDeclarator";
    return isHandled || key === "key" ? [] : ["*"];
  }
  const isPlain = PLAIN_NAMES[parent.type] === key && !parent.computed && !parent.shorthand;
  return isPlain || /Specifier$|^Meta|^Label|^Break|^Continue/.test(parent.type) ? [] : [node.name];
}

/** Only the compiler sees it. */
const isErased = ({ node, parents }) =>
  [...parents, node].some(
    ({ type, declare }) => (type.startsWith("TS") && !WRAPPERS.includes(type)) || declare === true,
  );

/** `import { type X }` is not: the module is still loaded. */
const isTypeOnly = ({ type, importKind, exportKind }) =>
  type === "TSImportType" || importKind === "type" || exportKind === "type";

/** Whether a rule of the table covers an import; else why not. */
function objection(file, to, typeOnly) {
  const from = roomOf(file);
  const target = roomOf(to);
  if (from === target) {
    return;
  }
  if (!(target in ROOMS)) {
    return `there is no room ${target}: add it to the table in tools/rooms/check.mjs`;
  }
  const allowed = ROOMS[from] ?? [];
  if (!allowed.includes(target) && !(typeOnly && allowed.includes(`type ${target}`))) {
    const only = allowed.includes(`type ${target}`) ? ` as \`import type\` only` : "";
    return `${from} may ${only ? `import ${target}${only}` : `import ${allowed.join(", ") || "nothing"}`}`;
  }
  return to.includes("/") && basename(to) !== "index.ts" ? "another room is imported by its face, index.ts" : undefined;
}

const roomOf = (file) => file.split("/")[0].replace(/\.tsx?$/, "");

/** What is wrong with an import. */
function checkImport(file, specifier, typeOnly, files) {
  if (!specifier.startsWith(".")) {
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    const allowed = Object.entries(PACKAGES).flatMap(([place, packages]) => (file.startsWith(place) ? packages : []));
    const isNode = specifier.startsWith("node:") && NODE_ROOMS.includes(roomOf(file));
    if (isNode || allowed.includes(name) || CHOSEN[specifier] === roomOf(file)) {
      return;
    }
    return specifier.startsWith("node:")
      ? "portable code imports nothing of Node: a host's modules are looked up in crypto/native.ts"
      : `not among the packages of this room: ${allowed.join(", ") || "none"}`;
  }
  const to = join(dirname(file), specifier).split(sep).join("/");
  return files.includes(to) ? objection(file, to, typeOnly) : "there is no such file in src";
}

/** Imports that lead back to where they came from, for the ones that run. */
function* cycles(graph) {
  const done = new Set();
  function* visit(file, path) {
    if (path.includes(file)) {
      yield [...path.slice(path.indexOf(file)), file];
    } else if (!done.has(file)) {
      for (const { to } of graph.get(file) ?? []) {
        yield* visit(to, [...path, file]);
      }
      done.add(file);
    }
  }
  for (const file of graph.keys()) {
    yield* visit(file, []);
  }
}

function checkFile(file, text, files, graph, report) {
  const program = parseAst(text, { lang: file.endsWith("x") ? "tsx" : "ts", astType: "ts" });
  const { values, types } = declaredNames(program);
  for (const found of walk(program)) {
    const { node, parents } = found;
    const say = (what, why) => report(file, text.slice(0, node.start).split("\n").length, what, why);
    const source = /^(Import|Export|TSImportType)/.test(node.type) ? node.source?.value : undefined;
    if (source !== undefined) {
      const typeOnly = isTypeOnly(node);
      const why = checkImport(file, source, typeOnly, files);
      if (why) {
        say(`imports ${typeOnly ? "types of " : ""}"${source}"`, why);
      } else if (!typeOnly && source.startsWith(".")) {
        const to = join(dirname(file), source).split(sep).join("/");
        graph.set(file, [...(graph.get(file) ?? []), { to }]);
      }
    } else if (node.type === "ImportExpression") {
      say("imports a name that is only known at run time", "no bundler and no gate can follow it");
    }
    if (node.type === "TSAnyKeyword") {
      say("any", "it switches the compiler off for whatever it touches: unknown, or the type");
    }
    const typeName = node.type === "TSTypeReference" ? (node.typeName.left ?? node.typeName).name : "";
    if (["Buffer", "NodeJS"].includes(typeName) && !types.has(typeName)) {
      say(`the type ${typeName}`, "every user would have to install @types/node");
    }
    if (isErased(found)) {
      continue;
    }
    for (const name of NODE_ROOMS.includes(roomOf(file)) ? [] : globalNames(found, values)) {
      if ((NODE_GLOBALS.includes(name) || name === "*") && !MAY_LOOK_FOR_NODE.includes(file)) {
        const what = name === "*" ? "globalThis as a whole" : name;
        say(what, `only ${MAY_LOOK_FOR_NODE.join(" and ")} may look for what not every host has`);
      } else if (LAZY_GLOBALS.includes(name) && runsAtImport(parents, node)) {
        say(`${name} at module scope`, "importing costs nothing: touch it when it is first needed");
      }
    }
  }
  const reference = text.match(/^\/\/\/\s*<reference.*/m);
  if (reference) {
    report(file, text.slice(0, reference.index).split("\n").length, reference[0], "the types in scope are tsconfig's");
  }
}

function checkTable(report) {
  const rooms = Object.keys(ROOMS);
  for (const [room, allowed] of Object.entries(ROOMS)) {
    for (const target of allowed.map((one) => one.replace("type ", ""))) {
      if (!(rooms.indexOf(target) >= 0 && rooms.indexOf(target) < rooms.indexOf(room))) {
        report("", 0, `the table lets ${room} import ${target}`, "which does not stand above it");
      }
    }
  }
}

const folder = resolve(process.argv[2] ?? fileURLToPath(new URL("../../src", import.meta.url)));
const files = readdirSync(folder, { recursive: true })
  .map((file) => file.split(sep).join("/"))
  .filter((file) => /\.tsx?$/.test(file))
  .sort();
const problems = [];
const report = (file, line, what, why) => {
  const place = file ? `${relative(process.cwd(), join(folder, file))}:${line}` : "tools/rooms/check.mjs";
  problems.push(`${place}: ${what}: ${why}`);
};
const graph = new Map();

checkTable(report);
for (const file of files) {
  if (!(roomOf(file) in ROOMS)) {
    report(file, 1, `room ${roomOf(file)}`, "unknown: add it to the table in tools/rooms/check.mjs");
    continue;
  }
  try {
    checkFile(file, readFileSync(join(folder, file), "utf8"), files, graph, report);
  } catch (error) {
    report(file, 1, "cannot be read", error.message.split("\n")[0]);
  }
}
for (const path of cycles(graph)) {
  report(path[0], 1, `imports itself: ${path.join(" -> ")}`, "what runs first is then an accident");
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
