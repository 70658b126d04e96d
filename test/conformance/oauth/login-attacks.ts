// The table of attacks on a login. In each, the attacker has a browser of their own, and an account.
import { createEmulator } from "lark-edge/emulator";
import { assert, test } from "../../support/cases.ts";
import type { WebBrowser } from "../../support/web-browser.ts";
import { agree, begin, ORIGIN, SECRET, signIn, type World, world } from "./site.ts";

const SESSION = "__Host-lark-session";

/** Who a browser is signed in as. */
async function userOf(browser: WebBrowser): Promise<string | null> {
  return JSON.parse((await browser.open(`${ORIGIN}/`)).text).user;
}

/** The page of a callback that is refused, with its problem. */
async function refused(browser: WebBrowser, url: string | URL, problem: RegExp): Promise<void> {
  const answer = await browser.send(`${url}`);
  assert.match(await answer.text(), problem);
  assert.isAtLeast(answer.status, 400);
  assert.isUndefined(browser.cookies.get(SESSION));
}

const UNKNOWN = /not begun in this browser/;
const USED = /used before/;

test("attack: a login that the attacker began does not sign the victim in", async () => {
  const { emulator, browser } = world();
  const mallory = emulator.addUser({ name: "Mallory" });
  const [attacker, victim] = [browser(), browser()];
  const url = await agree(attacker, await begin(attacker), mallory);
  await refused(victim, url, UNKNOWN);
  // Also if the victim has begun a login of their own.
  await begin(victim);
  await refused(victim, url, UNKNOWN);
});

test("attack: a code of the attacker with the state of the victim has another verifier", async () => {
  const { emulator, browser } = world();
  const mallory = emulator.addUser({ name: "Mallory" });
  const [attacker, victim] = [browser(), browser()];
  const page = await begin(victim);
  const url = await agree(attacker, await begin(attacker), mallory);
  url.searchParams.set("state", page.searchParams.get("state") ?? "");
  await refused(victim, url, /did not complete/);
});

test("attack: a state that is missing, forged, cut, doubled or of the prototype is unknown", async () => {
  const { ada, browser } = world();
  const own = browser();
  const url = await agree(own, await begin(own), ada);
  const state = url.searchParams.get("state") ?? "";
  const code = url.searchParams.get("code") ?? "";
  const address = (...states: string[]) => {
    const query = new URLSearchParams({ code });
    for (const one of states) {
      query.append("state", one);
    }
    return `${ORIGIN}/auth/callback?${query}`;
  };
  for (const states of [
    [],
    [""],
    ["x"],
    [state.slice(0, 20)],
    [`${state}A`],
    [`${state.slice(0, 12)}${"A".repeat(31)}`],
    [state, state],
    [state, "x"],
    ["__proto__"],
    ["../../x"],
  ]) {
    await refused(browser(), address(...states), UNKNOWN);
  }
  await refused(own, address(`${state.slice(0, 12)}${"A".repeat(31)}`), UNKNOWN);
});

test("attack: an address that was opened is used, also in the browser that has its cookies still", async () => {
  const { ada, browser } = world();
  const own = browser();
  const url = await agree(own, await begin(own), ada);
  const before = new Map(own.cookies);
  await own.open(url.href);
  assert.equal(await userOf(own), ada.openId);
  const again = browser();
  for (const [name, value] of before) {
    again.cookies.set(name, value);
  }
  await refused(again, url, USED);
});

test("attack: of two requests with one address at the same time one signs in", async () => {
  const { ada, browser } = world();
  const own = browser();
  const url = (await agree(own, await begin(own), ada)).href;
  const answers = await Promise.all([own.send(url), own.send(url), own.send(url)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 400, 400]);
});

test("attack: a login is over after ten minutes", async () => {
  const { ada, browser } = world();
  const own = browser();
  const url = await agree(own, await begin(own), ada);
  const { now } = Date;
  try {
    Date.now = () => now() + 601_000;
    await refused(own, url, UNKNOWN);
  } finally {
    Date.now = now;
  }
});

test("attack: a code that is older than five minutes, of another app, used already or made up signs nobody in", async () => {
  const { emulator, ada, oauth, browser } = world();
  const other = emulator.addApp();
  const callback = async (own: WebBrowser, change: (page: URL) => void = () => {}) => {
    const page = await begin(own);
    change(page);
    return agree(own, page, ada);
  };
  const REFUSED = /did not complete/;
  const late = browser();
  const lateUrl = await callback(late);
  const { now } = Date;
  try {
    Date.now = () => now() + 301_000;
    await refused(late, lateUrl, REFUSED);
  } finally {
    Date.now = now;
  }
  const foreign = browser();
  await refused(foreign, await callback(foreign, (page) => page.searchParams.set("client_id", other.appId)), REFUSED);
  const again = browser();
  const usedUrl = await callback(again, (page) => page.searchParams.delete("code_challenge"));
  await oauth.exchange({ code: usedUrl.searchParams.get("code") ?? "" });
  await refused(again, usedUrl, REFUSED);
  const inventor = browser();
  const madeUp = await callback(inventor);
  madeUp.searchParams.set("code", "made-up");
  await refused(inventor, madeUp, REFUSED);
});

test("attack: a session id that the attacker planted is not the one after the login, and ends", async () => {
  const { emulator, ada, browser } = world();
  const mallory = emulator.addUser({ name: "Mallory" });
  const [attacker, victim] = [browser(), browser()];
  await signIn(attacker, mallory);
  const planted = attacker.cookies.get(SESSION) ?? "";
  victim.cookies.set(SESSION, planted);
  await signIn(victim, ada);
  assert.notEqual(victim.cookies.get(SESSION), planted);
  assert.equal(await userOf(victim), ada.openId);
  assert.equal(await userOf(attacker), null);
  // An id that the site never gave is none, and is not taken over either.
  const third = browser();
  third.cookies.set(SESSION, "chosen");
  await signIn(third, ada);
  assert.notEqual(third.cookies.get(SESSION), "chosen");
});

test("attack: no address leads to another site after the login", async () => {
  const { ada, browser } = world();
  for (const returnTo of [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\r\nlocation: https://evil.example",
    "/a\r\nset-cookie: x=y",
    "/..//evil.example",
    "/.//evil.example",
    "javascript:alert(1)",
    "evil.example",
    "/%0d%0aset-cookie:x=y",
    "@evil.example",
    "/@evil.example",
    `/${"a".repeat(600)}`,
    "",
    "/auth/login",
    "/auth/../auth/callback?code=a",
  ]) {
    const own = browser();
    const { url } = await signIn(own, ada, `?${new URLSearchParams({ returnTo })}`);
    assert.equal(new URL(url).origin, ORIGIN, returnTo);
    assert.isFalse(new URL(url).pathname.startsWith("//"), returnTo);
    assert.notInclude(url, "/auth/", returnTo);
    assert.deepEqual([...own.cookies.keys()], [SESSION]);
  }
});

test("attack: a changed cookie is none, whichever part was changed", async () => {
  const { ada, browser } = world();
  const own = browser();
  const url = await agree(own, await begin(own, "?returnTo=/calendar"), ada);
  const [name, value] = [...own.cookies][0] ?? ["", ""];
  const [until = "", signature = "", ...path] = value.split(".");
  for (const changed of [
    "",
    "x",
    [Number(until) + 1, signature, ...path].join("."),
    [until, `${signature.slice(0, -1)}${signature.endsWith("A") ? "B" : "A"}`, ...path].join("."),
    [until, signature, "%2Fother"].join("."),
    [until, signature].join("."),
    [until, "", ...path].join("."),
    [until, signature, "%"].join("."),
  ]) {
    const other = browser();
    other.cookies.set(name, changed);
    await refused(other, url, UNKNOWN);
  }
});

test("attack: the cookie of another app or of another secret is none, and an older secret is read", async () => {
  const one = world();
  const other = world({}, createEmulator({ seed: 2 }));
  const own = one.browser();
  const url = await agree(own, await begin(own), one.ada);
  const foreign = other.browser();
  const renewed = world({ cookieSecret: [`new ${SECRET}`, SECRET] }, one.emulator).browser();
  const replaced = world({ cookieSecret: `new ${SECRET}` }, one.emulator).browser();
  for (const [name, value] of own.cookies) {
    for (const browser of [foreign, renewed, replaced]) {
      browser.cookies.set(name, value);
    }
  }
  await refused(foreign, url, UNKNOWN);
  await refused(replaced, url, UNKNOWN);
  await renewed.open(url.href);
  assert.equal(await userOf(renewed), one.ada.openId);
});

test("attack: people of two tenants of a marketplace app do not get each other's sessions", async () => {
  const emulator = createEmulator({ app: { appType: "marketplace" } });
  const { browser, users, ada } = world({ perTenant: true }, emulator);
  const acme = emulator.addTenant({ name: "Acme" });
  const eve = emulator.addUser({ name: "Eve", tenantKey: acme.tenantKey });
  const own = browser();
  // The login began without a tenant: the platform says whose it is, and no parameter does.
  const { text } = await signIn(own, eve, `?tenantKey=${ada.tenantKey}`);
  assert.deepEqual(JSON.parse(text), { user: eve.openId, tenantKey: acme.tenantKey });
  assert.isDefined(await users.find(eve.openId, { tenantKey: acme.tenantKey }));
  assert.isUndefined(await users.find(eve.openId, { tenantKey: ada.tenantKey }));
  assert.isUndefined(await users.find(eve.openId));
});

test("attack: another site can neither log out nor hand in a code", async () => {
  const { emulator, ada, browser } = world();
  const mallory = emulator.addUser({ name: "Mallory" });
  const own = browser();
  await signIn(own, ada);
  const mine = own.cookies.get(SESSION);
  const code = (await agree(browser(), await begin(browser()), mallory)).searchParams.get("code");
  for (const headers of [
    {},
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `${ORIGIN}.evil.example` },
    { origin: "http://bot.example" },
    { origin: ORIGIN, "sec-fetch-site": "same-site" },
    { origin: ORIGIN, "sec-fetch-site": "cross-site" },
  ] as Record<string, string>[]) {
    for (const [path, body] of [
      ["logout", "forget=true"],
      ["code", JSON.stringify({ code })],
    ] as const) {
      const answer = await own.send(`${ORIGIN}/auth/${path}`, { method: "POST", headers, body });
      assert.equal(answer.status, 403);
    }
  }
  assert.equal(own.cookies.get(SESSION), mine);
  assert.equal(await userOf(own), ada.openId);
});

test("attack: what is no code is not sent to the platform", async () => {
  const { emulator, browser } = world();
  const headers = { origin: ORIGIN, "content-type": "application/json" };
  for (const body of [
    "",
    "{",
    "[]",
    "{}",
    '{"code":1}',
    '{"code":""}',
    '{"code":"a b"}',
    `{"code":"${"a".repeat(5_000)}"}`,
  ]) {
    const answer = await browser().send(`${ORIGIN}/auth/code`, { method: "POST", headers, body });
    assert.equal(answer.status, 400);
  }
  assert.lengthOf(emulator.requests, 0);
});

/** Signs in while the platform or the store fails, and expects a page and no session. */
async function failing(made: World, status: number, before: () => void, after = () => {}): Promise<void> {
  const { browser, ada, logs, emulator } = made;
  const own = browser();
  const url = await agree(own, await begin(own), ada);
  before();
  const answer = await own.send(url.href);
  after();
  assert.equal(answer.status, status);
  assert.isUndefined(own.cookies.get(SESSION));
  const { appSecret } = emulator.app;
  const told = `${await answer.text()} ${JSON.stringify(logs)}`;
  for (const secret of [appSecret, url.searchParams.get("code"), url.searchParams.get("state"), SECRET]) {
    assert.notInclude(told, `${secret}`);
  }
}

test("a login while the token endpoint is down, refuses, sends HTML or is cut off ends with a page, and shows no secret", async () => {
  for (const [kind, status] of [
    ["network", 503],
    ["server-error", 503],
    ["html", 503],
    ["cut", 503],
    ["refusal", 502],
  ] as const) {
    const made = world();
    await failing(made, status, () => made.emulator.faults.add({ kind, path: "/oauth/token", times: 9 }));
  }
});

test("a login while the store fails ends with a page", async () => {
  const made = world();
  const { store } = made;
  await failing(made, 503, () => {
    store.compareAndSet = () => Promise.reject(new Error("down"));
  });
});
