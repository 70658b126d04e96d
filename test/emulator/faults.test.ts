import { expect, test } from "vitest";
import { createEmulator, type Fault } from "../../src/emulator/index.ts";

const INFO = "https://open.feishu.cn/open-apis/bot/v3/info";

async function hit(fault: Fault): Promise<{ response: Response; text: string }> {
  const emulator = createEmulator();
  emulator.faults.add(fault);
  const response = await emulator.fetch(INFO);
  expect(emulator.requests.at(-1)).toMatchObject({ fault: fault.kind, status: response.status });
  return { response, text: await response.text() };
}

test("rate limits carry their headers", async () => {
  const { response, text } = await hit({ kind: "rate-limit", resetSeconds: 7 });
  expect([response.status, JSON.parse(text).code]).toEqual([429, 99991400]);
  expect(response.headers.get("x-ogw-ratelimit-reset")).toBe("7");
  expect(response.headers.get("x-ogw-ratelimit-limit")).toBe("100");
  const bare = await hit({ kind: "rate-limit", resetSeconds: null, status: 400 });
  expect([bare.response.status, bare.response.headers.get("x-ogw-ratelimit-reset")]).toEqual([400, null]);
});

test.each<[Fault, number, RegExp, RegExp]>([
  [{ kind: "server-error", status: 503 }, 503, /text\/plain/, /^upstream/],
  [{ kind: "html" }, 200, /text\/html/, /^<!doctype/],
  [{ kind: "not-json" }, 200, /application\/json/, /^upstream/],
  [{ kind: "invalid-token" }, 400, /application\/json/, /"code":99991663.*log_id/],
  [{ kind: "invalid-token", http200: true }, 200, /application\/json/, /"code":99991663/],
  [{ kind: "cut" }, 400, /application\/json/, /^\{"code":99991661[^}]*$/],
  [{ kind: "redirect", location: "https://elsewhere.example/" }, 302, /text\/html/, /^$/],
])("%o", async (fault, status, type, body) => {
  const { response, text } = await hit(fault);
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toMatch(type);
  expect(text).toMatch(body);
  expect(response.headers.get("location")).toBe(fault.location ?? null);
  expect(response.headers.get("x-tt-logid")).toBeTruthy();
});

test("network rejects like fetch", async () => {
  const emulator = createEmulator();
  emulator.faults.add({ kind: "network" });
  await expect(emulator.fetch(INFO)).rejects.toThrow(new TypeError("fetch failed"));
  expect(emulator.requests.at(-1)).toMatchObject({ status: 0, fault: "network" });
});

test.each(["hang", "slow"] as const)("%s honours the signal of init and of the request", async (kind) => {
  const emulator = createEmulator();
  emulator.faults.add({ kind, delayMs: 60_000, times: 2 });
  await expect(emulator.fetch(INFO, { signal: AbortSignal.timeout(5) })).rejects.toMatchObject({
    name: "TimeoutError",
  });
  const stop = new AbortController();
  const pending = emulator.fetch(new Request(INFO, { signal: stop.signal }));
  stop.abort(new Error("enough"));
  await expect(pending).rejects.toThrow("enough");
});

test("an aborted signal never gets an answer", async () => {
  const emulator = createEmulator();
  await expect(emulator.fetch(INFO, { signal: AbortSignal.abort(new Error("gone")) })).rejects.toThrow("gone");
  expect(emulator.requests).toEqual([]);
});

test("slow answers in the end", async () => {
  const { text } = await hit({ kind: "slow", delayMs: 1 });
  expect(JSON.parse(text).code).toBe(99991661);
});

test("faults match by path and method, count down, and can be taken back", async () => {
  const emulator = createEmulator();
  const status = async (method = "GET") => (await emulator.fetch(INFO, { method })).status;
  emulator.faults.add({ kind: "server-error", path: /im\/v1/g });
  emulator.faults.add({ kind: "server-error", method: "post" });
  expect(await status()).toBe(400);
  expect(await status("POST")).toBe(500);
  emulator.faults.clear();
  const remove = emulator.faults.add({ kind: "server-error", path: "bot/v3", times: 2 });
  expect([await status(), await status(), await status()]).toEqual([500, 500, 400]);
  emulator.faults.add({ kind: "server-error", times: Number.POSITIVE_INFINITY });
  remove();
  expect([await status(), await status()]).toEqual([500, 500]);
});

test("the request log is bounded and holds no token", async () => {
  const emulator = createEmulator();
  await emulator.fetch(`${INFO}?a=1`, { headers: { authorization: "Bearer t-secret" } });
  expect(emulator.requests).toEqual([
    {
      method: "GET",
      path: "/open-apis/bot/v3/info",
      query: "a=1",
      status: 400,
      code: 99991663,
      operation: "GET /open-apis/bot/v3/info",
      logId: expect.any(String),
      authorization: "tenant",
    },
  ]);
  for (let index = 0; index < 10_050; index += 1) {
    await emulator.fetch(`${INFO}?n=${index}`);
  }
  expect(emulator.requests).toHaveLength(10_000);
  expect(emulator.requests.at(-1)?.query).toBe("n=10049");
});
