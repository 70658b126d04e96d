import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { fileWith, folder, runToEnd, start } from "./helpers.ts";

/** A program that writes its environment to a file, and stays. */
const BOT = `
  require("node:fs").writeFileSync(process.argv[2] + ".part", JSON.stringify({ env: process.env, pid: process.pid }));
  require("node:fs").renameSync(process.argv[2] + ".part", process.argv[2]);
  setInterval(() => {}, 1000);
`;

async function untilWritten(file: string): Promise<{ env: Record<string, string>; pid: number }> {
  for (;;) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text !== undefined) {
      return JSON.parse(text);
    }
    await wait(20);
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("the command behind -- is started with what a bot needs in its environment, and ends with the emulator", async () => {
  const program = await fileWith(BOT, "bot.cjs");
  const written = join(await folder(), "env.json");
  const emulator = await start("--", process.execPath, program, written);
  const { env, pid } = await untilWritten(written);
  expect(env).toMatchObject(emulator.env);
  expect(env.LARK_DOMAIN).toBe(emulator.address);
  expect(await emulator.end()).toBe(0);
  expect(isAlive(pid)).toBe(false);
});

test("a bot that ends by itself ends the emulator, and its command is named", async () => {
  const program = await fileWith("process.exit(3)", "bot.cjs");
  const emulator = await start("--", process.execPath, program, "--port", "1");
  await expect(emulator.told(/never said/)).rejects.toThrow(
    `it ended with 1: lark-edge: The bot ended with code 3: "${process.execPath} ${program} --port 1".`,
  );
});

test("a program that is not there is named", async () => {
  const emulator = await start("--", "no-such-program", "bot.js");
  await expect(emulator.told(/never said/)).rejects.toThrow(
    'The bot cannot be started by "no-such-program bot.js": there is no program no-such-program.',
  );
});

test("-- without a command says what comes there", async () => {
  const { code, err } = await runToEnd("emulator", "--");
  expect(code).toBe(2);
  expect(err).toContain('"--" is followed by the command that starts the bot, for example -- node bot.js.');
});

test("what stands behind -- is not read as options of the emulator", async () => {
  const { code, err } = await runToEnd("emulator", "--port", "0", "--", "node", "--no-such-option", "--help");
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("--write-env writes what the bot needs, for programs that hide their own environment from it, and removes it at the end", async () => {
  const file = join(await folder(), "bot.env");
  const { env, end } = await start("--write-env", file);
  const written = await readFile(file, "utf8");
  const lines = Object.entries(env).map(([name, value]) => `${name}="${value}"\n`);
  expect(written).toBe(`# Written by lark-edge emulator.\n${lines.join("")}`);
  expect(lines).toHaveLength(5);
  await end();
  await expect(readFile(file)).rejects.toThrow("ENOENT");
});

test("an --write-env that cannot be written is named", async () => {
  const file = join(await folder(), "none", "bot.env");
  const { code, err } = await runToEnd("emulator", "--port", "0", "--write-env", file);
  expect(code).toBe(1);
  expect(err).toContain(`The environment cannot be written to ${file}: ENOENT`);
});
