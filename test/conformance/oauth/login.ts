// The login of a site: what a browser gets, and what it does not.
import { Client } from "lark-edge";
import { missingScopes } from "lark-edge/oauth";
import { assert, rejection, test } from "../../support/cases.ts";
import { cookiesOf } from "../../support/web-browser.ts";
import { agree, begin, ORIGIN, SECRET, signIn, world } from "./site.ts";

test("login: a person signs in, returns to the page, and is known by a cookie without a token", async () => {
  const { emulator, store, site, ada, browser, users } = world();
  const own = browser();
  const end = await signIn(own, ada, "?returnTo=/calendar%3Fweek%3D1%23today");
  assert.equal(end.url, `${ORIGIN}/calendar?week=1#today`);
  assert.deepEqual(JSON.parse(end.text), { user: ada.openId });
  assert.deepEqual([...own.cookies.keys()], ["__Host-lark-session"]);
  const token = await users.accessToken(ada.openId);
  const { appId, appSecret } = emulator.app;
  const client = new Client({ appId, appSecret, users, fetch: emulator.fetch });
  const who = await site.user(
    new Request(ORIGIN, { headers: { cookie: `__Host-lark-session=${own.cookies.get("__Host-lark-session")}` } }),
  );
  const { data } = await client.with(who ?? {}).authen.v1.userInfo.get();
  assert.equal(data.open_id, ada.openId);
  // The id of the session is in the browser only, and tokens are in the store only.
  assert.notInclude(`${[...own.cookies.values()]}`, token);
  for (const [name, value] of own.cookies) {
    assert.isNull(await store.get(name));
    assert.isNull(await store.get(`lark-edge:1:login_session:open.feishu.cn:${appId}::${value}`));
  }
});

test("login: the address has PKCE and a state, and one cookie per attempt, at most five", async () => {
  const { browser } = world();
  const own = browser();
  const states = new Set<string>();
  for (let attempt = 0; attempt < 8; attempt++) {
    const answer = await own.send(`${ORIGIN}/auth/login`);
    const query = new URL(answer.headers.get("location") ?? "").searchParams;
    assert.equal(answer.status, 303);
    assert.equal(query.get("code_challenge_method"), "S256");
    assert.equal(query.get("scope"), "offline_access");
    states.add(query.get("state") ?? "");
    const [cookie = ""] = cookiesOf(answer);
    assert.match(cookie, /^__Host-lark-login-[\w-]{12}=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/);
    assert.notInclude(cookie, query.get("code_challenge") ?? "");
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
  }
  assert.equal(states.size, 8);
  assert.equal(own.cookies.size, 5);
});

test("login: two attempts of one browser both succeed, in any order", async () => {
  const { ada, browser } = world();
  const own = browser();
  const [first, second] = [await begin(own, "?returnTo=/1"), await begin(own, "?returnTo=/2")];
  assert.equal((await own.open((await agree(own, second, ada)).href)).url, `${ORIGIN}/2`);
  assert.equal((await own.open((await agree(own, first, ada)).href)).url, `${ORIGIN}/1`);
});

test("login: a person who refuses gets a page that begins again at the same place", async () => {
  const { browser, logs } = world();
  const own = browser();
  const page = await begin(own, "?returnTo=/calendar");
  const state = page.searchParams.get("state");
  const back = await own.send(`${ORIGIN}/auth/callback?error=access_denied&state=${state}`);
  assert.equal(back.status, 403);
  const text = await back.text();
  assert.include(text, "You did not agree to the access.");
  assert.include(text, 'href="/auth/login?returnTo=%2Fcalendar"');
  assert.equal(own.cookies.size, 0);
  assert.lengthOf(logs, 0);
});

test("login: a person leaves scopes out: the session says which, and a page that begins for the sake of one is refused", async () => {
  const scopes = ["calendar:calendar", "im:chat:readonly", "offline_access"];
  const { ada, browser, users, site } = world({ scopes });
  const own = browser();
  const grant = async (page: URL, ...granted: string[]) => {
    page.searchParams.set("decision", "allow");
    for (const scope of granted) {
      page.searchParams.append("grant", scope);
    }
    return own.send((await agree(own, page, ada)).href);
  };
  const first = await grant(await begin(own), "calendar:calendar", "offline_access");
  assert.equal(first.status, 303);
  assert.deepEqual(await users.missing(ada.openId, scopes), ["im:chat:readonly"]);
  assert.deepEqual(await users.missing("ou_other", scopes), scopes);
  const ask = async (): Promise<URL> => {
    const answer = await site.begin(new Request(`${ORIGIN}/chats`), {
      returnTo: "/chats",
      scopes: [...(await users.missing(ada.openId, scopes)), "offline_access"],
    });
    const [pair = ""] = cookiesOf(answer)[0]?.split("; ") ?? [];
    own.cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    return new URL(answer.headers.get("location") ?? "");
  };
  const page = await ask();
  assert.equal(page.searchParams.get("scope"), "im:chat:readonly offline_access");
  const refused = await grant(page, "offline_access");
  assert.equal(refused.status, 403);
  assert.include(await refused.text(), 'href="/auth/login?returnTo=%2Fchats"');
  assert.deepEqual(await users.missing(ada.openId, scopes), ["im:chat:readonly"]);
  const given = await grant(await ask(), "im:chat:readonly");
  assert.equal(given.headers.get("location"), `${ORIGIN}/chats`);
  assert.deepEqual(await users.missing(ada.openId, scopes), []);
});

test("login: onLogin refuses a person, and nothing is stored", async () => {
  for (const onLogin of [() => false, async () => false, () => Promise.reject(new Error("secret"))]) {
    const { ada, browser, users, store } = world({ onLogin });
    const own = browser();
    const back = await own.send((await agree(own, await begin(own), ada)).href);
    assert.equal(back.status, 403);
    assert.notInclude(await back.text(), "secret");
    assert.isUndefined(await users.find(ada.openId));
    assert.equal(own.cookies.size, 0);
    // The mark of the used login alone.
    assert.equal(store.size, 1);
  }
});

test("login: onLogin knows the person and the request", async () => {
  const seen: unknown[] = [];
  const { ada, browser } = world({
    onLogin: ({ open_id, name }, { url }) => seen.push([open_id, name, new URL(url).pathname]),
  });
  await signIn(browser(), ada);
  assert.deepEqual(seen, [[ada.openId, "Ada", "/auth/callback"]]);
});

test("login: begin sends a browser to grant a scope that a call lacked", async () => {
  const { emulator, site, ada, browser, users } = world();
  const own = browser();
  await signIn(own, ada);
  const { appId, appSecret } = emulator.app;
  const client = new Client({ appId, appSecret, users, fetch: emulator.fetch });
  const refused = await rejection(client.with({ user: ada.openId }).im.v1.chat.list());
  const scopes = missingScopes(refused);
  assert.include(scopes, "im:chat:readonly");
  const answer = await site.begin(new Request(`${ORIGIN}/chats`), { scopes: scopes.slice(0, 3), returnTo: "/chats" });
  const page = new URL(answer.headers.get("location") ?? "");
  assert.equal(page.searchParams.get("scope"), scopes.slice(0, 3).join(" "));
  assert.deepEqual(missingScopes(new Error("other")), []);
});

test("login: a code of the client signs a page inside of it in, by a request of the same site", async () => {
  const { emulator, ada, browser, users } = world();
  const own = browser();
  const page = new URL(`https://accounts.feishu.cn/open-apis/authen/v1/authorize`);
  page.search = `${new URLSearchParams({ client_id: emulator.app.appId, redirect_uri: `${ORIGIN}/app`, open_id: ada.openId })}`;
  const code = new URL((await own.send(page.href)).headers.get("location") ?? "").searchParams.get("code");
  const headers = { origin: ORIGIN, "content-type": "application/json" };
  const answer = await own.send(`${ORIGIN}/auth/code`, { method: "POST", headers, body: JSON.stringify({ code }) });
  assert.equal(answer.status, 204);
  assert.deepEqual(JSON.parse((await own.open(ORIGIN)).text), { user: ada.openId });
  assert.isDefined(await users.find(ada.openId));
  const again = await own.send(`${ORIGIN}/auth/code`, { method: "POST", headers, body: JSON.stringify({ code }) });
  assert.equal(again.status, 502);
  assert.deepEqual(await again.json(), { problem: "refused" });
});

test("login: logout ends the login, and with forget the tokens, too", async () => {
  const { ada, browser, users } = world();
  for (const [forget, headers, body, status] of [
    [false, {}, undefined, 204],
    [true, { "content-type": "application/json" }, '{"forget":true}', 204],
    [true, { "content-type": "application/x-www-form-urlencoded" }, "forget=true", 303],
    [false, { "content-type": "application/x-www-form-urlencoded" }, "forget=no", 303],
  ] as const) {
    const own = browser();
    await signIn(own, ada);
    const cookie = own.cookies.get("__Host-lark-session") ?? "";
    const init = { method: "POST", headers: { origin: ORIGIN, ...headers }, ...(body && { body }) };
    const answer = await own.send(`${ORIGIN}/auth/logout`, init);
    assert.equal(answer.status, status);
    assert.equal(own.cookies.size, 0);
    own.cookies.set("__Host-lark-session", cookie);
    assert.deepEqual(JSON.parse((await own.open(ORIGIN)).text), { user: null });
    assert.equal((await users.find(ada.openId)) === undefined, forget);
  }
});

test("login: onProblem draws the page", async () => {
  const { browser } = world({
    onProblem: (problem, retry) => new Response(`${problem} ${retry}`, { status: 418, headers: { "x-own": "1" } }),
  });
  const answer = await browser().send(`${ORIGIN}/auth/callback?code=a&state=b`);
  assert.equal(answer.status, 418);
  assert.equal(answer.headers.get("x-own"), "1");
  assert.equal(await answer.text(), "unknown /auth/login?returnTo=%2F");
});

test("login: other paths and methods are refused", async () => {
  const { site } = world();
  const status = async (path: string, method: string) =>
    (await site.fetch(new Request(ORIGIN + path, { method, headers: { origin: ORIGIN } }))).status;
  assert.equal(await status("/auth/other", "GET"), 404);
  assert.equal(await status("/auth/login", "POST"), 405);
  assert.equal(await status("/auth/callback", "POST"), 405);
  assert.equal(await status("/auth/logout", "GET"), 405);
  assert.equal(await status("/auth/code", "GET"), 405);
  assert.equal(await status("/auth/constructor", "GET"), 404);
});

test("login: on plain http of this machine the cookies have other names, and no other plain address is taken", async () => {
  const { emulator, store, users } = world();
  const { createOAuth, login } = await import("lark-edge/oauth");
  const { appId, appSecret } = emulator.app;
  const at = (redirectUri?: string) => {
    const oauth = createOAuth({ appId, appSecret, redirectUri, fetch: emulator.fetch });
    return login({ oauth, users, store, cookieSecret: SECRET });
  };
  for (const origin of ["http://localhost:3000", "http://127.0.0.1", "http://[::1]:8787"]) {
    const answer = await at(`${origin}/callback`).fetch(new Request(`${origin}/login`));
    const [cookie = ""] = cookiesOf(answer);
    assert.match(cookie, /^lark-login-[\w-]{12}=/);
    assert.notInclude(cookie, "Secure");
  }
  for (const bad of [undefined, "http://bot.example/callback", "http://localhost.example/callback"]) {
    assert.throws(() => at(bad), /redirectUri of https/);
  }
  for (const bad of ["login", "code", "logout"]) {
    assert.throws(() => at(`https://bot.example/auth/${bad}`), /must not end in/);
  }
});

test("login: wrong options are refused at once", async () => {
  for (const [options, message] of [
    [{ oauth: undefined }, /oauth must be createOAuth/],
    [{ users: {} }, /users userTokens/],
    [{ store: { get() {}, set() {}, delete() {} } }, /compareAndSet/],
    [{ cookieSecret: "short" }, /cookieSecret must have 32 characters/],
    [{ cookieSecret: [] }, /cookieSecret/],
    [{ cookieSecret: [SECRET, ""] }, /cookieSecret/],
    [{ sessionSeconds: 0 }, /sessionSeconds must be a positive number/],
  ] as const) {
    assert.throws(() => world(options as never), message);
  }
});
