import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, expect, test } from "vitest";
import { createUpgrade } from "../../src/cli/emulator/upgrade.ts";
import { gatewayOf, insideOf } from "../../src/emulator/control/index.ts";
import { createEmulator } from "../../src/emulator/index.ts";
import { answerWith } from "../support/answer-with.ts";
import { binary, node24 } from "../support/runtimes.ts";
import { secretsOf } from "../support/workerd.ts";

const root = new URL("../../", import.meta.url).pathname;
const example = `${root}examples/long-connection/main.ts`;
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) {
    await cleanUp();
  }
});

const programs: Record<string, () => Promise<[string, string[]]>> = {
  "Node 24": async () => {
    const outfile = join(await mkdtemp(join(tmpdir(), "lark-edge-")), "bot.mjs");
    await build({ entryPoints: [example], bundle: true, platform: "node", format: "esm", outfile, logLevel: "error" });
    return [node24(), [outfile]];
  },
  Bun: async () => [binary("bun"), [example]],
  Deno: async () => [binary("deno"), ["run", "-A", example]],
};

test.each(Object.entries(programs))(
  "the bot on %s answers over the long connection",
  async (_, prepare) => {
    const emulator = createEmulator();
    const server = createServer((request, response) => void answerWith(emulator, request, response));
    server.on("upgrade", await createUpgrade(gatewayOf(insideOf(emulator).state)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanUps.push(() => {
      emulator.longConnections.cut();
      server.closeAllConnections();
      server.close();
    });
    const LARK_DOMAIN = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [command, args] = await prepare();
    const env = { ...process.env, ...secretsOf(emulator), LARK_DOMAIN };
    const child: ChildProcess = spawn(command, args, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
    cleanUps.push(() => child.kill());
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await expect.poll(() => emulator.longConnections.list().length, { timeout: 30_000 }).toBe(1);
    const user = emulator.addUser({ name: "Ada" });
    const chat = emulator.addChat({ users: [user] });
    expect(await emulator.say(user, chat, "hello")).toMatchObject({ status: 200 });
    expect((await emulator.waitForMessage(chat)).text).toContain("hello");
    child.kill("SIGTERM");
    await ended;
    await expect.poll(() => emulator.longConnections.list().length, { timeout: 10_000 }).toBe(0);
  },
  60_000,
);
