// The examples of the stores, as they are written, with the bindings that the page configures.
import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { Miniflare } from "miniflare";
import { parse } from "smol-toml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blockOf, blocksOf } from "../../support/markdown-blocks.ts";
import { binary, COMPATIBILITY_DATE } from "../../support/runtimes.ts";
import { bundleStores, type Conversation, makersOf, placeStores } from "../../support/store-program.ts";

const PAGE = "docs/stores.md";
const GOOD: Conversation = { reply: "hi", statuses: [200, 200], handled: 1, keptToken: true };

/** What of `wrangler.toml` the examples show. */
interface Settings {
  kv_namespaces: { binding: string }[];
  durable_objects: { bindings: { name: string; class_name: string }[] };
  migrations: { new_sqlite_classes: string[] }[];
  d1_databases: { binding: string }[];
}

test("every example of the page is run by a test", async () => {
  expect((await makersOf()).sort()).toEqual([...IN_WORKERD, ...IN_DENO, ...IN_NODE, ...BY_SERVICES].sort());
  const toml = (await blocksOf(PAGE)).filter(({ language }) => language === "toml");
  expect(toml.map(({ heading }) => heading)).toEqual(BINDINGS);
});

const BINDINGS = ["Workers KV", "Durable Objects", "D1"];
const IN_WORKERD = ["onWorkersKv", "onDurableObjects", "onD1", "memoryBeforeKv"];
const IN_DENO = ["onDenoKv"];
const IN_NODE = ["inMemory"];
/** `test/services/readme.test.ts` runs them: they need a Redis. */
const BY_SERVICES = ["onRedis", "onBunRedis", "onIoredis", "onRedisCluster", "onUpstash"];

describe("in workerd", () => {
  let workerd: Miniflare;
  beforeAll(async () => {
    const blocks = await blocksOf(PAGE);
    const toml = BINDINGS.map((heading) => blockOf(blocks, heading, "toml")).join("\n");
    const settings = parse(toml) as unknown as Settings;
    const sqlite = settings.migrations.flatMap(({ new_sqlite_classes }) => new_sqlite_classes);
    const objects = settings.durable_objects.bindings.map(({ name, class_name: className }) => [
      name,
      { className, useSQLite: sqlite.includes(className) },
    ]);
    const end = `export default {
      fetch: async (request, env) => Response.json(await talk(decodeURIComponent(new URL(request.url).pathname.slice(1)), env)),
    };`;
    workerd = new Miniflare({
      modules: true,
      script: await bundleStores(end, ["workerd", "worker", "browser"], IN_WORKERD),
      compatibilityDate: COMPATIBILITY_DATE,
      kvNamespaces: settings.kv_namespaces.map(({ binding }) => binding),
      d1Databases: settings.d1_databases.map(({ binding }) => binding),
      durableObjects: Object.fromEntries(objects),
    });
    await workerd.ready;
  }, 60_000);
  afterAll(() => workerd?.dispose());

  test.each(IN_WORKERD)("%s", async (name) => {
    const response = await workerd.dispatchFetch(`http://readme/${encodeURIComponent(name)}`);
    expect(await response.json()).toEqual(GOOD);
  });
});

test.each(IN_DENO)(
  "in Deno: %s",
  async (name) => {
    const end = `console.log("TALKED" + JSON.stringify(await talk(${JSON.stringify(name)}))); Deno.exit();`;
    const args = ["run", "-A", "--unstable-kv", await placeStores(end, IN_DENO)];
    const { stdout } = await promisify(execFile)(binary("deno"), args);
    expect(JSON.parse(stdout.slice(stdout.indexOf("TALKED") + 6))).toEqual(GOOD);
  },
  60_000,
);

test.each(IN_NODE)("in Node: %s", async (name) => {
  const { talk } = await import(/* @vite-ignore */ pathToFileURL(await placeStores("", IN_NODE)).href);
  expect(await talk(name)).toEqual(GOOD);
});
