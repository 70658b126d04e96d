import { explainError, isLarkError, LarkApiError, LarkError, LarkTransportError } from "lark-edge/core";
import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { emulatedClient } from "../../support/emulated-client.ts";
import { fakePlatform } from "../../support/fake-platform.ts";

const ONCE = { retry: { maxRetries: 0 } };
const path = { id: "1" };

/** The error of a call that is answered so. */
const refusal = (body: BodyInit | null, init: ResponseInit = {}) =>
  rejection(clientFor(fakePlatform(() => new Response(body, init)).fetch, ONCE).demo.v1.thing.get({ path }));

const refusalOf = (body: object, status = 400, headers = {}) => refusal(JSON.stringify(body), { status, headers });

test("a success resolves to the envelope; status, headers and log id hang on it and do not show", async () => {
  const platform = fakePlatform(() =>
    Response.json({ code: 0, msg: "success", data: { a: 1 } }, { headers: { "X-Tt-Logid": "log-1", "x-own": "2" } }),
  );
  const answer = await clientFor(platform.fetch).demo.v1.thing.get({ path });
  assert.deepEqual({ ...answer }, { code: 0, msg: "success", data: { a: 1 } } as never);
  assert.equal(JSON.stringify(answer), '{"code":0,"msg":"success","data":{"a":1}}');
  assert.deepEqual(Object.keys(answer), ["code", "msg", "data"]);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("x-own"), "2");
  assert.equal(answer.logId, "log-1");
});

test("X-Request-Id stands in for a missing log id", async () => {
  const platform = fakePlatform(() => Response.json({ code: 0 }, { headers: { "x-request-id": "request-1" } }));
  const answer = await clientFor(platform.fetch).demo.v1.thing.get({ path });
  assert.equal(answer.logId, "request-1");
});

test("data is present even if the platform left it out or sent null", async () => {
  for (const body of [{ code: 0 }, { code: 0, msg: "ok", data: null }]) {
    const platform = fakePlatform(() => Response.json(body));
    assert.deepEqual((await clientFor(platform.fetch).demo.v1.thing.get({ path })).data, {});
  }
});

test("an HTTP 204 is a success without data", async () => {
  const platform = fakePlatform(() => new Response(null, { status: 204 }));
  const answer = await clientFor(platform.fetch).demo.v1.thing.remove({ path });
  assert.equal(answer.status, 204);
  assert.deepEqual(answer.data, {});
});

test("a raw call resolves to the whole body, also where it has no data", async () => {
  const platform = fakePlatform(() => Response.json({ code: 0, msg: "ok", bot: { open_id: "ou_1" } }));
  const answer = await clientFor(platform.fetch).request({ url: "/open-apis/bot/v3/info" });
  assert.deepEqual({ ...answer }, { code: 0, msg: "ok", bot: { open_id: "ou_1" } });
});

test("__proto__ in an answer is data and changes no prototype", async () => {
  const text = '{"code":0,"data":{"__proto__":{"admin":true}},"__proto__":{"admin":true}}';
  const platform = fakePlatform(() => new Response(text));
  const answer = await clientFor(platform.fetch).demo.v1.thing.get({ path });
  assert.isUndefined(Reflect.get({}, "admin"));
  assert.equal(Object.getPrototypeOf(answer.data), Object.prototype);
});

test("a code other than 0 is a LarkApiError even with HTTP 200", async () => {
  const error = await refusalOf({ code: 1061003, msg: "not found" }, 200, { "x-tt-logid": "log-1" });
  assert.instanceOf(error, LarkApiError);
  assert.instanceOf(error, LarkError);
  assert.isTrue(isLarkError(error));
  const { name, code, operation, status, platformCode, platformMessage, logId, category, attempts } = error;
  assert.deepEqual(
    { name, code, operation, status, platformCode, platformMessage, logId, category, attempts },
    {
      name: "LarkApiError",
      code: "LARK_API",
      operation: "demo.v1.thing.get",
      status: 200,
      platformCode: 1061003,
      platformMessage: "not found",
      logId: "log-1",
      category: "refused",
      attempts: 1,
    },
  );
  for (const part of ["demo.v1.thing.get", "1061003", "not found", "log-1"]) {
    assert.include(error.message, part);
  }
});

test("a raw call's refusal names its method and path, without the query", async () => {
  const platform = fakePlatform(() => Response.json({ code: 1, msg: "no" }));
  const error = await rejection(clientFor(platform.fetch).request({ url: "/open-apis/x?code=hidden#part" }));
  assert.equal(error.operation, "GET /open-apis/x");
  assert.notInclude(error.message, "hidden");
});

test("an HTTP error with code 0 or without a code is a LarkApiError", async () => {
  for (const body of [{ code: 0, msg: "success" }, { msg: "gone" }, {}]) {
    const error = await refusalOf(body, 404);
    assert.instanceOf(error, LarkApiError);
    assert.equal(error.status, 404);
  }
});

test("a refusal that says message, or error_description, instead of msg is told all the same", async () => {
  const old = await refusalOf({ code: 1, message: "old service" });
  assert.equal(old.platformMessage, "old service");
  const oauth = await refusalOf({ code: 20050, error: "server_error", error_description: "try later" }, 500);
  assert.equal(oauth.platformMessage, "try later");
  assert.equal(oauth.category, "transient");
});

test("a missing scope is named in the message, and the platform's help is kept", async () => {
  const error = {
    log_id: "log-2",
    troubleshooter: "see https://open.feishu.cn/search",
    permission_violations: [{ type: "action_privilege_required", subject: "im:message" }, { subject: "im:chat" }],
    helps: [{ url: "https://open.feishu.cn/app", description: "apply" }],
  };
  const refused = await refusalOf({ code: 99991672, msg: "Access denied", error });
  const { meaning, advice, links } = explainError(refused as unknown as LarkApiError);
  assert.equal(meaning, "permission_denied");
  assert.include(advice, "scope");
  assert.deepEqual(links.slice(0, 2), ["https://open.feishu.cn/search", "https://open.feishu.cn/app"]);
  assert.match(links[2] ?? "", /how-to-fix-the-99991672-error$/);
  assert.include(refused.message, "im:message");
  assert.include(refused.message, "im:chat");
  assert.equal(refused.logId, "log-2");
  assert.deepEqual(refused.details, error);
});

const ODD_DETAILS: [what: string, error: unknown][] = [
  ["null", null],
  ["text", "invalid_grant"],
  ["a number", 7],
  ["a list", []],
  ["without violations", { permission_violations: null }],
  ["with violations that are no list", { permission_violations: {} }],
  ["with a violation that is null", { permission_violations: [null] }],
  ["with a violation of the other spelling", { permission_violations: [{ scope: "im:message", url: "https://x" }] }],
];

for (const [what, error] of ODD_DETAILS) {
  test(`a refusal whose error field is ${what} is a LarkApiError with its code`, async () => {
    const refused = await refusalOf({ code: 99991672, msg: "Access denied", error }, 400, { "x-tt-logid": "log-4" });
    assert.equal(refused.name, "LarkApiError");
    assert.equal(refused.platformCode, 99991672);
    assert.notInclude(refused.message, "undefined");
  });
}

const UNREADABLE: [what: string, body: BodyInit | null][] = [
  ["HTML", "<!doctype html><title>Sorry</title>"],
  ["text", "upstream connect error"],
  ["empty", ""],
  ["nothing", null],
  ["cut off", '{"code":0,"data":{"a":'],
  ["a list", '[{"code":0}]'],
  ["null", "null"],
  ["a number", "0"],
  ["a string", '"ok"'],
];

for (const [what, body] of UNREADABLE) {
  for (const status of [200, 502]) {
    test(`an answer ${status} that is ${what} is a LarkTransportError with its status`, async () => {
      const headers = { "x-tt-logid": "log-3", "content-type": "application/json" };
      const error = await refusal(body, { status, headers });
      assert.instanceOf(error, LarkTransportError);
      const { name, code, logId, attempts } = error;
      assert.deepEqual(
        { name, code, logId, attempts },
        { name: "LarkTransportError", code: "LARK_BAD_ANSWER", logId: "log-3", attempts: 1 },
      );
      assert.equal(error.status, status);
      assert.include(error.message, "demo.v1.thing.get");
    });
  }
}

test("a body that breaks off while it is read is a LarkTransportError", async () => {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"code":0,'));
    },
    pull(controller) {
      controller.error(new TypeError("terminated"));
    },
  });
  const error = await refusal(body);
  assert.equal(error.code, "LARK_NETWORK");
  assert.instanceOf(error, LarkTransportError);
});

test("a network error invents no status, and tells the cause by its code", async () => {
  const platform = fakePlatform(() =>
    Promise.reject(
      Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) }),
    ),
  );
  const error = await rejection(clientFor(platform.fetch, ONCE).demo.v1.thing.get({ path }));
  assert.equal(error.code, "LARK_NETWORK");
  assert.isUndefined(error.status);
  assert.include(error.message, "ECONNREFUSED");
  assert.instanceOf(error.cause, Error);
});

const loop: Error = new Error("loop");
loop.cause = loop;
const ODD_REJECTIONS: [what: string, reason: unknown][] = [
  ["undefined", undefined],
  ["null", null],
  ["text", "broken"],
  ["an error that is its own cause", loop],
];
for (const [what, reason] of ODD_REJECTIONS) {
  test(`a fetch that rejects with ${what} is a LarkTransportError`, async () => {
    const platform = fakePlatform(() => Promise.reject(reason));
    const error = await rejection(clientFor(platform.fetch, ONCE).demo.v1.thing.get({ path }));
    assert.equal(error.name, "LarkTransportError");
    assert.equal(error.code, "LARK_NETWORK");
  });
}

test("the emulator's own refusals arrive whole", async () => {
  const { client } = emulatedClient();
  const error = await rejection(client.im.v1.message.get({ path: { message_id: "om_nobody" } }));
  assert.equal(error.name, "LarkApiError");
  assert.equal(error.operation, "im.v1.message.get");
  assert.isNumber(error.platformCode);
  assert.match(`${error.logId}`, /^\d{14}/);
});
