// Calls as a user whose token a provider gives.
import {
  type CallOptions,
  type ClientOptions,
  marketplace,
  type Token,
  type TokenOwner,
  type TokenProvider,
} from "lark-edge/core";
import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { fakePlatform } from "../../support/fake-platform.ts";

const ADA = "ou_ada";

/** A provider that gives `u-1`, `u-2` and so on, a new one for each that was refused. */
function vault(wrap: (token: Token) => Token | Promise<Token> = (token) => token) {
  const asked: { owner: TokenOwner; refused: string | undefined }[] = [];
  let count = 1;
  const users: TokenProvider<"user_access_token"> = {
    get(kind, { user, tenantKey }, refused) {
      assert.equal(kind, "user_access_token");
      asked.push({ owner: { user, tenantKey }, refused });
      count += refused ? 1 : 0;
      return wrap({ token: `u-${count}`, expiresAt: Date.now() + 3_600_000 });
    },
  };
  return { users, asked };
}

const clientWith = (users: ClientOptions["users"], options: Partial<ClientOptions> = {}) => {
  const platform = fakePlatform();
  return { platform, client: clientFor(platform.fetch, { users, ...options }) };
};

for (const [what, wrap] of [
  ["at once", (token: Token) => token],
  ["as a promise", async (token: Token) => token],
] as const) {
  test(`a call with the option user sends the token that users gives (${what})`, async () => {
    const { users, asked } = vault(wrap);
    const { platform, client } = clientWith(users);
    await client.demo.v1.identity.user({}, { user: ADA });
    await client.with({ user: ADA }).demo.v1.identity.user({});
    assert.deepEqual(
      platform.sent.map(({ headers }) => headers.get("authorization")),
      ["Bearer u-1", "Bearer u-1"],
    );
    assert.deepEqual(asked, Array(2).fill({ owner: { user: ADA, tenantKey: undefined }, refused: undefined }));
    assert.isEmpty(platform.tokenRequests);
  });
}

test("an operation that takes a user's and a tenant's token uses the user's when user is given, else the tenant's", async () => {
  const { users } = vault();
  const { platform, client } = clientWith(users);
  await client.demo.v1.identity.any({}, { user: ADA });
  await client.demo.v1.identity.any({});
  assert.deepEqual(
    platform.sent.map(({ headers }) => headers.get("authorization")),
    ["Bearer u-1", "Bearer t-1"],
  );
});

test("tenantKey goes along to users", async () => {
  const { users, asked } = vault();
  const { client } = clientWith(users, { appType: marketplace });
  await client.with({ tenantKey: "tenant-1", user: ADA }).demo.v1.identity.user({});
  assert.deepEqual(asked[0]?.owner, { user: ADA, tenantKey: "tenant-1" });
});

test("a user's token that the platform refuses is replaced once, and the call sent again", async () => {
  const { users, asked } = vault();
  const platform = fakePlatform(({ headers }) =>
    headers.get("authorization") === "Bearer u-1"
      ? Response.json({ code: 99991668, msg: "invalid access token" }, { status: 400 })
      : Response.json({ code: 0, msg: "ok", data: {} }),
  );
  await clientFor(platform.fetch, { users }).demo.v1.identity.user({}, { user: ADA });
  assert.deepEqual(
    asked.map(({ refused }) => refused),
    [undefined, "u-1"],
  );
  assert.lengthOf(platform.sent, 2);
});

test("a userAccessToken is used in the place of user", async () => {
  const { users, asked } = vault();
  const { platform, client } = clientWith(users);
  await client.with({ user: ADA }).demo.v1.identity.user({}, { userAccessToken: "u-mine" });
  assert.equal(platform.sent[0]?.headers.get("authorization"), "Bearer u-mine");
  assert.isEmpty(asked);
});

const BAD: [what: string, options: CallOptions, users: boolean, message: RegExp][] = [
  ["undefined, as of a session that has ended", { user: undefined } as never, true, /^user must be /],
  ["empty", { user: "" }, true, /^user must be /],
  ["a number", { user: 7 } as never, true, /^user must be /],
  ["two lines", { user: "ou_a\nou_b" }, true, /^user must be /],
  ["given to a client without users", { user: ADA }, false, /users/],
];

for (const [what, options, hasUsers, message] of BAD) {
  test(`a user that is ${what} is a TypeError, and nothing is sent`, async () => {
    const { platform, client } = clientWith(hasUsers ? vault().users : undefined);
    for (const call of [client.demo.v1.identity.user({}, options), client.demo.v1.identity.any({}, options)]) {
      const error = await rejection(call);
      assert.instanceOf(error, TypeError);
      assert.match(error.message, message);
    }
    assert.isEmpty([...platform.sent, ...platform.tokenRequests]);
  });
}

test("an operation that takes no user's token is a TypeError with user, not a call with the app's rights", async () => {
  const { platform, client } = clientWith(vault().users);
  const error = await rejection(client.demo.v1.identity.app({}, { user: ADA }));
  assert.instanceOf(error, TypeError);
  assert.match(error.message, /appAccessToken/);
  assert.isEmpty(platform.sent);
});

test("what users throws, the call throws", async () => {
  const problem = new Error("no session");
  for (const get of [
    () => Promise.reject(problem),
    () => {
      throw problem;
    },
  ]) {
    const { platform, client } = clientWith({ get });
    assert.strictEqual(await rejection(client.demo.v1.identity.user({}, { user: ADA })), problem as never);
    assert.isEmpty(platform.sent);
  }
});

const UNUSABLE: [what: string, got: unknown][] = [
  ["nothing, as of a session that has ended", undefined],
  ["null", null],
  ["an object without a token", {}],
  ["a token that is undefined", { token: undefined }],
  ["an empty token", { token: "" }],
  ["a token with a line break", { token: "u-secret\r\nx-evil: 1" }],
  ["a token beyond ASCII", { token: "u-secret密" }],
  ["a token with a blank", { token: "u-secret u-secret" }],
  ["a number", { token: 7 }],
];

for (const [what, got] of UNUSABLE) {
  test(`users that gives ${what} is a TypeError that names it and not its value, and no call without a token`, async () => {
    for (const get of [() => got as Token, async () => got as Token]) {
      const { platform, client } = clientWith({ get });
      const error = await rejection(client.demo.v1.identity.any({}, { user: ADA }));
      assert.instanceOf(error, TypeError);
      assert.match(error.message, /^token of users must be one word of ASCII/);
      assert.notInclude(`${error.stack} ${error.cause}`, "secret");
      assert.isEmpty([...platform.sent, ...platform.tokenRequests]);
    }
  });
}
