import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createUpgrade } from "../../../../src/cli/emulator/upgrade.ts";
import { gatewayOf, insideOf } from "../../../../src/emulator/control/index.ts";
import { createEmulator, type Emulator } from "../../../../src/emulator/index.ts";
import { answerWith } from "../../../support/answer-with.ts";
import { COMPATIBILITY_DATE } from "../../../support/runtimes.ts";
import { bundleWorker } from "../../../support/workerd.ts";

let emulator: Emulator;
let domain: string;
const ends: (() => unknown)[] = [];

beforeEach(async () => {
  emulator = createEmulator();
  emulator.longConnections.configure({ ReconnectNonce: 0 });
  const server = createServer((request, response) => void answerWith(emulator, request, response));
  server.on("upgrade", await createUpgrade(gatewayOf(insideOf(emulator).state)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  domain = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
});

/** A version of the Worker. Each has its own memory; a real deployment shares the objects' storage. */
async function deploy(secret: string = emulator.app.appSecret) {
  const script = await bundleWorker({ entryPoints: [fileURLToPath(new URL("worker.ts", import.meta.url))] });
  const miniflare = new Miniflare({
    modules: true,
    script,
    compatibilityDate: COMPATIBILITY_DATE,
    bindings: { APP_ID: emulator.app.appId, APP_SECRET: secret, DOMAIN: domain },
    durableObjects: { STORE: "LarkStore", CONNECTION: "LarkConnection", CARELESS: "Careless" },
  });
  let isRunning = true;
  const stop = async () => {
    if (isRunning) {
      isRunning = false;
      await miniflare.dispose();
    }
  };
  ends.push(stop);
  const send = async (method: string, path = "/bot") => {
    const response = await miniflare.dispatchFetch(`http://worker${path}`, { method });
    const text = await response.text();
    return text.startsWith("{") ? JSON.parse(text) : text;
  };
  return { send, stop };
}

const connections = () => emulator.longConnections.list().length;

test("an object connects, handles an event and a click, and closes", async () => {
  const { send } = await deploy();
  expect(await send("GET")).toEqual({ state: "closed" });
  expect(await send("POST")).toEqual({ state: "connected" });
  expect(await send("POST")).toEqual({ state: "connected" });
  expect(connections()).toBe(1);
  const ada = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [ada] });
  expect((await emulator.say(ada, chat, "hello")).status).toBe(200);
  const clicked = await emulator.click(emulator.messages(chat)[0] ?? "", { key: "v" }, { user: ada });
  expect(clicked.toast).toEqual({ type: "info", content: "1" });
  expect(await send("DELETE")).toEqual({ state: "closed" });
  expect(connections()).toBe(0);
}, 60_000);

test("a connection that was cut comes back without a request", async () => {
  const { send } = await deploy();
  await send("POST");
  const [first] = emulator.longConnections.list();
  emulator.longConnections.cut();
  await expect.poll(connections, { timeout: 20_000 }).toBe(1);
  expect(emulator.longConnections.list()[0]?.id).not.toBe(first?.id);
}, 60_000);

test("two versions that overlap are both connected, and the old one goes", async () => {
  const old = await deploy();
  await old.send("POST");
  const next = await deploy();
  await next.send("POST");
  expect(connections()).toBe(2);
  await old.stop();
  await expect.poll(connections, { timeout: 10_000 }).toBe(1);
  const ada = emulator.addUser({ name: "Ada" });
  expect((await emulator.say(ada, emulator.addChat({ users: [ada] }), "hello")).status).toBe(200);
}, 60_000);

test("a refused app is told by the state, without the secret", async () => {
  const { send } = await deploy("the-wrong-secret");
  const answer = await send("POST");
  expect(answer).toMatchObject({ state: "failed", error: expect.stringMatching(/514/) });
  expect(JSON.stringify(answer)).not.toContain("the-wrong-secret");
}, 60_000);

test("a dispatcher without once is refused", async () => {
  const { send } = await deploy();
  expect(await send("POST", "/careless")).toMatch(/events needs once/);
  expect(connections()).toBe(0);
}, 60_000);
