import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { setField } from "../../src/cli/trigger/set-field.ts";
import { EventDispatcher } from "../../src/event/index.ts";
import { listener } from "../../src/host/node.ts";
import { runToEnd, start } from "./helpers.ts";

/** A bot that keeps what it received. */
async function startBot(keys: { encryptKey: string; verificationToken: string }) {
  const seen: unknown[] = [];
  const events = new EventDispatcher({ ...keys, loggerLevel: "silent" }).onAny((event) => void seen.push(event));
  const server = createServer(listener(events)).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

test("an event goes to a bot through the emulator that runs", async () => {
  const { address, env, ask } = await start();
  const keys = { encryptKey: env.ENCRYPT_KEY ?? "", verificationToken: env.VERIFICATION_TOKEN ?? "" };
  const { seen, url } = await startBot(keys);
  await ask("connect", { url });
  const set = ["--set", "users[0].name=Ada", "--set", "external=true"];
  const ran = await runToEnd("trigger", "im.chat.member.user.added_v1", "--emulator", address, ...set);
  expect([ran.code, ran.out]).toEqual([0, "The bot acknowledged im.chat.member.user.added_v1.\n"]);
  expect(seen).toMatchObject([
    { users: expect.arrayContaining([expect.objectContaining({ name: "Ada" })]), external: true },
  ]);
});

test("an event goes to a webhook, sealed with the keys of the environment", async () => {
  const keys = { encryptKey: "key", verificationToken: "token" };
  const { seen, url } = await startBot(keys);
  vi.stubEnv("ENCRYPT_KEY", keys.encryptKey);
  vi.stubEnv("VERIFICATION_TOKEN", keys.verificationToken);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect((await runToEnd("trigger", "approval.approval.updated_v4", "--to", url)).code).toBe(0);
  vi.stubEnv("ENCRYPT_KEY", "another");
  const refused = await runToEnd("trigger", "approval.approval.updated_v4", "--to", url);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("HTTP 401")]);
  expect(seen).toHaveLength(1);
});

test("it lists and prints events", async () => {
  const list = (await runToEnd("trigger", "--list")).out.trim().split("\n");
  expect(list).toContain("im.message.receive_v1");
  expect(list.length).toBeGreaterThan(240);
  const set = ["--set", "message.content=hi", "--set", "message.chat_id=123"];
  const printed = await runToEnd("trigger", "im.message.receive_v1", "--to", "http://127.0.0.1:1/", "--print", ...set);
  expect(JSON.parse(printed.out).message).toMatchObject({ content: "hi", chat_id: "123" });
  expect((await runToEnd("trigger", "--help")).out).toContain("--set PATH=VALUE");
});

test.each([
  [["trigger"], /needs the name of an event/],
  [
    ["trigger", "im.message.recieve_v1"],
    /There is no event "im.message.recieve_v1". Did you mean im.message.receive_v1\?/,
  ],
  [["trigger", "im.message.receive_v1", "more"], /"more" is one argument too many/],
  [["trigger", "im.message.receive_v1", "--to", "x"], /--to must be an http or https address/],
  [["trigger", "--wrong"], /--wrong/],
  [["trigger", "im.message.receive_v1", "--to", "http://127.0.0.1:1/", "--set", "x"], /--set needs PATH=VALUE/],
  [
    ["trigger", "im.message.receive_v1", "--emulator", "http://127.0.0.1:1"],
    /No emulator runs at http:\/\/127.0.0.1:1/,
  ],
])("%j says what is wrong", async (args, words) => {
  const ran = await runToEnd(...args);
  expect(ran.code).toBeGreaterThan(0);
  expect(ran.err).toMatch(words);
});

test.each([
  ["a=1", { a: 1 }],
  ["a.b=true", { a: { b: true } }],
  ["a[1].b=x", { a: [undefined, { b: "x" }] }],
  ["text=1", { text: "1" }],
  ["list=[1,2]", { list: [1, 2] }],
  ["a=b=c", { a: "b=c" }],
  ["a=", { a: "" }],
])("--set %s", (assignment, expected) => {
  const event: Record<string, unknown> = { text: "before" };
  setField(event, assignment);
  expect(event).toEqual({ text: "before", ...expected });
});

test.each(["__proto__.x=1", "text.x=1", "a[x]=1", "=1"])("--set %s is refused", (assignment) => {
  expect(() => setField({ text: "before" }, assignment)).toThrow(/--set/);
  expect(Reflect.get({}, "x")).toBeUndefined();
});
