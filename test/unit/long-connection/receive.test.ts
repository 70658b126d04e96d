import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { once } from "../../../src/event/index.ts";
import { encodeFrame } from "../../../src/long-connection/frame.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";
import { eventBody, type FakeSocket, settle, setup } from "../../support/long-connection/fake-gateway.ts";
import { bytesOf, hexOf, VECTORS } from "../../support/long-connection/vectors.ts";

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
let close: (() => Promise<void>) | undefined;

async function start(...options: Parameters<typeof setup>) {
  const made = setup(...options);
  await made.connection.ready;
  close = async () => {
    const closing = made.connection.close({ timeoutMs: 1 });
    await pass(1_001);
    await closing;
  };
  return { ...made, socket: made.sockets[0] as FakeSocket };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(async () => {
  await close?.();
  vi.useRealTimers();
});

/** A handler that takes so long. */
const slow = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe("an event", () => {
  it("reaches the handlers with ctx.via, and is answered with all its headers and its exact LogID", async () => {
    const { events, socket } = await start();
    const seen: unknown[] = [];
    events.on("a.b_v1", (event, ctx) => {
      seen.push(event, ctx.via, ctx.type);
    });
    socket.event(eventBody("a.b_v1", { x: 1 }), [
      ["instance_id", "secret place"],
      ["trace_id", "t"],
      ["x", "1"],
      ["x", "2"],
    ]);
    await settle();
    expect(seen).toEqual([{ x: 1 }, "long-connection", "a.b_v1"]);
    expect(socket.answers).toMatchObject([
      { code: 200, frame: { seqId: 1n, logId: 7318934556789012345n, service: 7, method: 1 } },
    ]);
    expect(socket.answers[0]?.frame.headers).toEqual([
      ["type", "event"],
      ["message_id", "m1"],
      ["sum", "1"],
      ["seq", "0"],
      ["instance_id", "secret place"],
      ["trace_id", "t"],
      ["x", "1"],
      ["x", "2"],
      ["biz_rt", "0"],
    ]);
  });

  it("without a handler is answered 200", async () => {
    const { socket } = await start();
    socket.event(eventBody("never.heard_v1"));
    await settle();
    expect(socket.answers).toMatchObject([{ code: 200 }]);
  });

  it("whose handler fails is answered 500, and the failure goes to onError", async () => {
    const failures: unknown[] = [];
    const { events, socket } = await start({
      dispatcher: { onError: (error, { acknowledged }) => failures.push([error, acknowledged]) },
    });
    const error = new Error("broken");
    events.on("a.b_v1", () => {
      throw error;
    });
    socket.event(eventBody("a.b_v1"));
    await settle();
    expect(socket.answers).toMatchObject([{ code: 500 }]);
    expect(failures).toEqual([[error, false]]);
  });

  it("in parts is handled once, and its last frame is answered", async () => {
    const { events, socket } = await start();
    let count = 0;
    events.on("a.b_v1", () => {
      count++;
    });
    const bytes = new TextEncoder().encode(JSON.stringify(eventBody("a.b_v1", { text: "你好" })));
    const parts = [bytes.slice(0, 90), bytes.slice(90, 145), bytes.slice(145)];
    for (const seq of [2, 0, 0, 1]) {
      socket.message({
        seqId: BigInt(seq),
        logId: 1n,
        service: 7,
        method: 1,
        headers: [
          ["type", "event"],
          ["message_id", "m"],
          ["sum", "3"],
          ["seq", `${seq}`],
        ],
        payload: parts[seq],
      });
    }
    await settle();
    expect(count).toBe(1);
    expect(socket.answers).toHaveLength(1);
    expect(socket.answers[0]?.frame.seqId).toBe(1n);
  });

  it.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["no event type", "{}"],
    ["text that is not UTF-8", "\ud800"],
    ["an empty payload", ""],
  ])("with %s is answered 500, and its body is in no log", async (_, body) => {
    const { socket, lines } = await start();
    socket.event(body);
    await settle();
    expect(socket.answers).toMatchObject([{ code: 500 }]);
    expect(lines.at(-1)).toMatch(/cannot be read/);
  });

  it("with an encoding that is not known is answered 500", async () => {
    const { socket, lines } = await start();
    socket.message({
      seqId: 0n,
      logId: 0n,
      service: 7,
      method: 1,
      headers: [],
      payloadEncoding: "gzip",
      payload: new Uint8Array(9),
    });
    await settle();
    expect(socket.answers).toMatchObject([{ code: 500 }]);
    expect(lines.at(-1)).toMatch(/payload_encoding/);
  });
});

it("an event of 32 MB is handled", async () => {
  const { events, socket } = await start();
  let length = 0;
  events.on("a.b_v1", (event) => {
    length = String(Object(event).text).length;
  });
  socket.event(eventBody("a.b_v1", { text: "x".repeat(32 * 1024 * 1024) }));
  await settle();
  expect(length).toBe(32 * 1024 * 1024);
  expect(socket.answers).toMatchObject([{ code: 200 }]);
});

it("a frame that is cut at any byte, and parts that never get complete, leave the connection as it was", async () => {
  const { connection, events, socket } = await start();
  let count = 0;
  events.on("a.b_v1", () => {
    count++;
  });
  const whole = encodeFrame({
    seqId: 1n,
    logId: 2n,
    service: 7,
    method: 1,
    headers: [
      ["type", "event"],
      ["message_id", "m"],
      ["sum", "2"],
      ["seq", "0"],
    ],
    payload: new TextEncoder().encode("{"),
  });
  for (let end = 0; end <= whole.length; end++) {
    socket.emit("message", { data: whole.slice(0, end).buffer });
  }
  await settle();
  expect(count).toBe(0);
  socket.event(eventBody("a.b_v1"), [], "another");
  await settle();
  expect([count, connection.state]).toEqual([1, "connected"]);
});

describe("bytes that are no frame", () => {
  it.each([
    ["text", "hello"],
    ["a Blob", new Blob(["x"])],
    ["null", null],
    ["undefined", undefined],
    ["no bytes", new ArrayBuffer(0)],
    ["half a frame", bytesOf("0801").buffer],
  ])("%s do not end the connection", async (_, data) => {
    const { connection, socket } = await start();
    socket.emit("message", { data });
    socket.event(eventBody("a.b_v1"));
    await settle();
    expect(socket.answers).toHaveLength(1);
    expect(connection.state).toBe("connected");
  });

  it("are read from a view, too", async () => {
    const { socket } = await start();
    const body = new TextEncoder().encode(JSON.stringify(eventBody("a.b_v1")));
    const bytes = encodeFrame({ seqId: 3n, logId: 0n, service: 7, method: 1, headers: [], payload: body });
    const larger = new Uint8Array(bytes.length + 20);
    larger.set(bytes, 10);
    socket.emit("message", { data: larger.subarray(10, 10 + bytes.length) });
    await settle();
    expect(socket.answers[0]?.frame.seqId).toBe(3n);
  });
});

describe("a slow handler", () => {
  it("is answered 200 after the budget and goes on", async () => {
    const { events, socket } = await start({ dispatcher: { answerBudgetMs: 1_000 } });
    let isDone = false;
    events.on("a.b_v1", async () => {
      await slow(10_000)();
      isDone = true;
    });
    socket.event(eventBody("a.b_v1"));
    await pass(999);
    expect(socket.answers).toEqual([]);
    await pass(1);
    expect(socket.answers).toMatchObject([{ code: 200 }]);
    expect(Number(socket.answers[0]?.frame.headers.at(-1)?.[1])).toBe(1_000);
    expect(isDone).toBe(false);
    await pass(10_000);
    expect(isDone).toBe(true);
  });

  it('with acknowledge "done" is answered when it is done, with waitUntil', async () => {
    const { events, socket, lines } = await start({ acknowledge: "done" });
    events.on("a.b_v1", async (_, ctx) => {
      ctx.waitUntil(slow(20_000)());
      await slow(10_000)();
    });
    socket.event(eventBody("a.b_v1"));
    await pass(19_999);
    expect(socket.answers).toEqual([]);
    await pass(2);
    expect(socket.answers).toMatchObject([{ code: 200 }]);
    expect(lines.filter((line) => /delays/.test(line))).toEqual([]);
  });

  it('with acknowledge "done" fails if its waitUntil work fails', async () => {
    const { events, socket } = await start({ acknowledge: "done" });
    events.on("a.b_v1", (_, ctx) => ctx.waitUntil(Promise.reject(new Error("late"))));
    socket.event(eventBody("a.b_v1"));
    await pass(1);
    expect(socket.answers).toMatchObject([{ code: 500 }]);
  });

  it("with once answers 500 to a redelivery while it runs, and 200 when it is done", async () => {
    const { events, socket } = await start({
      acknowledge: "done",
      dispatcher: { once: once({ store: memoryStore() }) },
    });
    let count = 0;
    events.on("a.b_v1", () => {
      count++;
      return slow(10_000)();
    });
    const body = eventBody("a.b_v1", {}, "the-event");
    socket.event(body, [], "first");
    await pass(5_000);
    socket.event(body, [], "second");
    await pass(1_000);
    expect(socket.answers.map(({ code }) => code)).toEqual([500]);
    await pass(5_000);
    socket.event(body, [], "third");
    await pass(1_000);
    expect(socket.answers.map(({ code }) => code)).toEqual([500, 200, 200]);
    expect(count).toBe(1);
  });
});

describe("a callback", () => {
  it("carries the handler's result as base64 in data", async () => {
    const { events, socket } = await start();
    events.onCardAction(() => ({ toast: { type: "success", content: "好 👍" } }));
    socket.event(eventBody("card.action.trigger", { action: { value: {} } }));
    await settle();
    expect(socket.answers).toMatchObject([{ code: 200, data: { toast: { type: "success", content: "好 👍" } } }]);
  });

  it("without a result has no data", async () => {
    const { events, socket } = await start();
    events.onCardAction(() => undefined);
    socket.event(eventBody("card.action.trigger", { action: { value: {} } }));
    await settle();
    expect(Object.keys(socket.answers[0] as object)).toEqual(["code", "frame"]);
  });

  it.each(["in-time", "done"] as const)(
    "that is slow is answered after the budget, also with %s",
    async (acknowledge) => {
      const { events, socket } = await start({ acknowledge });
      events.onCardAction(async () => {
        await slow(10_000)();
        return { toast: { type: "info", content: "late" } };
      });
      socket.event(eventBody("card.action.trigger", { action: { value: {} } }));
      await pass(2_000);
      expect(socket.answers).toMatchObject([{ code: 200 }]);
      expect(socket.answers[0]).not.toHaveProperty("data");
    },
  );
});

describe("the vectors of answers", () => {
  it.each(VECTORS.filter(({ input }) => input.op === "respond"))("$name", async ({ input, expected }) => {
    const { response, handler_result } = input;
    const status = response?.code ?? 200;
    const events = {
      acknowledge: async () => {
        await new Promise((resolve) => setTimeout(resolve, Number(input.biz_rt)));
        return { status, headers: {}, body: JSON.stringify(handler_result ?? {}) };
      },
    };
    const { socket } = await start({ events });
    const sent: string[] = [];
    socket.send = (bytes) => {
      sent.push(hexOf(bytes));
    };
    socket.emit("message", { data: bytesOf(input.request_hex).buffer });
    await pass(100);
    expect(sent).toEqual([expected.hex]);
  });
});

it("aborts nothing and keeps nothing of events that are done", async () => {
  const { events, socket } = await start();
  const signals = new Set<AbortSignal>();
  events.on("a.b_v1", (_, ctx) => {
    signals.add(ctx.signal);
  });
  for (let count = 0; count < 100; count++) {
    socket.event(eventBody("a.b_v1"));
  }
  await settle();
  await close?.();
  expect(signals.size).toBe(100);
  expect([...signals].some(({ aborted }) => aborted)).toBe(false);
});
