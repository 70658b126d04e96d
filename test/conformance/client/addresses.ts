import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { fakePlatform } from "../../support/fake-platform.ts";

const BAD_PATHS: [what: string, path: Record<string, unknown> | undefined][] = [
  ["no path at all", undefined],
  ["a missing value", {}],
  ["an undefined value", { id: undefined }],
  ["a null value", { id: null }],
  ["an empty value", { id: "" }],
  ["a dot", { id: "." }],
  ["two dots", { id: ".." }],
  ["an object", { id: { id: "x" } }],
  ["an array", { id: ["x"] }],
  ["true", { id: true }],
  ["an inherited value", Object.create({ id: 7n })],
];

for (const [what, path] of BAD_PATHS) {
  test(`a path parameter that is ${what} is a TypeError that names it, before any I/O`, async () => {
    const platform = fakePlatform();
    const client = clientFor(platform.fetch);
    const error = await rejection(client.demo.v1.thing.get({ path }));
    assert.instanceOf(error, TypeError);
    assert.include(error.message, "path.id");
    assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
  });
}

const GOOD_PATHS: [value: string | number, segment: string][] = [
  ["plain", "plain"],
  ["a/b", "a%2Fb"],
  ["../../auth", "..%2F..%2Fauth"],
  ["...", "..."],
  ["测试", "%E6%B5%8B%E8%AF%95"],
  [":id", "%3Aid"],
  ["a?b#c", "a%3Fb%23c"],
  ["a%2Fb", "a%252Fb"],
  ["%2e%2e", "%252e%252e"],
  ["a b", "a%20b"],
  ["$&", "%24%26"],
  [0, "0"],
];

for (const [value, segment] of GOOD_PATHS) {
  test(`a path parameter ${JSON.stringify(value)} is one percent-encoded segment`, async () => {
    const platform = fakePlatform();
    await clientFor(platform.fetch).demo.v1.thing.get({ path: { id: value } });
    assert.equal(platform.sent[0]?.url.href, `https://open.feishu.cn/open-apis/demo/v1/things/${segment}`);
  });
}

test("a placeholder does not eat a longer one that begins like it", async () => {
  const platform = fakePlatform();
  const client = clientFor(platform.fetch);
  await client.demo.v1.thing.pair({ path: { id: "1", id_type: "open_id" } });
  await client.request({ url: "/open-apis/x/:id_type/:id/end", path: { id: 1, id_type: "union_id" } });
  assert.deepEqual(
    platform.sent.map(({ url }) => url.pathname),
    ["/open-apis/demo/v1/things/open_id/1", "/open-apis/x/union_id/1/end"],
  );
});

test("a raw address without path keeps its colons", async () => {
  const platform = fakePlatform();
  await clientFor(platform.fetch).request({ url: "/open-apis/sheets/v2/:batch/A1:B2" });
  assert.equal(platform.sent[0]?.url.pathname, "/open-apis/sheets/v2/:batch/A1:B2");
});

test("query arrays repeat their key; undefined and null are left out, false, 0 and empty text are not", async () => {
  const platform = fakePlatform();
  const client = clientFor(platform.fetch);
  const params = {
    ids: ["a", "b"],
    no: undefined,
    nil: null,
    off: false,
    zero: 0,
    empty: "",
    mixed: [1, null, undefined, 2],
  };
  await client.demo.v1.thing.get({ path: { id: "1" }, params });
  await client.request({ url: "/open-apis/x?kept=1", params });
  const expected = "ids=a&ids=b&off=false&zero=0&empty=&mixed=1&mixed=2";
  assert.deepEqual(
    platform.sent.map(({ url }) => url.search),
    [`?${expected}`, `?kept=1&${expected}`],
  );
});

test("query keys and values are encoded, so that a value cannot add a parameter", async () => {
  const platform = fakePlatform();
  const params = { "a b": "x&admin=true#f", text: "测=试+ " };
  await clientFor(platform.fetch).demo.v1.thing.get({ path: { id: "1" }, params });
  const [sent] = platform.sent;
  assert.deepEqual([...(sent?.url.searchParams ?? [])], Object.entries(params));
  assert.equal(sent?.url.hash, "");
});

const FOREIGN = [
  "https://attacker.example/open-apis/x",
  "http://open.feishu.cn/open-apis/x",
  "https://open.feishu.cn:8443/open-apis/x",
  "https://open.feishu.cn.attacker.example/x",
  "https://open.feishu.cn@attacker.example/x",
  "//attacker.example/x",
  "\\\\attacker.example/x",
  "/\\attacker.example/x",
  "/\t/attacker.example/x",
];

for (const url of FOREIGN) {
  test(`no token goes to a foreign origin: ${JSON.stringify(url)}`, async () => {
    const platform = fakePlatform();
    const client = clientFor(platform.fetch);
    const calls = [
      client.request({ url }),
      client.request({ url }, { userAccessToken: "u-1" }),
      client.with({ tenantAccessToken: "t-own" }).request({ url, tokens: ["tenant"] }),
    ];
    // Refusing such an address would be as safe as sending no token there.
    await Promise.allSettled(calls);
    assert.deepEqual(platform.tokenRequests, []);
    for (const { headers } of platform.sent) {
      assert.isNull(headers.get("authorization"));
    }
  });
}

const WITH_USER = [
  "https://user:pw-1@open.feishu.cn/x",
  "https://pw-1@open.feishu.cn/x",
  "https://:pw-1@open.feishu.cn/x",
  "http:/user:pw-1@h",
  "http:\\\\user:pw-1@h",
  "//user:pw-1@h/x",
  "\\\\user:pw-1@h/x",
  "https://user:pw-1@",
  "https://user:pw-1@h:port/",
];

for (const url of WITH_USER) {
  test(`an address with a user name is refused, and shows nowhere: ${JSON.stringify(url)}`, async () => {
    const seen: unknown[] = [];
    const hooks = {
      beforeRequest: (info: object) => void seen.push(info),
      afterResponse: (info: object) => void seen.push(info),
    };
    const platform = fakePlatform();
    const error = await rejection(clientFor(platform.fetch, { hooks }).request({ url }));
    assert.instanceOf(error, TypeError);
    assert.notInclude(`${error.message} ${error.stack} ${JSON.stringify({ ...error })} ${error.cause}`, "pw-1");
    assert.deepEqual(seen, []);
    assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
  });
}

test("an address that only looks like one with a user name is a path, and its name shows nothing of it", async () => {
  const seen: string[] = [];
  const hooks = { afterResponse: ({ operation }: { operation: string }) => void seen.push(operation) };
  const platform = fakePlatform(() => Response.json({ code: 1 }));
  const error = await rejection(
    clientFor(platform.fetch, { hooks }).request({ url: " https:user:pw-1@h/x", tokens: [] }),
  );
  assert.equal(error.operation, "GET /h/x");
  assert.notInclude(error.message, "pw-1");
  assert.deepEqual(seen, ["GET /h/x"]);
});

test("an absolute address of the client's own origin gets the token", async () => {
  const platform = fakePlatform();
  await clientFor(platform.fetch).request({ url: "https://open.feishu.cn/open-apis/x" });
  assert.equal(platform.sent[0]?.headers.get("authorization"), "Bearer t-1");
});

const ELSEWHERE = ["https://attacker.example/steal", "https://open.feishu.cn/open-apis/other", "/open-apis/other"];

for (const location of ELSEWHERE) {
  for (const status of [301, 302, 303, 307, 308]) {
    test(`a redirect ${status} to ${location} is LARK_REDIRECT and not followed`, async () => {
      const platform = fakePlatform(() => new Response(null, { status, headers: { location } }));
      const client = clientFor(platform.fetch);
      const error = await rejection(client.demo.v1.thing.get({ path: { id: "1" } }));
      assert.equal(error.code, "LARK_REDIRECT");
      assert.equal(error.status, status);
      assert.equal(platform.sent.length, 1);
      assert.equal(platform.sent[0]?.redirect, "manual");
    });
  }
}

test("a redirect that a browser hides is LARK_REDIRECT", async () => {
  const opaque = Object.defineProperty(Response.error(), "type", { value: "opaqueredirect" });
  const platform = fakePlatform(() => opaque);
  const error = await rejection(clientFor(platform.fetch).demo.v1.thing.get({ path: { id: "1" } }));
  assert.equal(error.code, "LARK_REDIRECT");
  assert.equal(platform.sent.length, 1);
});

test("a redirect of the token endpoint is not followed: it would take the secret along", async () => {
  const platform = fakePlatform(
    undefined,
    () => new Response(null, { status: 307, headers: { location: "https://attacker.example/" } }),
  );
  const error = await rejection(clientFor(platform.fetch).demo.v1.thing.get({ path: { id: "1" } }));
  assert.equal(error.code, "LARK_REDIRECT");
  assert.deepEqual(
    platform.tokenRequests.map(({ url, redirect }) => [url.host, redirect]),
    [["open.feishu.cn", "manual"]],
  );
  assert.deepEqual(platform.sent, []);
});

test("a redirect of a download is not taken for the file", async () => {
  const platform = fakePlatform(
    () => new Response(null, { status: 302, headers: { location: "https://attacker.example/" } }),
  );
  const error = await rejection(clientFor(platform.fetch).demo.v1.thing.file({ path: { id: "1" } }));
  assert.equal(error.code, "LARK_REDIRECT");
});
