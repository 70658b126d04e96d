import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Consumer, entries, makeConsumer, run } from "./tarball.ts";

/**
 * Imports a module and prints what it touched meanwhile.
 *
 * Whatever is trapped says so before it does its work, so that a module that breaks in a trap is told from a quiet one.
 */
const TRAPS = `
  const touched = new Set();
  const specifier = process.argv[2];
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

  const exports = await import(specifier);

  const seen = [...touched];
  if (look() !== before) seen.push("a global object");
  if (process.eventNames().length !== listeners) seen.push("an event of the process");
  if (process.getActiveResourcesInfo().some((name) => /Timeout|Immediate|TCP|UDP/.test(name))) seen.push("a handle that keeps the process alive");
  written.log(JSON.stringify({ seen: seen.sort(), exports: Object.keys(exports).length }));
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

async function touchedBy(specifier: string): Promise<{ seen: string[]; exports: number }> {
  const { status, output, stdout } = await run(process.execPath, [traps, specifier], consumer.folder);
  expect(status, output).toBe(0);
  return JSON.parse(stdout);
}

describe("importing", { timeout: 60_000 }, () => {
  it("is watched: a noisy module is heard, a quiet one is not", async () => {
    expect(await touchedBy("./quiet.mjs")).toEqual({ seen: [], exports: 1 });
    expect((await touchedBy(noisy)).seen).toEqual([
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

  it.each(entries.map(({ specifier }) => specifier))("%s has no effect", async (specifier) => {
    const { seen, exports } = await touchedBy(specifier);
    expect(seen).toEqual([]);
    expect(exports).toBeGreaterThan(0);
  });
});
