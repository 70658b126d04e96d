import { describe, expect, test, vi } from "vitest";
import { dropRevoked, LarkSessionError, missingScopes, userTokens } from "../../../src/oauth/index.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";
import type { KeyValueStore } from "../../../src/store/index.ts";
import { plainStore } from "../../support/late-store.ts";
import { fleet, HOUR_MS, KEY, NEW_KEY, placeOf, running, stateOf, useFakeClock } from "./fleet.ts";
import { refusal, tokenPlatform } from "./platform.ts";

useFakeClock();

describe("a session", () => {
  test("begins with a token, and gives it without a request", async () => {
    const { instance, signIn, requests } = fleet();
    const users = instance();
    const token = signIn("ou_1");
    expect(await users.add(token)).toMatchObject({ open_id: "ou_1" });
    expect(await instance().accessToken("ou_1")).toBe(token.accessToken);
    expect(await users.get("user_access_token", { user: "ou_1" })).toEqual({
      token: token.accessToken,
      expiresAt: token.expiresAt,
    });
    expect(await users.find("ou_1")).toEqual({
      user: "ou_1",
      scopes: ["offline_access"],
      expiresAt: token.expiresAt,
      refreshExpiresAt: token.refreshExpiresAt,
      isLost: false,
    });
    expect(requests).toHaveLength(0);
  });

  test("is renewed behind the caller between half and three quarters of its life", async () => {
    const { instance, signIn, requests } = fleet();
    const users = instance();
    const token = signIn("ou_1");
    const { accessToken: first } = token;
    await users.add(token);
    vi.advanceTimersByTime(0.49 * 2 * HOUR_MS);
    expect(await users.accessToken("ou_1")).toBe(first);
    await vi.advanceTimersByTimeAsync(100);
    expect(requests).toHaveLength(0);
    vi.advanceTimersByTime(0.27 * 2 * HOUR_MS);
    expect(await users.accessToken("ou_1")).toBe(first);
    await vi.advanceTimersByTimeAsync(100);
    expect(requests).toHaveLength(1);
    expect(await users.accessToken("ou_1")).not.toBe(first);
  });

  test("is renewed once by a fleet whose token has ended", async () => {
    const { instance, signIn, requests, owners } = fleet();
    await instance().add(signIn("ou_1"));
    vi.advanceTimersByTime(3 * HOUR_MS);
    const tokens = await running(Promise.all(Array.from({ length: 50 }, () => instance().accessToken("ou_1"))));
    expect(new Set(tokens).size).toBe(1);
    expect(owners.get(tokens[0] as string)).toBe("ou_1");
    expect(requests).toHaveLength(1);
  });

  test("is renewed when the platform declares its token invalid", async () => {
    const { instance, signIn, requests } = fleet();
    const users = instance();
    const token = signIn("ou_1");
    const { accessToken } = token;
    await users.add(token);
    const renewed = await running(Promise.resolve(users.get("user_access_token", { user: "ou_1" }, accessToken)));
    expect(renewed.token).not.toBe(accessToken);
    expect(requests).toHaveLength(1);
  });

  test("keeps users, tenants and apps apart", async () => {
    const { instance, signIn, store } = fleet();
    const users = instance();
    await users.add(signIn("ou_1"));
    await users.add(signIn("ou_2"), { tenantKey: "t1" });
    await expect(users.accessToken("ou_2")).rejects.toThrow("ou_2 has not signed in");
    await expect(users.accessToken("ou_1", { tenantKey: "t1" })).rejects.toBeInstanceOf(LarkSessionError);
    expect(await users.accessToken("ou_2", { tenantKey: "t1" })).toContain("ou_2");
    const other = userTokens({ oauth: { ...tokenPlatform().oauth, appId: "cli_b" }, store, sealWith: false });
    await expect(other.accessToken("ou_1")).rejects.toThrow("has not signed in");
  });

  test("ends when it is removed, also while it is renewed", async () => {
    const { instance, signIn, faults } = fleet();
    const users = instance();
    await users.add(signIn("ou_1"));
    vi.advanceTimersByTime(3 * HOUR_MS);
    faults.push(() => users.remove("ou_1"));
    await running(users.accessToken("ou_1"));
    await expect(users.accessToken("ou_1")).rejects.toMatchObject({ problem: "no_session", user: "ou_1" });
    await users.remove("ou_1");
  });

  test("without a refresh token says so once the token has ended", async () => {
    const { instance, signIn } = fleet();
    const users = instance();
    await users.add({ ...signIn("ou_1"), refreshToken: undefined });
    vi.advanceTimersByTime(1.9 * HOUR_MS);
    expect(await users.accessToken("ou_1")).toContain("ou_1");
    vi.advanceTimersByTime(0.2 * HOUR_MS);
    await expect(users.accessToken("ou_1")).rejects.toMatchObject({ problem: "no_refresh_token" });
  });
});

describe("a renewal that fails", () => {
  test.each([20002, 20009, 20010, 20024, 20048, 20050, 20069, 20072, 20074, 99999])(
    "with %i keeps the session",
    async (code) => {
      const { instance, signIn, faults } = fleet();
      const users = instance();
      await users.add(signIn("ou_1"));
      vi.advanceTimersByTime(3 * HOUR_MS);
      faults.push(refusal(code));
      await expect(running(users.accessToken("ou_1"))).rejects.toMatchObject({ platformCode: code });
      expect(await stateOf(users)).toBe(false);
      expect(await running(users.accessToken("ou_1"))).toContain("ou_1");
    },
  );

  test.each([20026, 20037, 20064, 20073])("with %i ends it", async (code) => {
    const { instance, signIn, faults, requests } = fleet();
    const users = instance();
    await users.add(signIn("ou_1"));
    vi.advanceTimersByTime(3 * HOUR_MS);
    faults.push(refusal(code));
    const error = await running(users.accessToken("ou_1")).catch((failure) => failure);
    expect(error).toMatchObject({ name: "LarkSessionError", problem: "session_lost", code: "LARK_AUTH" });
    expect(await stateOf(users)).toBe(true);
    await expect(users.accessToken("ou_1")).rejects.toMatchObject({ problem: "session_lost" });
    expect(requests).toHaveLength(1);
    // Signing in again begins a new one.
    await users.add(signIn("ou_1"));
    expect(await users.accessToken("ou_1")).toContain("ou_1");
  });

  test.each([new Response("<html>", { status: 502 }), "not sent" as const])(
    "without an answer keeps the session, and is tried again with the same token",
    async (fault) => {
      const { instance, signIn, faults, requests } = fleet();
      const users = instance();
      const { refreshToken } = signIn("ou_1");
      await users.add({ ...signIn("ou_1"), refreshToken });
      vi.advanceTimersByTime(3 * HOUR_MS);
      faults.push(fault);
      await expect(running(users.accessToken("ou_1"))).rejects.toThrow(/authen\.v2\.oauth\.refresh/);
      expect(await running(users.accessToken("ou_1"))).toContain("ou_1");
      expect(requests.map((request) => request.refresh_token)).toEqual([refreshToken, refreshToken]);
    },
  );

  test("whose answer is lost ends the session at the next try: the platform has rotated", async () => {
    const { instance, signIn, faults } = fleet();
    const users = instance();
    await users.add(signIn("ou_1"));
    vi.advanceTimersByTime(3 * HOUR_MS);
    faults.push("lost");
    await expect(running(users.accessToken("ou_1"))).rejects.toMatchObject({ code: "LARK_NETWORK" });
    await expect(running(users.accessToken("ou_1"))).rejects.toMatchObject({ problem: "session_lost" });
  });

  test("does no harm while the old token lives", async () => {
    const { instance, signIn, faults } = fleet();
    const users = instance();
    const token = signIn("ou_1");
    await users.add(token);
    vi.advanceTimersByTime(2 * HOUR_MS - 30_000);
    faults.push(refusal(20072, 503), refusal(20037));
    expect(await running(users.accessToken("ou_1"))).toBe(token.accessToken);
    expect(await stateOf(users)).toBe(false);
  });

  test("comes too late to end what another instance has renewed", async () => {
    const { instance, signIn, faults, owners } = fleet();
    const [slow, quick] = [instance(), instance()];
    await slow.add(signIn("ou_1"));
    vi.advanceTimersByTime(3 * HOUR_MS);
    // The first request hangs until the second instance, whose patience ends first, has renewed the token.
    let release = () => {};
    faults.push(
      () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    );
    const late = slow.accessToken("ou_1").catch((error) => error);
    const token = await running(quick.accessToken("ou_1"));
    expect(owners.get(token)).toBe("ou_1");
    release();
    // Its own request ran out of time.
    expect(await running(late)).toMatchObject({ code: "LARK_TIMEOUT" });
    expect(await quick.accessToken("ou_1")).toBe(token);
    expect(await stateOf(quick)).toBe(false);
  });
});

describe("a session that the user has to begin anew", () => {
  test("gives the address of the page, and shows no secret", async () => {
    const { instance } = fleet();
    const error = await instance()
      .accessToken("ou_1")
      .catch((failure) => failure);
    expect(error).toBeInstanceOf(LarkSessionError);
    const { url, codeVerifier } = await error.authorizeUrl({ scopes: ["offline_access"] });
    expect(new URL(url).searchParams.get("scope")).toBe("offline_access");
    expect(codeVerifier).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(error)).not.toContain("authorizeUrl");
  });

  test("is recognised for scopes by the error of a call alone", () => {
    for (const error of [undefined, new Error("x"), Object.assign(new Error("x"), { platformCode: 99991679 })]) {
      expect(missingScopes(error)).toEqual([]);
    }
  });
});

describe("a person who withdraws consent", () => {
  const ctx = (create_time: number, tenant_key = "t") => ({ header: { create_time: `${create_time}`, tenant_key } });

  test("has no session any more", async () => {
    const { instance, signIn } = fleet();
    const users = instance();
    await users.add(signIn("ou_1"));
    await users.add(signIn("ou_2"));
    await users.add(signIn("ou_1"), { tenantKey: "t" });
    vi.advanceTimersByTime(1_000);
    await dropRevoked(users)({ open_id: "ou_1" }, ctx(Date.now()));
    expect(await users.find("ou_1")).toBeUndefined();
    expect(await users.find("ou_1", { tenantKey: "t" })).toBeUndefined();
    expect(await users.find("ou_2")).toBeDefined();
  });

  test("and signs in again before the event arrives keeps the new session, also after it was renewed", async () => {
    const { instance, signIn } = fleet();
    const users = instance();
    await users.add(signIn("ou_1"));
    vi.advanceTimersByTime(1_000);
    const revokedAt = Date.now();
    vi.advanceTimersByTime(1_000);
    await users.add(signIn("ou_1"));
    vi.advanceTimersByTime(3 * HOUR_MS);
    await running(users.accessToken("ou_1"));
    await dropRevoked(users)({ open_id: "ou_1" }, ctx(revokedAt));
    expect(await users.find("ou_1")).toBeDefined();
    // An event without a time is new.
    vi.advanceTimersByTime(1_000);
    await dropRevoked(users)({ open_id: "ou_1" }, { header: {} });
    expect(await users.find("ou_1")).toBeUndefined();
  });
});

test("a person whom the caller does not accept has no session", async () => {
  const { instance, signIn, store } = fleet();
  const users = instance();
  const refused = users.add(signIn("ou_1"), ({ open_id }) => {
    throw new Error(`not ${open_id}`);
  });
  await expect(refused).rejects.toThrow("not ou_1");
  expect(await users.find("ou_1")).toBeUndefined();
  await users.add(signIn("ou_1"), async ({ tenant_key }) => ({ tenantKey: tenant_key }));
  expect(await users.find("ou_1", { tenantKey: "t" })).toBeDefined();
  expect(await store.get(placeOf("ou_1"))).toBeNull();
});

describe("the store", () => {
  test.each([
    [{ oauth: undefined }, /oauth must be createOAuth/],
    [{ store: {} }, /store with compareAndSet/],
    [{ store: plainStore(memoryStore()) }, /store with compareAndSet/],
    [{ guarantee: "none" }, /store with compareAndSet/],
  ])("is refused as %j", (options, message) => {
    const { oauth } = tokenPlatform();
    const usual = { oauth, store: memoryStore(), sealWith: false };
    expect(() => userTokens({ ...usual, ...options } as never)).toThrow(message);
  });

  test("may be any, if that is said", async () => {
    const { instance, signIn, requests } = fleet({ store: plainStore(memoryStore()), guarantee: "best-effort" });
    const users = instance();
    await users.add(signIn("ou_1"));
    vi.advanceTimersByTime(3 * HOUR_MS);
    expect(await running(users.accessToken("ou_1"))).toContain("ou_1");
    expect(requests).toHaveLength(1);
  });

  test("that fails is an error, and no lost session", async () => {
    const store = memoryStore();
    let isDown = false;
    const broken: KeyValueStore = {
      ...store,
      get: async (key) => {
        if (isDown) {
          throw new Error("down");
        }
        return store.get(key);
      },
    };
    const { instance, signIn } = fleet({ store: broken });
    const users = instance();
    await users.add(signIn("ou_1"));
    isDown = true;
    await expect(running(users.accessToken("ou_1"))).rejects.toMatchObject({ code: "LARK_STORE" });
    await expect(running(users.add(signIn("ou_1")))).rejects.toMatchObject({ code: "LARK_STORE" });
    isDown = false;
    expect(await users.accessToken("ou_1")).toContain("ou_1");
  });

  test.each(["garbage", "{}", "[]", '{"user":"ou_2","accessToken":"u","generation":1,"state":"fresh","scopes":[]}'])(
    "with %j in it says so without showing it, and signing in mends it",
    async (text) => {
      const { instance, signIn, store } = fleet();
      const users = instance();
      const key = placeOf("ou_1");
      await users.add(signIn("ou_1"));
      expect(await store.get(key)).toContain("ou_1");
      await store.set(key, text);
      const error = await users.accessToken("ou_1").catch((failure) => failure);
      expect(error).toMatchObject({
        code: "LARK_STORE",
        message: "the store has something else than the session of ou_1",
      });
      await users.add(signIn("ou_1"));
      expect(await users.accessToken("ou_1")).toContain("ou_1");
    },
  );
});

describe("sealed sessions", () => {
  test("hold no readable token in the store", async () => {
    const { instance, signIn, store } = fleet({ sealWith: KEY });
    const token = signIn("ou_1");
    await instance().add(token);
    const text = (await store.get(placeOf("ou_1"))) as string;
    expect(text).not.toMatch(/ou_1|offline|u-1|ur-1/);
    expect(atob(JSON.parse(text).box)).not.toMatch(/ou_1|offline/);
    expect(await instance().accessToken("ou_1")).toBe(token.accessToken);
  });

  test("are read with an older key, and written with the new one", async () => {
    const { instance, signIn, store } = fleet();
    await instance({ sealWith: KEY }).add(signIn("ou_1"));
    const users = instance({ sealWith: [NEW_KEY, KEY] });
    vi.advanceTimersByTime(3 * HOUR_MS);
    const before = JSON.parse((await store.get(placeOf("ou_1"))) as string).sealedWith;
    await running(users.accessToken("ou_1"));
    expect(JSON.parse((await store.get(placeOf("ou_1"))) as string).sealedWith).not.toBe(before);
    expect(await instance({ sealWith: NEW_KEY }).accessToken("ou_1")).toContain("ou_1");
  });

  test.each([
    ["with an unknown key", { sealWith: NEW_KEY }, /is sealed with the key [0-9a-f]{8}: add it to sealWith/],
    ["without a key", { sealWith: false as const }, /is sealed: pass sealWith/],
  ])("are an error %s, and not lost", async (_, options, message) => {
    const { instance, signIn } = fleet();
    await instance({ sealWith: KEY }).add(signIn("ou_1"));
    await expect(instance(options).accessToken("ou_1")).rejects.toThrow(message);
    expect(await instance({ sealWith: KEY }).accessToken("ou_1")).toContain("ou_1");
  });

  test("are not read from another user's place, when changed, or when they are not sealed", async () => {
    const { instance, signIn, store } = fleet();
    const users = instance({ sealWith: KEY });
    await users.add(signIn("ou_1"));
    await users.add(signIn("ou_2"));
    const mine = (await store.get(placeOf("ou_1"))) as string;
    await store.set(placeOf("ou_2"), mine);
    await expect(users.accessToken("ou_2")).rejects.toThrow(/changed, or moved/);
    const { sealedWith, box } = JSON.parse(mine);
    await store.set(
      placeOf("ou_1"),
      JSON.stringify({ sealedWith, box: `A${box.slice(1)}` === box ? `B${box.slice(1)}` : `A${box.slice(1)}` }),
    );
    await expect(users.accessToken("ou_1")).rejects.toThrow(/changed, or moved/);
    await instance().add(signIn("ou_3"));
    await expect(users.accessToken("ou_3")).rejects.toThrow(/not sealed/);
  });

  const NO_KEYS = [
    null,
    true,
    7,
    {},
    "",
    "short",
    "QUFB",
    `${KEY}A`,
    `${KEY} `,
    [],
    [undefined],
    [KEY, "x"],
    [KEY, ""],
  ];
  test.each([{}, ...NO_KEYS.map((sealWith) => ({ sealWith }))])("need keys of 32 bytes: %j has none", (options) => {
    const { oauth, store } = fleet();
    const make = () => userTokens({ oauth, store, ...options } as never);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(/^userTokens: sealWith must be 32 bytes in base64 .* is its variable set\?$/);
  });
});

describe("by chance", () => {
  /** A random number generator with a seed. */
  const randomOf = (seed: number) => () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0;
    return (seed >>> 0) / 2 ** 32;
  };

  test.each(Array.from({ length: 200 }, (_, seed) => seed))("seed %i: no session ends without need", async (seed) => {
    const random = randomOf(seed + 1);
    const { instance, signIn, faults, alive, owners } = fleet();
    const users = [instance(), instance(), instance()];
    await users[0]?.add(signIn("ou_1"));
    // Whether the platform rotated, and the answer never arrived.
    let isRotated = false;
    for (let step = 0; step < 25; step++) {
      const fault = random();
      if (fault < 0.15) {
        faults.push("not sent");
      } else if (fault < 0.25) {
        faults.push(refusal(20072, 503));
      } else if (fault < 0.3) {
        faults.push("lost");
      } else if (fault < 0.4) {
        // The instance dies, or its request hangs until its time is over.
        faults.push(() => new Promise(() => {}));
      }
      vi.advanceTimersByTime(random() * 3 * HOUR_MS);
      const callers = users.filter(() => random() < 0.7);
      const results = await running(Promise.allSettled(callers.map((user) => user.accessToken("ou_1"))));
      isRotated ||= faults.length === 0 && fault >= 0.25 && fault < 0.3;
      for (const result of results) {
        if (result.status === "fulfilled") {
          expect(owners.get(result.value)).toBe("ou_1");
        }
      }
      faults.length = 0;
      if ((await users[0]?.find("ou_1"))?.isLost) {
        expect(isRotated).toBe(true);
        await users[1]?.add(signIn("ou_1"));
        isRotated = false;
      }
    }
    // What is in the store can be renewed still.
    if (!isRotated) {
      vi.advanceTimersByTime(3 * HOUR_MS);
      expect(await running(users[2]?.accessToken("ou_1") as Promise<string>)).toContain("ou_1");
      expect([...alive.values()]).toContain("ou_1");
    }
  });
});
