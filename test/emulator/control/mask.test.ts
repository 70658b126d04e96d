import { describe, expect, test } from "vitest";
import { showBody, showPayload, showQuery } from "../../../src/emulator/control/mask.ts";

const SECRET = "s3cr3t-s3cr3t";
const TOKEN = `t-${"0a1b2c3d4e".repeat(4)}`;

const JSON_TYPE = "application/json; charset=utf-8";
const FORM_TYPE = "application/x-www-form-urlencoded";

describe("no body shows a secret", () => {
  test.each<[string, string, string]>([
    ["a field", JSON_TYPE, `{"app_secret":"${SECRET}"}`],
    ["a field with an escaped name", JSON_TYPE, `{"app\\u005fsecret":"${SECRET}"}`],
    ["a field all of whose name is escaped", JSON_TYPE, `{"\\u0061\\u0070\\u0070_secret" : "${SECRET}"}`],
    ["another spelling", JSON_TYPE, `{"AppSecret":"${SECRET}","AppID":"cli_1"}`],
    ["a number", JSON_TYPE, `{"ticket":1234567890123,"x":"${SECRET.slice(0, 0)}"}`.replace("1234567890123", "987")],
    ["a field inside others", JSON_TYPE, `{"a":[{"b":{"refresh_token":"${SECRET}"}}]}`],
    ["JSON in a text", JSON_TYPE, JSON.stringify({ content: JSON.stringify({ app_secret: SECRET }) })],
    ["JSON of another type", "text/plain", `{"app_secret":"${SECRET}"}`],
    ["JSON sent as a form", FORM_TYPE, `{"client_secret":"${SECRET}"}`],
    ["JSON without a type", "", `{"encrypt_key":"${SECRET}"}`],
    ["a form", FORM_TYPE, `grant_type=x&client_secret=${SECRET}`],
    ["a form with an escaped name", FORM_TYPE, `client%5Fsecret=${SECRET}&a=b`],
    ["a form sent as JSON", JSON_TYPE, `app_secret=${SECRET}`],
    ["JSON in a form", FORM_TYPE, `a=${encodeURIComponent(JSON.stringify({ app_secret: SECRET }))}`],
    ["half an answer", JSON_TYPE, `{"code":0,"tenant_access_token":"${SECRET}`],
    ["half an answer with an escaped name", JSON_TYPE, `{"code":0,"tenant\\u005faccess_token":"${SECRET}`],
    ["XML", "text/xml", `<app_secret>${SECRET}</app_secret>`],
    ["XML with an escaped name", "text/xml", `<field name="app&#95;secret">${SECRET}</field>`],
    ["lines", "text/plain", `app_secret: ${SECRET}`],
    ["a body that nests too deep", JSON_TYPE, `{"app_secret":"${SECRET}","a":${"[".repeat(500)}${"]".repeat(500)}}`],
    ["a very long body", JSON_TYPE, `{"app_secret":"${SECRET}","a":"${"x".repeat(300_000)}"}`],
  ])("%s", (_name, type, body) => {
    for (const given of [body, new TextEncoder().encode(body)]) {
      const shown = showBody(type, given) ?? "";
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain("987");
      expect(shown).toMatch(/\*\*\*|not shown/);
    }
  });

  test.each<[string, string]>([
    [JSON_TYPE, `{"text":"my token is ${TOKEN}"}`],
    ["text/plain", `token ${TOKEN}!`],
    [FORM_TYPE, `a=${TOKEN}`],
    [JSON_TYPE, `"${TOKEN}"`],
    [JSON_TYPE, JSON.stringify({ content: JSON.stringify({ text: TOKEN }) })],
  ])("a token anywhere in %s", (type, body) => {
    expect(showBody(type, body)).not.toContain(TOKEN);
  });
});

test("what holds no secret is shown as it was written", () => {
  for (const body of ['{ "a" : 12345678901234567890 }', "a=b&c=%20", "hello", "<p>x</p>", "{half"]) {
    expect(showBody(JSON_TYPE, body)).toBe(body);
  }
  expect(showBody("application/octet-stream", "xx", 2)).toBe("[application/octet-stream, 2 bytes]");
  expect(showBody("multipart/form-data; boundary=x", "xx")).toBe("[form with files]");
  expect(showBody(JSON_TYPE, "")).toBeUndefined();
  expect(showBody(JSON_TYPE, `"${"x".repeat(5000)}"`)).toHaveLength(4097);
  expect(showBody("text/plain", "x".repeat(5000))).toHaveLength(4097);
});

test("queries and events", () => {
  expect(showQuery(`a=b&access%5ftoken=${SECRET}&x`)).toBe("a=b&access%5ftoken=***&x");
  const payload = {
    token: SECRET,
    header: { token: SECRET, event_type: "x" },
    event: { app_ticket: SECRET, action: { value: { token: "mine" } } },
  };
  expect(showPayload(payload)).toEqual({
    token: "***",
    header: { token: "***", event_type: "x" },
    event: { app_ticket: "***", action: { value: { token: "mine" } } },
  });
  expect(payload.token).toBe(SECRET);
});
