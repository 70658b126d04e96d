import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll } from "vitest";
import { binary, COMPATIBILITY_DATE, node24 } from "../support/runtimes.ts";
import { bundleWorker } from "../support/workerd.ts";
import { type Host, hostContract } from "./host.ts";

const sourceOf = (name: string) => new URL(`hosts/${name}.ts`, import.meta.url).pathname;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lark-edge-hosts-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a program that serves the bot and says `LISTENING` with its port. */
async function startProgram(command: string, args: string[], name: string): Promise<Host> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [sourceOf(name)],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "node",
    conditions: ["import"],
    logLevel: "error",
  });
  const child = spawn(command, [...args, outfile], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const port = await new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const said = /LISTENING (\d+)/.exec(output);
      if (said) {
        resolve(Number(said[1]));
      }
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${command} ended with ${code}: ${output}`)));
  });
  return { port, stop: () => child.kill() };
}

async function startWorker(compatibilityFlags: string[]): Promise<Host> {
  const workerd = new Miniflare({
    modules: true,
    script: await bundleWorker({ entryPoints: [sourceOf("worker")] }),
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags,
  });
  return { port: Number((await workerd.ready).port), stop: () => workerd.dispose() };
}

hostContract(`Node ${process.versions.node.split(".")[0]}, listener`, () => startProgram(process.execPath, [], "node"));
hostContract("Node 24, listener", () => startProgram(node24(), [], "node"));
hostContract("Deno.serve", () => startProgram(binary("deno"), ["run", "-A"], "deno"));
hostContract("Bun.serve", () => startProgram(binary("bun"), ["run"], "bun"));
hostContract("a Worker", () => startWorker([]));
hostContract("a Worker with nodejs_compat", () => startWorker(["nodejs_compat"]));
