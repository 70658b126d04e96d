import { describe, expect, test, vi } from "vitest";
import { LarkApiError } from "../../../src/base/index.ts";
import { createTransport, type Fetch, type FetchInit, type TransportOptions } from "../../../src/http/index.ts";

type Sent = FetchInit & { url: string };

/** A transport whose requests are answered one by one; the last answer stays. */
function transportOf(answers: (() => Response | Promise<Response>)[], options: TransportOptions = {}) {
  const sent: Sent[] = [];
  const fetch: Fetch = async (url, init) => {
    sent.push({ url, ...init, headers: { ...init.headers } });
    return (answers[Math.min(sent.length, answers.length) - 1] as () => Response)();
  };
  return { sent, transport: createTransport({ ...options, fetch }) };
}

const success = () => Response.json({ code: 0, data: { done: true } });
const invalid = () => Response.json({ code: 99991663, msg: "invalid token" }, { status: 400 });
const limited = () => Response.json({ code: 99991400, msg: "slow down" }, { status: 429 });
const request = { operation: "demo.v1.thing.get", method: "GET", url: "https://open.feishu.cn/open-apis/x/:id" };

test("fills the path, adds the query, writes the body, and answers the JSON", async () => {
  const { sent, transport } = transportOf([success]);
  const answer = await transport({
    ...request,
    method: "POST",
    path: { id: "a/b" },
    params: { page: 2 },
    data: { text: "hello" },
  });
  expect(answer).toEqual({ code: 0, data: { done: true } });
  expect(answer.status).toBe(200);
  expect(sent).toMatchObject([
    {
      url: "https://open.feishu.cn/open-apis/x/a%2Fb?page=2",
      method: "POST",
      body: '{"text":"hello"}',
      headers: { "content-type": "application/json; charset=utf-8" },
      redirect: "manual",
    },
  ]);
});

test("sends headers as a plain object, and does not change those of the request", async () => {
  const { sent, transport } = transportOf([success]);
  const headers = Object.freeze({ "user-agent": "test" });
  await transport({ ...request, headers, token: () => "t-1" });
  expect(sent[0]?.headers).toEqual({ "user-agent": "test", authorization: "Bearer t-1" });
});

describe("the token function", () => {
  test("may return the token itself, or a promise of it", async () => {
    for (const token of [() => "t-1", async () => "t-1"]) {
      const { sent, transport } = transportOf([success]);
      await transport({ ...request, token });
      expect(sent[0]?.headers.authorization).toBe("Bearer t-1");
    }
  });

  test("is called again with a token that the platform declared invalid, and another one is tried once", async () => {
    const token = vi.fn((refused?: string) => (refused ? "t-2" : "t-1"));
    const { sent, transport } = transportOf([invalid, success]);
    await transport({ ...request, method: "POST", token });
    expect(token.mock.calls).toEqual([[], ["t-1"]]);
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(["Bearer t-1", "Bearer t-2"]);
  });

  test("ends the call with the refusal if it gives the same token, or if the second is refused, too", async () => {
    for (const [second, requests] of [
      ["t-1", 1],
      ["t-2", 2],
    ] as const) {
      const { sent, transport } = transportOf([invalid]);
      const call = transport({ ...request, token: (refused) => (refused ? second : "t-1") });
      await expect(call).rejects.toMatchObject({ platformCode: 99991663, attempts: requests });
      expect(sent).toHaveLength(requests);
    }
  });

  test("is not called for a request that cannot be written, nor when the call is aborted", async () => {
    const token = vi.fn(() => "t-1");
    const { transport } = transportOf([success]);
    await expect(transport({ ...request, path: {}, token })).rejects.toThrow("path.id");
    await expect(transport({ ...request, token, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "LARK_ABORTED",
    });
    expect(token).not.toHaveBeenCalled();
  });

  test("has no longer than the deadline, and nothing is sent when it answers after it", async () => {
    const { sent, transport } = transportOf([success]);
    let give = (_: string) => {};
    const token = () =>
      new Promise<string>((resolve) => {
        give = resolve;
      });
    await expect(transport({ ...request, token, deadlineMs: 20 })).rejects.toMatchObject({ code: "LARK_TIMEOUT" });
    give("t-1");
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(sent).toEqual([]);
  });
});

describe("an error of a hook, a gate or a token function", () => {
  // One that would be tried again if it were taken for an answer.
  const error = new LarkApiError("of another call", {
    code: "LARK_API",
    operation: "other",
    status: 429,
    category: "rate_limited",
  });
  const fail = () => {
    throw error;
  };
  test.each([
    ["beforeRequest", { hooks: { beforeRequest: fail } }, {}],
    ["beforeRequest, rejecting", { hooks: { beforeRequest: async () => fail() } }, {}],
    ["gate", { gate: fail }, {}],
    ["token", {}, { token: fail }],
  ])("%s is thrown as it is, once, and is taken for no answer", async (_, options: TransportOptions, more) => {
    const { sent, transport } = transportOf([success], options);
    await expect(transport({ ...request, isIdempotent: true, ...more })).rejects.toBe(error);
    expect(sent).toEqual([]);
    expect(error).not.toHaveProperty("attempts");
  });

  test("a fetch that throws such an error is a network that failed", async () => {
    const { transport } = transportOf([fail]);
    await expect(transport(request)).rejects.toMatchObject({ code: "LARK_NETWORK", attempts: 1 });
  });
});

test("the gate is awaited before each attempt", async () => {
  const gate = vi.fn(async () => {});
  const random = vi.spyOn(Math, "random").mockReturnValue(0.001);
  const { transport } = transportOf([limited, success], { gate });
  await transport(request);
  random.mockRestore();
  expect(gate.mock.calls).toEqual([
    [{ operation: "demo.v1.thing.get", method: "GET", attempt: 1 }],
    [{ operation: "demo.v1.thing.get", method: "GET", attempt: 2 }],
  ]);
});

test("what was refused together does not come back together, although the platform asks for the same wait", async () => {
  const waits: number[] = [];
  const reset = () => Response.json({ code: 99991400 }, { status: 429, headers: { "x-ogw-ratelimit-reset": "0.05" } });
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      const { transport } = transportOf([reset, success]);
      const started = performance.now();
      await transport(request);
      waits.push(performance.now() - started);
    }),
  );
  expect(Math.min(...waits)).toBeGreaterThan(45);
  expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(300);
});

test("a light answer is enough: a status, a way to a header, and a text", async () => {
  const light = { status: 200, headers: { get: () => null }, text: async () => '{"code":0,"data":{"light":true}}' };
  const transport = createTransport({ fetch: async () => light });
  await expect(transport(request)).resolves.toEqual({ code: 0, data: { light: true } });
});

test("needs no AbortSignal.any", async () => {
  const any = AbortSignal.any;
  Object.assign(AbortSignal, { any: undefined });
  try {
    const { signal } = new AbortController();
    const { transport } = transportOf([success]);
    await transport({ ...request, signal });
    const file = transportOf([() => new Response("file", { headers: { "content-type": "text/plain" } })]);
    await file.transport({ ...request, kind: "file", signal });
  } finally {
    Object.assign(AbortSignal, { any });
  }
});
