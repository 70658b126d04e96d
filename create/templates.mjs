// The files of a project. Each runtime has its entry file, its packages and its commands; the bot is the same for all.

/** What a bot may do beside answering. */
export const FEATURES = {
  cards: "Answer with a card that has a button",
  once: "Handle an event once, however often it is delivered",
};

const LISTENER_ENV = `const port = Number(process.env.PORT ?? 3000);`;
const LISTENING = `() => console.log(\`The bot listens on port \${port}.\`)`;

/** A server of Node, whose entry file runs as it is. */
const onNode = (says, entry, packages = {}, types = {}) => ({
  says,
  entry: "src/main.ts",
  code: entry,
  packages,
  devPackages: { "@types/node": "^22.0.0", tsx: "^4.20.0", ...types },
  start: ["tsx", "src/main.ts"],
  types: ["node"],
});

export const RUNTIMES = {
  workers: {
    says: "Cloudflare Workers",
    entry: "src/main.ts",
    code: `import { worker } from "lark-edge/worker";
import { type BotEnv, createBot } from "./bot.ts";

export default worker((env: BotEnv) => createBot(env));
`,
    packages: {},
    devPackages: { wrangler: "^4.0.0" },
    start: ["wrangler", "dev", "--port", "3000"],
    // wrangler dev hides its own environment from the Worker.
    envFile: ".dev.vars",
    deploy: "wrangler deploy",
    types: [],
    extra: (name) => ({
      "wrangler.toml": `name = "${name}"
main = "src/main.ts"
compatibility_date = "2025-10-01"
`,
    }),
    secrets: "npx wrangler secret put APP_ID        # and APP_SECRET, ENCRYPT_KEY, VERIFICATION_TOKEN",
  },
  deno: {
    says: "Deno and Deno Deploy",
    entry: "src/main.ts",
    code: `import { createBot } from "./bot.ts";

const port = Number(Deno.env.get("PORT") ?? 3000);
Deno.serve({ port }, createBot(Deno.env.toObject()).fetch);
`,
    packages: {},
    devPackages: {},
    start: ["deno", "run", "-A", "src/main.ts"],
    check: "deno check src/main.ts",
    types: [],
  },
  bun: {
    says: "Bun",
    entry: "src/main.ts",
    code: `import { type BotEnv, createBot } from "./bot.ts";

const { port } = Bun.serve({ port: Number(process.env.PORT ?? 3000), fetch: createBot(process.env as BotEnv).fetch });
console.log(\`The bot listens on port \${port}.\`);
`,
    packages: {},
    devPackages: { "@types/bun": "^1.2.0" },
    start: ["bun", "src/main.ts"],
    types: ["bun"],
  },
  node: onNode(
    "Node's own server",
    `import { createServer } from "node:http";
import { listener } from "lark-edge/node";
import { createBot } from "./bot.ts";

${LISTENER_ENV}
createServer(listener(createBot(process.env))).listen(port, ${LISTENING});
`,
  ),
  express: onNode(
    "Express on Node",
    `import express from "express";
import { listener } from "lark-edge/node";
import { createBot } from "./bot.ts";

${LISTENER_ENV}
const app = express();
// Before any body parser: the signature holds for the bytes as they came.
app.post("/", listener(createBot(process.env)));
app.use(express.json());
app.listen(port, ${LISTENING});
`,
    { express: "^5.1.0" },
    { "@types/express": "^5.0.0" },
  ),
  fastify: onNode(
    "Fastify on Node",
    `import Fastify from "fastify";
import { createBot } from "./bot.ts";

${LISTENER_ENV}
const events = createBot(process.env);
const app = Fastify();
app.register(async (bot) => {
  // The signature holds for the bytes as they came. Other routes keep their parser.
  bot.removeAllContentTypeParsers();
  bot.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  bot.post("/", async (request, reply) => {
    const { status, headers, body } = await events.handle(
      request.body as Uint8Array,
      (name) => request.headers[name] as string | undefined,
    );
    return reply.code(status).headers(headers).send(body);
  });
});
await app.listen({ port });
console.log(\`The bot listens on port \${port}.\`);
`,
    { fastify: "^5.4.0" },
  ),
  koa: onNode(
    "Koa on Node",
    `import Koa from "koa";
import { listener } from "lark-edge/node";
import { createBot } from "./bot.ts";

${LISTENER_ENV}
const answer = listener(createBot(process.env));
const app = new Koa();
app.use((ctx) => {
  // lark-edge writes the answer.
  ctx.respond = false;
  answer(ctx.req, ctx.res);
});
app.listen(port, ${LISTENING});
`,
    { koa: "^3.0.0" },
    { "@types/koa": "^3.0.0" },
  ),
  hono: onNode(
    "Hono on Node",
    `import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { createBot } from "./bot.ts";

${LISTENER_ENV}
const events = createBot(process.env);
const app = new Hono();
app.post("/", (c) => events.fetch(c.req.raw));
serve({ fetch: app.fetch, port }, ${LISTENING});
`,
    { hono: "^4.9.0", "@hono/node-server": "^1.19.0" },
  ),
};

const ONCE_IMPORT = `import { EventDispatcher, once } from "lark-edge/event";
`;
const CARD_HANDLERS = `
  events.on("im.message.receive_v1", async ({ message: { message_id } }) => {
    const card = JSON.stringify({
      schema: "2.0",
      body: {
        elements: [
          { tag: "markdown", content: "Hello! Press the button." },
          {
            tag: "button",
            text: { tag: "plain_text", content: "Press" },
            behaviors: [{ type: "callback", value: { pressed: true } }],
          },
        ],
      },
    });
    await client.im.v1.message.reply({
      path: { message_id },
      data: { msg_type: "interactive", content: card, uuid: message_id },
    });
  });
  events.onCardAction(() => ({ toast: { type: "success", content: "Thank you!" } }));`;
const TEXT_HANDLER = `
  events.on("im.message.receive_v1", async ({ message: { message_id, message_type } }) => {
    // The same uuid sends at most one message an hour, so a redelivered event is not answered twice.
    await client.im.v1.message.reply({
      path: { message_id },
      data: { ...text\`Hello! Your message was a \${message_type}.\`, uuid: message_id },
    });
  });`;

/** The bot, the same for every runtime. */
export function botCode(features) {
  const has = (name) => features.includes(name);
  return `import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
${has("once") ? ONCE_IMPORT : 'import { EventDispatcher } from "lark-edge/event";\n'}${has("cards") ? "" : 'import { text } from "lark-edge/message";\n'}${has("once") ? 'import { memoryStore } from "lark-edge/store/memory";\n' : ""}
/** What the bot reads of its environment. A variable that is missing is named by the error. */
export interface BotEnv {
  APP_ID?: string;
  APP_SECRET?: string;
  ENCRYPT_KEY?: string;
  VERIFICATION_TOKEN?: string;
  /** https://open.larksuite.com for Lark, the emulator's address in development. Default: Feishu. */
  LARK_DOMAIN?: string;
}

/** The value of a variable that must be there. */
function need(env: BotEnv, name: keyof BotEnv): string {
  const value = env[name];
  if (!value) {
    throw new TypeError(\`\${name} is not set: see .env.example\`);
  }
  return value;
}

export function createBot(env: BotEnv): EventDispatcher {
  const client = new Client({
    appId: need(env, "APP_ID"),
    appSecret: need(env, "APP_SECRET"),
    ...(env.LARK_DOMAIN ? { domain: env.LARK_DOMAIN } : {}),
    apis: { im },
  });
  const events = new EventDispatcher({
    encryptKey: need(env, "ENCRYPT_KEY"),
    verificationToken: need(env, "VERIFICATION_TOKEN"),${
      has("once")
        ? `
    // For several instances use a store that they share: https://github.com/lark-edge/lark-edge/blob/main/docs/stores.md
    once: once({ store: memoryStore() }),`
        : ""
    }
  });${has("cards") ? CARD_HANDLERS : TEXT_HANDLER}
  return events;
}
`;
}
