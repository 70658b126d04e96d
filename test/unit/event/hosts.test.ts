// Hosts that this one is not: made up by their globals.
import { afterEach, expect, test, vi } from "vitest";
import { EventDispatcher } from "../../../src/event/index.ts";
import { ENCRYPT_KEY, event2, NOW, sealed } from "../../support/platform-callbacks.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const TYPE = "contact.user.created_v3";

function setup() {
  const lines: string[] = [];
  const write = (...message: unknown[]) => lines.push(message.join(" "));
  const logger = { error: write, warn: write, info: write, debug: write };
  const events = new EventDispatcher({ encryptKey: ENCRYPT_KEY, now: () => NOW, logger, answerBudgetMs: 20 });
  let done = 0;
  events.on(TYPE, async () => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    done++;
  });
  return { events, lines, done: () => done };
}

test("Node, a process that lives on, acknowledges past the budget and says nothing", async () => {
  const { events, lines, done } = setup();
  expect((await events.fetch(await sealed(event2()))).status).toBe(200);
  expect([done(), lines]).toEqual([0, []]);
});

test("workerd without waitUntil waits, and warns once with the fix", async () => {
  vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
  const { events, lines, done } = setup();
  for (const round of [1, 2]) {
    expect((await events.fetch(await sealed(event2()))).status).toBe(200);
    expect(done()).toBe(round);
  }
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/contact\.user\.created_v3.*waitUntil/);
});

test("workerd with waitUntil acknowledges", async () => {
  vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
  const { events, lines, done } = setup();
  const work: Promise<unknown>[] = [];
  const ctx = { waitUntil: (promise: Promise<unknown>) => work.push(promise) };
  expect((await events.fetch(await sealed(event2()), {}, ctx)).status).toBe(200);
  expect([done(), work.length, lines]).toEqual([0, 1, []]);
  await Promise.all(work);
  expect(done()).toBe(1);
});

test("a browser's or an unknown host's answer waits, as its process may stop with it", async () => {
  const { process } = globalThis;
  vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0" });
  const { events, done } = setup();
  const request = await sealed(event2());
  // vitest needs its `process`: only its version is taken away.
  vi.stubGlobal("process", Object.create(process, { versions: { value: {} } }));
  expect((await events.fetch(request)).status).toBe(200);
  expect(done()).toBe(1);
});

test("work handed to ctx.waitUntil is awaited where it has nowhere to go, in dispatch too", async () => {
  vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
  const events = new EventDispatcher({ encryptKey: ENCRYPT_KEY, now: () => NOW });
  let done = 0;
  events.on(TYPE, (_, ctx) => {
    ctx.waitUntil(new Promise((resolve) => setTimeout(resolve, 20)).then(() => done++));
  });
  await events.fetch(await sealed(event2()));
  expect(done).toBe(1);
  await events.dispatch(event2());
  expect(done).toBe(2);
});

test("an onError that rejects does not bring the process down", async () => {
  const lines: string[] = [];
  const write = (...message: unknown[]) => lines.push(message.join(" "));
  const logger = { error: write, warn: write, info: write, debug: write };
  const onError = async () => {
    throw new Error("onError is broken");
  };
  const unhandled = vi.fn();
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", unhandled);
  try {
    const events = new EventDispatcher({ encryptKey: ENCRYPT_KEY, now: () => NOW, logger, onError });
    events.on(TYPE, () => Promise.reject(new Error("no database")));
    expect((await events.fetch(await sealed(event2()))).status).toBe(500);
    await new Promise((resolve) => setTimeout(resolve, 5));
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const listener of others) {
      process.on("unhandledRejection", listener);
    }
  }
  expect(unhandled).not.toHaveBeenCalled();
  expect(lines.join()).toMatch(/onError failed.*onError is broken/);
});
