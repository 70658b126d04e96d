import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileWith, folder, startOn } from "./helpers.ts";

const KEYS = ["APP_ID", "APP_SECRET", "ENCRYPT_KEY", "VERIFICATION_TOKEN"] as const;

async function keysOn(machine: string, ...args: string[]): Promise<Record<string, string | undefined>> {
  const { env, end } = await startOn(machine, ...args);
  await end();
  return Object.fromEntries(KEYS.map((name) => [name, env[name]]));
}

test("keys stay the same on a machine, and are others on another one", async () => {
  const [here, there] = [await folder(), await folder()];
  const first = await keysOn(here);
  expect(await keysOn(here)).toEqual(first);
  expect(first).toEqual({
    APP_ID: expect.stringMatching(/^cli_[\da-f]{16}$/),
    APP_SECRET: expect.stringMatching(/^[\da-f]{32}$/),
    ENCRYPT_KEY: expect.stringMatching(/^[\da-f]{32}$/),
    VERIFICATION_TOKEN: expect.stringMatching(/^[\da-f]{32}$/),
  });
  const other = await keysOn(there);
  for (const name of KEYS) {
    expect(other[name], name).not.toBe(first[name]);
  }
  expect(new Set(Object.values(first)).size).toBe(KEYS.length);
});

test("with a seed they come from it, on every machine", async () => {
  const keys = await keysOn(await folder(), "--seed", "7");
  expect(await keysOn(await folder(), "--seed", "7")).toEqual(keys);
  expect(await keysOn(await folder(), "--seed", "8")).not.toEqual(keys);
});

test("ids of people differ from machine to machine, too", async () => {
  const idsOn = async (machine: string) => {
    const { ask, end } = await startOn(machine);
    const { users } = await ask("state");
    await end();
    return users.map(({ openId }: { openId: string }) => openId);
  };
  const [here, there] = [await folder(), await folder()];
  const first = await idsOn(here);
  expect(await idsOn(here)).toEqual(first);
  expect(await idsOn(there)).not.toEqual(first);
});

test("what the config names is kept, and each app has keys of its own", async () => {
  const apps = [{ name: "One", encryptKey: "given" }, { name: "Two" }, {}];
  const machine = await folder();
  const config = await fileWith({ apps });
  const { greeting, end } = await startOn(machine, "--config", config);
  await end();
  const secrets = [...greeting.matchAll(/APP_SECRET=(\w+)/g)].map(([, secret]) => secret);
  expect(new Set(secrets).size).toBe(3);
  expect(greeting).toContain("ENCRYPT_KEY=given");
});

test("a saved state keeps its keys, and apps without a name are not added again", async () => {
  const machine = await folder();
  const config = await fileWith({ apps: [{}, {}] });
  const state = join(await folder(), "state.json");
  const once = await startOn(machine, "--config", config, "--state", state);
  await once.end();
  const again = await startOn(machine, "--config", config, "--state", state);
  expect((await again.ask("state")).apps).toHaveLength(2);
  expect(again.env).toEqual({ ...once.env, LARK_DOMAIN: again.env.LARK_DOMAIN });
});

test("the file is this user's alone, and two that begin at once agree", async () => {
  const machine = join(await folder(), "not", "there", "yet");
  const [one, other] = await Promise.all([keysOn(machine), keysOn(machine)]);
  expect(one).toEqual(other);
  const path = join(machine, "machine-secret");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await readFile(path, "utf8")).trim()).toMatch(/^[\da-f]{64}$/);
});

test.each<[string, (machine: string) => Promise<unknown>]>([
  ["cannot be read", (machine) => mkdir(join(machine, "machine-secret"))],
  ["holds something else", (machine) => writeFile(join(machine, "machine-secret"), "hello")],
])("a file that %s is told, and the keys are new", async (_name, spoil) => {
  const machine = await folder();
  await spoil(machine);
  const first = await startOn(machine);
  expect(first.errors.join()).toMatch(/keys below are new in each run, because .*machine-secret cannot be used/);
  const second = await startOn(machine);
  expect(second.env.APP_SECRET).not.toBe(first.env.APP_SECRET);
  await chmod(machine, 0o700);
});
