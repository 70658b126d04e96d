import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { EdgeVM } from "@edge-runtime/vm";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import type { Result } from "./cases.ts";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("../..", import.meta.url));
const CASES = fileURLToPath(new URL("cases.ts", import.meta.url));

/** Not newer than the workerd that miniflare brings. */
export const COMPATIBILITY_DATE = "2026-07-01";

/** Cases to run elsewhere. */
export interface Suite {
  /** The files that register the cases. */
  files: readonly string[];
  /** What the cases find in `globalThis.setting`. */
  setting?: unknown;
}

const bundles = new Map<string, Promise<string>>();

async function makeBundle(code: string, conditions: string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root, loader: "ts" },
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
 * Bundles a suite with the code that runs it, for a runtime without files. Runtimes that take the same bundle share it.
 *
 * @param run - Code that may call `runAll`.
 */
export function bundleSuite({ files, setting = null }: Suite, run: string, conditions: string[]): Promise<string> {
  const imports = files.map((file) => `import ${JSON.stringify(file)};`);
  const setUp = `globalThis.setting = ${JSON.stringify(setting)};`;
  const code = [`import { runAll } from ${JSON.stringify(CASES)};`, ...imports, setUp, run].join("\n");
  const key = `${conditions} ${code}`;
  const bundle = bundles.get(key) ?? makeBundle(code, conditions);
  bundles.set(key, bundle);
  return bundle;
}

/** Runs a suite in a process of another runtime, and resolves to its results. */
export async function inProcess(command: string, args: string[], suite: Suite): Promise<Result[]> {
  const run = `runAll().then((results) => {
    console.log("RESULTS" + JSON.stringify(results));
    globalThis.process.exit(0);
  });`;
  const file = join(await mkdtemp(join(tmpdir(), "lark-edge-")), "suite.mjs");
  await writeFile(file, await bundleSuite(suite, run, ["import"]));
  try {
    const { stdout } = await promisify(execFile)(command, [...args, file], { maxBuffer: 1 << 26 });
    return JSON.parse(stdout.slice(stdout.lastIndexOf("RESULTS") + 7));
  } finally {
    await rm(dirname(file), { recursive: true });
  }
}

/** Runs a suite in workerd, the same way. */
export async function inWorkerd(compatibilityFlags: string[], suite: Suite): Promise<Result[]> {
  const run = "export default { fetch: async () => Response.json(await runAll()) };";
  const miniflare = new Miniflare({
    modules: true,
    script: await bundleSuite(suite, run, ["workerd", "worker", "browser"]),
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

/**
 * Runs a suite in the VM of the `edge-runtime` package, which has what Vercel's edge functions have.
 *
 * @param more - Further globals of the VM.
 */
export async function inEdgeRuntime(suite: Suite, more: Record<string, unknown> = {}): Promise<Result[]> {
  const run = "globalThis.results = () => runAll().then(JSON.stringify);";
  const vm = new EdgeVM({ extend: (context) => Object.assign(context, more) });
  vm.evaluate(await bundleSuite(suite, run, ["edge-light", "worker", "browser"]));
  return JSON.parse(await vm.evaluate<Promise<string>>("results()"));
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
export const binary = (name: string): string => join(root, "node_modules/.bin", name);
