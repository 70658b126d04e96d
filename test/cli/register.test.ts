import { readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { conflictsIn, withVariables } from "../../src/cli/register/env-file.ts";
import { qrCode } from "../../src/cli/register/qr.ts";
import { folder, runInBackground, runToEnd, start } from "./helpers.ts";

/** The command against an emulator that runs, and the link that it prints. */
async function registering(...args: string[]) {
  const emulator = await start();
  const file = join(await folder(), ".env");
  const command = runInBackground(["register", "--domain", emulator.address, "--env", file, ...args], {
    env: {},
    dataFolder: await folder(),
  });
  const open = async (query: string): Promise<string> => {
    const line = await command.told(/https?:\/\/\S*user_code=/);
    const [url] = /https?:\/\/[^\s"]+/.exec(line) ?? [];
    return (await fetch(`${url}${query}`)).text();
  };
  const person = async (): Promise<string> => (await emulator.ask("state")).users[0].openId;
  return { emulator, file, command, open, person };
}

test("a person confirms, and the file has the app, which works", async () => {
  const { emulator, file, command, open, person } = await registering("--name", "Helper");
  await open(`&open_id=${await person()}`);
  expect(await command.ended).toBe(0);
  const text = await readFile(file, "utf8");
  const [, appId, secret] =
    /^APP_ID=(cli_\w+)\nAPP_SECRET=(\w+)\nLARK_DOMAIN=http:\/\/127\.0\.0\.1:\d+\n$/.exec(text) ?? [];
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const said = [...command.lines, ...command.errors].join("\n");
  expect(said).toContain(`The app ${appId} is registered.`);
  expect(said).not.toContain(`${secret}`);
  const answer = await fetch(`${emulator.address}/open-apis/auth/v3/tenant_access_token/internal`, {
    method: "POST",
    body: JSON.stringify({ app_id: appId, app_secret: secret }),
  });
  expect(await answer.json()).toMatchObject({ code: 0 });
}, 20_000);

test("--json prints the link and the result as lines of JSON, without the secret", async () => {
  const { file, command, open, person } = await registering("--json");
  const user = await person();
  await open(`&open_id=${user}`);
  expect(await command.ended).toBe(0);
  const [page, result, ...more] = command.lines.map((line) => JSON.parse(line));
  expect(page).toEqual({ url: expect.stringContaining("user_code="), expiresAt: expect.any(Number) });
  expect(result).toEqual({ appId: expect.stringMatching(/^cli_/), domain: expect.any(String), user, file });
  expect(more).toEqual([]);
}, 20_000);

test("a person refuses: there is no app and no file", async () => {
  const { file, command, open, person } = await registering();
  await open(`&open_id=${await person()}&decision=deny`);
  expect(await command.ended).toBe(1);
  expect(command.errors).toEqual(["lark-edge: The registration was refused on the page: there is no app."]);
  await expect(stat(file)).rejects.toThrow(/ENOENT/);
}, 20_000);

test("Ctrl-C ends the wait", async () => {
  const { command } = await registering();
  await command.told(/Ctrl-C ends/);
  expect(await command.end()).toBe(1);
  expect(command.errors).toEqual(["lark-edge: Stopped: no app was registered."]);
});

test("a link that has expired ends the wait", async () => {
  const { emulator, command } = await registering();
  await command.told(/Ctrl-C ends/);
  await emulator.ask("clock", { advance_ms: 600_000 });
  expect(await command.ended).toBe(1);
  expect(command.errors[0]).toMatch(/The link has expired/);
}, 20_000);

test("a file with another app is kept, and --force replaces the app in it", async () => {
  const file = join(await folder(), ".env");
  const before = "# mine\nAPP_ID=cli_old # the first\nexport APP_SECRET='old'\nPORT=3000\nENCRYPT_KEY=\n";
  await writeFile(file, before, { mode: 0o644 });
  const refused = await runToEnd("register", "--domain", "http://127.0.0.1:1", "--env", file);
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(/has a value of APP_ID, APP_SECRET already\. --force replaces it/);
  expect(await readFile(file, "utf8")).toBe(before);

  const emulator = await start();
  const command = runInBackground(["register", "--domain", emulator.address, "--env", file, "--force"], {
    env: {},
    dataFolder: "",
  });
  const [url] = /https?:\/\/\S+/.exec(await command.told(/user_code=/)) ?? [];
  const { users } = await emulator.ask("state");
  await fetch(`${url}&open_id=${users[0].openId}`);
  expect(await command.ended).toBe(0);
  const text = await readFile(file, "utf8");
  expect(text).toMatch(
    /^# mine\nAPP_ID=cli_\w{16}\nexport APP_SECRET=\w+\nPORT=3000\nENCRYPT_KEY=\nLARK_DOMAIN=\S+\n$/,
  );
  expect((await stat(file)).mode & 0o777).toBe(0o600);
}, 20_000);

test.each([
  [["--env", "/dev/stdout"], /\/dev\/stdout is no file, and a secret is written to files only/],
  [["--env", "/nowhere/at/all/.env"], /cannot be written/],
  [["--domain", "elsewhere"], /The domain must be feishu, lark or an http or https address/],
  [["--domain", "https://open.feishu.cn/open-apis"], /The domain must have no path/],
  [["--app-secret", "x"], /There is no option --app-secret/],
  [["extra"], /extra/],
])("%j is refused before anything is sent", async (args, words) => {
  const { code, err } = await runToEnd("register", ...(args as string[]));
  expect(code).toBeGreaterThan(0);
  expect(err).toMatch(words);
});

test("a platform that cannot be reached is named", async () => {
  const file = join(await folder(), ".env");
  const command = runInBackground(["register", "--domain", "http://127.0.0.1:1", "--env", file], {
    env: {},
    dataFolder: "",
  });
  expect(await command.ended).toBe(1);
  expect(command.errors[0]).toMatch(/http:\/\/127\.0\.0\.1:1 cannot be reached/);
});

test("a link to a file stays a link", async () => {
  const place = await folder();
  await writeFile(join(place, "real"), "");
  await symlink(join(place, "real"), join(place, ".env"));
  const { writeEnvFile } = await import("../../src/cli/register/env-file.ts");
  await writeEnvFile(join(place, ".env"), "A=1\n");
  expect(await readFile(join(place, "real"), "utf8")).toBe("A=1\n");
});

describe("an environment file", () => {
  test.each([
    ["", "APP_ID=new\n"],
    ["PORT=1", "PORT=1\nAPP_ID=new\n"],
    ["APP_ID=\nPORT=1\n", "APP_ID=new\nPORT=1\n"],
    ["MY_APP_ID=a\n# APP_ID=b\n", "MY_APP_ID=a\n# APP_ID=b\nAPP_ID=new\n"],
    [' export APP_ID = "old" # c\r\nPORT=1\r\n', " export APP_ID =new\r\nPORT=1\r\n"],
  ])("%j gets a variable", (text, expected) => {
    expect(withVariables(text, { APP_ID: "new" })).toBe(expected);
  });

  test("quotes a value with other characters", () => {
    expect(withVariables("", { A: 'a $& "b"' })).toBe('A="a $& \\"b\\""\n');
  });

  test.each([
    ["APP_ID=", []],
    ["APP_ID= # none", []],
    ['APP_ID=""', []],
    ["APP_ID=new", []],
    ['APP_ID="new"', []],
    ["APP_ID=old", ["APP_ID"]],
    ["export APP_ID='old'", ["APP_ID"]],
  ])("%j conflicts in %j", (text, expected) => {
    expect(conflictsIn(text, { APP_ID: "new" })).toEqual(expected);
  });
});

test("a QR code fits the terminal, or is left out", () => {
  const url = `https://open.feishu.cn/page/launcher?user_code=ABCD-EFGH&from=sdk&source=node-sdk%2Flark-edge&tp=sdk`;
  const code = qrCode(url, 80) ?? "";
  const lines = code.split("\n");
  expect(lines.length).toBeGreaterThan(15);
  expect(lines.every((line) => line.startsWith("\x1b[38;5;16m\x1b[48;5;231m") && line.endsWith("\x1b[0m"))).toBe(true);
  expect(new Set(lines.map((line) => line.slice(24, -4)).join(""))).toEqual(new Set("█▀▄ "));
  expect(qrCode(url, 30)).toBeUndefined();
});
