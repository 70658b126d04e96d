// A bot in a process of its own, which is killed at a step that it is told. All that outlives it is elsewhere.
import { createServer } from "node:http";
import { im } from "lark-edge/api/im";
import { Client, type KeyValueStore } from "lark-edge/core";
import { EventDispatcher, type EventDispatcherOptions, eventUuid, once, queue } from "lark-edge/event";
import { listener } from "lark-edge/node";

const env = process.env as Record<"PLATFORM" | "APP" | "MODE" | "CRASH_AT" | "AHEAD_MS", string>;
const { appId, appSecret, encryptKey, verificationToken } = JSON.parse(env.APP);

const { now } = Date;
Date.now = () => now.call(Date) + Number(env.AHEAD_MS);

/** The process ends here, if this is where it has to. */
function step(name: string): void {
  if (name === env.CRASH_AT) {
    process.kill(process.pid, "SIGKILL");
    // The signal takes a moment, in which nothing more may happen.
    for (;;) {}
  }
}

async function outside(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${env.PLATFORM}${path}`, { method: "POST", body: JSON.stringify(body) });
  return JSON.parse(await response.text());
}

const store: KeyValueStore = {
  get: async (key) => (await outside("/store/get", [key])) as string | null,
  set: async (...args) => void (await outside("/store/set", args)),
  delete: async (key) => void (await outside("/store/delete", [key])),
  async compareAndSet(...args) {
    const isDone = !args[2]?.includes("owner");
    step(isDone ? "before it is marked as done" : "before the claim");
    const isSet = (await outside("/store/compareAndSet", args)) as boolean;
    step(isDone ? "marked as done, not yet answered" : "with the claim");
    return isSet;
  },
};

const options: EventDispatcherOptions = { encryptKey, verificationToken, loggerLevel: "silent", once: once({ store }) };
if (env.MODE === "queue") {
  options.queue = queue(async (event) => {
    await outside("/queue", event);
    step("in the queue, not yet answered");
  });
}
if (env.MODE === "early") {
  options.answerBudgetMs = 20;
}

const client = new Client({ appId, appSecret, domain: env.PLATFORM, apis: { im } });
const events = new EventDispatcher(options);
let isAnswered = () => {};
const answered = new Promise<void>((resolve) => {
  isAnswered = resolve;
});
events.on("im.message.receive_v1", async ({ message }, ctx) => {
  await outside("/told", "begun");
  step("in the handler");
  if (env.MODE === "early") {
    await answered;
    step("in the handler, answered");
  }
  await client.im.v1.message.reply({
    path: { message_id: message.message_id },
    data: { msg_type: "text", content: '{"text":"hi"}', uuid: await eventUuid(ctx, "reply") },
  });
  step("in the handler, the reply sent");
  await outside("/told", "ended");
});

const receive = listener(events);
const server = createServer(async (request, response) => {
  if (request.url === "/consume") {
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part);
    }
    await events.dispatch(JSON.parse(`${Buffer.concat(parts)}`)).then(
      () => response.end("ack"),
      () => response.writeHead(500).end("retry"),
    );
    return;
  }
  step("delivered");
  response.on("finish", isAnswered);
  receive(request, response);
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify(server.address())));
