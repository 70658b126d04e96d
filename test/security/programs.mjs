// Starts the programs of this folder on each runtime. They are bundled against `dist`, without a test runner around them.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = fileURLToPath(new URL("programs", import.meta.url));
const binary = (name) => join(root, "node_modules/.bin", name);
const node24 = () =>
  process.env.NODE24 ?? join(require.resolve(`node24-${process.platform}-${process.arch}/package.json`), "../bin/node");

/** The runtimes that run a file, by the command that does. */
export const PROCESSES = {
  [`node${process.versions.node.split(".")[0]}`]: () => [process.execPath, "--expose-gc"],
  node24: () => [node24(), "--expose-gc"],
  deno: () => [binary("deno"), "run", "-A"],
  bun: () => [binary("bun"), "run"],
};
export const RUNTIMES = [...Object.keys(PROCESSES), "workerd"];

const ANSWER = "ANSWER";

async function bundle(code, edge) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: folder, loader: "ts" },
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: edge ? "browser" : "node",
    conditions: edge ? ["workerd", "worker", "browser"] : ["import"],
    write: false,
    logLevel: "error",
  });
  return outputFiles[0].text;
}

/**
 * Runs a program in a process, and resolves to what its `run` returns.
 *
 * @param name - Its file in `programs/`, which exports `run(setting)`.
 */
async function inProcess([command, ...args], name, setting) {
  const place = await mkdtemp(join(tmpdir(), "lark-edge-security-"));
  const file = join(place, `${name}.mjs`);
  const code = `import { run } from "./${name}.ts";
    const answer = await run(${JSON.stringify(setting)});
    console.log("${ANSWER}" + JSON.stringify(answer));
    globalThis.process.exit(0);`;
  await writeFile(file, await bundle(code, false));
  try {
    const child = spawn(command, [...args, file], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    for await (const chunk of child.stdout.setEncoding("utf8")) {
      output += chunk;
    }
    const at = output.lastIndexOf(ANSWER);
    if (at < 0) {
      throw new Error(`${name} ended without an answer: ${output}`);
    }
    return JSON.parse(output.slice(at + ANSWER.length));
  } finally {
    await rm(place, { recursive: true });
  }
}

/** Runs a program inside one isolate of workerd. */
async function inWorkerd(name, setting) {
  const code = `import { run } from "./${name}.ts";
    export default { fetch: async (request) => Response.json(await run(await request.json())) };`;
  const miniflare = new Miniflare({
    modules: true,
    script: await bundle(code, true),
    // Not newer than the workerd that miniflare brings.
    compatibilityDate: "2026-07-01",
  });
  try {
    const response = await miniflare.dispatchFetch("http://program/", {
      method: "POST",
      body: JSON.stringify(setting),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(text);
    }
    return JSON.parse(text);
  } finally {
    await miniflare.dispose();
  }
}

/** Runs a program on a runtime, and resolves to what it returns. */
export function runProgram(name, runtime, setting = {}) {
  return runtime === "workerd" ? inWorkerd(name, setting) : inProcess(PROCESSES[runtime](), name, setting);
}
