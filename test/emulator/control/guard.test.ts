import { describe, expect, test } from "vitest";
import { BASE, makeControl } from "./helpers.ts";

const STATE = "api/state";

test.each([
  [{}],
  [{ host: "localhost:5275" }],
  [{ host: "127.0.0.1" }],
  [{ host: "[::1]:5275" }],
  [{ host: "LOCALHOST:1" }],
  [{ origin: BASE }],
  [{ host: "localhost:5275", origin: "http://localhost:5275" }],
  [{ "sec-fetch-site": "same-origin" }],
  [{ "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }],
])("%o is welcome", async (headers) => {
  const { ask } = makeControl();
  expect((await ask("GET", STATE, undefined, headers)).status).toBe(200);
});

test.each([
  [{ host: "evil.example" }, /host "evil.example"/],
  [{ host: "localhost.evil.example:5275" }, /host/],
  [{ host: "127.0.0.1.evil.example" }, /host/],
  [{ host: "192.168.1.7:5275" }, /host/],
  [{ host: "localhost:5275@evil.example" }, /host/],
  [{ origin: "http://evil.example" }, /origin "http:\/\/evil.example"/],
  [{ origin: "http://127.0.0.1:3000" }, /origin/],
  [{ origin: "http://localhost:5275" }, /origin/],
  [{ origin: "null" }, /origin "null"/],
  [{ origin: BASE.replace("http:", "https:") }, /origin/],
  [{ "sec-fetch-site": "cross-site" }, /another site/],
])("%o is refused", async (headers: Record<string, string>, words) => {
  const { ask } = makeControl();
  for (const path of [STATE, "", "page.js", "api/nothing"]) {
    const { status, body } = await ask("GET", path, undefined, headers);
    expect(status).toBe(403);
    expect(body.error).toMatch(words);
  }
});

test("a server that listens to more is reached by its names and by numbers", async () => {
  const { ask } = makeControl({}, { names: ["my-laptop"] });
  const statusOf = async (host: string) => (await ask("GET", STATE, undefined, { host })).status;
  expect(await statusOf("My-Laptop:5275")).toBe(200);
  expect(await statusOf("192.168.1.7:5275")).toBe(200);
  expect(await statusOf("evil.example")).toBe(403);
});

describe("the platform's own paths", () => {
  const PATHS = ["/open-apis/bot/v3/info", "/callback/ws/endpoint", "/nothing", "/open-apis/../_emulatorx"];
  const statusesOf = (headers: Record<string, string>, options: object = {}) => {
    const { control } = makeControl({}, options);
    return Promise.all(PATHS.map(async (path) => (await control(new Request(`${BASE}${path}`, { headers }))).status));
  };

  test.each([
    [{}],
    [{ host: "localhost:5275" }],
    [{ host: "open.feishu.cn" }],
    [{ host: "open.larksuite.com:443" }],
    [{ origin: BASE }],
  ])("take %o", async (headers) => {
    expect(await statusesOf(headers)).not.toContain(403);
  });

  test.each([
    [{ host: "evil.example" }],
    [{ host: "open.feishu.cn.evil.example" }],
    [{ host: "192.168.1.7:5275" }],
    [{ origin: "http://evil.example" }],
    [{ origin: "null" }],
    [{ host: "open.feishu.cn", origin: "http://evil.example" }],
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }],
  ])("refuse %o", async (headers: Record<string, string>) => {
    expect(await statusesOf(headers)).toEqual(PATHS.map(() => 403));
  });

  test("take any host of a server for others, and no other site's requests", async () => {
    const options = { names: ["my-laptop"] };
    expect(await statusesOf({ host: "emulator:5275" }, options)).not.toContain(403);
    const foreign = { host: "emulator:5275", origin: "http://evil.example" };
    expect(await statusesOf(foreign, options)).toEqual(PATHS.map(() => 403));
  });

  test("take the host of the domain that the platform pretends to have", async () => {
    const { control } = makeControl({ domain: "http://lark.test:5275" });
    const headers = { host: "lark.test:5275" };
    expect((await control(new Request(`${BASE}/open-apis/bot/v3/info`, { headers }))).status).toBe(400);
    expect((await control(new Request(`${BASE}/_emulator/`, { headers }))).status).toBe(403);
  });
});

test("every answer says what a page of it may do", async () => {
  const { ask } = makeControl();
  for (const path of ["", "page.js", STATE, "api/stream?x", "api/nothing"]) {
    if (path.startsWith("api/stream")) {
      continue;
    }
    const { headers } = await ask("GET", path);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/https?:|\*|script-src[^;]*unsafe/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  }
});

test.each(["/", "/_emulator"])("who opens %s is led to the page", async (path) => {
  const { control } = makeControl();
  const { status, headers } = await control(new Request(`${BASE}${path}`));
  expect(status).toBe(302);
  expect(headers.get("location")).toBe("/_emulator/");
  const foreign = await control(new Request(`${BASE}${path}`, { headers: { host: "evil.example" } }));
  expect(foreign.status).toBe(403);
});
