// A whole bot whose store is Redis, while Redis is killed, restarted and full: the platform is the emulator.
import { createClient } from "redis";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { im } from "../../src/api/im/index.ts";
import { Client } from "../../src/client/index.ts";
import { createEmulator, type EmulatedChat, type Emulator } from "../../src/emulator/index.ts";
import { EventDispatcher, once } from "../../src/event/index.ts";
import { redisStore } from "../../src/store/backends/redis.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

const MESSAGE = "im.message.receive_v1";
/** How many people write to the bot, each one message after the other. */
const PEOPLE = 10;

let server: RedisServer;
let redis: ReturnType<typeof createClient>;
beforeAll(async () => {
  server = await startRedis();
});
beforeEach(async () => {
  redis = createClient({ url: server.url });
  redis.on("error", () => {});
  await redis.connect();
  await redis.sendCommand(["CONFIG", "SET", "maxmemory", "0"]);
  await redis.flushAll();
  return () => redis.destroy();
});
afterAll(() => server?.dispose());

interface Bot {
  emulator: Emulator;
  chat: EmulatedChat;
  /** What was logged by client and dispatcher. */
  lines: string[];
  /** How often each text was handled to its end. */
  handled: Map<string, number>;
  events: EventDispatcher;
  /** The deliveries as they came, the newest last. */
  requests: Request[];
  /** Other instances of the same bot, which share nothing but the store. */
  again(): EventDispatcher;
  client(): Client;
}

/** A bot that repeats what it hears. */
async function createBot(): Promise<Bot> {
  // The platform would wait for three seconds; here nothing may depend on how slow the machine is.
  const emulator = createEmulator({ answerTimeoutMs: 60_000 });
  const chat = emulator.addChat();
  const { appId, appSecret, encryptKey, verificationToken } = emulator.app;
  const lines: string[] = [];
  const handled = new Map<string, number>();
  const write = (...parts: unknown[]) => lines.push(parts.join(" "));
  const logger = { error: write, warn: write, info: write, debug: write };
  const connect = () =>
    new Client({ appId, appSecret, fetch: emulator.fetch, store: redisStore(redis), logger, apis: { im } });
  const again = () => {
    const store = redisStore(redis);
    const client = connect();
    const events = new EventDispatcher({ encryptKey, verificationToken, logger, once: once({ store }) });
    return events.on(MESSAGE, async ({ message }) => {
      const { text } = JSON.parse(message.content);
      await client.im.v1.message.reply({
        path: { message_id: message.message_id },
        data: { msg_type: "text", content: message.content },
      });
      handled.set(text, (handled.get(text) ?? 0) + 1);
    });
  };
  const events = again();
  const requests: Request[] = [];
  await emulator.connect((request) => {
    requests.push(request.clone());
    return events.fetch(request);
  });
  return { emulator, chat, lines, handled, events, requests, again, client: connect };
}

/** Has people write until it is enough, and gives what was said and the statuses of the answers. */
function load({ emulator, chat }: Bot) {
  const said: string[] = [];
  const statuses: (number | undefined)[] = [];
  let isRunning = true;
  const write = async (person: number) => {
    const [user] = chat.users;
    for (let count = 0; isRunning && user; count++) {
      const text = `${person}-${count}`;
      said.push(text);
      statuses.push((await emulator.say(user, chat, text)).status);
    }
  };
  const writing = Array.from({ length: PEOPLE }, (_, person) => write(person));
  return {
    said,
    statuses,
    /** Waits until so many more messages were answered. */
    async more(count: number) {
      const enough = statuses.length + count;
      await vi.waitUntil(() => statuses.length >= enough, { timeout: 60_000 });
    },
    async end() {
      isRunning = false;
      await Promise.all(writing);
    },
  };
}

/** Every message was answered with 200, handled, and its reply is there. */
async function expectAllHandled({ emulator, chat, handled }: Bot, { said, statuses }: ReturnType<typeof load>) {
  expect(new Set(statuses)).toEqual(new Set([200]));
  // What took longer than the answer may goes on after it.
  await vi.waitUntil(() => said.every((text) => handled.has(text)), { timeout: 20_000 });
  const replies = emulator.messages(chat).filter(({ sender }) => sender.sender_type === "app");
  const texts = new Set(replies.map(({ text }) => text));
  expect(said.filter((text) => !texts.has(text))).toEqual([]);
}

/** Sends a message, and delivers its event again: to who handled it, and to another instance. */
async function expectDuplicatesKnown(bot: Bot, text: string): Promise<void> {
  const { emulator, chat, handled, requests, again } = bot;
  const [user] = chat.users;
  expect(user && (await emulator.say(user, chat, text)).status).toBe(200);
  await vi.waitUntil(() => handled.has(text), { timeout: 20_000 });
  const other = again();
  const deliver = async (events: EventDispatcher) => {
    const request = requests.at(-1)?.clone();
    return request && (await events.fetch(request)).status;
  };
  await vi.waitUntil(async () => (await deliver(other)) === 200, { timeout: 20_000 });
  expect([await deliver(bot.events), await deliver(other)]).toEqual([200, 200]);
  expect(handled.get(text)).toBe(1);
}

const FAILED = /the store failed: /;
const BACK = /the store is back/;

test("Redis killed and restarted under load: every message is answered and handled, and duplicates are known again", async () => {
  const bot = await createBot();
  const work = load(bot);
  for (let round = 1; round <= 2; round++) {
    await work.more(50);
    await server.kill();
    // Some meet the lost connection, and some find none.
    await work.more(2 * PEOPLE);
    await vi.waitUntil(() => bot.lines.some((line) => FAILED.test(line)), { timeout: 20_000 });
    const before = bot.lines.filter((line) => BACK.test(line)).length;
    await server.start();
    await vi.waitUntil(() => bot.lines.filter((line) => BACK.test(line)).length > before, { timeout: 20_000 });
  }
  await work.more(50);
  await work.end();
  await expectAllHandled(bot, work);
  await expectDuplicatesKnown(bot, "after the last restart");
  expect(BACK.test(bot.lines.filter((line) => FAILED.test(line) || BACK.test(line)).at(-1) ?? "")).toBe(true);
  // Nothing but the store gave reason to complain.
  expect(bot.lines.filter((line) => !FAILED.test(line) && !BACK.test(line))).toEqual([]);
  expect(bot.lines.filter((line) => line.includes("t-") || line.includes("om_"))).toEqual([]);
});

test("Redis frozen under load, with its connections open: the same", async () => {
  const bot = await createBot();
  const work = load(bot);
  await work.more(50);
  server.freeze();
  try {
    await work.more(2 * PEOPLE);
  } finally {
    server.resume();
  }
  await vi.waitUntil(() => bot.lines.some((line) => BACK.test(line)), { timeout: 20_000 });
  expect(bot.lines.some((line) => FAILED.test(line))).toBe(true);
  await work.more(50);
  await work.end();
  await expectAllHandled(bot, work);
  await expectDuplicatesKnown(bot, "after the frost");
  expect(bot.lines.filter((line) => !FAILED.test(line) && !BACK.test(line))).toEqual([]);
});

test("Redis full, which reads and no longer writes: the bot answers, asks for its token once, and hears of it", async () => {
  const bot = await createBot();
  await redis.sendCommand(["CONFIG", "SET", "maxmemory", "1"]);
  expect(await redis.get("key")).toBeNull();
  await expect(redis.set("key", "value")).rejects.toThrow(/OOM/);
  const work = load(bot);
  await work.more(50);
  const { requests } = bot.emulator;
  expect(requests.filter(({ path }) => path.includes("/auth/v3/"))).toHaveLength(1);
  expect(bot.lines.some((line) => FAILED.test(line))).toBe(true);
  expect(await redis.dbSize()).toBe(0);
  await redis.sendCommand(["CONFIG", "SET", "maxmemory", "0"]);
  await work.more(50);
  await work.end();
  await expectAllHandled(bot, work);
  expect(bot.lines.some((line) => BACK.test(line))).toBe(true);
  await expectDuplicatesKnown(bot, "with room again");
  // A new instance finds no token, has one made, and the next one shares it.
  const tokens = await Promise.all([bot.client(), bot.client()].map((client) => client.tokens.tenant()));
  expect(tokens[0]?.token).toBe(tokens[1]?.token);
  expect(await redis.dbSize()).toBeGreaterThan(50);
});
