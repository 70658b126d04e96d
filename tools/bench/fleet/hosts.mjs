import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { Log, LogLevel, Miniflare } from "miniflare";
import { bench, bundle, place } from "../lib/build.mjs";
import { SECRETS } from "../lib/event.mjs";
import { COMPATIBILITY_DATE } from "../lib/runtimes.mjs";

/** How many connections to Redis the isolates share. */
const CONNECTIONS = 20;

/** node-redis is CommonJS, and requires Node's modules when it is loaded. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);\n';

/** Loads modules that are written in TypeScript, or import lark-edge, into this process. */
async function load(workshop, name, code) {
  const { text } = await bundle(workshop, code);
  return import(pathToFileURL(await place(workshop, `${name}.mjs`, REQUIRE + text)).href);
}

const here = (workshop) =>
  load(
    workshop,
    "here",
    `export { createFleet } from "./fleet/isolates.mjs";
    export { memoryStore } from "lark-edge/store/memory";
    export { redisStore } from "lark-edge/store/redis";
    export { createClient } from "redis";
    export { startRedis } from "../../test/services/redis-server.ts";`,
  );

/** Calls a fleet of this process as the others are called over HTTP. */
const local = (fleet) => async (path, init) => (await fleet(new Request(`http://fleet${path}`, init))).json();

async function startNothing(workshop) {
  const { createFleet } = await here(workshop);
  return { send: local(createFleet(undefined, SECRETS)), close() {} };
}

async function startMemory(workshop) {
  const { createFleet, memoryStore } = await here(workshop);
  const store = memoryStore();
  return { send: local(createFleet(() => store, SECRETS)), close() {} };
}

async function startWorker(workshop, kind, bindings = {}) {
  const code = `export * from "./fleet/worker.mjs"; export { default } from "./fleet/worker.mjs";`;
  const miniflare = new Miniflare({
    modules: true,
    script: (await bundle(workshop, code, { edge: true })).text,
    compatibilityDate: COMPATIBILITY_DATE,
    bindings: { KIND: kind, SECRETS, ...bindings },
    kvNamespaces: ["KV"],
    d1Databases: ["DB"],
    durableObjects: { STORE: { className: "LarkStore", useSQLite: true } },
    log: new Log(LogLevel.ERROR),
  });
  await miniflare.ready;
  return {
    send: async (path, init) => (await miniflare.dispatchFetch(`http://fleet${path}`, init)).json(),
    close: () => miniflare.dispose(),
  };
}

const inWorkerd = (kind) => (workshop) => startWorker(workshop, kind);

/** Starts a process that says in a line of JSON where it listens. */
async function startProcess(workshop, command, args, name, code, ...settings) {
  const file = await place(workshop, `${name}.mjs`, REQUIRE + (await bundle(workshop, code)).text);
  const child = spawn(command, [...args, file, ...settings], { stdio: ["pipe", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("{")) {
      return { ...JSON.parse(line), end: () => child.stdin.end(), child };
    }
  }
  throw new Error(`${name} ended early`);
}

async function startDeno(workshop) {
  const code = 'import { serve } from "./fleet/deno.mjs"; await serve();';
  const deno = join(bench, "../../node_modules/.bin/deno");
  const flags = ["run", "-A", "--unstable-kv"];
  const { port, child } = await startProcess(workshop, deno, flags, "deno", code, JSON.stringify(SECRETS));
  return {
    send: async (path, init) => (await fetch(`http://127.0.0.1:${port}${path}`, init)).json(),
    close: () => child.kill(),
  };
}

async function startRedis(workshop) {
  const { createFleet, redisStore, createClient, startRedis: start } = await here(workshop);
  const server = await start();
  const connect = () => createClient({ url: server.url }).on("error", console.error).connect();
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, connect));
  return {
    send: local(createFleet((at) => redisStore(clients[at % CONNECTIONS]), SECRETS)),
    async close() {
      for (const client of clients) {
        client.destroy();
      }
      await server.dispose();
    },
  };
}

/** The endpoint runs in a separate process, as it would elsewhere. */
async function startUpstash(workshop) {
  const code = 'import { serve } from "./fleet/upstash.mjs"; await serve();';
  const { url, token, end } = await startProcess(workshop, process.execPath, [], "upstash", code);
  const { send, close } = await startWorker(workshop, "Upstash", { UPSTASH: { url, token } });
  return {
    send,
    async close() {
      await close();
      end();
    },
  };
}

/** What npm does not bring. */
const hasRedis = () => spawnSync("redis-server", ["--version"]).status === 0;
const REDIS = { missing: () => !hasRedis() && "redis-server is not installed" };

/** Each kind of store, and where its isolates run. */
export const HOSTS = {
  "no store": { where: "Node", start: startNothing },
  memory: { where: "Node", atomic: true, start: startMemory },
  "Durable Object": { where: "workerd", atomic: true, start: inWorkerd("Durable Object") },
  D1: { where: "workerd", atomic: true, start: inWorkerd("D1") },
  "Workers KV": { where: "workerd", start: inWorkerd("Workers KV") },
  "memory before KV": { where: "workerd", start: inWorkerd("memory before KV") },
  "Deno KV": { where: "Deno", atomic: true, start: startDeno },
  Redis: { where: "Node", atomic: true, start: startRedis, ...REDIS },
  // The endpoint of the tests is one process: a thousand requests at once can take it longer than an isolate waits.
  Upstash: { where: "workerd", usual: 50, atomic: true, start: startUpstash, ...REDIS },
};
