import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { createUpgrade } from "../../../src/cli/emulator/upgrade.ts";
import { gatewayOf, insideOf } from "../../../src/emulator/control/index.ts";
import { createEmulator } from "../../../src/emulator/index.ts";
import * as lark from "../../../src/official/index.ts";
import { answerWith } from "../../support/answer-with.ts";

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) {
    end();
  }
});

const silent = { error() {}, warn() {}, info() {}, debug() {} };

function world(options: Partial<lark.WSClientOptions> = {}) {
  const emulator = createEmulator();
  emulator.longConnections.configure({ ReconnectNonce: 0 });
  const { appId, appSecret } = emulator.app;
  const calls: string[] = [];
  const client = new lark.WSClient({
    appId,
    appSecret,
    logger: silent,
    fetch: emulator.fetch,
    openSocket: (url) => new emulator.WebSocket(url),
    onReady: () => calls.push("ready"),
    onReconnecting: () => calls.push("reconnecting"),
    onReconnected: () => calls.push("reconnected"),
    onError: (error) => calls.push(error.message),
    ...options,
  });
  ends.push(() => client.close({ force: true }));
  const ada = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [ada] });
  return { emulator, client, calls, ada, chat };
}

test("a sample of the documentation receives a message", async () => {
  const { emulator, client, calls, ada, chat } = world();
  const seen: string[] = [];
  const eventDispatcher = new lark.EventDispatcher({}).register({
    "im.message.receive_v1": async (data) => {
      seen.push(data.message.content);
    },
  });
  expect(client.getConnectionStatus().state).toBe("idle");
  await client.start({ eventDispatcher });
  expect(client.getConnectionStatus()).toMatchObject({ state: "connected", lastConnectTime: expect.any(Number) });
  expect((await emulator.say(ada, chat, "hello")).status).toBe(200);
  expect(seen).toEqual(['{"text":"hello"}']);
  emulator.longConnections.cut();
  await expect.poll(() => calls, { timeout: 10_000 }).toEqual(["ready", "reconnecting", "reconnected"]);
  client.close();
  await expect.poll(() => client.getConnectionStatus().state).toBe("idle");
});

test("a wrong secret calls onError", async () => {
  const { client, calls } = world({ appSecret: "wrong" });
  await client.start({ eventDispatcher: new lark.EventDispatcher({}) });
  await expect.poll(() => calls.join()).toMatch(/514/);
  expect(client.getConnectionStatus().state).toBe("failed");
});

test("without autoReconnect the first lost connection is the last", async () => {
  const { emulator, client, calls } = world({ autoReconnect: false });
  await client.start({ eventDispatcher: new lark.EventDispatcher({}) });
  emulator.longConnections.cut();
  await expect.poll(() => client.getConnectionStatus().state).toBe("idle");
  expect(calls).toEqual(["ready"]);
});

test("a provider of assertions gets the host, and its token takes the place of the secret", async () => {
  const hosts: string[] = [];
  const { client } = world({
    clientAssertionProvider: {
      retrieveToken: async (audience) => {
        hosts.push(audience);
        return { value: "assertion" };
      },
    },
  });
  await client.start({ eventDispatcher: new lark.EventDispatcher({}) });
  expect(hosts).toEqual(["open.feishu.cn"]);
  expect(client.getConnectionStatus().state).toBe("connected");
});

test("on a Node without WebSocket it connects over Node's own HTTP client", async () => {
  vi.stubGlobal("WebSocket", undefined);
  const emulator = createEmulator();
  const server = createServer((request, response) => void answerWith(emulator, request, response));
  server.on("upgrade", await createUpgrade(gatewayOf(insideOf(emulator).state)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { appId, appSecret } = emulator.app;
  const domain = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new lark.WSClient({ appId, appSecret, domain, logger: silent });
  ends.push(
    () => client.close({ force: true }),
    () => emulator.longConnections.cut(),
    () => server.closeAllConnections(),
    () => server.close(),
    () => vi.unstubAllGlobals(),
  );
  const seen: string[] = [];
  const eventDispatcher = new lark.EventDispatcher({}).register({
    "im.message.receive_v1": async (data) => void seen.push(data.message.content),
  });
  await client.start({ eventDispatcher });
  const ada = emulator.addUser({ name: "Ada" });
  expect((await emulator.say(ada, emulator.addChat({ users: [ada] }), "hello")).status).toBe(200);
  expect(seen).toEqual(['{"text":"hello"}']);
});
