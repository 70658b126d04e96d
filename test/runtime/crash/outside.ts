// What outlives a bot's process: the platform, the store and the queue, and whoever starts the bot again.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createEmulator } from "lark-edge/emulator";
import { memoryStore } from "lark-edge/store/memory";

/** How the bot works: within the answer, past it, or behind a queue. */
export type Mode = "inline" | "early" | "queue";

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
}

/** After how long the platform delivers again, each counted from the attempt before. */
const SCHEDULE_MS = [0, 15_000, 300_000, 3_600_000, 21_600_000];
/** When the queue does. */
const RETRY_MS = 60_000;

/** Delivers an event to a bot that is killed at a step, once, and started again. */
export async function deliver(script: string, mode: Mode, crashAt: string): Promise<Outcome> {
  const emulator = createEmulator();
  const store = memoryStore();
  const queue: string[] = [];
  const outcome: Outcome = { deliveries: [], consumed: [], begun: 0, ended: 0, done: 0, messages: 0 };

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part);
    }
    const text = `${Buffer.concat(parts)}`;
    const { url = "", method = "GET", headers } = request;
    const [, room, name] = url.split("/");
    if (room === "store") {
      const [key, ...rest] = JSON.parse(text) as [string, never, never];
      const answer = await store[name as "compareAndSet"](key, ...rest);
      outcome.done += answer === true && rest[1] && !`${rest[1]}`.includes("owner") ? 1 : 0;
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
    outcome.messages = emulator.messages(chat).filter(({ sender }) => sender.sender_type === "app").length;
    return outcome;
  } finally {
    bot?.kill("SIGKILL");
    server.closeAllConnections();
    server.close();
  }
}

/** The challenge of a URL check, if this is one. */
async function challengeOf(body: string, encryptKey: string): Promise<{ challenge?: string }> {
  const sealed = Uint8Array.from(atob(JSON.parse(body).encrypt), (char) => char.charCodeAt(0));
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(encryptKey));
  const key = await crypto.subtle.importKey("raw", hash, "AES-CBC", false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-CBC", iv: sealed.slice(0, 16) }, key, sealed.slice(16));
  return JSON.parse(new TextDecoder().decode(plain));
}
