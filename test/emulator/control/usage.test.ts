import { expect, test } from "vitest";
import { Client } from "../../../src/index.ts";
import { streamCard } from "../../../src/streaming/index.ts";
import { makeControl } from "./helpers.ts";

const silent = { error() {}, warn() {}, info() {}, debug() {} };

test("the state has the calls of the month and of each card", async () => {
  const { emulator, chat, ask } = makeControl();
  const { appId, appSecret } = emulator.app;
  const client = new Client({ appId, appSecret, fetch: emulator.fetch, logger: silent });
  const { card_id, calls } = await streamCard(client, { chat_id: chat.chatId }, ["an answer"]);
  emulator.faults.add({ kind: "server-error" });
  await expect(
    client.im.v1.message.create(
      { params: { receive_id_type: "chat_id" }, data: { receive_id: chat.chatId, msg_type: "text", content: "{}" } },
      { retry: { maxRetries: 0 } },
    ),
  ).rejects.toThrow();
  const { body } = await ask("GET", "api/state");
  expect(calls).toBe(4);
  // Neither the token nor the call that failed counts.
  expect(emulator.requests).toHaveLength(calls + 2);
  expect(body.usage).toEqual({ month: "2023-11", calls, cards: { [`${card_id}`]: calls } });
  const entries = body.requests as { path: string; card_id?: string; isCounted: boolean }[];
  expect(entries.filter((entry) => entry.card_id === card_id)).toHaveLength(calls);
  expect(entries.filter(({ isCounted }) => !isCounted).map(({ path }) => path)).toEqual([
    "/open-apis/auth/v3/tenant_access_token/internal",
    "/open-apis/im/v1/messages",
  ]);
});

test("a new month begins at midnight in China", async () => {
  let now = Date.UTC(2026, 10, 30, 15, 59);
  const { emulator, ask } = makeControl({ now: () => now });
  const { appId, appSecret } = emulator.app;
  const client = new Client({ appId, appSecret, fetch: emulator.fetch, logger: silent });
  await client.im.v1.chat.list();
  expect((await ask("GET", "api/state")).body.usage).toEqual({ month: "2026-11", calls: 1, cards: {} });
  now += 60_000;
  expect((await ask("GET", "api/state")).body.usage).toEqual({ month: "2026-12", calls: 0, cards: {} });
});
