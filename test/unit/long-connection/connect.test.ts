import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EventDispatcher } from "../../../src/event/index.ts";
import { connect } from "../../../src/long-connection/connect.ts";
import {
  APP,
  answerOf,
  endpoint,
  eventBody,
  FakeSocket,
  type Setup,
  settle,
  setup,
  URL_SECRET,
} from "../../support/long-connection/fake-gateway.ts";

let made: Setup | undefined;
const start = (...options: Parameters<typeof setup>) => {
  made = setup(...options);
  return made;
};
/** Adds a handler that goes on until `finish` is called. */
function hold(events: EventDispatcher) {
  const held = { calls: 0, finish: () => {} };
  events.on("a.b_v1", () => {
    held.calls++;
    return new Promise<void>((resolve) => {
      held.finish = resolve;
    });
  });
  return held;
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});
afterEach(async () => {
  const closing = made?.connection.close({ timeoutMs: 1 });
  await pass(1_001);
  await closing;
  // Neither the secret nor the gateway's address is in any line.
  expect(made?.lines.join("\n") ?? "").not.toMatch(new RegExp(`${APP.appSecret}|${URL_SECRET}|wss:/`));
  made = undefined;
  expect(vi.getTimerCount()).toBe(0);
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("connecting", () => {
  it("asks for the gateway, opens a socket and pings at once", async () => {
    const { connection, requests, socket } = await (async () => {
      const all = start();
      expect(all.connection.state).toBe("connecting");
      await all.connection.ready;
      return all;
    })();
    expect(requests).toEqual([
      {
        url: "https://open.feishu.cn/callback/ws/endpoint",
        body: { AppID: APP.appId, AppSecret: APP.appSecret },
      },
    ]);
    expect(connection.state).toBe("connected");
    expect(socket.binaryType).toBe("arraybuffer");
    expect(socket.received[0]).toMatchObject({ service: 7, method: 0, headers: [["type", "ping"]] });
  });

  it("sends a client assertion in place of the secret, a new one for each attempt", async () => {
    let count = 0;
    const { requests, socket, connection } = start({
      appSecret: undefined,
      assertion: async () => `assertion-${++count}`,
    });
    await connection.ready;
    made?.socket.drop();
    await pass(20_000);
    expect(socket).toBeUndefined();
    expect(requests.map(({ body }) => body)).toEqual([
      { AppID: APP.appId, AppSecret: "", ClientAssertion: "assertion-1" },
      { AppID: APP.appId, AppSecret: "", ClientAssertion: "assertion-2" },
    ]);
  });

  it("tries again if the assertion fails, and does not show why", async () => {
    const all = start({
      appSecret: undefined,
      assertion: () => {
        if (all.lines.length === 0) {
          throw new Error(APP.appSecret);
        }
        return "good";
      },
    });
    await pass(5_000);
    expect(all.connection.state).toBe("connected");
  });

  it("takes the defaults for options that are undefined", async () => {
    const { connection, requests } = start({
      domain: undefined,
      acknowledge: undefined,
      now: undefined,
      gatewayHosts: undefined,
    });
    await connection.ready;
    expect(requests[0]?.url).toMatch(/^https:\/\/open\.feishu\.cn\//);
  });

  it.each([
    [{ appId: "" }, "appId"],
    [{ appSecret: "" }, "appSecret"],
    [{ appSecret: undefined }, "appSecret"],
    [{ events: undefined }, "events"],
    [{ acknowledge: "later" }, "acknowledge"],
    [{ domain: "open.feishu.cn" }, "domain"],
  ])("refuses %j", (wrong, name) => {
    const events = { acknowledge: async () => ({ status: 200, headers: {}, body: "{}" }) };
    const options = { ...APP, events, openSocket: () => ({}) as never, ...wrong } as never;
    expect(() => connect(options)).toThrow(TypeError);
    expect(() => connect(options)).toThrow(name);
  });

  it("says what to install on a host without a WebSocket", () => {
    vi.stubGlobal("WebSocket", undefined);
    const events = { acknowledge: async () => ({ status: 200, headers: {}, body: "{}" }) };
    expect(() => connect({ ...APP, events })).toThrow(/npm install ws/);
    vi.unstubAllGlobals();
  });
});

/** How many bytes were read of endless bodies. */
let endlessBytes = 0;
function endlessBody(): ReadableStream<Uint8Array> {
  const chunk = new TextEncoder().encode(`{"code":0,"msg":"${"x".repeat(10_000)}`);
  return new ReadableStream({
    pull(controller) {
      endlessBytes += chunk.length;
      controller.enqueue(chunk);
    },
  });
}

describe("a domain", () => {
  it.each([
    ["http://private.example:8080/", 1],
    ["http://127.0.0.1:5275", 0],
    [undefined, 0],
  ])("%s is warned of %i times, because the secret is sent there", async (domain, count) => {
    const { connection, lines } = start({ domain, gatewayHosts: ["feishu.cn"] });
    await connection.ready;
    made?.socket.drop();
    await pass(60_000);
    expect(lines.filter((line) => /http:\S+: secrets are sent in the clear, use https/.test(line))).toHaveLength(count);
  });

  it.each(["https://a:b", "https://[", "http://:"])("%s is refused by its name", (domain) => {
    const events = { acknowledge: async () => ({ status: 200, headers: {}, body: "{}" }) };
    expect(() => connect({ ...APP, events, domain, openSocket: () => ({}) as never })).toThrow(/^domain: an origin/);
  });
});

describe("a discovery that fails", () => {
  it("because its answer does not end is read no further than 64 KiB", async () => {
    endlessBytes = 0;
    start({ discover: (attempt) => (attempt < 2 ? new Response(endlessBody()) : answerOf(endpoint())) });
    await pass(20_000);
    expect(made?.connection.state).toBe("connected");
    expect(endlessBytes).toBeGreaterThan(65_536);
    expect(endlessBytes).toBeLessThan(100_000);
  });

  it("says none for a log id that is missing", async () => {
    const { connection } = start({ discover: () => answerOf({ code: 514, msg: "auth failed" }) });
    await expect(connection.ready).rejects.toThrow("auth failed (log_id none); check appId, appSecret, domain");
  });

  it.each([
    [514, /check appId, appSecret, domain/],
    [403, /self-built/],
    [1000040350, /50 connections/],
    [1000040344, /appSecret or assertion/],
    [99, /code 99: no way/],
  ])("with code %i stops the connection", async (code, words) => {
    const { connection, requests } = start({ discover: () => answerOf({ code, msg: "no way", data: {} }) });
    await expect(connection.ready).rejects.toMatchObject({ code: "LARK_API", platformCode: code, category: "refused" });
    await expect(connection.ready).rejects.toThrow(words);
    expect(connection.state).toBe("failed");
    expect(connection.signal.reason).toMatchObject({ platformCode: code });
    await pass(3_600_000);
    expect(requests).toHaveLength(1);
  });

  it.each([
    ["code 1", () => answerOf({ code: 1, msg: "busy" })],
    ["code 1000040343", () => answerOf({ code: 1000040343, msg: "internal error" })],
    ["an unknown code of a faulty server", () => answerOf({ code: 99, msg: "?" }, 502)],
    ["HTML", () => answerOf("<html>", 502, "text/html")],
    ["an empty answer", () => answerOf("", 200)],
    ["a list", () => answerOf("[]", 200)],
    ["a code that is text", () => answerOf({ code: "0" })],
    ["no network", () => Promise.reject(new TypeError(`failed: ${APP.appSecret}`))],
    ["silence", () => new Promise<Response>(() => {})],
    ["an answer that never ends", () => new Response(endlessBody())],
    ["a JSON answer that is too long", () => answerOf({ ...endpoint(), pad: "x".repeat(70_000) })],
  ])("with %s is tried again", async (_, fail) => {
    const { connection, requests } = start({ discover: (attempt) => (attempt < 4 ? fail() : answerOf(endpoint())) });
    await pass(1);
    expect(connection.state).toBe("connecting");
    await pass(90_000);
    expect(connection.state).toBe("connected");
    expect(requests).toHaveLength(4);
  });

  it("waits longer each time, up to the platform's interval", async () => {
    const times: number[] = [];
    start({
      discover: () => {
        times.push(Date.now());
        return answerOf({ code: 1 });
      },
    });
    await pass(1_200_000);
    const waits = times.slice(1).map((time, index) => time - (times[index] as number));
    expect(waits.slice(0, 8)).toEqual([1_500, 3_000, 6_000, 12_000, 24_000, 48_000, 90_000, 90_000]);
  });

  it.each([
    ["http://msg-frontier.feishu.cn/"],
    ["ws://msg-frontier.feishu.cn/"],
    ["wss://feishu.cn.attacker.example/"],
    ["wss://msg-frontier.feishu.cn.example/?service_id=1"],
    ["javascript:alert(1)"],
    [null],
    [42],
  ])("with the gateway %s stops the connection, and names no address", async (url) => {
    const { connection } = start({ discover: () => answerOf(endpoint({}, url)) });
    await expect(connection.ready).rejects.toThrow(/gateway/);
    expect(connection.state).toBe("failed");
  });

  it.each([
    ["wss://msg-frontier.larksuite.com/ws", {}],
    ["wss://gate.private.example/ws", { gatewayHosts: ["private.example"] }],
    ["wss://open.private.example/ws", { domain: "https://open.private.example" }],
    ["ws://127.0.0.1:5275/ws", { domain: "http://127.0.0.1:5275" }],
  ])("does not refuse %s", async (url, options) => {
    const { connection } = start({ discover: () => answerOf(endpoint({}, url)), ...options });
    await connection.ready;
  });

  it("with too many connections is tried again after a connection that was lost", async () => {
    const { connection, sockets } = start({
      discover: (attempt) => answerOf(attempt === 2 ? { code: 1000040350, msg: "limit" } : endpoint()),
    });
    await connection.ready;
    sockets[0]?.drop();
    await pass(30_000);
    expect(connection.state).toBe("connected");
    expect(sockets).toHaveLength(2);
  });
});

describe("a lost connection", () => {
  it("is opened again with a new address, after a part of the nonce", async () => {
    const { connection, sockets, requests } = start();
    await connection.ready;
    await pass(60_000);
    sockets[0]?.drop();
    await settle();
    expect(connection.state).toBe("reconnecting");
    await pass(14_000);
    expect(requests).toHaveLength(1);
    await pass(2_000);
    expect(connection.state).toBe("connected");
    expect(requests).toHaveLength(2);
    expect(sockets).toHaveLength(2);
  });

  it("that never lasts a minute is opened again more and more slowly", async () => {
    const { sockets } = start();
    for (let time = 0; time < 600; time++) {
      await pass(1_000);
      sockets
        .filter(({ readyState }) => readyState === 1)
        .forEach((socket) => {
          socket.drop();
        });
    }
    expect(sockets.length).toBeGreaterThan(6);
    expect(sockets.length).toBeLessThan(14);
  });

  it.each(["close", "error"])("is noticed by %s, and both together count once", async (type) => {
    const { connection, socket, sockets } = start();
    await connection.ready;
    void socket;
    sockets[0]?.emit(type);
    sockets[0]?.emit("error");
    sockets[0]?.emit("close");
    await pass(60_000);
    expect(sockets).toHaveLength(2);
  });

  it.each([1000, 1006, 4001])("is opened again whatever its close code is: %i", async (code) => {
    const { connection, sockets } = start();
    await connection.ready;
    sockets[0]?.emit("close", { code } as never);
    await pass(60_000);
    expect(connection.state).toBe("connected");
    expect(sockets).toHaveLength(2);
  });

  it("that was closed before the connection listened is opened again", async () => {
    const { connection, sockets } = start({ opens: (attempt) => attempt > 1 });
    await pass(1);
    (sockets[0] as FakeSocket).drop();
    await pass(10_000);
    expect(connection.state).toBe("connected");
    const early = setup({
      openSocket: () => {
        const socket = new FakeSocket();
        socket.readyState = 3;
        return socket;
      },
    });
    await pass(1_000);
    expect(early.lines.join()).toContain("the socket was closed");
    await early.connection.close();
  });

  it("uses each address once", async () => {
    let count = 0;
    const urls: string[] = [];
    const { connection } = start({
      discover: () => answerOf(endpoint({}, `wss://msg-frontier.feishu.cn/ws/v2?ticket=${++count}&service_id=1`)),
      openSocket: (url) => {
        urls.push(url);
        throw new Error(url);
      },
    });
    await pass(60_000);
    expect(urls.length).toBeGreaterThan(3);
    expect(new Set(urls).size).toBe(urls.length);
    expect(connection.state).toBe("connecting");
  });

  it("does not take messages of its old socket, and does not answer over the new one", async () => {
    const { connection, events, sockets } = start();
    const held = hold(events);
    await connection.ready;
    sockets[0]?.event(eventBody("a.b_v1"));
    await settle();
    sockets[0]?.drop();
    await pass(60_000);
    held.finish();
    sockets[0]?.event(eventBody("a.b_v1"));
    await pass(10_000);
    expect(held.calls).toBe(1);
    expect(sockets.flatMap(({ answers }) => answers)).toEqual([]);
  });
});

describe("the watchdog", () => {
  it("pings at the platform's interval", async () => {
    const { connection, sockets } = start({ discover: () => answerOf(endpoint({ PingInterval: 60 })) });
    await connection.ready;
    await pass(600_000);
    expect(sockets).toHaveLength(1);
    expect(sockets[0]?.pings).toBe(11);
  });

  it("drops a socket that opens and stays silent", async () => {
    const { connection, sockets } = start();
    await connection.ready;
    (sockets[0] as { isAlive: boolean }).isAlive = false;
    await pass(120_000);
    expect(connection.state).toBe("connected");
    await pass(20_000);
    expect(connection.state).toBe("reconnecting");
    expect(sockets[0]?.closedWith).toBe(1000);
    await pass(20_000);
    expect(connection.state).toBe("connected");
  });

  it("takes any frame as a sign of life", async () => {
    const { connection, sockets } = start({ discover: () => answerOf(endpoint({ PingInterval: 5 })) });
    await connection.ready;
    (sockets[0] as { isAlive: boolean }).isAlive = false;
    for (let time = 0; time < 20; time++) {
      await pass(10_000);
      sockets[0]?.emit("message", { data: "text" });
    }
    expect(sockets).toHaveLength(1);
  });

  it("gives up a handshake that takes too long", async () => {
    const { connection, sockets } = start({ opens: (attempt) => attempt > 1 });
    await pass(15_000);
    expect(connection.state).toBe("connecting");
    await pass(10_000);
    expect(connection.state).toBe("connected");
    expect(sockets[0]?.closedWith).toBe(1000);
    sockets[0]?.open();
    await settle();
    expect(sockets[0]?.received).toEqual([]);
  });

  it("gives up a socket that does not come, and closes it when it comes", async () => {
    let late: ((socket: never) => void) | undefined;
    const { connection } = start({
      openSocket: () =>
        new Promise((resolve) => {
          late = resolve;
        }),
    });
    await pass(15_001);
    expect(connection.state).toBe("connecting");
    const socket = { close: vi.fn(), addEventListener: vi.fn() };
    late?.(socket as never);
    await settle();
    expect(socket.close).toHaveBeenCalled();
    expect(socket.addEventListener).not.toHaveBeenCalled();
  });

  it("notices that the machine slept, and keeps a socket that lives", async () => {
    const { connection, sockets } = start();
    await connection.ready;
    vi.setSystemTime(Date.now() + 3_600_000);
    await pass(5_000);
    expect(sockets[0]?.pings).toBe(2);
    await pass(30_000);
    expect(sockets).toHaveLength(1);
  });

  it("after an hour of sleep replaces a dead socket within eleven seconds", async () => {
    const { connection, sockets } = start();
    await connection.ready;
    (sockets[0] as { isAlive: boolean }).isAlive = false;
    vi.setSystemTime(Date.now() + 3_600_000);
    await pass(11_000);
    expect(connection.state).toBe("connected");
    expect(sockets).toHaveLength(2);
  });

  it("lives with a clock that is set back", async () => {
    const { connection, sockets } = start();
    await connection.ready;
    vi.setSystemTime(Date.now() - 3_600_000);
    await pass(5_000);
    (sockets[0] as { isAlive: boolean }).isAlive = false;
    await pass(180_000);
    expect(sockets).toHaveLength(2);
  });
});

describe("a pong's configuration", () => {
  it.each([
    [{ PingInterval: 0 }, 5],
    [{ PingInterval: -1 }, 5],
    [{ PingInterval: 1e300 }, 600],
    [{ PingInterval: 10 }, 10],
    [{ PingInterval: "10" }, 120],
    [{ PingInterval: null }, 120],
    [{}, 120],
    [[], 120],
    ["not JSON", 120],
    ["null", 120],
    [`{"PingInterval": 1e999}`, 600],
  ])("%j pings every %i s", async (config, seconds) => {
    const { connection, sockets } = start();
    await connection.ready;
    const [socket] = sockets;
    socket?.pong(config);
    const before = socket?.pings ?? 0;
    await pass(seconds * 1000 * 5 + 1);
    expect((socket?.pings ?? 0) - before).toBe(5);
  });
});

describe("close", () => {
  it("closes the socket, ends the states and is the same the second time", async () => {
    const { connection, sockets } = start();
    const seen: string[] = [];
    const following = (async () => {
      for await (const state of connection.states()) {
        seen.push(state);
      }
    })();
    await connection.ready;
    const first = connection.close();
    expect(connection.close()).toBe(first);
    await first;
    await following;
    expect(seen).toEqual(["connecting", "connected", "closed"]);
    expect(sockets[0]?.closedWith).toBe(1000);
    expect(connection.signal.aborted).toBe(true);
    await pass(3_600_000);
    expect(sockets).toHaveLength(1);
  });

  it.each([
    ["the discovery", { discover: () => new Promise<Response>(() => {}) }],
    ["the opening", { openSocket: () => new Promise<never>(() => {}) }],
    ["the handshake", { opens: false }],
    ["a wait", { discover: () => answerOf({ code: 1 }) }],
  ])("ends at once during %s", async (_, options) => {
    const { connection, sockets } = start(options);
    await settle();
    await connection.close();
    expect(connection.state).toBe("closed");
    await expect(connection.ready).rejects.toMatchObject({ code: "LARK_ABORTED" });
    expect(sockets.every(({ closedWith }) => closedWith === 1000)).toBe(true);
  });

  it("waits for handlers, sends their answers, and takes no more events", async () => {
    const { connection, events, sockets } = start();
    const held = hold(events);
    await connection.ready;
    sockets[0]?.event(eventBody("a.b_v1"));
    await settle();
    const closing = connection.close();
    sockets[0]?.event(eventBody("a.b_v1"));
    await settle();
    expect(sockets[0]?.closedWith).toBeUndefined();
    held.finish();
    await closing;
    expect(held.calls).toBe(1);
    expect(sockets[0]?.answers).toMatchObject([{ code: 200 }]);
    expect(sockets[0]?.closedWith).toBe(1000);
  });

  it("waits for work that goes on after the answer", async () => {
    const { connection, events, sockets } = start();
    let isDone = false;
    events.on("a.b_v1", (_, ctx) => {
      ctx.waitUntil(
        new Promise<void>((resolve) => {
          setTimeout(() => {
            isDone = true;
            resolve();
          }, 20_000);
        }),
      );
    });
    await connection.ready;
    sockets[0]?.event(eventBody("a.b_v1"));
    await settle();
    expect(sockets[0]?.answers).toHaveLength(1);
    const closing = connection.close();
    await pass(20_000);
    await closing;
    expect(isDone).toBe(true);
  });

  it("waits until the socket is closed, and a second for one that does not close", async () => {
    const { connection, sockets } = start();
    await connection.ready;
    const [socket] = sockets;
    (socket as FakeSocket).isAlive = false;
    let isClosed = false;
    const closing = connection.close().then(() => {
      isClosed = true;
    });
    await pass(999);
    expect(isClosed).toBe(false);
    expect(socket?.closedWith).toBe(1000);
    await pass(1);
    await closing;
    const second = setup();
    await second.connection.ready;
    await second.connection.close();
  });

  it("aborts the signal of handlers that do not end in time", async () => {
    const { connection, events, sockets } = start();
    let signal: AbortSignal | undefined;
    events.on("a.b_v1", (_, ctx) => {
      signal = ctx.signal;
      return new Promise(() => {});
    });
    await connection.ready;
    sockets[0]?.event(eventBody("a.b_v1"));
    await settle();
    const closing = connection.close({ timeoutMs: 5_000 });
    await pass(5_000);
    await closing;
    expect(signal?.aborted).toBe(true);
    expect(connection.state).toBe("closed");
  });

  it("is called by the signal, also by one that has aborted already, and by await using", async () => {
    const controller = new AbortController();
    const { connection } = start({ signal: controller.signal });
    await connection.ready;
    controller.abort();
    await settle();
    expect(connection.state).toBe("closed");
    const second = setup({ signal: controller.signal });
    await settle();
    expect(second.connection.state).toBe("closed");
    const third = setup();
    await third.connection.ready;
    {
      await using _ = third.connection;
    }
    expect(third.connection.state).toBe("closed");
  });
});
