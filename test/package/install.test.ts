import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { binary, COMPATIBILITY_DATE, node24 } from "../support/runtimes.ts";
import { type Consumer, makeConsumer } from "./consumer.ts";
import { entries, manifest, run } from "./manifest.ts";

/** What a runtime found: the exports of every entry point, and how it answers a request that nobody signed. */
interface Found {
  exports: Record<string, string[]>;
  forged: number;
}

const imports = entries.map(({ specifier }, index) => `import * as entry${index} from "${specifier}";`).join("\n");
const names = entries.map(({ specifier }, index) => `"${specifier}": Object.keys(entry${index}).sort()`).join(", ");

const USE = `${imports}
  import { EventDispatcher } from "lark-edge/event";
  export async function use() {
    const events = new EventDispatcher({ encryptKey: "test key", loggerLevel: "silent" });
    const { status } = await events.fetch(new Request("https://bot.example/", { method: "POST", body: "{}" }));
    return { exports: { ${names} }, forged: status };
  }`;

let consumer: Consumer;
let expected: Found["exports"];

beforeAll(async () => {
  consumer = await makeConsumer("install");
  await consumer.write("use.mjs", USE);
  await consumer.write("main.mjs", 'import { use } from "./use.mjs";\nconsole.log(JSON.stringify(await use()));');
  await consumer.write(
    "worker.mjs",
    'import { use } from "./use.mjs";\nexport default { fetch: async () => Response.json(await use()) };',
  );
  expected = JSON.parse((await inProcess(process.execPath, [])) ?? "").exports;
}, 120_000);
afterAll(() => consumer?.dispose());

async function inProcess(command: string, args: string[]): Promise<string> {
  const { status, output, stdout } = await run(command, [...args, "main.mjs"], consumer.folder);
  expect(status, output).toBe(0);
  return stdout;
}

async function inWorkerd(compatibilityFlags: string[]): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(consumer.folder, "worker.mjs")],
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    write: false,
    logLevel: "error",
    // Nothing is dropped: what stands at the top of a file must run here, too.
    ignoreAnnotations: true,
  });
  const script = outputFiles[0]?.text ?? "";
  const miniflare = new Miniflare({ modules: true, script, compatibilityDate: COMPATIBILITY_DATE, compatibilityFlags });
  try {
    return await (await miniflare.dispatchFetch("http://consumer/")).text();
  } finally {
    await miniflare.dispose();
  }
}

/** Where the installed package has to run. */
const RUNTIMES: Record<string, () => Promise<string>> = {
  "this Node": () => inProcess(process.execPath, []),
  "Node 24": () => inProcess(node24(), []),
  Deno: () => inProcess(binary("deno"), ["run", "-A", "--no-remote"]),
  Bun: () => inProcess(binary("bun"), ["run"]),
  workerd: () => inWorkerd([]),
  "workerd with nodejs_compat": () => inWorkerd(["nodejs_compat"]),
};

describe("the package, installed from its tarball", () => {
  it("has something to offer at every entry point", () => {
    expect(Object.keys(expected)).toEqual(entries.map(({ specifier }) => specifier));
    for (const [specifier, exports] of Object.entries(expected)) {
      expect(exports, specifier).not.toEqual([]);
    }
  });

  it("brings its dependencies, and they bring nothing unexpected", async () => {
    const lock = JSON.parse(await readFile(join(consumer.folder, "node_modules/.package-lock.json"), "utf8"));
    const installed = Object.keys(lock.packages).map((path) => path.replace("node_modules/", ""));
    expect(installed).toEqual(expect.arrayContaining([manifest.name, ...Object.keys(manifest.dependencies)]));
    // ofetch's own: destr, node-fetch-native and ufo.
    expect(installed.length).toBeLessThanOrEqual(7);
  });

  it("brings its command", async () => {
    const { status, stdout } = await run("npx", ["lark-edge", "--version"], consumer.folder);
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${manifest.version}\n` });
  });

  it.each(Object.keys(RUNTIMES))(
    "runs on %s",
    async (name) => {
      const found: Found = JSON.parse((await RUNTIMES[name]?.()) ?? "");
      expect(found).toEqual({ exports: expected, forged: 401 });
    },
    60_000,
  );
});
