// What takes seconds to wait for: here the clock is made to run.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Client, type ClientOptions, type KeyValueStore } from "../../../src/client/index.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const KEY = "lark-edge:1:tenant_access_token:open.feishu.cn:cli_1:";

/** How many milliseconds a token takes, and how many requests for it were sent. */
async function fetchToken(store: KeyValueStore): Promise<{ tookMs: number; requests: number }> {
  let requests = 0;
  const fetch: ClientOptions["fetch"] = async () => {
    requests++;
    return Response.json({ code: 0, msg: "ok", tenant_access_token: "t-1", expire: 7_200 });
  };
  const client = new Client({ appId: "cli_1", appSecret: "secret", fetch, store, deadlineMs: 60_000 });
  const started = Date.now();
  const token = client.tokens.tenant();
  let isDone = false;
  token.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(await token).toMatchObject({ token: "t-1" });
  return { tookMs: Date.now() - started, requests };
}

test("a lease from a clock that is an hour ahead is waited for as long as a lease lasts, and no longer", async () => {
  const store = memoryStore();
  await store.set(KEY, JSON.stringify({ owner: "another", until: Date.now() + 3_600_000 }));
  const { tookMs, requests } = await fetchToken(store);
  expect(requests).toBe(1);
  expect(tookMs).toBeGreaterThanOrEqual(5_000);
  expect(tookMs).toBeLessThan(8_000);
});

test("a lease whose owner crashed is taken over when it is over", async () => {
  const store = memoryStore();
  await store.set(KEY, JSON.stringify({ owner: "another", until: Date.now() + 1_000 }));
  const { tookMs, requests } = await fetchToken(store);
  expect(requests).toBe(1);
  expect(tookMs).toBeGreaterThanOrEqual(1_000);
  expect(tookMs).toBeLessThan(1_700);
});

test("a store whose compareAndSet never succeeds costs a wait, and not the call", async () => {
  const store: KeyValueStore = {
    get: async () => null,
    set: async () => {},
    delete: async () => {},
    compareAndSet: async () => false,
  };
  const { tookMs, requests } = await fetchToken(store);
  expect(requests).toBe(1);
  expect(tookMs).toBeLessThan(20_000);
});
