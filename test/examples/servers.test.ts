import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { createEmulator, type Emulator } from "lark-edge/emulator";
import { afterEach, expect, test } from "vitest";
import { connectInWorkerd } from "../support/bot-in-workerd.ts";
import { serve } from "../support/emulator-server.ts";
import { freePort } from "../support/free-port.ts";
import { binary } from "../support/runtimes.ts";
import { secretsOf } from "../support/workerd.ts";

const root = new URL("../../", import.meta.url).pathname;
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) {
    await cleanUp();
  }
});

/** Puts the emulator on a port of this machine, until the test is over. */
async function listen(emulator: Emulator): Promise<string> {
  const { domain, close } = await serve(emulator);
  cleanUps.push(close);
  return domain;
}

/** Starts an example and waits until it says that it listens. */
async function start(command: string, args: string[], env: Record<string, string>): Promise<void> {
  const child: ChildProcess = spawn(command, args, { cwd: root, env: { ...process.env, ...env } });
  cleanUps.push(() => child.kill());
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      output += chunk;
      if (output.includes("listening")) {
        resolve();
      }
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`${command} ended with ${code}: ${output}`)));
  });
}

/** The conversation that every example has to hold. */
async function converse(emulator: Emulator): Promise<void> {
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  const delivery = await emulator.say(user, chat, "hello");
  expect(delivery).toMatchObject({ status: 200 });
  const reply = await emulator.waitForMessage(chat);
  expect(reply.text).toContain("hello");
}

const servers: Record<string, () => Promise<[string, string[]]>> = {
  "the Node server": async () => {
    const outfile = join(await mkdtemp(join(tmpdir(), "lark-edge-")), "server.mjs");
    const entry = `${root}examples/node-server/server.ts`;
    await build({ entryPoints: [entry], bundle: true, platform: "node", format: "esm", outfile, logLevel: "error" });
    return [process.execPath, [outfile]];
  },
  "the Bun server": async () => [binary("bun"), ["examples/bun-server/server.ts"]],
  "the Deno script": async () => [binary("deno"), ["run", "-A", "examples/deno-deploy/main.ts"]],
};

test.each(Object.entries(servers))("%s answers an encrypted event", async (_, prepare) => {
  const emulator = createEmulator();
  const port = await freePort();
  const [command, args] = await prepare();
  await start(command, args, { ...secretsOf(emulator), LARK_DOMAIN: await listen(emulator), PORT: `${port}` });
  await emulator.connect(`http://127.0.0.1:${port}/webhook/event`);
  await converse(emulator);
});

test.each(["examples/cloudflare-worker/bot.ts", "examples/hono/worker.ts"])(
  "%s answers an encrypted event in workerd",
  async (entry) => {
    const emulator = createEmulator();
    const asked = new Set<string>();
    const platform = (request: Request) => {
      asked.add(new URL(request.url).origin);
      return emulator.fetch(request);
    };
    const LARK_DOMAIN = "http://127.0.0.1:5275";
    const source = { entryPoints: [root + entry] };
    cleanUps.push(await connectInWorkerd({ ...emulator, fetch: platform as typeof fetch }, source, { LARK_DOMAIN }));
    await converse(emulator);
    expect([...asked]).toEqual([LARK_DOMAIN]);
  },
);
