// Starts the programs of this folder on each runtime. They are bundled against `dist`, without a test runner around them.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = fileURLToPath(new URL("programs", import.meta.url));
const binary = (name) => join(root, "node_modules/.bin", name);
const node24 = () =>
  process.env.NODE24 ?? join(require.resolve(`node24-${process.platform}-${process.arch}/package.json`), "../bin/node");

/** A large young generation keeps the garbage collector out of most of what is timed. */
const NODE_FLAGS = ["--expose-gc", "--max-semi-space-size=128"];

/** The runtimes that run a file, by the command that does. */
export const PROCESSES = {
  [`node${process.versions.node.split(".")[0]}`]: () => [process.execPath, ...NODE_FLAGS],
  node24: () => [node24(), ...NODE_FLAGS],
  deno: () => [binary("deno"), "run", "-A"],
  bun: () => [binary("bun"), "run"],
};
export const RUNTIMES = [...Object.keys(PROCESSES), "workerd"];

const ANSWER = "ANSWER";

/** The entry points that the programs import, of another version of the package. */
function aliasesOf(other) {
  if (!other) {
    return {};
  }
  const { exports } = JSON.parse(readFileSync(join(other, "package.json"), "utf8"));
  return Object.fromEntries(
    ["event", "node"].map((name) => [`lark-edge/${name}`, resolve(other, exports[`./${name}`].default)]),
  );
}

async function bundle(code, edge, other) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: folder, loader: "ts" },
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: edge ? "browser" : "node",
    conditions: edge ? ["workerd", "worker", "browser"] : ["import"],
    alias: aliasesOf(other),
    write: false,
    logLevel: "error",
  });
  return outputFiles[0].text;
}

/** Places a program, bundled, and resolves to its file and to what removes it. */
async function place(code, other) {
  const folder = await mkdtemp(join(tmpdir(), "lark-edge-security-"));
  const file = join(folder, "program.mjs");
  await writeFile(file, await bundle(code, false, other));
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function inProcess([command, ...args], name, setting, other) {
  const code = `import { run } from "./${name}.ts";
    const answer = await run(${JSON.stringify(setting)});
    console.log("${ANSWER}" + JSON.stringify(answer));
    globalThis.process.exit(0);`;
  const { file, remove } = await place(code, other);
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
    await remove();
  }
}

const isolate = async (code, other) =>
  new Miniflare({
    modules: true,
    script: await bundle(code, true, other),
    // Not newer than the workerd that miniflare brings.
    compatibilityDate: "2026-07-01",
  });

/** Runs a program inside one isolate. */
async function inWorkerd(name, setting, other) {
  const code = `import { run } from "./${name}.ts";
    export default { fetch: async (request) => Response.json(await run(await request.json())) };`;
  const miniflare = await isolate(code, other);
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

/**
 * Runs a program on a runtime, and resolves to what it returns.
 *
 * @param name - Its file in `programs/`, which exports `run(setting)`.
 * @param other - The folder of another version of the package, built, to be run instead of this one.
 */
export function runProgram(name, runtime, setting = {}, other = undefined) {
  return runtime === "workerd"
    ? inWorkerd(name, setting, other)
    : inProcess(PROCESSES[runtime](), name, setting, other);
}

/** Starts the bot of `programs/serve.ts` on a runtime, and resolves to its port and to what stops it. */
export async function startServer(runtime, setting, other) {
  if (runtime === "workerd") {
    const code = `import { events, openLimit } from "./bot.ts";
      ${setting.opened ? "openLimit();" : ""}
      export default { fetch: events.fetch };`;
    const miniflare = await isolate(code, other);
    return { port: Number((await miniflare.ready).port), stop: () => miniflare.dispose() };
  }
  const code = `import { serve } from "./serve.ts"; serve(${JSON.stringify(setting)});`;
  const { file, remove } = await place(code, other);
  const [command, ...args] = PROCESSES[runtime]();
  const child = spawn(command, [...args, file], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise((found, reject) => {
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      const said = /LISTENING (\d+)/.exec(output);
      if (said) {
        found(Number(said[1]));
      }
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    port,
    async stop() {
      child.kill();
      await remove();
    },
  };
}
