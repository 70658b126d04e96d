// Values that cannot be a token, from the store and from the token endpoint.
import type { CallOptions } from "lark-edge/core";
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { fakePlatform, tokenAnswer } from "../../support/fake-platform.ts";
import { plainStore } from "../../support/late-store.ts";
import { recordingLogger } from "../../support/recording-logger.ts";

const KEY = "lark-edge:1:tenant_access_token:open.feishu.cn:cli_0123456789abcdef:";
const SECRET = "t-secret";
const path = { id: "1" };

/** What stands around or in the place of a token. No header can hold it, or it is no one's token. */
const UNUSABLE: [what: string, token: unknown][] = [
  ["with a line break", `${SECRET}\r\nx-evil: 1`],
  ["with a line feed at its end", `${SECRET}\n`],
  ["with a NUL", `${SECRET}\0`],
  ["with a letter beyond Latin-1", `${SECRET}密`],
  ["with a letter of Latin-1", `${SECRET}é`],
  ["with half of a surrogate pair", `${SECRET}\ud83d`],
  ["with a DEL", `${SECRET}\x7f`],
  ["with a blank", `${SECRET} ${SECRET}`],
  ["with a tab before it", `\t${SECRET}`],
  ["blank", " "],
  ["empty", ""],
  ["a number", 7],
  ["a list", [SECRET]],
  ["an object", { token: SECRET }],
  ["true", true],
];

for (const [what, token] of UNUSABLE) {
  for (const make of [memoryStore, () => plainStore(memoryStore())]) {
    const store = make();
    test(`a token in a store (compareAndSet: ${"compareAndSet" in store}) that is ${what} is dropped, logged without its value, and fetched anew`, async () => {
      await store.set(KEY, JSON.stringify({ token, expiresAt: Date.now() + 7_000_000 }));
      const { logged, logger } = recordingLogger();
      const platform = fakePlatform();
      await clientFor(platform.fetch, { store, logger, loggerLevel: "debug" }).demo.v1.thing.get({ path });
      await clientFor(platform.fetch, { store, logger, loggerLevel: "debug" }).demo.v1.thing.get({ path });
      assert.deepEqual(
        platform.sent.map(({ headers }) => headers.get("authorization")),
        ["Bearer t-1", "Bearer t-1"],
      );
      assert.lengthOf(logged, 1);
      assert.match(`${logged[0]}`, /^warn,lark-edge: the tenant_access_token in the store /);
      assert.notInclude(`${logged}`, "secret");
    });
  }

  test(`a token from the endpoint that is ${what} is logged without its value, and fetched anew`, async () => {
    const { logged, logger } = recordingLogger();
    const platform = fakePlatform(undefined, (_, count) => tokenAnswer((count === 1 ? token : "t-good") as string));
    const store = memoryStore();
    const client = clientFor(platform.fetch, { store, logger, loggerLevel: "debug" });
    await client.demo.v1.thing.get({ path });
    assert.equal(platform.sent[0]?.headers.get("authorization"), "Bearer t-good");
    assert.lengthOf(logged, 1);
    assert.match(`${logged[0]}`, /no usable tenant_access_token in the answer/);
    assert.notInclude(`${logged}`, "secret");
    assert.equal(JSON.parse(`${await store.get(KEY)}`).token, "t-good");
  });

  test(`an endpoint whose token is always ${what} is a LarkAuthError without its value`, async () => {
    const platform = fakePlatform(undefined, () => tokenAnswer(token as string));
    const store = memoryStore();
    const { logger } = recordingLogger();
    const error = await rejection(clientFor(platform.fetch, { store, logger }).demo.v1.thing.get({ path }));
    assert.equal(error.name, "LarkAuthError");
    assert.include(error.message, "tenant_access_token");
    assert.notInclude(`${error.stack} ${JSON.stringify(error)} ${error.cause}`, "secret");
    assert.isEmpty(platform.sent);
    assert.isNull(await store.get(KEY));
  });
}

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const soon = () => Date.now() + 7_000_000;
const DEEP: [what: string, value: () => string][] = [
  ["an object 100,000 deep", () => `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
  ["a list 100,000 deep in an unknown field", () => `{"x":${nested(100_000)}}`],
  ["a token that is a list 100,000 deep", () => `{"token":${nested(100_000)},"expiresAt":${soon()}}`],
  ["a lease 100,000 deep", () => `{"until":${nested(100_000)},"owner":${nested(100_000)}}`],
  ["a megabyte of text", () => JSON.stringify({ note: "x".repeat(1_000_000) })],
  ["a field named __proto__", () => '{"__proto__":{"token":"t-evil","expiresAt":9e15}}'],
  ["a token of a foreign prototype", () => '{"constructor":{"token":"t-evil"},"expiresAt":9e15}'],
];

for (const [what, value] of DEEP) {
  test(`a value in the store that is ${what} fails no call, and is replaced`, async () => {
    const store = memoryStore();
    await store.set(KEY, value());
    const platform = fakePlatform();
    await clientFor(platform.fetch, { store, loggerLevel: "silent" }).demo.v1.thing.get({ path });
    assert.equal(platform.sent[0]?.headers.get("authorization"), "Bearer t-1");
    assert.deepEqual(Object.keys(JSON.parse(`${await store.get(KEY)}`)).sort(), ["expiresAt", "token"]);
  });
}

for (const expire of [null, "soon", -1, {}, 0]) {
  test(`a token whose expire is ${JSON.stringify(expire)} serves its call, and is not kept`, async () => {
    const platform = fakePlatform(undefined, (_, count) => tokenAnswer(`t-${count}`, expire as number));
    const client = clientFor(platform.fetch);
    await client.demo.v1.thing.get({ path });
    await client.demo.v1.thing.get({ path });
    assert.deepEqual(
      platform.sent.map(({ headers }) => headers.get("authorization")),
      ["Bearer t-1", "Bearer t-2"],
    );
  });
}

test("a token whose expire is a million years lives no longer than the platform lets any live", async () => {
  const platform = fakePlatform(undefined, () => tokenAnswer("t-1", 1e15));
  const { expiresAt } = await clientFor(platform.fetch).tokens.tenant();
  assert.closeTo(expiresAt, Date.now() + 7_200_000, 5_000);
});

for (const option of ["userAccessToken", "tenantAccessToken", "appAccessToken"] as const) {
  for (const [what, token] of UNUSABLE) {
    test(`the option ${option} that is ${what} is a TypeError that names it and not its value; nothing is sent`, async () => {
      const platform = fakePlatform();
      const client = clientFor(platform.fetch);
      const options = { [option]: token } as CallOptions;
      for (const call of [
        client.request({ url: "/open-apis/demo" }, options),
        client.with(options).request({ url: "/x" }),
      ]) {
        const error = await rejection(call);
        assert.instanceOf(error, TypeError);
        assert.include(error.message, option);
        assert.notInclude(`${error.stack}`, "secret");
      }
      assert.isEmpty([...platform.sent, ...platform.tokenRequests]);
    });
  }
}
