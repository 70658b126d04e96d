import { describe, expect, test } from "vitest";
import { readDescribed } from "../../support/described-operations.ts";
import { describedPlatform } from "./platform.ts";
import { makeDraft, toRequest } from "./requests.ts";
import { spoil } from "./spoil.ts";

const operations = readDescribed();
const { fetch, tokens } = describedPlatform();
const byId = (id: string) => {
  const found = operations.find((described) => described.id === id);
  if (!found) {
    throw new Error(`no operation ${id}`);
  }
  return found;
};

test("operations refuse each kind of mistake that can be made in it, and names the field", async () => {
  const problems: string[] = [];
  const counts: Record<string, number> = {};
  // Every third: all of them take 20 seconds and prove no more.
  for (const described of operations.filter((_, index) => index % 3 === 0)) {
    for (const { kind, draft, code, field, description } of spoil(described)) {
      const response = await fetch(toRequest(described, draft, tokens[described.tokens[0] ?? ""]));
      const body = await response.json();
      const said =
        code === 9499
          ? String(body.msg).startsWith(`Invalid parameter type in json: ${field}. `)
          : JSON.stringify(body.error?.field_violations?.map((one: { field: string }) => one.field)) ===
              JSON.stringify([field]) && body.error.field_violations[0].description === description;
      counts[kind] = (counts[kind] ?? 0) + 1;
      if (response.status !== 400 || body.code !== code || !said) {
        problems.push(`${described.id}, ${kind} ${field}: ${response.status} ${JSON.stringify(body).slice(0, 600)}`);
      }
    }
  }
  expect(problems).toEqual([]);
  // Every kind was made, and the usual ones often: a rule that finds nothing to spoil proves nothing.
  for (const kind of ["query missing", "query enum", "query type", "body missing", "body enum", "body type"]) {
    expect(counts[kind], kind).toBeGreaterThan(50);
  }
  for (const kind of ["query large", "body long", "body short", "body large", "body the max", "body the min"]) {
    expect(counts[kind], kind).toBeGreaterThan(0);
  }
}, 120_000);

describe("a field inside another", () => {
  const described = byId("calendar.v4.calendarAcl.create");
  const send = async (body: unknown) => {
    const draft = { ...makeDraft(described), body: body as Record<string, unknown> };
    return (await fetch(toRequest(described, draft, tokens.tenant))).json();
  };

  test.each([
    [{ role: "reader", scope: { type: "domain" } }, ["scope.type"]],
    [{ role: "nobody", scope: { type: "domain" } }, ["role", "scope.type"]],
    [{ role: "reader", scope: {} }, ["scope.type"]],
    [{ role: "reader", scope: null }, ["scope"]],
    [{}, ["role", "scope"]],
    [undefined, ["role", "scope"]],
  ])("%j", async (body, fields) => {
    const { code, error } = await send(body);
    expect(code).toBe(99992402);
    expect(error.field_violations.map((one: { field: string }) => one.field)).toEqual(fields);
  });

  test("says its value, and the innermost name when its type is wrong", async () => {
    const wrong = await send({ role: "reader", scope: { type: "domain" } });
    expect(wrong.error.field_violations).toEqual([
      { field: "scope.type", value: "domain", description: "scope.type is optional, options: [user]" },
    ]);
    const { code, msg, error } = await send({ role: "reader", scope: { type: 7 } });
    expect([code, msg]).toEqual([
      9499,
      "Invalid parameter type in json: type. Invalid parameter value: 7. Please check and modify accordingly.",
    ]);
    expect(error.field_violations).toBeUndefined();
  });

  test("fields that nobody described are allowed", async () => {
    expect((await send({ role: "reader", scope: { type: "user", more: [1] }, other: "x" })).code).toBe(0);
  });
});

test.each([
  ["{", 9499],
  ["[]", 9499],
  ["null", 9499],
  ['"text"', 9499],
  ["", 99992402],
])("a body %j is %i", async (body, code) => {
  const request = new Request("https://open.feishu.cn/open-apis/calendar/v4/calendars/c/acls", {
    method: "POST",
    headers: { authorization: `Bearer ${tokens.tenant}` },
    body,
  });
  expect((await (await fetch(request)).json()).code).toBe(code);
});
