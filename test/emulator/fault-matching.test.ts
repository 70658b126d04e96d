import { expect, test } from "vitest";
import { createEmulator, type Fault } from "../../src/emulator/index.ts";
import { Client } from "../../src/index.ts";
import { call, type Parsed, tenantToken } from "../support/emulator-api.ts";

const INFO = "/open-apis/bot/v3/info";
const USERS = "/open-apis/contact/v3/users";

test.each<[Fault, string, number, number]>([
  [{ kind: "invalid-token" }, "t-x", 400, 99991663],
  [{ kind: "invalid-token" }, "a-x", 400, 99991664],
  [{ kind: "invalid-token" }, "u-x", 401, 99991668],
  [{ kind: "expired-token" }, "t-x", 400, 99991663],
  [{ kind: "expired-token" }, "u-x", 401, 99991677],
  [{ kind: "expired-token", http200: true }, "u-x", 200, 99991677],
  [{ kind: "quota" }, "t-x", 429, 99991403],
  [{ kind: "quota", status: 403 }, "t-x", 403, 99991403],
  [{ kind: "card-limit" }, "t-x", 400, 230099],
  [{ kind: "refusal", code: 200750 }, "t-x", 400, 200750],
  [{ kind: "card-limit", http200: true }, "t-x", 200, 230099],
])("%o with a token %s", async (fault, token, status, code) => {
  const emulator = createEmulator();
  emulator.faults.add(fault);
  const answer = await call(emulator, "GET", INFO, undefined, token);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(answer.body.error.log_id).toBe(answer.headers.get("x-tt-logid"));
});

test("a card's limit names its reason, and CardKit has a code of its own", async () => {
  const emulator = createEmulator();
  emulator.faults.add({ kind: "card-limit", times: 2 });
  expect((await call(emulator, "POST", "/open-apis/im/v1/messages", {})).body.msg).toMatch(/ErrCode: 11310; ErrMsg: /);
  expect((await call(emulator, "POST", "/open-apis/cardkit/v1/cards", {})).body.code).toBe(300305);
});

test("faults go by the operation's name", async () => {
  const emulator = createEmulator();
  const { appId, appSecret } = emulator.app;
  const client = new Client({ appId, appSecret, fetch: emulator.fetch, retry: { maxRetries: 0 } });
  const chat = emulator.addChat();
  const send = () =>
    client.im.v1.message.create({
      params: { receive_id_type: "chat_id" },
      data: { receive_id: chat.chatId, msg_type: "text", content: '{"text":"hi"}' },
    });
  emulator.faults.add({ kind: "quota", operation: "im.v1.message.create" });
  await client.im.v1.chat.get({ path: { chat_id: chat.chatId } });
  await client.im.v1.message.list({ params: { container_id_type: "chat", container_id: chat.chatId } });
  await expect(send()).rejects.toMatchObject({ platformCode: 99991403 });
  expect((await send()).data?.message_id).toMatch(/^om_/);
  emulator.faults.add({ kind: "quota", operation: "im.v1.*" });
  await expect(send()).rejects.toMatchObject({ platformCode: 99991403 });
  emulator.faults.add({ kind: "quota", operation: "*" });
  await expect(send()).rejects.toMatchObject({ platformCode: 99991403 });
  emulator.faults.add({ kind: "quota", operation: "im.v1.mess" });
  expect((await send()).data?.message_id).toMatch(/^om_/);
});

test("an unknown path has no operation", async () => {
  const emulator = createEmulator();
  emulator.faults.add({ kind: "quota", operation: "*" });
  expect((await call(emulator, "GET", "/open-apis/nothing")).body.code).toBe(99991201);
});

test("a fault begins at the n-th request that matches", async () => {
  const emulator = createEmulator();
  emulator.faults.add({ kind: "server-error", path: INFO, atRequest: 3, times: 2 });
  const statuses: number[] = [];
  for (let index = 0; index < 6; index += 1) {
    statuses.push((await emulator.fetch(`https://open.feishu.cn${INFO}`)).status);
    await emulator.fetch(`https://open.feishu.cn${USERS}`);
  }
  expect(statuses).toEqual([400, 400, 500, 500, 400, 400]);
});

test("a fault begins after some time of the emulator's clock", async () => {
  let now = 1000;
  const emulator = createEmulator({ now: () => now });
  emulator.faults.add({ kind: "quota", afterMs: 500 });
  const code = async () => (await call(emulator, "GET", INFO)).body.code;
  now += 499;
  expect(await code()).toBe(99991661);
  now += 1;
  expect(await code()).toBe(99991403);
  emulator.faults.add({ kind: "quota", afterMs: 500 });
  await emulator.advance(500);
  expect(await code()).toBe(99991403);
});

test("a scenario is a list of faults, as a file holds it", async () => {
  const emulator = createEmulator();
  const scenario = '{"faults":[{"kind":"quota","operation":"bot.*","times":null},{"kind":"rate-limit","atRequest":2}]}';
  emulator.faults.load(JSON.parse(scenario));
  await tenantToken(emulator);
  expect((await call(emulator, "GET", USERS)).body.code).toBe(99991400);
  for (let index = 0; index < 3; index += 1) {
    expect((await call(emulator, "GET", INFO)).body.code).toBe(99991403);
  }
});

test("faults of deliveries leave requests alone, and the other way round", async () => {
  const emulator = createEmulator();
  emulator.faults.add({ kind: "drop-ack", times: Number.POSITIVE_INFINITY });
  emulator.faults.add({ kind: "server-error" });
  expect((await emulator.fetch(`https://open.feishu.cn${INFO}`)).status).toBe(500);
});

test.each<[unknown, RegExp]>([
  [null, /^fault must be an object with a kind, got null/],
  ["quota", /^fault must be an object/],
  [[], /^fault must be an object/],
  [{}, /^fault\.kind must be one of rate-limit, .*, got nothing/],
  [{ kind: "toString" }, /^fault\.kind must be one of/],
  [{ kind: "quota", operation: "im v1" }, /^fault\.operation must be a name such as/],
  [{ kind: "quota", operation: "" }, /^fault\.operation/],
  [{ kind: "quota", path: 5 }, /^fault\.path must be a part of the URL's path/],
  [{ kind: "quota", method: "GET /" }, /^fault\.method must be an HTTP method/],
  [{ kind: "quota", times: 0 }, /^fault\.times must be a positive whole number/],
  [{ kind: "quota", times: 1.5 }, /^fault\.times/],
  [{ kind: "quota", times: "2" }, /^fault\.times .* got "2"/],
  [{ kind: "quota", atRequest: 0 }, /^fault\.atRequest/],
  [{ kind: "quota", afterMs: -1 }, /^fault\.afterMs/],
  [{ kind: "quota", afterMs: Number.NaN }, /^fault\.afterMs/],
  [{ kind: "quota", status: 99 }, /^fault\.status must be an HTTP status/],
  [{ kind: "html", status: 204 }, /^fault\.status must be an HTTP status from 200 to 599 other than 204, 205, 304/],
  [{ kind: "redirect", location: "https://a.example/\r\nx: 1" }, /^fault\.location must be a URL in ASCII/],
  [{ kind: "redirect", location: "https://a.example/密" }, /^fault\.location/],
  [{ kind: "rate-limit", resetSeconds: "1" }, /^fault\.resetSeconds/],
  [{ kind: "slow", delayMs: "1s" }, /^fault\.delayMs/],
  [{ kind: "redirect", location: "" }, /^fault\.location/],
  [{ kind: "quota", http200: 1 }, /^fault\.http200 must be true or false/],
  [{ kind: "drop-ack", event: 1 }, /^fault\.event must be the name of an event/],
  [{ kind: "quota", event: "x" }, /^fault\.event is for faults of events, and quota is none/],
  [{ kind: "drop-ack", path: "/im" }, /^fault\.path is for faults of requests, and drop-ack is none/],
  [{ kind: "quota", time: 1 }, /^fault\.time is not known: a fault has kind, operation/],
  [JSON.parse('{"kind":"quota","__proto__":1}'), /^fault\.__proto__ is not known/],
])("the fault %o is refused", (fault, words) => {
  const emulator = createEmulator();
  expect(() => emulator.faults.add(fault as Fault)).toThrow(words);
  expect(() => emulator.faults.add(fault as Fault)).toThrow(TypeError);
});

test.each<[unknown, RegExp]>([
  [[], /^a scenario must be an object/],
  [{}, /^faults must be a list of faults, got nothing/],
  [{ faults: {} }, /^faults must be a list/],
  [{ faults: [{ kind: "quota" }, { kind: "x" }] }, /^faults\[1\]\.kind must be one of/],
  [{ faults: [], name: "x" }, /^name is not known: a scenario has faults/],
])("the scenario %o is refused as a whole", async (scenario, words) => {
  const emulator = createEmulator();
  expect(() => emulator.faults.load(scenario)).toThrow(words);
  expect((await call(emulator, "GET", INFO)).body.code).toBe(99991661);
});

test("the fault is remembered in the request", async () => {
  const emulator = createEmulator();
  const add = (fault: Fault): Parsed => emulator.faults.add(fault);
  add({ kind: "quota" })();
  add({ kind: "expired-token" });
  await call(emulator, "GET", INFO);
  expect(emulator.requests.map(({ fault }) => fault)).toEqual(["expired-token"]);
});
