// Each runtime connects to the emulator at a real address, by the socket that it has.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { EventDispatcher } from "lark-edge/event";
import { connect, type WebSocketLike } from "lark-edge/long-connection";
import { expect, test } from "vitest";
import { createUpgrade } from "../../../src/cli/emulator/upgrade.ts";
import { gatewayOf, insideOf } from "../../../src/emulator/control/index.ts";
import { createEmulator } from "../../../src/emulator/index.ts";
import { answerWith } from "../../support/answer-with.ts";
import type { Result } from "../../support/cases.ts";
import { binary, inProcess, inWorkerd, node24, type Suite } from "../../support/runtimes.ts";

/** An emulator at a real address, and what the bot on the other side needs. */
async function start() {
  const emulator = createEmulator();
  const server = createServer((request, response) => void answerWith(emulator, request, response));
  server.on("upgrade", await createUpgrade(gatewayOf(insideOf(emulator).state)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { appId, appSecret } = emulator.app;
  const domain = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  /** Speaks to the bot as soon as it is there. */
  const speak = async () => {
    await expect.poll(() => emulator.longConnections.list().length, { timeout: 30_000 }).toBe(1);
    const ada = emulator.addUser({ name: "Ada" });
    const chat = emulator.addChat({ users: [ada] });
    const said = await emulator.say(ada, chat, "你好 🌏");
    const clicked = await emulator.click(emulator.messages(chat)[0] ?? "", { key: "v" }, { user: ada });
    return [said.status, clicked.toast?.content];
  };
  const close = () => {
    emulator.longConnections.cut();
    server.closeAllConnections();
    server.close();
  };
  return { setting: { appId, appSecret, domain }, speak, close };
}

const runtimes: Record<string, (suite: Suite) => Promise<Result[]>> = {
  "Node 24": (suite) => inProcess(node24(), [], suite),
  Deno: (suite) => inProcess(binary("deno"), ["run", "-A"], suite),
  Bun: (suite) => inProcess(binary("bun"), ["run"], suite),
  workerd: (suite) => inWorkerd([], suite),
};

test.each(Object.keys(runtimes))(
  "%s",
  async (name) => {
    const { setting, speak, close } = await start();
    const suite = { files: [fileURLToPath(new URL("case.ts", import.meta.url))], setting };
    try {
      const [results, outcome] = await Promise.all([runtimes[name]?.(suite), speak()]);
      expect(results?.filter(({ error }) => error !== undefined)).toEqual([]);
      expect(outcome).toEqual([200, "好"]);
    } finally {
      close();
    }
  },
  60_000,
);

test("Node 20 with the package ws", async () => {
  const { setting, speak, close } = await start();
  const { WebSocket } = createRequire(import.meta.url)("ws") as { WebSocket: new (url: string) => WebSocketLike };
  const events = new EventDispatcher();
  events.onCardAction(() => ({ toast: { type: "success", content: "好" } }));
  const connection = connect({ ...setting, events, openSocket: (url) => new WebSocket(url) });
  try {
    expect(await speak()).toEqual([200, "好"]);
  } finally {
    await connection.close();
    close();
  }
}, 60_000);
