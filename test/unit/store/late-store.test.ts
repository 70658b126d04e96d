// Backends answer with values that have expired. Whoever keeps a value puts its expiry inside, and looks at it.
import { describe, expect, test } from "vitest";
import { Client } from "../../../src/client/index.ts";
import { createEmulator } from "../../../src/emulator/index.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";
import { loadAppTicket, saveAppTicket, storeKey } from "../../../src/store/index.ts";
import { plainStore } from "../../support/late-store.ts";

const MINUTE_MS = 60_000;

function setup() {
  const emulator = createEmulator();
  const { appId, appSecret } = emulator.app;
  const store = memoryStore();
  const key = storeKey("", "tenant_access_token", "open.feishu.cn", appId);
  const logger = { error() {}, warn() {}, info() {}, debug() {} };
  const client = new Client({ appId, appSecret, fetch: emulator.fetch, store: plainStore(store), logger });
  return { client, store, key };
}

describe("a token in the store", () => {
  test.each([
    ["expired a year ago", -365 * 1440 * MINUTE_MS],
    ["expired a millisecond ago", -1],
    ["expires within a minute", MINUTE_MS],
  ])("that %s is not used, and is replaced", async (_, leftMs) => {
    const { client, store, key } = setup();
    await store.set(key, JSON.stringify({ token: "t-stale", expiresAt: Date.now() + leftMs }));
    const { token, expiresAt } = await client.tokens.tenant();
    expect(token).not.toBe("t-stale");
    expect(expiresAt).toBeGreaterThan(Date.now() + 30 * MINUTE_MS);
    expect(JSON.parse((await store.get(key)) ?? "")).toEqual({ token, expiresAt });
  });

  test("that is fresh is used: the cases above can fail", async () => {
    const { client, store, key } = setup();
    const expiresAt = Date.now() + 100 * MINUTE_MS;
    await store.set(key, JSON.stringify({ token: "t-kept", expiresAt }));
    expect(await client.tokens.tenant()).toEqual({ token: "t-kept", expiresAt });
  });

  test.each([
    "",
    "no JSON",
    "null",
    "[]",
    "1",
    '"t-text"',
    "{}",
    '{"token":"t-forever"}',
    '{"token":"t-forever","expiresAt":null}',
    '{"token":"t-forever","expiresAt":"never"}',
    '{"expiresAt":99999999999999}',
    '{"token":"","expiresAt":99999999999999}',
  ])("that reads %j is not used", async (text) => {
    const { client, store, key } = setup();
    await store.set(key, text);
    const { token } = await client.tokens.tenant();
    expect(token).toMatch(/^t-/);
    expect(text).not.toContain(token);
  });
});

describe("an app_ticket in the store", () => {
  test("is kept without a ttl, and the newest stays although an older one comes late", async () => {
    const store = memoryStore();
    await saveAppTicket({ store }, "cli_1", "ticket-2", 2_000);
    await saveAppTicket({ store }, "cli_1", "ticket-1", 1_000);
    expect(await loadAppTicket({ store }, "cli_1")).toBe("ticket-2");
    await saveAppTicket({ store }, "cli_1", "ticket-3", 2_000);
    expect(await loadAppTicket({ store }, "cli_1")).toBe("ticket-3");
  });

  test("of an unknown age is replaced by any other", async () => {
    const store = memoryStore();
    await saveAppTicket({ store }, "cli_1", "ticket-1", Number.NaN);
    await saveAppTicket({ store }, "cli_1", "ticket-2", 1);
    expect(await loadAppTicket({ store }, "cli_1")).toBe("ticket-2");
  });

  test.each(["", "no JSON", "null", "[]", "1", '"text"', "{}"])("that reads %j is none", async (text) => {
    const store = memoryStore();
    await store.set(storeKey("", "app_ticket", "", "cli_1"), text);
    expect(await loadAppTicket({ store }, "cli_1")).toBeUndefined();
  });
});
