import { describe, expect, test } from "vitest";
import { Client } from "../../../src/client/index.ts";
import { customBot } from "../../../src/custom-bot/index.ts";
import { createTransport, type Fetch, type TransportRequest } from "../../../src/http/index.ts";

const REQUEST: TransportRequest = {
  operation: "demo.v1.thing.get",
  method: "GET",
  url: "https://open.feishu.cn/open-apis/x/:id",
  retry: { maxRetries: 0 },
};
const WHOLE = {
  code: 99992402,
  msg: "field validation failed",
  error: {
    log_id: "log-1",
    field_violations: [
      { field: "receive_id", value: "hidden", description: "receive_id is required" },
      { field: "content", description: "content is required" },
    ],
    permission_violations: [{ subject: "im:message" }, { subject: "im:chat" }],
  },
};

/** What failed, the value or the code, and what to do, for every way in which a request fails. */
const TEXTS: [text: string, answer: Fetch | Response | object, request?: Partial<TransportRequest>][] = [
  [
    "demo.v1.thing.get: refused with code 99992402: field validation failed; field receive_id: receive_id is required; missing scopes: im:message,im:chat (HTTP 200, log_id log-1)",
    WHOLE,
  ],
  ["demo.v1.thing.get: refused with code 230002: no (HTTP 200, log_id none)", { code: 230002, msg: "no" }],
  ["demo.v1.thing.get: refused with code 1 (HTTP 200, log_id none)", { code: 1, error: { field_violations: [{}] } }],
  [
    "demo.v1.thing.get: refused with code 1; field a (HTTP 200, log_id none)",
    { code: 1, error: { field_violations: { field: "a" } } },
  ],
  [
    "demo.v1.thing.get: refused with code 1 (HTTP 200, log_id none)",
    { code: 1, error: { field_violations: [null], permission_violations: null } },
  ],
  [
    "demo.v1.thing.get: refused with code 1 (HTTP 200, log_id none)",
    {
      code: 1,
      msg: {},
      error: { field_violations: [{ field: {}, description: [] }], permission_violations: [{ subject: {} }] },
    },
  ],
  [
    `demo.v1.thing.get: refused with code 1: ${"m".repeat(500)}; field ${"f".repeat(500)}: ${"d".repeat(500)}; missing scopes: ${"s".repeat(500)} (HTTP 200, log_id ${"l".repeat(500)})`,
    Response.json(
      {
        code: 1,
        msg: "m".repeat(900),
        error: {
          field_violations: [{ field: "f".repeat(900), description: "d".repeat(900) }],
          permission_violations: [{ subject: "s".repeat(600) }, { subject: "t" }],
        },
      },
      { headers: { "x-tt-logid": "l".repeat(900) } },
    ),
  ],
  ["demo.v1.thing.get: refused (HTTP 404, log_id none)", Response.json({}, { status: 404 })],
  [
    "demo.v1.thing.get: the answer is no JSON object: check the domain (HTTP 502, log_id log-2)",
    new Response("Bad Gateway", { status: 502, headers: { "x-tt-logid": "log-2" } }),
  ],
  [
    "demo.v1.thing.get: redirected: check the domain (HTTP 302, log_id none)",
    new Response(null, { status: 302, headers: { location: "https://other" } }),
  ],
  [
    "demo.v1.thing.get: the answer is longer than maxAnswerBytes (5000 bytes): request less, or raise it (HTTP 200, log_id none)",
    new Response("x".repeat(5_001)),
  ],
  [
    "demo.v1.thing.get: the answer is nested deeper than 256 levels (HTTP 200, log_id none)",
    new Response("[".repeat(300)),
  ],
  [
    "demo.v1.thing.get: no answer from open.feishu.cn (ECONNREFUSED): check the domain",
    () => Promise.reject(Object.assign(new Error("hidden"), { code: "ECONNREFUSED" })),
  ],
  ["demo.v1.thing.get: no answer from open.feishu.cn (unknown): check the domain", () => Promise.reject()],
  ["demo.v1.thing.get: no answer within timeoutMs (5 ms)", () => new Promise(() => {}), { timeoutMs: 5 }],
  ["demo.v1.thing.get: no answer within deadlineMs (5 ms)", () => new Promise(() => {}), { deadlineMs: 5 }],
  ["demo.v1.thing.get: aborted by the caller's signal", {}, { signal: AbortSignal.abort() }],
  ["timeoutMs must be a positive number, got -1", {}, { timeoutMs: -1 }],
  ["deadlineMs must be a positive number, got NaN", {}, { deadlineMs: Number.NaN }],
  ['path.id must be a text other than "", "." and ".."', {}, { path: { id: ".." } }],
  ['path.id must be a text other than "", "." and ".."', {}, { path: {} }],
  ["path.id: 9007199254740992 lost digits: pass a string", {}, { path: { id: 2 ** 53 } }],
  ["params.a: 9007199254740992 lost digits: pass a string", {}, { params: { a: 2 ** 53 } }],
  ["a: 9007199254740992 lost digits: pass a string", {}, { method: "POST", data: { a: 2 ** 53 } }],
  ["demo.v1.thing.get: for GET with a body pass nodeFetch of lark-edge/node as fetch", {}, { data: {} }],
];

describe("a request that fails says what failed, with what value, and what to do", () => {
  test.each(TEXTS)("%s", async (text, answer, request) => {
    const fetch: Fetch =
      typeof answer === "function"
        ? (answer as Fetch)
        : async () => (answer instanceof Response ? answer.clone() : Response.json(answer));
    const transport = createTransport({ fetch, maxAnswerBytes: 5_000 });
    const call = transport({ ...REQUEST, path: { id: "1" }, ...request });
    await expect(call).rejects.toThrow(expect.objectContaining({ message: text }));
  });

  test("nowhere with a value that is undefined or may be secret", () => {
    expect(TEXTS.map(([text]) => text).filter((text) => /undefined|\[object|hidden/.test(text))).toEqual([]);
  });
});

const APP = { appId: "cli_1", appSecret: "secret" };
const fetch: Fetch = async () => Response.json({ StatusCode: 19024 });

test.each<[text: string, fails: () => unknown]>([
  ["appSecret must be a one-line string: is its variable set?", () => new Client({ ...APP, appSecret: "" })],
  ["domain must be an origin like https://open.feishu.cn", () => new Client({ ...APP, domain: "feishu" })],
  ["maxAnswerBytes must be a positive number, got 0", () => new Client({ ...APP, maxAnswerBytes: 0 })],
  ["user needs the client's option users", () => new Client(APP).request({ url: "/x" }, { user: "ou_1" })],
  [
    "userAccessToken must be one word of ASCII: is its variable set?",
    () => new Client(APP).request({ url: "/x" }, { userAccessToken: "a b" }),
  ],
  ["url must be a path, or an address without a user name", () => new Client(APP).request({ url: "https://a:b@c" })],
  [
    "customBot.send: refused with code 19024: no message (HTTP 200)",
    () =>
      customBot({ url: "https://open.feishu.cn/open-apis/bot/v2/hook/secret", fetch }).send({
        msg_type: "text",
        content: '{"text":"a"}',
      }),
  ],
])("%s", async (text, fails) => {
  await expect((async () => fails())()).rejects.toThrow(expect.objectContaining({ message: text }));
});
