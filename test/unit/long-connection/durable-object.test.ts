import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { EventDispatcher, once } from "../../../src/event/index.ts";
import {
  ALARM_INTERVAL_MS,
  longConnectionObject,
  REFUSED_INTERVAL_MS,
} from "../../../src/long-connection/durable-object.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";
import { APP, answerOf, endpoint, FakeSocket } from "../../support/long-connection/fake-gateway.ts";

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const ends: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(async () => {
  for (const end of ends.splice(0)) {
    await end();
  }
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** The storage of an object, which outlives it. */
function createStorage() {
  const values = new Map<string, unknown>();
  const storage = {
    alarm: undefined as number | undefined,
    get: async (key: string) => values.get(key),
    put: async (key: string, value: boolean) => {
      values.set(key, value);
    },
    delete: async (key: string) => values.delete(key),
    setAlarm: async (time: number) => {
      storage.alarm = time - Date.now();
    },
    deleteAlarm: async () => {
      storage.alarm = undefined;
    },
  };
  return storage;
}

/** Starts a life of an object. */
function create(storage: ReturnType<typeof createStorage>, code = 0, isOnce = true) {
  const sockets: FakeSocket[] = [];
  const Class = longConnectionObject((env: { appId: string }) => ({
    ...APP,
    appId: env.appId,
    events: new EventDispatcher(isOnce ? { once: once({ store: memoryStore() }) } : {}),
    loggerLevel: "silent",
    fetch: async () => answerOf(code ? { code, msg: "no" } : endpoint()),
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      queueMicrotask(() => socket.open());
      return socket;
    },
  }));
  const object = new Class({ storage }, { appId: APP.appId });
  const send = async (method: string) => (await object.fetch(new Request("https://object/", { method }))).json();
  ends.push(() => send("DELETE"));
  return { object, send, sockets };
}

it("connects once, sets an alarm, and closes without one", async () => {
  const storage = createStorage();
  const { send, object, sockets } = create(storage);
  expect(await send("POST")).toEqual({ state: "connected" });
  expect(storage.alarm).toBe(ALARM_INTERVAL_MS);
  await object.alarm();
  expect(sockets).toHaveLength(1);
  expect(await send("DELETE")).toEqual({ state: "closed" });
  expect(storage.alarm).toBeUndefined();
  await object.alarm();
  expect(sockets).toHaveLength(1);
});

it("connects in its next life by the alarm alone", async () => {
  const storage = createStorage();
  await create(storage).send("POST");
  const { object, sockets, send } = create(storage);
  await object.alarm();
  await pass(1);
  expect(sockets).toHaveLength(1);
  expect(await send("GET")).toEqual({ state: "connected" });
});

it("does not connect by an alarm that nobody wanted", async () => {
  const storage = createStorage();
  const { object, sockets } = create(storage);
  await object.alarm();
  expect(sockets).toEqual([]);
  expect(storage.alarm).toBeUndefined();
});

it("tries a refused app again after ten minutes", async () => {
  const storage = createStorage();
  const { send, object } = create(storage, 514);
  expect(await send("POST")).toMatchObject({ state: "failed", error: expect.stringMatching(/514/) });
  expect(storage.alarm).toBe(REFUSED_INTERVAL_MS);
  await object.alarm();
  await pass(1);
  expect(storage.alarm).toBe(REFUSED_INTERVAL_MS);
});

it("refuses a dispatcher without once", async () => {
  const storage = createStorage();
  const { object } = create(storage, 0, false);
  await expect(object.fetch(new Request("https://object/", { method: "POST" }))).rejects.toThrow(/once/);
});
