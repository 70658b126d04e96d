import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import { Client } from "../../../src/index.ts";
import { jsapi, jsapiSignature } from "../../../src/oauth/index.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";

interface Vector {
  name: string;
  input: { ticket: string; noncestr: string; timestamp: number; url: string };
  expected: { signature: string };
}
const VECTORS: Vector[] = JSON.parse(
  readFileSync(new URL("../../vectors/jsapi_signature.json", import.meta.url), "utf8"),
);

describe("the signature of a page", () => {
  test.each(VECTORS)("$name", async ({ input: { ticket, noncestr, timestamp, url }, expected }) => {
    expect(await jsapiSignature(ticket, noncestr, timestamp, url)).toBe(expected.signature);
  });
});

/** An app, and instances of it that share a store. */
function world() {
  const emulator = createEmulator();
  const { appId, appSecret } = emulator.app;
  const store = memoryStore();
  const instance = () => {
    const client = new Client({ appId, appSecret, fetch: emulator.fetch, store });
    return jsapi({ client, appId, store });
  };
  const tickets = () => emulator.requests.filter(({ path }) => path.endsWith("/ticket/get")).length;
  return { emulator, instance, tickets, appId, store };
}

test("a fleet signs its pages with one ticket", async () => {
  const { instance, tickets, appId, store } = world();
  const fleet = Array.from({ length: 20 }, instance);
  const configs = await Promise.all(fleet.map((pages) => pages.config("https://bot.example/page#top")));
  expect(tickets()).toBe(1);
  const stored = JSON.parse((await store.get(`lark-edge:1:jsapi_ticket:open.feishu.cn:${appId}:`)) ?? "");
  for (const { timestamp, nonceStr, signature, ...rest } of configs) {
    expect(rest).toEqual({ appId });
    expect(signature).toBe(await jsapiSignature(stored.token, nonceStr, timestamp, "https://bot.example/page"));
  }
  expect(new Set(configs.map(({ nonceStr }) => nonceStr)).size).toBe(20);
});

test("a refusal of the ticket is an error of the platform, and shows no ticket", async () => {
  const { emulator, instance } = world();
  emulator.faults.add({ kind: "refusal", path: "/jssdk/", code: 99991672 });
  await expect(instance().config("https://bot.example/")).rejects.toMatchObject({
    code: "LARK_API",
    platformCode: 99991672,
  });
});

test("wrong options are refused", async () => {
  const { instance } = world();
  expect(() => jsapi({ client: {} as never, appId: "cli_a" })).toThrow(/client must be a Client/);
  expect(() => jsapi({ client: { request: async () => ({}) } as never, appId: "" })).toThrow(/appId must be/);
  await expect(instance().config("")).rejects.toThrow(/url must be/);
});
