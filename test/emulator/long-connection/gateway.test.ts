import { afterEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../../src/emulator/index.ts";
import { EventDispatcher } from "../../../src/event/index.ts";
import { type ConnectOptions, connect, type LongConnection } from "../../../src/long-connection/index.ts";

const open: LongConnection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close({ timeoutMs: 1 })));
});

const silent = { error() {}, warn() {}, info() {}, debug() {} };

/** A bot on the long connection, in this process. */
async function bot(emulator: Emulator, options: Partial<ConnectOptions> = {}) {
  const { appId, appSecret } = emulator.app;
  const events = new EventDispatcher({ logger: silent });
  const connection = connect({
    appId,
    appSecret,
    events,
    fetch: emulator.fetch,
    openSocket: (url) => new emulator.WebSocket(url),
    logger: silent,
    ...options,
  });
  open.push(connection);
  await connection.ready;
  return { connection, events };
}

function world(options: Parameters<typeof createEmulator>[0] = {}) {
  const emulator = createEmulator(options);
  const ada = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [ada] });
  return { emulator, ada, chat };
}

const next = async (connection: LongConnection, wanted: string) => {
  for await (const state of connection.states()) {
    if (state === wanted) {
      return;
    }
  }
};

describe("a bot on the long connection", () => {
  it("gets events without a webhook, and its answers are deliveries", async () => {
    const { emulator, ada, chat } = world();
    const { events } = await bot(emulator);
    const seen: unknown[] = [];
    events.on("im.message.receive_v1", ({ message }, ctx) => {
      seen.push(message.content, ctx.via, ctx.header.app_id);
    });
    const delivery = await emulator.say(ada, chat, "hello");
    expect(delivery).toMatchObject({ status: 200, eventType: "im.message.receive_v1", attempt: 1 });
    expect(seen).toEqual(['{"text":"hello"}', "long-connection", emulator.app.appId]);
    expect(emulator.longConnections.list()).toMatchObject([{ appId: emulator.app.appId, isFrozen: false }]);
  });

  it("answers clicks, and the answer is applied", async () => {
    const { emulator, ada, chat } = world();
    const { events } = await bot(emulator);
    events.onCardAction((action) => ({
      toast: { type: "success", content: `你好 ${Object(action.action.value).key}` },
    }));
    await emulator.say(ada, chat, "hello");
    const [message] = emulator.messages(chat);
    const delivery = await emulator.click(message ?? "", { key: "v" }, { user: ada });
    expect(delivery.toast).toEqual({ type: "success", content: "你好 v" });
  });

  it("gets an event again that failed, with the same id", async () => {
    const { emulator, ada, chat } = world({ now: () => 1_700_000_000_000 });
    const { events } = await bot(emulator);
    const ids: unknown[] = [];
    events.on("im.message.receive_v1", (_, ctx) => {
      ids.push(ctx.header.event_id);
      if (ids.length < 3) {
        throw new Error("not yet");
      }
    });
    expect((await emulator.say(ada, chat, "hello")).status).toBe(500);
    await emulator.advance(15_000);
    await emulator.advance(300_000);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(emulator.redeliveries).toEqual([]);
  });

  it("gets large events in parts", async () => {
    const { emulator, ada, chat } = world();
    emulator.longConnections.fragment(37);
    const { events } = await bot(emulator);
    const seen: string[] = [];
    events.on("im.message.receive_v1", ({ message }) => {
      seen.push(message.content);
    });
    expect((await emulator.say(ada, chat, "你好 🌏 ".repeat(50))).status).toBe(200);
    expect(seen).toEqual([JSON.stringify({ text: "你好 🌏 ".repeat(50) })]);
  });

  it("shares events with its other connections at random, each event once", async () => {
    const { emulator, ada, chat } = world();
    const counts = [0, 0, 0];
    for (const index of counts.keys()) {
      const { events } = await bot(emulator);
      events.onAny(() => {
        counts[index] = (counts[index] ?? 0) + 1;
      });
    }
    for (let count = 0; count < 60; count++) {
      await emulator.say(ada, chat, "hello");
    }
    expect(counts.reduce((sum, count) => sum + count)).toBe(60);
    expect(Math.min(...counts)).toBeGreaterThan(5);
  });

  it("gets nothing after its webhook was connected, and the other way round", async () => {
    const { emulator, ada, chat } = world();
    const { events } = await bot(emulator);
    const seen: string[] = [];
    events.onAny((_, ctx) => {
      seen.push(ctx.via);
    });
    const { encryptKey, verificationToken } = emulator.app;
    const webhook = new EventDispatcher({ encryptKey, verificationToken });
    webhook.onAny((_, ctx) => {
      seen.push(ctx.via);
    });
    await emulator.say(ada, chat, "one");
    await emulator.connect(webhook.fetch);
    await emulator.say(ada, chat, "two");
    expect(seen).toEqual(["long-connection", "webhook"]);
  });
});

describe("the gateway", () => {
  it("cuts connections, and the bot comes back", async () => {
    const { emulator, ada, chat } = world();
    emulator.longConnections.configure({ ReconnectNonce: 0 });
    const { connection, events } = await bot(emulator);
    events.onAny(() => {});
    const first = emulator.longConnections.list()[0]?.id;
    emulator.longConnections.cut();
    expect(emulator.longConnections.list()).toEqual([]);
    expect(await emulator.say(ada, chat, "lost")).toMatchObject({
      status: 0,
      error: /no open long connection/ as never,
    });
    await next(connection, "reconnecting");
    await next(connection, "connected");
    expect(emulator.longConnections.list()[0]?.id).not.toBe(first);
  });

  it("freezes connections: nothing goes through, and nothing is closed", async () => {
    const { emulator, ada, chat } = world({ answerTimeoutMs: 20 });
    const { connection, events } = await bot(emulator);
    let count = 0;
    events.onAny(() => {
      count++;
    });
    emulator.longConnections.freeze();
    expect(await emulator.say(ada, chat, "hello")).toMatchObject({ status: 0, reason: "timeout" });
    expect(count).toBe(0);
    expect(connection.state).toBe("connected");
  });

  it.each([
    ["a wrong secret", { appSecret: "wrong" }, 514],
    ["an unknown app", { appId: "cli_0000000000000000" }, 514],
  ])("refuses %s", async (_, wrong, code) => {
    const { emulator } = world();
    await expect(bot(emulator, wrong)).rejects.toMatchObject({ platformCode: code });
  });

  it("refuses a marketplace app", async () => {
    const { emulator } = world({ app: { appType: "marketplace" } });
    await expect(bot(emulator)).rejects.toMatchObject({ platformCode: 403 });
  });

  it("takes an assertion in place of the secret", async () => {
    const { emulator } = world();
    await bot(emulator, { appSecret: undefined, assertion: () => "signed" });
  });

  it("has 50 connections for an app, and refuses the 51st", async () => {
    const { emulator } = world();
    for (let count = 0; count < 50; count++) {
      await bot(emulator);
    }
    await expect(bot(emulator)).rejects.toMatchObject({ platformCode: 1000040350 });
    await open.pop()?.close();
    await open.pop()?.close();
    await bot(emulator);
  });

  it("refuses on demand, at the discovery and at the handshake", async () => {
    const { emulator } = world();
    emulator.longConnections.refuse({ code: 403, message: "not today" });
    await expect(bot(emulator)).rejects.toThrow(/not today/);
    emulator.longConnections.refuse({ code: 1000040350, at: "handshake" });
    const { connection } = await bot(emulator);
    expect(connection.state).toBe("connected");
  });

  it("lets an address be used once, and not after a minute", async () => {
    let now = 1_700_000_000_000;
    const { emulator } = world({ now: () => now });
    const { appId: AppID, appSecret: AppSecret } = emulator.app;
    const discover = async () => {
      const answer = await emulator.fetch("https://open.feishu.cn/callback/ws/endpoint", {
        method: "POST",
        body: JSON.stringify({ AppID, AppSecret }),
      });
      return (await answer.json()).data.URL as string;
    };
    const outcome = (url: string) =>
      new Promise<string>((resolve) => {
        const socket = new emulator.WebSocket(url);
        socket.addEventListener("open", () => resolve("open"));
        socket.addEventListener("close", () => resolve("close"));
      });
    const url = await discover();
    expect(new URL(url).host).toBe("msg-frontier.feishu.cn");
    expect([await outcome(url), await outcome(url)]).toEqual(["open", "close"]);
    const old = await discover();
    now += 60_001;
    expect(await outcome(old)).toBe("close");
    expect(await outcome("wss://msg-frontier.feishu.cn/")).toBe("close");
  });

  it.each([["not JSON"], ["[]"], ["{}"], ['{"AppID":1,"AppSecret":{}}']])(
    "answers a bad discovery: %s",
    async (body) => {
      const { emulator } = world();
      const answer = await emulator.fetch("https://open.feishu.cn/callback/ws/endpoint", { method: "POST", body });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ code: expect.any(Number), data: {} });
    },
  );
});
