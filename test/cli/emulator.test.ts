import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { EventDispatcher } from "../../src/event/index.ts";
import { listener } from "../../src/host/node.ts";
import type { Parsed } from "../support/emulator-api.ts";
import { freePort } from "../support/free-port.ts";
import { fileWith, folder, runToEnd, start } from "./helpers.ts";

async function listen(handle: RequestListener, port = 0): Promise<number> {
  const server = createServer(handle).listen(port, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  return (server.address() as AddressInfo).port;
}

/** A port on which nobody listens yet. */
const KEYS = { encryptKey: "key", verificationToken: "token" };

function botWith(keys: { encryptKey?: string; verificationToken?: string }): RequestListener {
  return listener(new EventDispatcher({ ...keys, loggerLevel: "silent" }));
}

const configured = (more: object = {}) => fileWith({ apps: [{ name: "Helper", ...KEYS }], ...more });

test("it says what the bot needs, answers calls and ends cleanly", async () => {
  const { env, address, greeting, end, ask } = await start();
  expect(greeting).toContain(`Chat page: ${address}/_emulator/`);
  expect(env).toMatchObject({
    APP_ID: expect.stringMatching(/^cli_[\da-f]{16}$/),
    ENCRYPT_KEY: expect.stringMatching(/./),
    VERIFICATION_TOKEN: expect.stringMatching(/./),
    LARK_DOMAIN: address,
  });
  const body = JSON.stringify({ app_id: env.APP_ID, app_secret: env.APP_SECRET });
  const url = `${address}/open-apis/auth/v3/tenant_access_token/internal`;
  expect(await (await fetch(url, { method: "POST", body })).json()).toMatchObject({ code: 0, expire: 7200 });
  const { users, chats, domain } = await ask("state");
  expect(users.map(({ name }: Parsed) => name)).toEqual(["Ada Lovelace", "Grace Hopper"]);
  expect(chats).toHaveLength(3);
  expect(domain).toBe("https://open.feishu.cn");
  expect(await end()).toBe(0);
  await expect(fetch(address)).rejects.toThrow();
});

test("a foreign host is refused over the wire", async () => {
  const { address } = await start();
  const response = await fetch(`${address}/_emulator/api/state`, { headers: { origin: "http://evil.example" } });
  expect(response.status).toBe(403);
});

/** Asks for a WebSocket, and resolves to the first line of the answer. */
function upgrade(address: string, target: string, headers: Record<string, string> = {}): Promise<string> {
  const { port, host } = new URL(address);
  const lines = Object.entries({
    host,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), "127.0.0.1", () => {
      socket.write(`GET ${target} HTTP/1.1\r\n${lines.join("")}\r\n`);
    });
    onTestFinished(() => void socket.destroy());
    socket.once("data", (bytes) => resolve(`${bytes}`.split("\r\n", 1)[0] ?? ""));
    socket.once("error", reject);
  });
}

test("a WebSocket is refused to another site, and to an address that is none, which stops nothing", async () => {
  const { address, env } = await start();
  const body = JSON.stringify({ AppID: env.APP_ID, AppSecret: env.APP_SECRET });
  const open = async (headers?: Record<string, string>) => {
    const { data } = await (await fetch(`${address}/callback/ws/endpoint`, { method: "POST", body })).json();
    const { pathname, search } = new URL(data.URL);
    return upgrade(address, pathname + search, headers);
  };
  for (const target of ["//", "///", "/ws/v2", "http://[", "*", "/%"]) {
    expect(await upgrade(address, target), target).toMatch(/^HTTP\/1\.1 40[034] /);
  }
  expect(await open({ origin: "http://evil.example" })).toBe("HTTP/1.1 403 Refused");
  expect(await open({ host: "evil.example" })).toBe("HTTP/1.1 403 Refused");
  expect(await open({ origin: address })).toBe("HTTP/1.1 101 Switching Protocols");
  expect(await open()).toBe("HTTP/1.1 101 Switching Protocols");
});

test("a broken connection is a broken connection", async () => {
  const { address, ask } = await start();
  await ask("faults", { kind: "network" });
  await expect(fetch(`${address}/open-apis/bot/v3/info`)).rejects.toThrow();
  expect((await fetch(`${address}/open-apis/bot/v3/info`)).status).toBe(400);
});

test("a config file arranges apps, people, chats and faults; flags win", async () => {
  const config = await configured({
    users: [{ name: "Ada", email: "ada@example.com" }, { name: "Bob" }],
    chats: [
      { name: "Pair", users: ["Ada", "Bob"] },
      { users: ["Bob"], apps: ["Helper"] },
    ],
    faults: [{ kind: "quota", operation: "im.v1.message.*" }],
    domain: "feishu",
    seed: 7,
  });
  const { env, ask } = await start("--config", config, "--domain", "lark");
  expect(env).toMatchObject({ ENCRYPT_KEY: "key", VERIFICATION_TOKEN: "token" });
  const state = await ask("state");
  expect(state).toMatchObject({
    domain: "https://open.larksuite.com",
    apps: [{ name: "Helper" }],
    users: [{ name: "Ada", email: "ada@example.com" }, { name: "Bob" }],
    chats: [{ name: "Pair", chatType: "group" }, { chatType: "p2p" }],
    faults: [{ kind: "quota", operation: "im.v1.message.*" }],
  });
});

test("a scenario file tells what goes wrong, and when", async () => {
  const faults = [
    { kind: "quota", operation: "bot.v3.info.get", atRequest: 2 },
    { kind: "drop-ack", times: null },
  ];
  const { address, ask } = await start("--scenario", await fileWith({ faults }, "scenario.json"));
  expect((await ask("state")).faults).toMatchObject([
    { kind: "quota", atRequest: 2 },
    { kind: "drop-ack", left: null },
  ]);
  const codes: number[] = [];
  for (let index = 0; index < 3; index += 1) {
    codes.push((await (await fetch(`${address}/open-apis/bot/v3/info`)).json()).code);
  }
  expect(codes).toEqual([99991661, 99991403, 99991661]);
});

test("a bot that comes later is connected when it is there", async () => {
  const port = await freePort();
  const config = await configured();
  const { told, errors } = await start("--config", config, "--bot", `http://127.0.0.1:${port}/`);
  await told(/not connected: there is no server at this address/, errors);
  await listen(botWith(KEYS), port);
  expect(await told(/Connected to the bot of Helper/)).toContain(String(port));
});

test.each<[string, RequestListener, RegExp]>([
  ["another encrypt key", botWith({ ...KEYS, encryptKey: "other" }), /HTTP 401: its ENCRYPT_KEY is not the emulator's/],
  ["another verification token", botWith({ ...KEYS, verificationToken: "other" }), /its VERIFICATION_TOKEN is not/],
  ["other keys", botWith({ encryptKey: "a", verificationToken: "b" }), /its ENCRYPT_KEY is likely not/],
  ["another path", (_, response) => void response.writeHead(404).end(), /answers 404: is the path/],
  ["a redirect", (_, response) => void response.writeHead(302, { location: "/" }).end(), /redirects \(302\)/],
  ["no challenge", (_, response) => void response.end("{}"), /without the challenge: it accepts anything, also forged/],
  ["a failure", (_, response) => void response.writeHead(500).end(), /answers HTTP 500: its log has the reason/],
])("a bot with %s is told what is wrong", async (_name, handle, words) => {
  const port = await listen(handle);
  const { told, errors } = await start("--config", await configured(), "--bot", `http://127.0.0.1:${port}/`);
  expect(await told(/not connected/, errors)).toMatch(words);
});

test("--host warns", async () => {
  const { told, errors, address } = await start("--host", "0.0.0.0");
  expect(await told(/Warning/, errors)).toMatch(/Every machine that can reach it/);
  expect((await fetch(`${address}/_emulator/api/state`)).status).toBe(200);
});

test("--strict refuses what it would have to make up, but for what is allowed", async () => {
  const { address, env } = await start("--strict", "--allow", "calendar.*");
  const body = JSON.stringify({ app_id: env.APP_ID, app_secret: env.APP_SECRET });
  const token = await (
    await fetch(`${address}/open-apis/auth/v3/tenant_access_token/internal`, { method: "POST", body })
  ).json();
  const headers = { authorization: `Bearer ${token.tenant_access_token}` };
  const codeOf = async (path: string) => (await (await fetch(`${address}/open-apis/${path}`, { headers })).json()).code;
  expect(await codeOf("calendar/v4/calendars")).toBe(0);
  expect(await codeOf("tenant/v2/tenant/query")).toBe(-1);
});

test("the state outlives the emulator, and its ids go on", async () => {
  const path = join(await folder(), "state.json");
  const first = await start("--state", path);
  const { users, chats } = await first.ask("state");
  const say = { user: users[0].openId, chat: chats[0].chatId };
  const { message } = await first.ask("say", { ...say, text: "one" });
  await first.ask("react", { user: say.user, message_id: message.message_id, emoji_type: "SMILE" });
  await first.ask("clock", { advance_ms: 3_600_000 });
  await first.end();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const second = await start("--state", path);
  expect(second.env.APP_ID).toBe(first.env.APP_ID);
  expect(second.env.APP_SECRET).toBe(first.env.APP_SECRET);
  const state = await second.ask("state");
  expect(state.users).toEqual(users);
  expect(state.messages[say.chat]).toMatchObject([{ text: "one", reactions: [{ emoji_type: "SMILE" }] }]);
  expect(state.now - Number(message.create_time)).toBeGreaterThanOrEqual(3_600_000);
  const next = await second.ask("say", { ...say, text: "two" });
  expect(next.message.message_id).not.toBe(message.message_id);
  await second.ask("recall", { user: say.user, message_id: message.message_id });
  await second.end();
  const third = await start("--state", path, "--config", await configured({ users: [{ name: "Eve" }] }));
  expect((await third.ask("state")).messages[say.chat]).toMatchObject([{ deleted: true }, { text: "two" }]);
  expect(third.errors.join()).toMatch(/The people and chats come from/);
  await third.end();
  expect(await readdir(join(path, ".."))).toEqual(["state.json"]);
});

test.each([
  ["half a file", '{"format":"lark-edge emul', /is damaged/],
  ["another file", '{"name":"x"}', /does not hold an emulator's state/],
  ["an empty file", "", /is damaged/],
  ["a newer file", '{"format":"lark-edge emulator","version":9}', /is of version 9/],
  ["a file with parts missing", '{"format":"lark-edge emulator","version":2,"app":"x"}', /parts of it are missing/],
  [
    "a file whose parts do not fit",
    '{"format":"lark-edge emulator","version":2,"app":"x","ids":{},"advanced":0,"state":[{"o":[["apps",["#",9]]]}]}',
    /refers to what it does not hold/,
  ],
  [
    "a file without its app",
    '{"format":"lark-edge emulator","version":2,"app":"x","ids":{},"advanced":0,"state":[{"o":[]}]}',
    /does not hold its own app/,
  ],
])("%s is a clear error, and is not overwritten", async (_name, content, words) => {
  const path = await fileWith(content, "state.json");
  const { err, code } = await runToEnd("emulator", "--port", "0", "--state", path);
  expect(err).toMatch(words);
  expect(err).toMatch(/It was left as it is/);
  expect(code).toBe(1);
  expect(await readFile(path, "utf8")).toBe(content);
});

test("a state file that cannot be written is known at once", async () => {
  const path = await fileWith("", "file");
  await writeFile(path, "x");
  const { err, code } = await runToEnd("emulator", "--port", "0", "--state", join(path, "state.json"));
  expect(err).toMatch(/The state file .* cannot be (read|written)/);
  expect(code).toBe(1);
});
