import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type RunningWorker, startWorker } from "./start-worker.ts";

const TOKEN = "access_token";
const SENT = "200 sent";

// On workerd a promise belongs to the request that made it: one whose request has ended never settles.
describe.each([
  ["workerd", []],
  ["workerd with nodejs_compat", ["nodejs_compat"]],
])("%s", (_, flags) => {
  let bot: RunningWorker;
  beforeEach(async () => {
    bot = await startWorker(flags);
  });
  afterEach(() => bot[Symbol.asyncDispose]());

  const within = async (ms: number, work: Promise<string>): Promise<string> => {
    const started = performance.now();
    const outcome = await work;
    expect(performance.now() - started).toBeLessThan(ms);
    return outcome;
  };

  test("three overlapping live requests share one token request", async () => {
    bot.emulator.faults.add({ kind: "slow", path: TOKEN, delayMs: 400 });
    const answers = await Promise.all(["/a", "/b", "/c"].map((path) => bot.get(path)));
    expect(answers).toEqual([SENT, SENT, SENT]);
    expect(bot.count(TOKEN)).toBe(1);
    expect(bot.emulator.messages(bot.chat)).toHaveLength(3);
  });

  test("a hundred parallel calls in one request make one token request", async () => {
    expect(await bot.get("/many")).toBe(SENT);
    expect(bot.count(TOKEN)).toBe(1);
    expect(bot.emulator.messages(bot.chat)).toHaveLength(100);
  });

  test("the token outlives the request that fetched it", async () => {
    expect(await bot.get("/a")).toBe(SENT);
    expect(await bot.get("/b")).toBe(SENT);
    expect(bot.count(TOKEN)).toBe(1);
  });

  test("a token request whose Worker request has ended does not poison the isolate", async () => {
    bot.emulator.faults.add({ kind: "hang", path: TOKEN });
    expect(await bot.get("/leave")).toBe("200 left");
    await vi.waitUntil(() => bot.count(TOKEN) === 1);
    expect(await within(2000, bot.get("/next"))).toBe(SENT);
    expect(await within(1000, bot.get("/after"))).toBe(SENT);
    expect(bot.count(TOKEN)).toBe(2);
  });

  test("a token request whose client has left does not poison the isolate", async () => {
    bot.emulator.faults.add({ kind: "hang", path: TOKEN });
    const leaving = new AbortController();
    const gone = bot.get("/gone", leaving.signal).catch(() => "gone");
    await vi.waitUntil(() => bot.count(TOKEN) === 1);
    leaving.abort();
    expect(await gone).toBe("gone");
    expect(await within(2000, bot.get("/next"))).toBe(SENT);
    expect(await within(1000, bot.get("/after"))).toBe(SENT);
  });

  test("a call whose client has left does not poison the isolate", async () => {
    bot.emulator.faults.add({ kind: "hang", path: "/im/v1/messages" });
    const leaving = new AbortController();
    const gone = bot.get("/gone", leaving.signal).catch(() => "gone");
    await vi.waitUntil(() => bot.count("/im/v1/messages") === 1);
    leaving.abort();
    expect(await gone).toBe("gone");
    expect(await within(1000, bot.get("/next"))).toBe(SENT);
    expect(bot.count(TOKEN)).toBe(1);
  });

  test("waitUntil keeps a slow handler alive after the 200", async () => {
    const { emulator, chat } = bot;
    await emulator.connect(bot.deliver);
    const [user] = chat.users;
    if (!user) {
      throw new Error("the chat has nobody in it");
    }
    const delivery = await emulator.say(user, chat, "slowly");
    expect(delivery.status).toBe(200);
    expect(delivery.durationMs).toBeLessThan(450);
    expect(emulator.messages(chat)).toHaveLength(1);
    const reply = await emulator.waitForMessage(chat);
    expect(reply.text).toBe("slowly");
  });
});

describe("a token with less than 30 minutes to live", () => {
  test("is renewed in the request's waitUntil: the answer does not wait, and the next request has the new token", async () => {
    await using bot = await startWorker([], 25 * 60);
    expect(await bot.get("/first")).toBe(SENT);
    bot.emulator.faults.add({ kind: "slow", path: TOKEN, delayMs: 500 });
    const started = performance.now();
    expect(await bot.get("/behind")).toBe(SENT);
    expect(performance.now() - started).toBeLessThan(450);
    await vi.waitUntil(
      () => bot.emulator.requests.filter(({ path, status }) => path.includes(TOKEN) && status).length === 2,
    );
    expect(bot.count(TOKEN)).toBe(2);
  });

  test("is not renewed where nobody awaits it: without a waitUntil no work is left behind", async () => {
    await using bot = await startWorker([], 25 * 60);
    expect(await bot.get("/first")).toBe(SENT);
    expect(await bot.get("/second")).toBe(SENT);
    expect(bot.count(TOKEN)).toBe(1);
  });

  test("is renewed before the answer when less than 5 minutes are left and there is no waitUntil", async () => {
    await using bot = await startWorker([], 4 * 60);
    expect(await bot.get("/first")).toBe(SENT);
    expect(await bot.get("/second")).toBe(SENT);
    expect(bot.count(TOKEN)).toBe(2);
  });
});
