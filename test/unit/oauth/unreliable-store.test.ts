// Sessions on a store that loses what it has acknowledged, or that answers late.
import { describe, expect, test, vi } from "vitest";
import { memoryStore } from "../../../src/store/backends/memory.ts";
import type { KeyValueStore } from "../../../src/store/index.ts";
import { type Fleet, fleet, HOUR_MS, placeOf, running, stateOf, useFakeClock } from "./fleet.ts";

useFakeClock();

type CompareAndSet = NonNullable<KeyValueStore["compareAndSet"]>;

/** A fleet with a session that has to be renewed, and a store whose next changes go as given. */
async function unreliable(): Promise<Fleet & { changes: ((change: () => Promise<boolean>) => Promise<boolean>)[] }> {
  const own = memoryStore();
  const changes: ((change: () => Promise<boolean>) => Promise<boolean>)[] = [];
  const compareAndSet: CompareAndSet = (...args) => {
    const change = () => (own.compareAndSet as CompareAndSet)(...args);
    return (changes.shift() ?? ((usual) => usual()))(change);
  };
  const made = fleet({ store: { ...own, compareAndSet } });
  await made.instance().add(made.signIn("ou_1"));
  vi.advanceTimersByTime(3 * HOUR_MS);
  return { ...made, changes };
}

const usual = (change: () => Promise<boolean>) => change();
const forgotten = async () => true;
/** Carried out at once or at the end, and answered after longer than a caller waits. */
const lateAnswer = async (change: () => Promise<boolean>) => {
  const isSet = await change();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  return isSet;
};
const lateChange = async (change: () => Promise<boolean>) => {
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  return change();
};

describe("a store that acknowledges a write and loses it", () => {
  test("of the intent costs no session", async () => {
    const { instance, changes, owners, requests } = await unreliable();
    changes.push(forgotten);
    const users = instance();
    expect(owners.get(await running(users.accessToken("ou_1")))).toBe("ou_1");
    expect(await stateOf(users)).toBe(false);
    expect(requests).toHaveLength(1);
  });

  test("of the new pair gives its caller the token, and ends the session with an error that says so", async () => {
    const { instance, changes, owners, signIn } = await unreliable();
    changes.push(usual, forgotten);
    const users = instance();
    expect(owners.get(await running(users.accessToken("ou_1")))).toBe("ou_1");
    await expect(running(users.accessToken("ou_1"))).rejects.toMatchObject({ problem: "session_lost" });
    await users.add(signIn("ou_1"));
    expect(owners.get(await running(users.accessToken("ou_1")))).toBe("ou_1");
  });
});

describe.each([
  ["answers a write late", lateAnswer],
  ["carries a write out late", lateChange],
])("a store that %s", (_, late) => {
  test.each([0, 1])("ends no session, whether it is the intent or the new pair (%i)", async (which) => {
    const { instance, changes, owners, requests } = await unreliable();
    changes.push(...Array<typeof usual>(which).fill(usual), late);
    const users = instance();
    expect(owners.get(await running(users.accessToken("ou_1")))).toBe("ou_1");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await stateOf(users)).toBe(false);
    expect(owners.get(await running(instance().accessToken("ou_1")))).toBe("ou_1");
    expect(requests).toHaveLength(1);
  });
});

test("a store that answers each read late is an error that says so, and the session stays", async () => {
  const own = memoryStore();
  let lateMs = 0;
  const get: KeyValueStore["get"] = async (key) => {
    await new Promise((resolve) => setTimeout(resolve, lateMs));
    return own.get(key);
  };
  const remove: KeyValueStore["delete"] = async () => {
    await new Promise((resolve) => setTimeout(resolve, lateMs));
  };
  const { instance, signIn } = fleet({ store: { ...own, get, delete: remove } });
  const users = instance();
  const signedIn = users.add(signIn("ou_1"));
  await running(signedIn);
  lateMs = 5_000;
  const calls = [
    () => users.accessToken("ou_1"),
    () => users.find("ou_1"),
    () => users.remove("ou_1"),
    () => users.add(signIn("ou_1")),
  ];
  for (const call of calls) {
    await expect(running<unknown>(call())).rejects.toMatchObject({
      code: "LARK_STORE",
      message: "the store did not answer for the session of ou_1: try again",
    });
  }
  lateMs = 0;
  expect(await running(users.accessToken("ou_1"))).toContain("ou_1");
});

test("a sign-in whose stored session is renewed before the late answer does not put the used token back", async () => {
  const { instance, changes, owners, signIn } = await unreliable();
  const [first, second] = [instance(), instance()];
  const pair = signIn("ou_1");
  changes.push(lateAnswer);
  const signedIn = first.add(pair);
  await vi.advanceTimersByTimeAsync(100);
  const renewed = await running(Promise.resolve(second.get("user_access_token", { user: "ou_1" }, pair.accessToken)));
  await running(signedIn);
  expect(await second.accessToken("ou_1")).toBe(renewed.token);
  vi.advanceTimersByTime(3 * HOUR_MS);
  expect(owners.get(await running(second.accessToken("ou_1")))).toBe("ou_1");
});

test("a session that is renewed while it is removed for a withdrawal does not stay", async () => {
  const { instance, changes } = await unreliable();
  const [first, second] = [instance(), instance()];
  changes.push(async (change) => {
    await running(second.accessToken("ou_1"));
    return change();
  });
  await running(first.remove("ou_1", { signedInBefore: Date.now() }));
  expect(await first.find("ou_1")).toBeUndefined();
});

describe("a user who signs in twice at once", () => {
  test("has one session, which is renewed", async () => {
    const { instance, signIn, store, owners } = fleet();
    const pairs = [signIn("ou_1"), signIn("ou_1"), signIn("ou_1")];
    await running(Promise.all(pairs.map((pair) => instance().add(pair))));
    const { generation, accessToken } = JSON.parse((await store.get(placeOf("ou_1"))) as string);
    expect(generation).toBe(3);
    expect(pairs.map((pair) => pair.accessToken)).toContain(accessToken);
    vi.advanceTimersByTime(3 * HOUR_MS);
    expect(owners.get(await running(instance().accessToken("ou_1")))).toBe("ou_1");
  });

  test("while the old session is renewed keeps the new one", async () => {
    const { instance, signIn, faults, owners, store } = fleet();
    const users = instance();
    await users.add(signIn("ou_1"));
    vi.advanceTimersByTime(3 * HOUR_MS);
    const pair = signIn("ou_1");
    faults.push({ answerAfter: async () => void (await users.add(pair)) });
    expect(owners.get(await running(users.accessToken("ou_1")))).toBe("ou_1");
    expect(JSON.parse((await store.get(placeOf("ou_1"))) as string).refreshToken).toBe(pair.refreshToken);
    expect(await users.accessToken("ou_1")).toBe(pair.accessToken);
  });
});
