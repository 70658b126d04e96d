import { afterEach, beforeEach, expect, type MockInstance, test, vi } from "vitest";
import { EventDispatcher } from "../../../src/event/index.ts";
import { worker } from "../../../src/host/worker.ts";
import { ENCRYPT_KEY, event2, NOW, sealed, URL_OF_BOT } from "../../support/platform-callbacks.ts";

interface Env {
  ENCRYPT_KEY: string;
}

let logged: MockInstance<typeof console.error>;
beforeEach(() => {
  logged = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  logged.mockRestore();
});

const request = () => new Request(URL_OF_BOT);

test("the factory runs once, at the first request, with its environment", async () => {
  const envs: unknown[] = [];
  const module = worker((env: { name: string }) => {
    envs.push(env);
    return { fetch: () => new Response("ok") };
  });
  expect(envs).toEqual([]);
  const answers = await Promise.all([1, 2, 3].map((name) => module.fetch(request(), { name: `${name}` }, {})));
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(["ok", "ok", "ok"]);
  expect(envs).toEqual([{ name: "1" }]);
});

test("request, environment and context are handed on, each request's own", async () => {
  const given: unknown[][] = [];
  const module = worker(() => ({
    fetch: (...args: unknown[]) => {
      given.push(args);
      return new Response();
    },
  }));
  const calls = [
    [request(), { a: 1 }, { waitUntil() {} }],
    [request(), { a: 2 }, { waitUntil() {} }],
  ] as const;
  for (const [incoming, env, ctx] of calls) {
    await module.fetch(incoming, env, ctx);
  }
  expect(given).toHaveLength(2);
  calls.forEach((call, at) => {
    call.forEach((value, position) => {
      expect(given[at]?.[position]).toBe(value);
    });
  });
});

test("a factory that throws is answered with 500 and logged, its message is not sent, and the next request tries again", async () => {
  let calls = 0;
  const module = worker(() => {
    if (++calls < 3) {
      throw new TypeError("encryptKey must be a string");
    }
    return { fetch: () => new Response("ok") };
  });
  for (const round of [1, 2]) {
    const answer = await module.fetch(request(), {}, {});
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("encryptKey");
    expect(logged).toHaveBeenCalledTimes(round);
    expect(String(logged.mock.lastCall)).toContain("encryptKey must be a string");
  }
  expect(await (await module.fetch(request(), {}, {})).text()).toBe("ok");
  await module.fetch(request(), {}, {});
  expect(calls).toBe(3);
  expect(logged).toHaveBeenCalledTimes(2);
});

test("a missing secret is told in the log, by name", async () => {
  const module = worker((env: Partial<Env>) => new EventDispatcher({ encryptKey: env.ENCRYPT_KEY }));
  expect((await module.fetch(request(), {}, {})).status).toBe(500);
  expect(String(logged.mock.lastCall)).toMatch(/encryptKey/);
});

test("a fetch that throws later is the runtime's to report: the factory is not called again", async () => {
  let calls = 0;
  const module = worker(() => {
    calls++;
    return {
      fetch: () => {
        throw new Error("a bug");
      },
    };
  });
  await expect(module.fetch(request(), {}, {})).rejects.toThrow("a bug");
  await expect(module.fetch(request(), {}, {})).rejects.toThrow("a bug");
  expect(calls).toBe(1);
  expect(logged).not.toHaveBeenCalled();
});

test("an EventDispatcher answers through it, and its slow handlers go to the context's waitUntil", async () => {
  const module = worker((env: Env) => {
    const events = new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, now: () => NOW, answerBudgetMs: 20 });
    return events.on("contact.user.created_v3", () => new Promise(() => {}));
  });
  const work: unknown[] = [];
  const ctx = { waitUntil: (promise: unknown) => work.push(promise) };
  const answer = await module.fetch(await sealed(event2()), { ENCRYPT_KEY }, ctx);
  expect(answer.status).toBe(200);
  expect(work).toHaveLength(1);
});
