import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { createTransport } from "../../../src/http/index.ts";

const request = { operation: "demo.v1.thing.get", method: "GET", url: "https://open.feishu.cn/open-apis/x" };

/** A signal that counts the listeners on it. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const counted = { controller, signal, most: 0, now: 0 };
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
    counted.now++;
    counted.most = Math.max(counted.most, counted.now);
    addEventListener.apply(signal, given);
  };
  signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
    counted.now--;
    removeEventListener.apply(signal, given);
  };
  return counted;
}

test("a hundred calls that share a signal have one listener on it: Node 20 warns of a leak from the eleventh on", async () => {
  const warnings: string[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning.name);
  process.on("warning", onWarning);
  try {
    const counted = countedSignal();
    const transport = createTransport({
      fetch: async () => {
        await wait(5);
        return Response.json({ code: 0 });
      },
    });
    const { signal } = counted;
    await Promise.all(Array.from({ length: 100 }, () => transport({ ...request, signal })));
    expect(counted).toMatchObject({ most: 1, now: 0 });
    // A warning is emitted in a turn of the event loop after its cause.
    await wait(10);
    expect(warnings).toEqual([]);
  } finally {
    process.off("warning", onWarning);
  }
});

test("an abort ends each of the calls that share a signal, and those alone", async () => {
  const one = countedSignal();
  const other = countedSignal();
  const transport = createTransport({ fetch: () => new Promise(() => {}) });
  const call = (signal: AbortSignal) => transport({ ...request, signal }).catch(({ code }) => code);
  const ended = Promise.all(Array.from({ length: 20 }, () => call(one.signal)));
  let isOtherOver = false;
  const going = call(other.signal).finally(() => {
    isOtherOver = true;
  });
  one.controller.abort();
  expect(await ended).toEqual(Array(20).fill("LARK_ABORTED"));
  expect(isOtherOver).toBe(false);
  expect(one.now).toBe(0);
  other.controller.abort();
  expect(await going).toBe("LARK_ABORTED");
  expect(await call(one.signal)).toBe("LARK_ABORTED");
});

test("a call whose time is over before it is sent makes no timer of negative length, of which Node 24 warns", async () => {
  const delays: number[] = [];
  const { setTimeout: original } = globalThis;
  globalThis.setTimeout = ((run: () => void, ms: number) => {
    delays.push(ms);
    return original(run, ms);
  }) as typeof setTimeout;
  try {
    const transport = createTransport({ fetch: () => new Promise(() => {}) });
    const token = () => {
      const until = performance.now() + 30;
      while (performance.now() < until) {
        // The process is busy for longer than the call may take.
      }
      return "t-1";
    };
    await expect(transport({ ...request, token, deadlineMs: 10 })).rejects.toMatchObject({ code: "LARK_TIMEOUT" });
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
  } finally {
    globalThis.setTimeout = original;
  }
});
