import { explainError, type KeyValueStore, type LarkApiError } from "lark-edge/core";
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { emulatedClient, MESSAGES, TOKEN } from "../../support/emulated-client.ts";
import { fakePlatform, tokenAnswer } from "../../support/fake-platform.ts";
import { recordingLogger } from "../../support/recording-logger.ts";

const KEY = (appId: string) => `lark-edge:1:tenant_access_token:open.feishu.cn:${appId}:`;
const path = { id: "1" };

test("a hundred parallel first calls make one token request", async () => {
  const { emulator, say, chat, count } = emulatedClient();
  emulator.faults.add({ kind: "slow", path: TOKEN, delayMs: 30 });
  await Promise.all(Array.from({ length: 100 }, (_, index) => say(`${index}`)));
  assert.equal(count(TOKEN), 1);
  assert.equal(emulator.messages(chat).length, 100);
});

test("a hundred parallel calls share one failure, and the next call tries again", async () => {
  const { say, emulator, count } = emulatedClient({ retry: { maxRetries: 0 } });
  emulator.faults.add({ kind: "network", path: TOKEN });
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => say("x")));
  assert.isTrue(outcomes.every(({ status }) => status === "rejected"));
  assert.equal(count(TOKEN), 1);
  await say("y");
  assert.equal(count(TOKEN), 2);
});

for (const http200 of [true, false]) {
  test(`a token declared invalid ${http200 ? "inside an HTTP 200" : "with HTTP 400"} is replaced once, and the call succeeds`, async () => {
    const { emulator, say, chat, count } = emulatedClient();
    await say("first");
    emulator.invalidateTokens();
    emulator.faults.add({ kind: "invalid-token", path: MESSAGES, http200 });
    await say("second");
    assert.equal(count(TOKEN), 2);
    assert.equal(count(MESSAGES), 3);
    assert.equal(emulator.messages(chat).length, 2);
    await say("third");
    assert.equal(count(TOKEN), 2);
  });
}

test("a second invalid token in one call is not replaced again", async () => {
  const platform = fakePlatform(() => Response.json({ code: 99991663, msg: "invalid" }));
  const error = await rejection(clientFor(platform.fetch).demo.v1.thing.get({ path }));
  assert.equal(error.category, "token_invalid");
  assert.deepEqual(
    platform.sent.map(({ headers }) => headers.get("authorization")),
    ["Bearer t-1", "Bearer t-2"],
  );
  assert.equal(platform.tokenRequests.length, 2);
});

test("a call is not replayed when the platform gives the same token again", async () => {
  const { emulator, say, count } = emulatedClient();
  emulator.faults.add({ kind: "invalid-token", path: MESSAGES, http200: true });
  const error = await rejection(say("x"));
  assert.equal(error.platformCode, 99991663);
  assert.equal(error.status, 200);
  assert.equal(count(MESSAGES), 1);
  assert.equal(count(TOKEN), 2);
});

test("a token of the caller's is neither replaced nor replayed", async () => {
  const { say, count } = emulatedClient();
  for (const options of [{ tenantAccessToken: "t-of-the-caller" }, { userAccessToken: "u-of-the-caller" }]) {
    const error = await rejection(say("x", options));
    assert.equal(error.category, "token_invalid");
  }
  assert.equal(count(MESSAGES), 2);
  assert.equal(count(TOKEN), 0);
});

test("an expired token is not taken for an invalid one: nothing is replayed", async () => {
  const platform = fakePlatform(() => Response.json({ code: 99991677, msg: "expired" }, { status: 401 }));
  const error = await rejection(clientFor(platform.fetch).demo.v1.identity.user({}, { userAccessToken: "u-1" }));
  assert.equal(explainError(error as unknown as LarkApiError).meaning, "token_expired");
  assert.equal(platform.sent.length, 1);
});

test("many calls that find their token invalid at once fetch one new token", async () => {
  const { emulator, say, chat, count } = emulatedClient();
  await say("first");
  emulator.invalidateTokens();
  await Promise.all(Array.from({ length: 20 }, (_, index) => say(`${index}`)));
  assert.equal(count(TOKEN), 2);
  assert.equal(emulator.messages(chat).length, 21);
});

test("a second client with the same store makes no token request", async () => {
  const store = memoryStore();
  const { say, again, count } = emulatedClient({ store });
  await say("a");
  await say("b", {}, again());
  assert.equal(count(TOKEN), 1);
});

test("a token declared invalid is replaced in the store too, and not taken from it again", async () => {
  const store = memoryStore();
  const { emulator, say, again, count } = emulatedClient({ store });
  const other = again();
  await say("a");
  await say("b", {}, other);
  emulator.invalidateTokens();
  await say("c");
  await say("d", {}, other);
  await say("e", {}, again());
  assert.equal(count(TOKEN), 2);
});

for (const keyPrefix of [undefined, "", "team-a:"]) {
  test(`the key of a token in the store is documented, with keyPrefix ${JSON.stringify(keyPrefix)} in front`, async () => {
    const keys: [string, string][] = [];
    const memory = memoryStore();
    const store: KeyValueStore = {
      get(key) {
        keys.push(["get", key]);
        return memory.get(key);
      },
      set(key, value, options) {
        keys.push(["set", key]);
        return memory.set(key, value, options);
      },
      delete: (key) => memory.delete(key),
    };
    const { emulator, say } = emulatedClient({ store, keyPrefix });
    await say("x");
    const key = `${keyPrefix ?? ""}${KEY(emulator.app.appId)}`;
    assert.deepEqual(keys, [
      ["get", key],
      ["set", key],
    ]);
    const kept = JSON.parse(`${await memory.get(key)}`);
    assert.match(kept.token, /^t-/);
    assert.closeTo(kept.expiresAt, Date.now() + 7_200_000, 5000);
  });
}

test("a token in the store is cleaned up when it expires", async () => {
  const ttls: unknown[] = [];
  const store: KeyValueStore = {
    get: async () => null,
    set: async (_key, _value, options) => void ttls.push(options?.ttlSeconds),
    delete: async () => {},
  };
  await emulatedClient({ store }).say("x");
  assert.equal(ttls.length, 1);
  assert.approximately(Number(ttls[0]), 7200, 2);
});

const STORED: [what: string, value: string][] = [
  ["expired", JSON.stringify({ token: "t-stored", expiresAt: Date.now() - 1 })],
  ["nearly expired", JSON.stringify({ token: "t-stored", expiresAt: Date.now() + 60_000 })],
  ["without an end", JSON.stringify({ token: "t-stored" })],
  ["with an end that is no number", JSON.stringify({ token: "t-stored", expiresAt: "tomorrow" })],
  ["with an end that is null", JSON.stringify({ token: "t-stored", expiresAt: null })],
  ["without a token", JSON.stringify({ expiresAt: Date.now() + 7_200_000 })],
  ["with a token that is no text", JSON.stringify({ token: { a: 1 }, expiresAt: Date.now() + 7_200_000 })],
  ["garbage", "garbage"],
  ["empty", ""],
  ["null", "null"],
  ["a number", "7"],
  ["cut off", '{"token":"t-sto'],
];

for (const [what, value] of STORED) {
  test(`a stored token that is ${what} is not used, and replaced`, async () => {
    const platform = fakePlatform();
    const store = memoryStore();
    const key = KEY("cli_0123456789abcdef");
    await store.set(key, value);
    await clientFor(platform.fetch, { store }).demo.v1.thing.get({ path });
    assert.equal(platform.sent[0]?.headers.get("authorization"), "Bearer t-1");
    assert.equal(JSON.parse(`${await store.get(key)}`).token, "t-1");
  });
}

const boom = new Error("store is down");
const rejects = () => Promise.reject(boom);
const throws = () => {
  throw boom;
};
// How often the logger hears of it: that it failed, and that it is back.
const BROKEN: [what: string, store: KeyValueStore, times: number][] = [
  ["rejects on get", { get: rejects, set: async () => {}, delete: rejects }, 2],
  ["rejects on set", { get: async () => null, set: rejects, delete: rejects }, 1],
  ["rejects on both", { get: rejects, set: rejects, delete: rejects }, 1],
  ["throws on get", { get: throws, set: async () => {}, delete: throws }, 2],
  ["throws on set", { get: async () => null, set: throws, delete: throws }, 1],
];

for (const [what, store, times] of BROKEN) {
  test(`a store that ${what} does not stop calls, and the logger hears of it`, async () => {
    const { logged, logger } = recordingLogger();
    const { say, count } = emulatedClient({ store, logger, loggerLevel: "warn" });
    await say("a");
    await say("b");
    assert.equal(count(TOKEN), 1);
    assert.deepEqual(
      logged.map(([level]) => level),
      Array(times).fill("warn"),
    );
    assert.isTrue(logged.every(([, message]) => message.includes("store")));
  });
}

test("disableTokenCache keeps nothing: each call fetches its token, and the store stays empty", async () => {
  const store = memoryStore();
  const { say, count } = emulatedClient({ disableTokenCache: true, store });
  await say("a");
  await say("b");
  await say("c");
  assert.equal(count(TOKEN), 3);
  assert.equal(store.size, 0);
});

test("tokens.tenant and tokens.app give the token and when it ends", async () => {
  const { client, count, again } = emulatedClient();
  for (const token of [await client.tokens.tenant(), await client.tokens.app()]) {
    assert.deepEqual(Object.keys(token).sort(), ["expiresAt", "token"]);
    assert.match(token.token, /^[ta]-/);
    assert.closeTo(token.expiresAt, Date.now() + 7_200_000, 5000);
  }
  assert.strictEqual((await client.tokens.tenant()).token, (await client.tokens.tenant()).token);
  assert.equal(count(TOKEN), 2);
  const refused = await rejection(again({ appSecret: "wrong" }).tokens.app());
  assert.equal(refused.name, "LarkAuthError");
  assert.equal(refused.tokenKind, "app_access_token");
});

test("the token that tokens.tenant gives is the one that calls send", async () => {
  const platform = fakePlatform(undefined, (_, count) => tokenAnswer(`t-${count}`));
  const client = clientFor(platform.fetch);
  const { token } = await client.tokens.tenant();
  await client.demo.v1.thing.get({ path });
  assert.equal(platform.sent[0]?.headers.get("authorization"), `Bearer ${token}`);
  assert.equal(platform.tokenRequests.length, 1);
});
