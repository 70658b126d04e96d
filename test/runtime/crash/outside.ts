// What outlives a bot's process: the platform, the store and the queue, and whoever starts the bot again.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "lark-edge/core";
import { createEmulator, type EmulatedChat, type Emulator } from "lark-edge/emulator";
import { memoryStore } from "lark-edge/store/memory";
import { closeAbandoned } from "lark-edge/streaming";

/** How the bot works: within the answer, past it, or behind a queue. */
export type Mode = "inline" | "early" | "queue";

/** What its handler does: it replies, or it streams an answer into a card. */
export type Work = "reply" | "stream";

/** What became of an event. */
export interface Outcome {
  /** The platform's deliveries, each with the status of its answer; 0 where none came. */
  deliveries: number[];
  /** The queue's deliveries. */
  consumed: string[];
  /** How often the handler began, and how often it ended. */
  begun: number;
  ended: number;
  /** How often it was marked as done. */
  done: number;
  /** How many messages of the bot's are in the chat. */
  messages: number;
  /** The cards in the chat: their texts, with the footer, and whether one still takes text. */
  cards: string[];
  isOpen: boolean;
}

/** After how long the platform delivers again, each counted from the attempt before. */
const SCHEDULE_MS = [0, 15_000, 300_000, 3_600_000, 21_600_000];
/** When the queue does. */
const RETRY_MS = 60_000;

/** Delivers an event to a bot that is killed at a step, once, and started again. */
export async function deliver(script: string, mode: Mode, crashAt: string, work: Work = "reply"): Promise<Outcome> {
  const emulator = createEmulator();
  const stores = { store: memoryStore(), streams: memoryStore() };
  const queue: string[] = [];
  const outcome: Outcome = {
    ...{ deliveries: [], consumed: [], begun: 0, ended: 0, done: 0, messages: 0 },
    ...{ cards: [], isOpen: false },
  };

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part);
    }
    const text = `${Buffer.concat(parts)}`;
    const { url = "", method = "GET", headers } = request;
    const [, room, name] = url.split("/");
    if (room === "store" || room === "streams") {
      const [key, ...rest] = JSON.parse(text) as [string, never, never];
      const answer = await stores[room][name as "compareAndSet"](key, ...rest);
      const isClaim = room === "store";
      outcome.done += isClaim && answer === true && rest[1] && !`${rest[1]}`.includes("owner") ? 1 : 0;
      response.end(JSON.stringify(answer ?? null));
    } else if (room === "queue") {
      queue.push(text);
      response.end("null");
    } else if (room === "told") {
      outcome[JSON.parse(text) as "begun" | "ended"]++;
      response.end("null");
    } else {
      const answer = await emulator.fetch(`https://open.feishu.cn${url}`, {
        method,
        headers: { "content-type": "application/json", authorization: `${headers.authorization ?? ""}` },
        body: method === "GET" ? null : text,
      });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const platform = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const user = emulator.addUser();
  const chat = emulator.addChat({ users: [user] });
  let event: { body: string; headers: Record<string, string> } | undefined;
  await emulator.connect(async (request) => {
    const body = await request.text();
    event = { body, headers: Object.fromEntries(request.headers) };
    // The URL check is answered here: it is not what is tested.
    const { challenge } = await challengeOf(body, emulator.app.encryptKey);
    return Response.json(challenge === undefined ? {} : { challenge });
  });
  await emulator.say(user, chat, "hello");

  let bot: ChildProcess | undefined;
  let address = "";
  let crash = crashAt;
  let ahead = 0;
  async function start(): Promise<void> {
    if (bot && bot.exitCode === null && bot.signalCode === null) {
      bot.kill("SIGKILL");
      await once(bot, "exit");
    }
    const env = {
      PLATFORM: platform,
      APP: JSON.stringify(emulator.app),
      MODE: mode,
      WORK: work,
      CRASH_AT: crash,
      AHEAD_MS: `${ahead}`,
    };
    bot = spawn(process.execPath, [script], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
    // Once is enough.
    crash = "";
    const [line] = await once(bot.stdout as NodeJS.EventEmitter, "data");
    address = `http://127.0.0.1:${JSON.parse(`${line}`).port}`;
  }
  const post = (path: string, body: string, headers: Record<string, string>) =>
    fetch(address + path, { method: "POST", headers, body }).then(
      async (response) => [response.status, await response.text()] as const,
      () => [0, ""] as const,
    );

  try {
    for (const pause of SCHEDULE_MS) {
      ahead += pause;
      await start();
      const [status] = await post("/", event?.body ?? "", event?.headers ?? {});
      outcome.deliveries.push(status);
      if (status === 200) {
        break;
      }
    }
    // What goes on after the answer ends, or dies.
    const isOver = () => outcome.done > 0 || bot?.signalCode !== null || (mode === "queue" && queue.length > 0);
    for (let waited = 0; !isOver() && waited < 5_000; waited += 10) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (let attempt = 0; queue.length && attempt < 9; attempt++) {
      const [message = ""] = queue;
      if (bot?.signalCode !== null || attempt > 0) {
        ahead += RETRY_MS;
        await start();
      }
      const [status, text] = await post("/consume", message, {});
      outcome.consumed.push(status === 200 ? text : "died");
      if (status === 200 && text === "ack") {
        queue.shift();
      }
    }
    // A stream that no delivery completes is closed: a minute after its last write to the store.
    const { appId, appSecret } = emulator.app;
    const client = new Client({ appId, appSecret, fetch: emulator.fetch, apis: {} });
    const clock = { now: () => Date.now() + ahead + 61_000, wait: async () => {} };
    await closeAbandoned(client, stores.streams, { appId, clock });
    return { ...outcome, ...shownIn(emulator, chat) };
  } finally {
    bot?.kill("SIGKILL");
    server.closeAllConnections();
    server.close();
  }
}

/** What people see in a chat. */
function shownIn(emulator: Emulator, chat: EmulatedChat): Pick<Outcome, "messages" | "cards" | "isOpen"> {
  const own = emulator.messages(chat).filter(({ sender, deleted }) => sender.sender_type === "app" && !deleted);
  const cards = own.filter(({ msg_type }) => msg_type === "interactive").map(({ content }) => JSON.parse(content));
  const texts = cards.map(({ body }) => body.elements.map((one: { content: string }) => one.content).join("| "));
  return { messages: own.length, cards: texts, isOpen: cards.some(({ config }) => config.streaming_mode) };
}

/** The challenge of a URL check, if this is one. */
async function challengeOf(body: string, encryptKey: string): Promise<{ challenge?: string }> {
  const sealed = Uint8Array.from(atob(JSON.parse(body).encrypt), (char) => char.charCodeAt(0));
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(encryptKey));
  const key = await crypto.subtle.importKey("raw", hash, "AES-CBC", false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-CBC", iv: sealed.slice(0, 16) }, key, sealed.slice(16));
  return JSON.parse(new TextDecoder().decode(plain));
}
