// A bot in a process of its own, which is killed at a step that it is told. All that outlives it is elsewhere.
import { createServer } from "node:http";
import { im } from "lark-edge/api/im";
import { Client, type KeyValueStore } from "lark-edge/core";
import { EventDispatcher, type EventDispatcherOptions, eventUuid, once, queue } from "lark-edge/event";
import { listener } from "lark-edge/node";
import { streamCard } from "lark-edge/streaming";

const env = process.env as Record<"PLATFORM" | "APP" | "MODE" | "WORK" | "CRASH_AT" | "AHEAD_MS", string>;
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

/** A store outside. Claims and streams have one each, so that a step of one is no step of the other. */
const storeOf = (name: "store" | "streams") => ({
  get: async (key: string) => (await outside(`/${name}/get`, [key])) as string | null,
  set: async (...args: Parameters<KeyValueStore["set"]>) => void (await outside(`/${name}/set`, args)),
  delete: async (key: string) => void (await outside(`/${name}/delete`, [key])),
  compareAndSet: async (...args: Parameters<Required<KeyValueStore>["compareAndSet"]>) =>
    (await outside(`/${name}/compareAndSet`, args)) as boolean,
});

const claims = storeOf("store");
const store: KeyValueStore = {
  ...claims,
  async compareAndSet(...args) {
    const isDone = !args[2]?.includes("owner");
    step(isDone ? "before it is marked as done" : "before the claim");
    const isSet = await claims.compareAndSet(...args);
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
} else if (env.WORK === "stream") {
  // The whole stream is within the answer, also on a busy machine.
  options.answerBudgetMs = 30_000;
}

/** What a request of a stream does. */
const REQUESTS: readonly (readonly [name: string, request: RegExp])[] = [
  ["the card is made", /^POST .*\/cards$/],
  ["the card is sent", /^POST .*\/reply$/],
  ["a text is shown", /^PUT .*\/content$/],
  ["the end is shown", /^PUT .*\/cards\/\w+$/],
  ["streaming is switched off", /^PATCH .*\/settings$/],
];

const watched: typeof fetch = async (input, init) => {
  const request = `${init?.method ?? "GET"} ${new URL(`${input}`).pathname}`;
  const name = env.WORK === "stream" ? REQUESTS.find(([, pattern]) => pattern.test(request))?.[0] : undefined;
  step(`before ${name}`);
  const answer = await fetch(input, init);
  // The platform has the request, and its answer is lost.
  step(`as ${name}`);
  return answer;
};

const client = new Client({ appId, appSecret, domain: env.PLATFORM, apis: { im }, fetch: watched });
const events = new EventDispatcher(options);
let isAnswered = () => {};
const answered = new Promise<void>((resolve) => {
  isAnswered = resolve;
});

async function* words(): AsyncGenerator<string> {
  for (let index = 0; index < 4; index++) {
    yield `word${index} `;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

events.on("im.message.receive_v1", async ({ message }, ctx) => {
  await outside("/told", "begun");
  step("in the handler");
  if (env.MODE === "early") {
    await answered;
    step("in the handler, answered");
  }
  if (env.WORK === "stream") {
    await streamCard(client, message, words, { ctx, store: storeOf("streams"), pace: () => 100 });
    step("in the handler, the stream complete");
    await outside("/told", "ended");
    return;
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
