import { describe, expect, test } from "vitest";
import { LarkApiError } from "../../../src/base/errors.ts";
import { explainError } from "../../../src/explain/index.ts";
import { classify } from "../../../src/http/index.ts";
import { clientFor } from "../../support/demo-api.ts";
import { fakePlatform } from "../../support/fake-platform.ts";
import { withoutPauses } from "../../support/time.ts";
import vectors from "../../vectors/error_classification.json" with { type: "json" };

interface Vector {
  name: string;
  input: { status: number; headers: Record<string, string>; body: { code: number; msg: string } };
  expected: { category: string; retryable?: boolean; retry_after_ms?: number | null; token?: string };
}

const cases = vectors as unknown as Vector[];
const refusals = cases
  .filter(({ expected }) => expected.category !== "ok")
  .map((vector) => [vector.name, vector] as const);

const answer = ({ input: { status, headers, body } }: Vector, reset?: string) =>
  Response.json(body, { status, headers: reset ? { ...headers, "x-ogw-ratelimit-reset": reset } : headers });

test("there are refusals, and one success", () => {
  expect(refusals.length).toBeGreaterThan(20);
  expect(cases.length - refusals.length).toBe(1);
});

describe.each(refusals)("%s", (_, vector) => {
  const { input, expected } = vector;
  const options = expected.token === "user" ? { userAccessToken: "u-1" } : {};

  test("is explained as what it means", () => {
    const { status } = input;
    const platformCode = input.body.code;
    const category = classify(status, platformCode);
    const { meaning, advice } = explainError(
      new LarkApiError("x", { code: "LARK_API", status, platformCode, category }),
    );
    expect(meaning).toBe(expected.category);
    expect(advice).toMatch(/^[A-Z].*\.$/);
  });

  test("is a LarkApiError with its status, its code and the wait that the platform asks for", async () => {
    const platform = fakePlatform(() => answer(vector));
    const call = clientFor(platform.fetch).request({ url: "/open-apis/x" }, { ...options, retry: { maxRetries: 0 } });
    await expect(call).rejects.toMatchObject({
      name: "LarkApiError",
      status: input.status,
      platformCode: input.body.code,
      retryAfterMs: expected.retry_after_ms ?? undefined,
    });
  });

  test(`is ${expected.retryable ? "tried again" : "final"} on GET`, () =>
    withoutPauses(async () => {
      const reset = expected.retry_after_ms ? "0.01" : undefined;
      const platform = fakePlatform((_, count) => (count === 1 ? answer(vector, reset) : Response.json({ code: 0 })));
      const call = clientFor(platform.fetch).request({ url: "/open-apis/x" }, options);
      const outcome = await call.then(
        () => "success",
        () => "refused",
      );
      expect([outcome, platform.sent.length]).toEqual(expected.retryable ? ["success", 2] : ["refused", 1]);
    }));
});

test("a code that nobody listed goes by the HTTP status", () => {
  const statuses = [200, 400, 403, 404, 429, 500, 502, 503, 504].map((status) => [status, classify(status, 123456)]);
  const final = classify(400, 123456);
  expect(statuses).toEqual([
    [200, final],
    [400, final],
    [403, final],
    [404, final],
    [429, "rate_limited"],
    [500, "transient"],
    [502, "transient"],
    [503, "transient"],
    [504, "transient"],
  ]);
  expect(["rate_limited", "transient"]).not.toContain(final);
});

test("a code that only begins or ends like a known one is not it", () => {
  for (const code of [9999140, 999914001, 1012, 100120, 400, 40011, 1, 0]) {
    expect(classify(400, code)).toBe(classify(400, 123456));
  }
  expect(classify(400, undefined)).toBe(classify(400, 123456));
});
