import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Consumer, makeConsumer } from "./consumer.ts";
import { entries, run } from "./manifest.ts";

/**
 * Imports modules, one after the other, and prints what each of them touched.
 *
 * Whatever is trapped says so before it does its work, so that a module that breaks in a trap is told from a quiet one.
 */
const TRAPS = `
  const touched = new Set();
  const specifiers = process.argv.slice(2);
  const trapped = ["Headers", "Request", "Response", "FormData", "Blob", "File", "WebSocket", "crypto", "navigator"];
  const calls = ["fetch", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"];
  // Node's own loader reads some of them, too: who asks stands in the third line of the stack.
  const note = (name) => /\\(?node:/.test(new Error().stack.split("\\n")[3]) || touched.add(name);
  for (const name of [...calls, ...trapped]) {
    const value = globalThis[name];
    const get = () => (note(name), value);
    Object.defineProperty(globalThis, name, { configurable: true, enumerable: true, get });
  }
  const written = { ...console };
  for (const name of Object.keys(console).filter((name) => typeof console[name] === "function")) {
    console[name] = () => touched.add("console." + name);
  }
  const env = process.env;
  Object.defineProperty(process, "env", { configurable: true, get: () => (note("process.env"), env) });
  const listeners = process.eventNames().length;
  const places = { globalThis, Object, Function, Array, Promise, String, Uint8Array, Error, Map, URL };
  const look = () => JSON.stringify(Object.entries(places).map(([name, place]) =>
    [name, Reflect.ownKeys(place).map(String), Reflect.ownKeys(place.prototype ?? {}).map(String)]));
  const before = look();

  const found = {};
  for (const specifier of specifiers) {
    touched.clear();
    const exports = await import(specifier);
    const seen = [...touched];
    if (look() !== before) seen.push("a global object");
    if (process.eventNames().length !== listeners) seen.push("an event of the process");
    if (process.getActiveResourcesInfo().some((name) => /Timeout|Immediate|TCP|UDP/.test(name))) seen.push("a handle that keeps the process alive");
    found[specifier] = { seen: seen.sort(), exports: Object.keys(exports).length };
  }
  written.log(JSON.stringify(found));
`;

/** Touches everything, to see the traps work. */
const NOISY = `
  fetch; setTimeout(() => {}, 1000); queueMicrotask(() => {}); console.warn("noise"); process.env.HOME; new Headers(); crypto.subtle;
  globalThis.leak = 1; Array.prototype.leak = 1; process.on("unhandledRejection", () => {});
  export const noise = 1;
`;

let consumer: Consumer;
let traps: string;
let noisy: string;

beforeAll(async () => {
  consumer = await makeConsumer("unpack");
  traps = await consumer.write("traps.mjs", TRAPS);
  noisy = await consumer.write("noisy.mjs", NOISY);
  await consumer.write("quiet.mjs", "export const quiet = 1;");
}, 120_000);
afterAll(() => consumer?.dispose());

/** What an import touched, by the module's name. */
type Touched = Record<string, { seen: string[]; exports: number }>;

async function touchedBy(...specifiers: string[]): Promise<Touched> {
  const { status, output, stdout } = await run(process.execPath, [traps, ...specifiers], consumer.folder);
  expect(status, output).toBe(0);
  return JSON.parse(stdout);
}

const specifiers = entries.map(({ specifier }) => specifier);
// A table imports nothing, so each is as new in a process where the others are.
const tables = specifiers.filter((specifier) => specifier.includes("/api/"));
let ofTables: Promise<Touched> | undefined;

async function touched(specifier: string): Promise<Touched[string] | undefined> {
  if (!tables.includes(specifier)) {
    return (await touchedBy(specifier))[specifier];
  }
  ofTables ??= touchedBy(...tables);
  return (await ofTables)[specifier];
}

describe("importing", { timeout: 60_000 }, () => {
  it("is watched: a noisy module is heard, a quiet one is not", async () => {
    expect(await touchedBy("./quiet.mjs")).toEqual({ "./quiet.mjs": { seen: [], exports: 1 } });
    expect((await touchedBy(noisy))[noisy]?.seen).toEqual([
      "Headers",
      "a global object",
      "a handle that keeps the process alive",
      "an event of the process",
      "console.warn",
      "crypto",
      "fetch",
      "process.env",
      "queueMicrotask",
      "setTimeout",
    ]);
  });

  it.each(specifiers)("%s has no effect", async (specifier) => {
    const found = await touched(specifier);
    expect(found?.seen).toEqual([]);
    expect(found?.exports).toBeGreaterThan(0);
  });
});
