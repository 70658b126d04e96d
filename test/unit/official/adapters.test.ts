import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import * as lark from "../../../src/official/index.ts";

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) {
    await cleanUp();
  }
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Reads the body as the JSON parsers of Express and Koa do. */
async function parsed(request: IncomingMessage): Promise<object> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return JSON.parse(`${Buffer.concat(chunks)}`);
}

/** What Koa gives to a middleware, as far as the adapters use it. */
async function throughKoa(
  middleware: (ctx: lark.KoaContext, next: () => Promise<unknown>) => Promise<void>,
  request: IncomingMessage,
  response: ServerResponse,
  body: object | undefined,
): Promise<void> {
  const headers: Record<string, string> = {};
  const ctx = {
    req: request,
    request: { body },
    originalUrl: request.url ?? "",
    status: 404,
    body: "not found" as unknown,
    set: (given: Record<string, string>) => Object.assign(headers, given),
  };
  await middleware(ctx, async () => {});
  response.writeHead(ctx.status, headers).end(ctx.body);
}

type Dispatcher = Parameters<typeof lark.adaptExpress>[0];
const options = { autoChallenge: true };

const MOUNTS: Record<string, (events: Dispatcher) => RequestListener> = {
  adaptDefault: (events) => {
    const adapted = lark.adaptDefault("/webhook/event", events, options);
    return (request, response) => void adapted(request, response);
  },
  adaptExpress: (events) => {
    const adapted = lark.adaptExpress(events, options);
    return (request, response) => void adapted(request, response);
  },
  "adaptExpress after a JSON parser": (events) => {
    const adapted = lark.adaptExpress(events);
    return async (request, response) => {
      await adapted(Object.assign(request, { body: await parsed(request) }), response);
    };
  },
  adaptKoa: (events) => (request, response) =>
    void throughKoa(lark.adaptKoa("/webhook/event", events), request, response, undefined),
  "adaptKoaRouter after a body parser": (events) => async (request, response) =>
    void throughKoa(lark.adaptKoaRouter(events, options), request, response, await parsed(request)),
};

/** A dispatcher of the emulator's app, its messages and clicks. */
function bot(encryptKey?: string) {
  const emulator = createEmulator(encryptKey === undefined ? {} : { app: { encryptKey } });
  const { app } = emulator;
  const heard: Record<string, unknown>[] = [];
  const events = new lark.EventDispatcher({
    encryptKey: app.encryptKey,
    verificationToken: app.verificationToken,
  }).register({
    "im.message.receive_v1": async (data) => {
      heard.push(data as never);
      return "success";
    },
    "card.action.trigger": async () => ({ toast: { type: "success" as const, content: "done" } }),
  });
  const ada = emulator.addUser({ name: "Ada" });
  return { emulator, events, heard, ada, chat: emulator.addChat({ users: [ada] }) };
}

describe.each(Object.entries(MOUNTS))("%s", (_, mount) => {
  test("answers the check of the URL, events and clicks", async () => {
    const { emulator, events, heard, ada, chat } = bot();
    await emulator.connect(`${await listen(mount(events))}/webhook/event`);
    expect((await emulator.say(ada, chat, "hello")).status).toBe(200);
    expect(heard).toMatchObject([{ event_type: "im.message.receive_v1", message: { content: '{"text":"hello"}' } }]);
    const [message] = emulator.messages(chat);
    const { answer } = await emulator.click(message ?? "", { key: "v" }, { user: ada });
    expect(answer).toEqual({ toast: { type: "success", content: "done" } });
  });

  test("refuses what is not signed", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const { events, heard } = bot();
    const url = `${await listen(mount(events))}/webhook/event`;
    const body = JSON.stringify({ schema: "2.0", header: { event_type: "im.message.receive_v1" }, event: {} });
    const headers = { "content-type": "application/json" };
    expect((await fetch(url, { method: "POST", headers, body })).status).toBe(401);
    expect(heard).toEqual([]);
    vi.restoreAllMocks();
  });
});

test("adaptDefault and adaptKoa leave other paths alone", async () => {
  const { events } = bot();
  const adapted = lark.adaptDefault("/webhook/event", events);
  const address = await listen((request, response) => {
    void adapted(request, response).then(() => response.writableEnded || response.writeHead(404).end());
  });
  expect((await fetch(`${address}/other`, { method: "POST" })).status).toBe(404);
  const koa = await listen((request, response) => {
    void throughKoa(lark.adaptKoa("/webhook/event", events), request, response, undefined);
  });
  expect(await (await fetch(`${koa}/other?a=1`, { method: "POST" })).text()).toBe("not found");
});

test("CardActionHandler receives the old callback, and its answer replaces the card", async () => {
  const { emulator, events, ada, chat } = bot();
  const { encryptKey, verificationToken } = emulator.app;
  const clicks: unknown[] = [];
  const cards = new lark.CardActionHandler({ encryptKey, verificationToken }, async (data) => {
    clicks.push(data);
    return { elements: [{ tag: "markdown", content: "new" }] };
  });
  const adapted = [lark.adaptDefault("/webhook/event", events), lark.adaptDefault("/webhook/card", cards, options)];
  const address = await listen((request, response) => {
    for (const one of adapted) {
      void one(request, response);
    }
  });
  await emulator.connect(`${address}/webhook/event`);
  await emulator.say(ada, chat, "hello");
  await emulator.connect(`${address}/webhook/card`);
  const [message] = emulator.messages(chat);
  const { answer } = await emulator.click(message ?? "", { key: "v" }, { user: ada, version: "v1" });
  expect(answer).toEqual({ elements: [{ tag: "markdown", content: "new" }] });
  expect(clicks).toMatchObject([{ open_message_id: message?.message_id, action: { value: { key: "v" } } }]);
});
