import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { EventDispatcher, once, queue } from "../../../src/event/index.ts";
import { consume, worker } from "../../../src/host/worker.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";
import { event2 } from "../../support/platform-callbacks.ts";

let logged: MockInstance<typeof console.error>;
beforeEach(() => {
  logged = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  logged.mockRestore();
});

/** A message that remembers what became of it. */
function message(body: unknown, attempts = 1) {
  const fate: unknown[] = [];
  return {
    body,
    attempts,
    fate,
    ack: () => void fate.push("ack"),
    retry: (options?: { delaySeconds?: number }) => void fate.push(["retry", options?.delaySeconds]),
  };
}

const event = (id: string) => event2("contact.user.created_v3", { id }, { event_id: id });

test("each message of a batch has its own fate", async () => {
  const events = new EventDispatcher({ once: once({ store: memoryStore() }) });
  events.on("contact.user.created_v3", (_, ctx) => {
    if (ctx.header.event_id === "bad") {
      throw new Error("no database");
    }
  });
  const messages = [
    message(event("good")),
    message(event("bad")),
    message(event("bad"), 3),
    message("garbage"),
    message(null),
    message({ header: {} }),
  ];
  await consume({ messages }, events);
  expect(messages.map(({ fate }) => fate)).toEqual([
    ["ack"],
    [["retry", 30]],
    [["retry", 120]],
    [["retry", 30]],
    [["retry", 30]],
    [["retry", 30]],
  ]);
  expect(`${logged.mock.calls[0]}`).toMatch(/attempt,1,of a queued event failed.*/);
});

test("a message that was handled is acknowledged, and one that is being handled elsewhere comes again, without noise", async () => {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let handled = 0;
  const events = new EventDispatcher({ once: once({ store: memoryStore() }) }).onAny(() => {
    handled++;
    return ended;
  });
  const [first, twin, late] = [message(event("one")), message(event("one")), message(event("one"), 2)];
  const firstBatch = consume({ messages: [first] }, events);
  await consume({ messages: [twin] }, events);
  expect(twin.fate).toEqual([["retry", 30]]);
  end();
  await firstBatch;
  await consume({ messages: [late] }, events);
  expect([first.fate, late.fate, handled, logged.mock.calls]).toEqual([["ack"], ["ack"], 1, []]);
});

test("what ctx.waitUntil was given is waited for before a message is acknowledged", async () => {
  let end = () => {};
  const work = new Promise<void>((resolve) => {
    end = resolve;
  });
  const events = new EventDispatcher().onAny((_, ctx) => ctx.waitUntil(work));
  const one = message(event("one"));
  vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
  const done = consume({ messages: [one] }, events);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(one.fate).toEqual([]);
  end();
  await done;
  vi.unstubAllGlobals();
  expect(one.fate).toEqual(["ack"]);
});

test("a message whose work in ctx.waitUntil fails is retried, and what its handlers left undone is waited for", async () => {
  const events = new EventDispatcher({ once: once({ store: memoryStore() }) });
  let tries = 0;
  let isOver = false;
  events.onAny((_, ctx) => {
    if (++tries === 1) {
      ctx.waitUntil(Promise.reject(new Error("no database")));
      ctx.waitUntil(
        new Promise<void>((resolve) => setTimeout(resolve, 10)).then(() => {
          isOver = true;
        }),
      );
    }
  });
  const one = message(event("one"));
  vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
  await consume({ messages: [one] }, events);
  expect([one.fate, isOver]).toEqual([[["retry", 30]], true]);
  await consume({ messages: [one] }, events);
  vi.unstubAllGlobals();
  expect(one.fate).toEqual([["retry", 30], "ack"]);
});

test("the delay doubles, up to an hour", async () => {
  const events = new EventDispatcher();
  const delays: unknown[] = [];
  for (const attempts of [1, 2, 5, 7, 8, 20, 100]) {
    const one = message("garbage", attempts);
    await consume({ messages: [one] }, events);
    delays.push(...one.fate);
  }
  expect(delays).toEqual([30, 60, 480, 1_920, 3_600, 3_600, 3_600].map((delay) => ["retry", delay]));
});

describe("worker", () => {
  test("consumes with the dispatcher that receives, made once", async () => {
    let made = 0;
    const seen: string[] = [];
    const module = worker(() => {
      made++;
      const events = new EventDispatcher({ queue: queue(() => {}) });
      return events.onAny((_, ctx) => void seen.push(`${ctx.header.event_id} ${ctx.via}`));
    });
    await module.queue({ messages: [message(event("one"))] }, {});
    await module.queue({ messages: [message(event("two"))] }, {});
    expect([made, seen]).toEqual([1, ["one queue", "two queue"]]);
  });

  test("retries the batch when the factory throws, or returns something without a queue", async () => {
    const broken = worker(() => {
      throw new TypeError("encryptKey is empty");
    });
    await expect(broken.queue({ messages: [] }, {})).rejects.toThrow("encryptKey is empty");
    for (const other of [worker(() => ({ fetch: () => new Response() })), worker(() => new EventDispatcher())]) {
      await expect(other.queue({ messages: [] }, {})).rejects.toThrow("the EventDispatcher has no queue(…)");
    }
  });
});
