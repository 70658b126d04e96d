import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createUpgrade } from "../../../src/cli/emulator/upgrade.ts";
import { gatewayOf, insideOf } from "../../../src/emulator/control/index.ts";
import { createEmulator } from "../../../src/emulator/index.ts";
import { answerWith } from "../../support/answer-with.ts";
import type { Parsed } from "../../support/emulator-api.ts";
import { lark, quiet } from "./sdk.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
});

/** The official client, connected to an emulator at a real address. */
async function world(options: object = {}) {
  const emulator = createEmulator({ seed: 300 });
  emulator.longConnections.configure({ ReconnectNonce: 0, ReconnectInterval: 1 });
  const server = createServer((request, response) => void answerWith(emulator, request, response));
  server.on("upgrade", await createUpgrade(gatewayOf(insideOf(emulator).state)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  const { appId, appSecret } = emulator.app;
  const domain = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const seen: Parsed[] = [];
  const eventDispatcher = new lark.EventDispatcher({ ...quiet }).register({
    "im.message.receive_v1": async (data: Parsed) => {
      seen.push(data);
      if (seen.length === 1 && data.message.content.includes("fail")) {
        throw new Error("not yet");
      }
    },
    "card.action.trigger": async (data: Parsed) => {
      seen.push(data);
      return { toast: { type: "success", content: "完成" } };
    },
  });
  const outcome = await new Promise<string>((resolve) => {
    const client = new lark.WSClient({
      appId,
      appSecret,
      domain,
      ...quiet,
      onReady: () => resolve("ready"),
      onError: (error: Error) => resolve(error.message),
      ...options,
    });
    ends.push(() => client.close({ force: true }));
    ends.push(() => emulator.longConnections.cut());
    void client.start({ eventDispatcher });
  });
  const ada = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [ada] });
  return { emulator, seen, outcome, ada, chat };
}

test("the official client gets events, whole and in parts, and answers them", async () => {
  const { emulator, seen, outcome, ada, chat } = await world();
  expect(outcome).toBe("ready");
  expect(await emulator.say(ada, chat, "hello")).toMatchObject({ status: 200 });
  emulator.longConnections.fragment(100);
  expect(await emulator.say(ada, chat, "你好 🌏 ".repeat(40))).toMatchObject({ status: 200 });
  expect(seen.map(({ message }) => JSON.parse(message.content).text)).toEqual(["hello", "你好 🌏 ".repeat(40)]);
});

test("its answer to a click is applied", async () => {
  const { emulator, seen, ada, chat } = await world();
  await emulator.say(ada, chat, "hello");
  const [message] = emulator.messages(chat);
  const delivery = await emulator.click(message ?? "", { key: "v" }, { user: ada });
  expect(delivery.toast).toEqual({ type: "success", content: "完成" });
  expect(seen[1]).toMatchObject({ action: { value: { key: "v" } } });
});

test("a handler that fails gets the event again", async () => {
  const { emulator, seen, ada, chat } = await world();
  expect((await emulator.say(ada, chat, "fail")).status).toBe(500);
  const [again] = await emulator.advance(15_000);
  expect(again).toMatchObject({ attempt: 2, status: 200 });
  expect(seen).toHaveLength(2);
});

test("it connects again after a cut", async () => {
  const { emulator, ada, chat } = await world();
  const [first] = emulator.longConnections.list();
  emulator.longConnections.cut();
  await expect.poll(() => emulator.longConnections.list().length, { timeout: 20_000 }).toBe(1);
  expect(emulator.longConnections.list()[0]?.id).not.toBe(first?.id);
  expect((await emulator.say(ada, chat, "hello")).status).toBe(200);
}, 30_000);

test("it stops at a wrong secret", async () => {
  const { outcome } = await world({ appSecret: "wrong" });
  expect(outcome).toMatch(/514/);
});
