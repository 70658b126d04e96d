// The mistakes that newcomers make, each provoked. What is shown (the error, its explanation, the log) names what is wrong
// and says what to do. Row 30, the old module resolution, is in test/package/types.test.ts.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { im } from "../../src/api/im/index.ts";
import { Client as CoreClient } from "../../src/client/index.ts";
import { explain } from "../../src/emulator/control/explain.ts";
import { createEmulator } from "../../src/emulator/index.ts";
import { insideOf } from "../../src/emulator/inside.ts";
import { listener } from "../../src/host/node.ts";
import { worker } from "../../src/host/worker.ts";
import {
  appTicket,
  type CallbackRefusal,
  Client,
  EventDispatcher,
  explainError,
  isLarkError,
  LarkApiError,
  LarkCallbackError,
  once,
} from "../../src/index.ts";
import { cloudflareKvStore } from "../../src/store/backends/cloudflare-kv.ts";
import { ENCRYPT_KEY, event2, sealed, TIMESTAMP, TOKEN } from "../support/platform-callbacks.ts";
import { recordingLogger } from "../support/recording-logger.ts";

/** What JavaScript lets through. */
// biome-ignore lint/suspicious/noExplicitAny: a mistake has no type
type Wrong = any;

const app = { appId: "cli_1", appSecret: "secret" };
const secrets = { encryptKey: ENCRYPT_KEY, verificationToken: TOKEN, now: () => Number(TIMESTAMP) * 1000 };

let lines: string[] = [];
/** The client of a call that a mistake makes, as its author has it at hand. */
let called: object | undefined;
beforeEach(() => {
  lines = [];
  called = undefined;
  for (const level of ["error", "warn"] as const) {
    vi.spyOn(console, level).mockImplementation((...message) => void lines.push(message.map(String).join(" ")));
  }
});
afterEach(() => void vi.restoreAllMocks());

/** All that a person sees of a mistake. */
async function shown(mistake: () => unknown): Promise<string> {
  try {
    await mistake();
  } catch (error) {
    const { summary, cause, advice } = explainError(error, { client: called });
    lines.push(`${error}`, summary, cause, advice);
  }
  return lines.join("\n");
}

/** A client of the emulator, its calls as JavaScript writes them. */
function emulated(options: object = {}) {
  const emulator = createEmulator();
  const { appId, appSecret } = emulator.app;
  const client: Wrong = new Client({ appId, appSecret, fetch: emulator.fetch, ...options });
  const chat = emulator.addChat();
  const create = (data: object, params: object = { receive_id_type: "chat_id" }) =>
    client.im.v1.message.create({
      params,
      data: { receive_id: chat.chatId, msg_type: "text", content: "{}", ...data },
    });
  return { emulator, client, chat, create };
}

/** A call that the platform refuses with this answer. */
const refused = (code: number, msg: string, error?: object) => {
  const fetch = async (url: string) =>
    url.includes("/auth/")
      ? Response.json({ code: 0, tenant_access_token: "t-1", expire: 7200 })
      : Response.json({ code, msg, error }, { status: 400 });
  return new Client({ ...app, fetch }).im.chat.list();
};

/** A dispatcher of the emulator's app, and the lines of its log. */
const dispatcher = (options: object = {}) => {
  const { logger, logged } = recordingLogger();
  const events = new EventDispatcher({ ...secrets, logger, ...options });
  return { events: events as Wrong, told: () => logged.map(([, line]) => line).join("\n") };
};
const received = () => sealed(event2("im.message.receive_v1", {}));

const MISTAKES: [row: number, mistake: string, provoke: () => unknown, names: RegExp, says: RegExp][] = [
  [
    1,
    "a variable that is missing",
    () => new Client({ ...app, appSecret: undefined as Wrong }),
    /appSecret/,
    /variable set/,
  ],
  [2, "a wrong secret", () => emulated({ appSecret: "wrong" }).create({}), /10015: app secret invalid/, /appSecret/],
  [
    2,
    "the secret in the place of the id",
    () => emulated({ appId: "secret", appSecret: "cli_1" }).create({}),
    /10003|appId/,
    /appId|app_id/,
  ],
  [
    3,
    "a wrong encrypt key",
    async () => {
      const { events, told } = dispatcher({ encryptKey: "another" });
      await events.fetch(await received());
      lines.push(told());
      throw new LarkCallbackError(/callback refused: (\w+)/.exec(told())?.[1] as CallbackRefusal);
    },
    /signature_mismatch/,
    /encryptKey/,
  ],
  [
    4,
    "a domain that does not exist",
    () => {
      const fetch = async () => Promise.reject(Object.assign(new TypeError(), { cause: { code: "ENOTFOUND" } }));
      return new Client({ ...app, domain: "https://open.larksuit.example", fetch }).im.chat.list();
    },
    /no answer from open\.larksuit\.example \(ENOTFOUND\)/,
    /Check `domain`/,
  ],
  [5, "domain: lark", () => new Client({ ...app, domain: "lark" }), /domain/, /https:\/\/open\.larksuite\.com/],
  [
    6,
    "a method that does not exist",
    async () => {
      const { client } = emulated();
      called = client;
      await client.im.v1.message.send({});
    },
    /im\.v1\.message\.send/,
    /nearest name: create\./,
  ],
  [
    6,
    "a method that is misspelt",
    async () => {
      const { client } = emulated();
      called = client;
      await client.im.message.updaet({});
    },
    /im\.message\.updaet/,
    /nearest name: update\./,
  ],
  [7, "content as an object", () => emulated().create({ content: { text: "hi" } }), /data\.content/, /JSON\.stringify/],
  [8, "content that is no JSON", () => emulated().create({ content: "hi" }), /content/, /JSON/],
  [9, "receive_id_type forgotten", () => emulated().create({}, {}), /receive_id_type/, /Correct/],
  [10, "an id of another kind", () => emulated().create({ receive_id: "ou_1" }), /receive_id/, /receive_id_type/],
  [
    11,
    "Markdown in a text",
    async () => {
      const { emulator, create } = emulated();
      // What the page shows beside a call.
      insideOf(emulator).exchanges.listen((exchange) => void lines.push(`${explain(exchange)}`));
      await create({ content: JSON.stringify({ text: "**bold**" }) });
    },
    /shows its Markdown as it is/,
    /send `markdown` of lark-edge\/message/,
  ],
  [12, "msg_type: markdown", () => emulated().create({ msg_type: "markdown" }), /msg_type/, /msg_type/],
  [
    15,
    "a path that is empty",
    () => emulated().client.im.v1.message.delete({ path: {} }),
    /path\.message_id/,
    /must be/,
  ],
  [
    13,
    "a scope that is missing",
    () => refused(99991672, "Access denied", { permission_violations: [{ subject: "im:chat:readonly" }] }),
    /im:chat:readonly/,
    /publish/,
  ],
  [
    14,
    "a bot that is not in the chat",
    () => refused(230002, "The bot can not be outside the group."),
    /230002/,
    /[Aa]dd/,
  ],
  [
    18,
    "a number as a text",
    () => refused(9499, "Invalid parameter type in json: summary"),
    /summary/,
    /[Ff]ield|type/,
  ],
  [
    16,
    "a reply to a card, which is no mistake",
    async () => {
      const { client, create } = emulated();
      const card = await create({ msg_type: "interactive", content: JSON.stringify({ elements: [] }) });
      const path = { message_id: card.data.message_id };
      const data = { msg_type: "text", content: JSON.stringify({ text: "hi" }) };
      const reply = await client.im.v1.message.reply({ path, data });
      lines.push(`${reply.data.parent_id === path.message_id}, ${reply.data.body.content}`);
    },
    /^true/,
    /hi/,
  ],
  [
    17,
    "a core without the API",
    () => (new CoreClient({ ...app, apis: { im } }) as Wrong).contact.v3,
    /contact|'v3'/,
    /apis/,
  ],
  [
    // TypeScript finds it (test/types/client.test-d.ts). In JavaScript the answer is a promise, which rejects by name.
    19,
    "await forgotten",
    () => {
      const call = emulated().create({ receive_id: "ou_1" });
      lines.push(`${call}, data: ${call.data}`);
      return call;
    },
    /\[object Promise\], data: undefined/,
    /im\.v1\.message\.create: refused with code 230001/,
  ],
  [
    20,
    "an event's name misspelt",
    async () => {
      const { events, told } = dispatcher();
      events.on("im.message.recieve_v1", () => {});
      await events.fetch(await received());
      await events.fetch(await received());
      lines.push(told());
      expect(told().split("\n")).toHaveLength(1);
    },
    /no handler for im\.message\.receive_v1/,
    /only for im\.message\.recieve_v1/,
  ],
  [
    21,
    "a handler that throws",
    async () => {
      const { events, told } = dispatcher();
      events.on("im.message.receive_v1", () => {
        throw new Error("boom");
      });
      expect((await events.fetch(await received())).status).toBe(500);
      lines.push(told());
    },
    /im\.message\.receive_v1 event-1 failed.*boom/,
    /acknowledged: false/,
  ],
  [
    22,
    "a body that was read before fetch",
    async () => {
      const { events, told } = dispatcher();
      const request = await received();
      await request.text();
      expect((await events.fetch(request)).status).toBe(500);
      lines.push(told());
    },
    /body_used/,
    /read before/,
  ],
  [
    22,
    "a body parser before listener",
    async () => {
      const { events, told } = dispatcher();
      const headers = { "content-type": "application/json" };
      const request = { method: "POST", headers, complete: true, readableEnded: true, on() {}, destroy() {} };
      await new Promise<void>((end) => listener(events)(request, { writeHead() {}, end: () => end() }));
      lines.push(told());
    },
    /body parser/,
    /move listener before it/,
  ],
  [23, "handle with a text", () => dispatcher().events.handle("{}", () => ""), /handle takes bytes/, /function/],
  [
    23,
    "handle with headers",
    () => dispatcher().events.handle(new Uint8Array(), {}),
    /handle takes/,
    /\(name\) => header/,
  ],
  [23, "fetch with Node's request", () => dispatcher().events.fetch({ headers: {} }), /fetch/, /takes a Request/],
  [
    24,
    "the address of the bot in a browser",
    async () => {
      const { status, headers } = await dispatcher().events.fetch(new Request("https://bot.example"));
      lines.push(`${status}, allow: ${headers.get("allow")}`);
    },
    /405/,
    /allow: POST/,
  ],
  [
    25,
    "the bot behind a prefix, which is no mistake",
    async () => {
      const { events } = dispatcher();
      events.on("im.message.receive_v1", () => void lines.push("received"));
      const { headers, body } = await received();
      const request = new Request("https://bot.example/a/b/c", {
        method: "POST",
        headers,
        body,
        duplex: "half",
      } as object);
      lines.push(`HTTP ${(await events.fetch(request)).status}`);
    },
    /received/,
    /HTTP 200/,
  ],
  [
    26,
    "a clock that is nine hours off",
    async () => {
      const { events, told } = dispatcher({ now: () => Number(TIMESTAMP) * 1000 + 9 * 3_600_000 });
      await events.fetch(await received());
      throw new LarkCallbackError(/callback refused: (\w+)/.exec(told())?.[1] as CallbackRefusal);
    },
    /timestamp_outside_window/,
    /clock/,
  ],
  [
    27,
    "an upload without an end",
    () => {
      const image = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_000)) });
      return emulated({ maxUploadBytes: 5_000 }).client.im.v1.image.create({ data: { image_type: "message", image } });
    },
    /stream/,
    /maxUploadBytes \(5000 bytes\)/,
  ],
  [
    28,
    "a path as an upload",
    () => emulated().client.im.v1.image.create({ data: { image_type: "message", image: "./a.png" } }),
    /no file/,
    /Blob, bytes or a stream/,
  ],
  [
    29,
    "Node 18",
    () => {
      const own = Object.getOwnPropertyDescriptor(globalThis, "crypto") as PropertyDescriptor;
      Reflect.deleteProperty(globalThis, "crypto");
      try {
        return crypto.subtle;
      } finally {
        Object.defineProperty(globalThis, "crypto", own);
      }
    },
    /crypto/,
    /Node 20 or newer/,
  ],
  [
    31,
    "two copies of the package",
    async () => {
      vi.resetModules();
      const copy: typeof import("../../src/index.ts") = await import("../../src/index.ts");
      const error = new copy.LarkApiError("refused", { code: "LARK_API" } as Wrong);
      lines.push(`instanceof: ${error instanceof LarkApiError}, isLarkError: ${isLarkError(error)}`);
      throw error;
    },
    /instanceof: false, isLarkError: true/,
    /refused/,
  ],
  [
    32,
    "an option of the wire",
    () => emulated().client.im.chat.list({}, { user_access_token: "u" }),
    /user_access_token/,
    /camelCase/,
  ],
  [32, "helpDeskId", () => new Client({ ...app, helpDeskId: "1" } as Wrong), /helpDeskId/, /lark-edge\/official/],
  [32, "cache", () => new Client({ ...app, cache: {} } as Wrong), /cache/, /lark-edge\/official/],
  [32, "httpInstance", () => new Client({ ...app, httpInstance: {} } as Wrong), /httpInstance/, /lark-edge\/official/],
  [
    32,
    "encrypt_key",
    async () => {
      const { logger, logged } = recordingLogger();
      await new EventDispatcher({ encrypt_key: "key", logger } as Wrong).fetch(await received());
      lines.push(`${logged}`);
    },
    /encryptKey/,
    /pass encryptKey/,
  ],
  [33, "a store that is none", () => new Client({ ...app, store: {} as Wrong }), /store/, /KeyValueStore/],
  [33, "a store that is none, for tickets", () => appTicket({ store: {} as Wrong }), /store/, /KeyValueStore/],
  [
    33,
    "once on Workers KV",
    () => once({ store: cloudflareKvStore({ get() {}, put() {}, delete() {} } as Wrong) }),
    /once/,
    /d1/,
  ],
  [
    33,
    "a binding that is not there",
    () => cloudflareKvStore(undefined as Wrong),
    /cloudflareKvStore/,
    /kv_namespaces/,
  ],
  [
    34,
    "worker without return",
    () => worker((() => {}) as Wrong).fetch(new Request("https://bot.example", { method: "POST" }), {}, undefined),
    /worker/,
    /must return the dispatcher/,
  ],
  [
    35,
    "a card's answer of a wrong shape",
    async () => {
      const { emulator, chat, create } = emulated();
      const { encryptKey, verificationToken } = emulator.app;
      const events = new EventDispatcher({ encryptKey, verificationToken });
      events.onCardAction((() => ({ elements: [] })) as Wrong);
      await emulator.connect(events.fetch);
      await create({ msg_type: "interactive", content: JSON.stringify({ elements: [] }) });
      const user = emulator.addUser();
      const [message] = emulator.messages(chat);
      lines.push(JSON.stringify(await emulator.click(message ?? "", {}, { user })));
    },
    /20067\d/,
    /elements stands at the top, not in card\.data/,
  ],
  [
    36,
    "a broken card",
    () => emulated().create({ msg_type: "interactive", content: JSON.stringify({ foo: 1 }) }),
    /230099/,
    /ErrCode/,
  ],
];

describe("what newcomers do wrong is named, and what to do is said", () => {
  test.each(MISTAKES)("row %i: %s", async (_row, _mistake, provoke, names, says) => {
    const output = await shown(provoke);
    expect(output).toMatch(names);
    expect(output).toMatch(says);
  });
});
