// `npm create lark-edge` from its tarball: the project is installed, type-checked, and one command brings the emulator and
// a bot that answers.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Snapshot } from "../../src/emulator/control/protocol.ts";
import { freePort } from "../support/free-port.ts";
import { binary } from "../support/runtimes.ts";
import { root, run } from "./manifest.ts";

let place: string;
let program: string;
beforeAll(async () => {
  place = await realpath(await mkdtemp(join(tmpdir(), "create-lark-edge-")));
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", place, join(root, "create")];
  const { status, stdout, output } = await run("npm", args, root);
  expect(status, output).toBe(0);
  const [packed] = JSON.parse(stdout) as [{ filename: string }];
  await run("tar", ["-xzf", packed.filename], place);
  program = join(place, "package/main.mjs");
}, 120_000);
afterAll(() => rm(place, { recursive: true, force: true }));

/** Gives the project other ports than the usual ones, which a developer of this machine may use. */
async function changePorts(folder: string): Promise<number> {
  const [bot, emulator] = [await freePort(), await freePort()];
  const path = join(folder, "package.json");
  const manifest = JSON.parse(await readFile(path, "utf8"));
  manifest.scripts.dev = manifest.scripts.dev
    .replaceAll("3000", `${bot}`)
    .replace("lark-edge emulator", `lark-edge emulator --port ${emulator}`);
  await writeFile(path, JSON.stringify(manifest));
  return bot;
}

/** Runs `npm run dev` until the emulator is up and the bot is connected. */
async function startDev(folder: string, port: number): Promise<{ child: ChildProcess; address: string }> {
  // The runtimes are not on the machine, but among the packages of this checkout.
  const PATH = `${join(binary("deno"), "..")}:${process.env.PATH}`;
  const env = { ...process.env, PATH, HOME: folder, XDG_DATA_HOME: folder, PORT: `${port}` };
  const child = spawn("npm", ["run", "dev"], { cwd: folder, env, detached: true });
  let output = "";
  const address = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const said = /runs on (\S+)/.exec(output);
      if (said?.[1] && output.includes("Connected to the bot")) {
        resolve(said[1]);
      }
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => reject(new Error(`npm run dev ended with ${code}: ${output}`)));
  });
  return { child, address };
}

/** Ends the command with its children. */
async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const kill = (signal: "SIGINT" | "SIGKILL") => {
    try {
      process.kill(-(child.pid as number), signal);
    } catch {}
  };
  kill("SIGINT");
  const timer = setTimeout(kill, 10_000, "SIGKILL");
  await ended;
  clearTimeout(timer);
  // What the command has left behind.
  kill("SIGKILL");
}

/** Says something to the bot as the chat page does, and resolves to the answer. */
async function converse(address: string): Promise<string> {
  const read = async () => (await (await fetch(`${address}/_emulator/api/state`)).json()) as Snapshot;
  const { users, chats } = await read();
  const chat = chats[0]?.chatId ?? "";
  const body = JSON.stringify({ user: users[0]?.openId, chat, text: "hello", mention_bot: true });
  const headers = { "content-type": "application/json" };
  const said = await fetch(`${address}/_emulator/api/say`, { method: "POST", headers, body });
  expect(said.status, await said.text()).toBe(200);
  let answer = "";
  await expect
    .poll(
      async () => {
        const messages = (await read()).messages[chat] ?? [];
        answer = messages.find(({ sender }) => sender.sender_type === "app")?.content ?? "";
        return answer;
      },
      { timeout: 10_000 },
    )
    .not.toBe("");
  return answer;
}

describe.each(["workers", "deno", "bun", "node"])("a project for %s", (runtime) => {
  it("is installed, compiles, and answers after one command", async () => {
    const folder = join(place, runtime);
    const args = ["--runtime", runtime, "--features", "once", "--lark-edge", inject("packed").file];
    const created = await run(process.execPath, [program, folder, ...args], place);
    expect(created.status, created.output).toBe(0);
    const installed = await run("npm", ["install", "--prefer-offline"], folder);
    expect(installed.status, installed.output).toBe(0);
    const PATH = `${join(binary("deno"), "..")}:${process.env.PATH}`;
    const checked = await run("env", [`PATH=${PATH}`, "npm", "run", "check"], folder);
    expect(checked.status, checked.output).toBe(0);
    const { child, address } = await startDev(folder, await changePorts(folder));
    try {
      expect(await converse(address)).toContain("Hello!");
    } finally {
      await end(child);
    }
  }, 420_000);
});
