// No token, code, verifier or secret is in a log line, an error, a hook, an inspected object or a sealed value.
import { describe, expect, test, vi } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import { Client, type KeyValueStore } from "../../../src/index.ts";
import {
  createOAuth,
  dropRevoked,
  type LoginOptions,
  login,
  type UserTokensOptions,
  userTokens,
} from "../../../src/oauth/index.ts";
import { Client as OfficialClient } from "../../../src/official/index.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";
import { WebBrowser } from "../../support/web-browser.ts";
import { HOUR_MS, KEY, NEW_KEY, runningSlowly as running, useFakeClock } from "./fleet.ts";
import { SecretScan } from "./secret-scan.ts";

useFakeClock();

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const ORIGIN = "https://bot.example";
const ACCOUNTS = "https://accounts.feishu.cn";
const COOKIE_SECRET = "a secret of cookies, of 32 characters or more";
const TOKEN_PATH = "/oauth/token";
const SESSION = "__Host-lark-session";

/** A site, a client and the vault on the emulator, all of whose words are scanned. */
function world(options: Partial<UserTokensOptions> = {}, loginOptions: Partial<LoginOptions> = {}) {
  const scan = new SecretScan();
  const emulator = createEmulator({ now: () => Date.now() });
  const { appId, appSecret } = emulator.app;
  const written: string[] = [];
  const own = memoryStore();
  const store: KeyValueStore = {
    ...own,
    set: async (key, value, more) => {
      written.push(key, value);
      return own.set(key, value, more);
    },
    compareAndSet: async (key, expected, next, more) => {
      written.push(key, next ?? "");
      return own.compareAndSet?.(key, expected, next, more) ?? false;
    },
  };
  const fetch = scan.watched(emulator.fetch);
  const logging = { logger: scan.logger, loggerLevel: "debug" } as const;
  const oauth = createOAuth({ appId, appSecret, redirectUri: `${ORIGIN}/auth/callback`, fetch });
  const users = userTokens({ oauth, store, sealWith: KEY, ...logging, ...options });
  const site = login({ oauth, users, store, cookieSecret: COOKIE_SECRET, ...logging, ...loginOptions });
  const hooks = {
    beforeRequest: (request: object & { headers: Headers }) => {
      scan.see("hook", request);
      scan.see("hook", Object.fromEntries(request.headers));
    },
    afterResponse: (outcome: object) => scan.see("hook", outcome),
  };
  const client = new Client({ appId, appSecret, users, fetch, hooks, store, ...logging });
  for (const [what, secret] of [
    ["app secret", appSecret],
    ["cookie secret", COOKIE_SECRET],
    ["seal key", KEY],
    ["new seal key", NEW_KEY],
  ] as const) {
    scan.add(what, secret);
  }
  for (const made of [oauth, users, site, client, client.with({ user: "ou_1" })]) {
    scan.see("object", made);
  }
  /** The error of what must fail. */
  const failure = async (work: Promise<unknown>) => {
    const error = await running(work).then(
      (value) => Promise.reject(new Error(`no error, but ${typeof value}`)),
      (reason) => reason,
    );
    scan.see("error", error);
    return error;
  };
  const pages = async (request: Request) => {
    const answer = await site.fetch(request);
    scan.see("page", await answer.clone().text());
    return answer;
  };
  const browser = () => new WebBrowser({ [ORIGIN]: pages, [ACCOUNTS]: (request) => emulator.fetch(request) });
  const ada = emulator.addUser({ name: "Ada" });
  /** Goes to the platform's page and agrees. Gives the address of the way back. */
  const agree = async (from: WebBrowser, query: Record<string, string> = {}): Promise<URL> => {
    const page = new URL((await from.send(`${ORIGIN}/auth/login`)).headers.get("location") ?? "");
    for (const [name, value] of Object.entries({ open_id: ada.openId, ...query })) {
      page.searchParams.set(name, value);
    }
    const back = new URL((await from.send(page.href)).headers.get("location") ?? "");
    scan.add("code", back.searchParams.get("code"));
    return back;
  };
  const signIn = async (from: WebBrowser = browser()): Promise<WebBrowser> => {
    await from.send((await agree(from)).href);
    scan.add("session id", from.cookies.get(SESSION));
    return from;
  };
  const fault = (kind: "hang" | "network" | "lost" | "html" | "cut" | "server-error") =>
    emulator.faults.add({ kind, path: TOKEN_PATH });
  const refuse = (code: number) => emulator.faults.add({ kind: "refusal", path: TOKEN_PATH, code });
  return {
    scan,
    emulator,
    store,
    written,
    oauth,
    users,
    site,
    client,
    ada,
    browser,
    agree,
    signIn,
    failure,
    fault,
    refuse,
  };
}

/** Expects that the flows showed something, had secrets, and showed none. */
function expectNoLeak({ scan }: { scan: SecretScan }, seen: readonly string[], secrets: readonly string[]): void {
  expect(Object.keys(scan.counts())).toEqual(expect.arrayContaining([...seen]));
  expect([...scan.secrets.values()]).toEqual(expect.arrayContaining([...secrets]));
  expect(scan.leaks()).toEqual([]);
}

test("the scan finds what it is for", async () => {
  const made = world();
  await made.signIn();
  const token = await made.users.accessToken(made.ada.openId);
  const leaks: [string, unknown][] = [
    ["a message", new Error(`refused: ${token}`)],
    ["a cause", new Error("refused", { cause: new Error("inner", { cause: { token } }) })],
    ["a hidden field", Object.defineProperty(new Error("refused"), "request", { value: { headers: [token] } })],
    ["a part", `the token ${token.slice(0, 16)}…`],
    ["base64", btoa(token)],
  ];
  for (const [where, value] of leaks) {
    const { scan } = made;
    scan.see(where, value);
    expect(scan.leaks().at(-1)).toContain(`in ${where}`);
  }
});

test("a login, calls, a renewal and a logout show no secret", async () => {
  const made = world();
  const { client, ada, users, oauth, signIn, emulator, site } = made;
  const browser = await signIn();
  await running(client.with({ user: ada.openId }).authen.v1.userInfo.get());
  made.scan.see("object", await users.find(ada.openId));
  vi.advanceTimersByTime(3 * HOUR_MS);
  await running(client.with({ user: ada.openId }).authen.v1.userInfo.get());
  made.scan.see("object", await users.find(ada.openId));
  made.scan.see("object", await site.user(new Request(ORIGIN, { headers: { cookie: `${SESSION}=x` } })));
  await made.failure(client.with({ user: "ou_nobody" }).authen.v1.userInfo.get());
  await made.failure(client.with({ user: ada.openId }).im.v1.chat.list());
  const headers = { origin: ORIGIN, "content-type": "application/json" };
  await browser.send(`${ORIGIN}/auth/logout`, { method: "POST", headers, body: '{"forget":true}' });
  expect(await users.find(ada.openId)).toBeUndefined();
  // What the developer gets in hand is a token of the user; nothing else of it is seen.
  expect((await oauth.authorizeUrl()).url).not.toContain(emulator.app.appSecret);
  expectNoLeak(
    made,
    ["object", "hook", "error", "page"],
    ["code", "code_verifier", "app secret", "access_token", "refresh_token", "session id"],
  );
});

test("logins that fail show no secret", async () => {
  const made = world();
  const { agree, browser, fault, refuse, store, scan } = made;
  for (const prepare of [
    () => fault("hang"),
    () => fault("network"),
    () => fault("lost"),
    () => fault("html"),
    () => fault("cut"),
    () => fault("server-error"),
    ...[20002, 20003, 20004, 20008, 20024, 20049, 20050, 20065, 20071, 20072].map((code) => () => refuse(code)),
  ]) {
    const own = browser();
    const back = await agree(own);
    prepare();
    expect((await running(own.send(back.href))).status).toBeGreaterThanOrEqual(400);
  }
  // Denied, used twice, forged, of another browser, and with an error that onLogin throws.
  const denied = browser();
  await denied.send((await agree(denied, { decision: "deny" })).href);
  const own = browser();
  const back = await agree(own);
  await own.send(back.href);
  scan.add("session id", own.cookies.get(SESSION));
  await own.send(back.href);
  await browser().send(back.href);
  back.searchParams.set("state", "forged");
  await own.send(back.href);
  const refusing = world({}, { onLogin: (info) => Promise.reject(new Error(JSON.stringify(info))) });
  const other = refusing.browser();
  await other.send((await refusing.agree(other)).href);
  // A store that fails with its own address in the message.
  const password = "redis://:password-of-the-store@host";
  scan.add("password of the store", password);
  const broken = vi.spyOn(store, "compareAndSet").mockRejectedValue(new Error(password));
  const last = browser();
  await running(last.send((await agree(last)).href));
  broken.mockRestore();
  expectNoLeak(made, ["log, warn", "page"], ["code", "code_verifier", "app secret", "access_token"]);
  expectNoLeak(refusing, ["log, warn", "page"], ["code", "code_verifier", "access_token", "refresh_token"]);
});

test("renewals that fail show no secret", async () => {
  const made = world();
  const { users, ada, signIn, fault, refuse, failure, client, scan } = made;
  for (const prepare of [
    () => fault("hang"),
    () => fault("network"),
    () => fault("html"),
    () => fault("cut"),
    () => fault("server-error"),
    () => fault("lost"),
    ...[20002, 20009, 20010, 20026, 20037, 20050, 20064, 20072, 20073, 20074].map((code) => () => refuse(code)),
  ]) {
    await signIn();
    vi.advanceTimersByTime(3 * HOUR_MS);
    prepare();
    await failure(users.accessToken(ada.openId));
    const later = await running(client.with({ user: ada.openId }).authen.v1.userInfo.get()).catch((error) => error);
    scan.see("error", later instanceof Error ? later : undefined);
    scan.see("object", await users.find(ada.openId));
    // A caller that waited for the answer that never came may renew the session still.
    await vi.advanceTimersByTimeAsync(60_000);
  }
  // Behind a caller whose token still lives, the failure is in the log alone.
  await signIn();
  vi.advanceTimersByTime(1.9 * HOUR_MS);
  refuse(20050);
  await running(users.accessToken(ada.openId));
  await running(pause(1_000));
  expectNoLeak(made, ["error", "log, warn"], ["refresh_token", "access_token", "app secret"]);
});

test("a login on another device shows no secret, whether the person agrees, denies or lets it expire", async () => {
  const made = world();
  const { oauth, users, ada, emulator, scan, failure } = made;
  const confirm = (query: string) => async (code: { verificationUriComplete: string | undefined }) => {
    scan.see("device code", code);
    await emulator.fetch(`${code.verificationUriComplete}${query}`);
  };
  const token = await running(
    oauth.deviceLogin({ scopes: ["offline_access"], onCode: confirm(`&open_id=${ada.openId}`) }),
  );
  scan.see("object", await users.add(token));
  await failure(oauth.deviceLogin({ onCode: confirm(`&open_id=${ada.openId}&decision=deny`) }));
  await failure(oauth.deviceLogin({ onCode: () => vi.setSystemTime(Date.now() + HOUR_MS) }));
  const controller = new AbortController();
  await failure(oauth.deviceLogin({ onCode: () => controller.abort(), signal: controller.signal }));
  expectNoLeak(made, ["device code", "error"], ["device_code", "authorization", "access_token", "refresh_token"]);
});

test("a withdrawal and a removal show no secret", async () => {
  const made = world();
  const { users, ada, signIn, emulator, failure, client, store, scan } = made;
  await signIn();
  await emulator.withdraw(ada);
  await failure(client.with({ user: ada.openId }).authen.v1.userInfo.get());
  await signIn();
  vi.advanceTimersByTime(1_000);
  await dropRevoked(users)({ open_id: ada.openId }, { header: { create_time: `${Date.now()}` } });
  expect(await users.find(ada.openId)).toBeUndefined();
  await signIn();
  const password = "redis://:password-of-the-store@host";
  scan.add("password of the store", password);
  const broken = [
    vi.spyOn(store, "get").mockRejectedValue(new Error(password)),
    vi.spyOn(store, "delete").mockRejectedValue(new Error(password)),
  ];
  for (const name of ["find", "remove", "accessToken"] as const) {
    expect(await failure(users[name](ada.openId))).toMatchObject({ code: "LARK_STORE" });
  }
  for (const one of broken) {
    one.mockRestore();
  }
  await users.remove(ada.openId);
  expect(await users.find(ada.openId)).toBeUndefined();
  expectNoLeak(made, ["error", "log, warn"], ["refresh_token", "access_token"]);
});

describe("a sealed store", () => {
  test("has no secret in any value that was ever written, and its keys have none", async () => {
    const made = world();
    const { users, client, ada, signIn, written, scan } = made;
    await signIn();
    for (let round = 0; round < 3; round++) {
      vi.advanceTimersByTime(3 * HOUR_MS);
      await running(client.with({ user: ada.openId }).authen.v1.userInfo.get());
    }
    await users.remove(ada.openId);
    // Of the app's own token in the store, which is not sealed, the vault knows nothing.
    const own = written.filter((text) => !text.startsWith('{"token":"t-'));
    expect(own.length).toBeGreaterThan(10);
    for (const text of own) {
      scan.see("store", text);
      const { box } = text.startsWith("{") ? JSON.parse(text) : { box: undefined };
      scan.see("store", box ? atob(box) : "");
    }
    expectNoLeak(made, ["store"], ["refresh_token", "access_token", "session id"]);
  });

  test("that is opened with a wrong key, or holds what was changed or moved, is an error without a secret", async () => {
    const made = world();
    const { oauth, store, ada, signIn, failure, emulator } = made;
    const bob = emulator.addUser({ name: "Bob" });
    await signIn();
    const place = (user: string) => `lark-edge:1:user_access_token:open.feishu.cn:${emulator.app.appId}::${user}`;
    const value = (await store.get(place(ada.openId))) as string;
    for (const sealWith of [NEW_KEY, false] as const) {
      const { users } = { users: userTokens({ oauth, store, sealWith, logger: made.scan.logger }) };
      expect(await failure(users.accessToken(ada.openId))).toMatchObject({ code: "LARK_STORE" });
      expect(await failure(users.find(ada.openId))).toMatchObject({ code: "LARK_STORE" });
    }
    await store.set(place(bob.openId), value);
    expect(await failure(made.users.accessToken(bob.openId))).toMatchObject({ code: "LARK_STORE" });
    const { sealedWith, box } = JSON.parse(value);
    for (const changed of [
      JSON.stringify({ sealedWith, box: box.slice(0, -8) }),
      JSON.stringify({ sealedWith, box: "" }),
      JSON.stringify({ sealedWith }),
      JSON.stringify({ sealedWith: KEY, box }),
      await plainTextOf(made),
    ]) {
      await store.set(place(ada.openId), changed);
      expect(await failure(made.users.accessToken(ada.openId))).toMatchObject({ code: "LARK_STORE" });
    }
    expectNoLeak(made, ["error"], ["refresh_token", "access_token"]);
  });

  test("needs a key: a wrong one is an error that does not show it", async () => {
    const made = world();
    const { oauth, store, scan, failure } = made;
    for (const sealWith of [KEY.slice(1), [KEY, `${KEY}A`], `${KEY}\n`]) {
      await failure((async () => userTokens({ oauth, store, sealWith }))());
    }
    scan.add("short cookie secret", "secret of 31 characters exactly");
    const short = { oauth, store, users: made.users, cookieSecret: "secret of 31 characters exactly" };
    await failure((async () => login(short))());
    expectNoLeak(made, ["error"], ["seal key", "short cookie secret"]);
  });
});

/** A session as it is stored without a key. */
async function plainTextOf({ oauth, ada, scan }: ReturnType<typeof world>): Promise<string> {
  const store = memoryStore();
  const known = { ...oauth, userInfo: async () => ({ open_id: ada.openId }) as never };
  const [accessToken, refreshToken] = ["u-of-a-plain-session", "ur-of-a-plain-session"];
  scan.add("access_token", accessToken);
  scan.add("refresh_token", refreshToken);
  const users = userTokens({ oauth: known, store, sealWith: false });
  await users.add({ accessToken, refreshToken, expiresAt: 1, refreshExpiresAt: 1, scopes: [] });
  return (await store.get(`lark-edge:1:user_access_token:open.feishu.cn:${oauth.appId}::${ada.openId}`)) as string;
}

test("wrong secrets of the app are errors without them", async () => {
  const made = world();
  const { scan, emulator, failure } = made;
  const appSecret = "a-secret-of-another-app-1234567890";
  const { appId } = emulator.app;
  const fetch = scan.watched(emulator.fetch);
  const oauth = createOAuth({ appId, appSecret, fetch });
  scan.add("code", "a-code-of-a-login-1234567890");
  await failure(oauth.exchange({ code: "a-code-of-a-login-1234567890" }));
  await failure(oauth.refresh("ur-of-nobody-1234567890"));
  await failure(oauth.userInfo("u-of-nobody-1234567890"));
  await failure(oauth.deviceLogin({ onCode: () => {} }));
  await failure(oauth.exchange({ code: "a code with blanks 1234567890" }));
  await failure(oauth.refresh("ur with blanks 1234567890"));
  await failure(oauth.authorizeUrl({ redirectUri: ORIGIN, codeVerifier: "a verifier with blanks, 1234567890" }));
  for (const secret of [
    appSecret,
    "ur-of-nobody-1234567890",
    "u-of-nobody-1234567890",
    "a code with blanks 1234567890",
    "ur with blanks 1234567890",
    "a verifier with blanks, 1234567890",
  ]) {
    scan.add("secret of the test", secret);
  }
  expectNoLeak(made, ["error"], ["app secret", "code", "refresh_token", "authorization"]);
});

test("the official SDK's names show no secret in the log and in errors", async () => {
  const made = world();
  const { scan, emulator, failure, agree, browser } = made;
  const { appId, appSecret } = emulator.app;
  const fetch = scan.watched(emulator.fetch);
  const client = new OfficialClient({ appId, appSecret, fetch: fetch as never, logger: scan.logger as never });
  scan.see("object", client.userAccessToken);
  const code = (await agree(browser())).searchParams.get("code") ?? "";
  await running(client.userAccessToken.initWithCode({ ada: code, bob: "a-code-of-nobody-1234567890" }));
  scan.add("code", "a-code-of-nobody-1234567890");
  expect(await running(client.userAccessToken.get("nobody"))).toBeUndefined();
  await failure(client.accessToken.refresh({ refreshToken: "ur-of-nobody-1234567890" }));
  await failure(client.accessToken.retrieveByAuthorizationCode({ code }));
  expectNoLeak(made, ["log, error", "error"], ["code", "app secret", "refresh_token"]);
});
