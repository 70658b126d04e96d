import { execFile } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import type { Result } from "./harness.ts";

const require = createRequire(import.meta.url);
const suite = new URL("./suite.ts", import.meta.url).pathname;

/** Not newer than the workerd that miniflare brings. */
export const COMPATIBILITY_DATE = "2026-07-01";

/** Bundles a module that uses the suite, for a runtime without files. */
async function bundle(code: string, conditions: string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: join(suite, ".."), loader: "ts" },
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions,
    write: false,
    logLevel: "error",
    // The package promises to have no side effects; its suite has nothing else.
    ignoreAnnotations: true,
  });
  return outputFiles[0]?.text ?? "";
}

/**
 * Runs a suite in a process of another runtime, and resolves to its results.
 *
 * @param file - The suite: it registers its cases in the harness, and hands on `runAll`.
 * @param setting - What its cases find in `globalThis.setting`.
 */
export async function inProcess(
  command: string,
  args: string[],
  file: string = suite,
  setting: unknown = null,
): Promise<Result[]> {
  const code = `import { runAll } from ${JSON.stringify(file)};
    globalThis.setting = ${JSON.stringify(setting)};
    runAll().then((results) => { console.log("RESULTS" + JSON.stringify(results)); globalThis.process.exit(0); });`;
  const bundled = join(await mkdtemp(join(tmpdir(), "lark-edge-")), "suite.mjs");
  await writeFile(bundled, await bundle(code, ["import"]));
  const { stdout } = await promisify(execFile)(command, [...args, bundled], { maxBuffer: 1 << 26 });
  return JSON.parse(stdout.slice(stdout.lastIndexOf("RESULTS") + 7));
}

/** Runs a suite in workerd, the same way. */
export async function inWorkerd(
  compatibilityFlags: string[],
  file: string = suite,
  setting: unknown = null,
): Promise<Result[]> {
  const code = `import { runAll } from ${JSON.stringify(file)};
    globalThis.setting = ${JSON.stringify(setting)};
    export default { fetch: async () => Response.json(await runAll()) };`;
  const miniflare = new Miniflare({
    modules: true,
    script: await bundle(code, ["workerd", "worker", "browser"]),
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags,
  });
  try {
    const response = await miniflare.dispatchFetch("http://suite/");
    return (await response.json()) as Result[];
  } finally {
    await miniflare.dispose();
  }
}

/** The binary of Node 24: npm brings it for Linux and Windows; elsewhere `NODE24` names one. */
export function node24(): string {
  if (process.env.NODE24) {
    return process.env.NODE24;
  }
  const name = `node24-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  return join(require.resolve(`${name}/package.json`), `../bin/node${process.platform === "win32" ? ".exe" : ""}`);
}

/** The path of a runtime's binary among npm's. */
export const binary = (name: string): string => new URL(`../../node_modules/.bin/${name}`, import.meta.url).pathname;

/** Runs the suite on each runtime. */
export const runtimes: Record<string, () => Promise<Result[]>> = {
  [`Node ${process.versions.node.split(".")[0]}`]: () => inProcess(process.execPath, []),
  "Node 24": () => inProcess(node24(), []),
  workerd: () => inWorkerd([]),
  "workerd with nodejs_compat": () => inWorkerd(["nodejs_compat"]),
  Deno: () => inProcess(binary("deno"), ["run", "-A"]),
  Bun: () => inProcess(binary("bun"), ["run"]),
};
