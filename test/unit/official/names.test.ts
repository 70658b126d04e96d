import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import type { FetchInit } from "../../../src/http/index.ts";
import * as lark from "../../../src/official/index.ts";
import { challenge, ENCRYPT_KEY, event2, newCard, seal, sign, TOKEN } from "../../support/platform-callbacks.ts";

const app = { appId: "cli_1", appSecret: "secret" };

/** A client, and the requests that it sends. */
function recorded(options: Partial<lark.ClientOptions>) {
  const sent: { url: string; init: FetchInit }[] = [];
  const fetch = async (url: string, init: FetchInit) => {
    sent.push({ url, init });
    return Response.json({ code: 0, msg: "ok", tenant_access_token: "t-1", expire: 7200, data: {} });
  };
  return { client: new lark.Client({ ...app, fetch, ...options }), sent };
}

describe("the options of the client", () => {
  test("a helpdesk's credential goes by its old names", async () => {
    const { client, sent } = recorded({ helpDeskId: "7", helpDeskToken: "ht-1" });
    await client.helpdesk.ticket.get({ path: { ticket_id: "1" } }, lark.withHelpDeskCredential());
    expect(sent.at(-1)?.init.headers["x-lark-helpdesk-authorization"]).toBe(btoa("7:ht-1"));
  });

  test("a source is part of the user agent", async () => {
    const { client, sent } = recorded({ source: "my-tool" });
    await client.im.chat.list();
    expect(sent.at(-1)?.init.headers["user-agent"]).toMatch(/^lark-edge\/\d+\.\d+\.\d+ source\/my-tool$/);
  });

  test("tokens are kept in a cache", async () => {
    const values = new Map<string, unknown>();
    const times: unknown[] = [];
    const cache = {
      get: async (key: string) => values.get(key),
      set: async (key: string, value: unknown, time?: number) => {
        times.push(time);
        return values.set(key, value);
      },
    };
    const { client } = recorded({ cache });
    await client.im.chat.list();
    expect([...values.values()].join()).toContain("t-1");
    expect(times.at(-1)).toBeGreaterThan(Date.now() + 3_600_000);
    const second = recorded({ cache });
    await second.client.im.chat.list();
    expect(second.sent.length).toBe(1);
  });

  test("oauthBaseUrl is refused with what to write instead", () => {
    const options = { ...app, oauthBaseUrl: {} } as unknown as lark.ClientOptions;
    expect(() => new lark.Client(options)).toThrow(TypeError);
    expect(() => new lark.Client(options)).toThrow(/oauthBaseUrl.*domain/);
  });

  test("something else than a cache is refused", () => {
    expect(() => new lark.Client({ ...app, cache: {} as never })).toThrow(/cache .*get/);
  });
});

describe("a download", () => {
  async function download() {
    const emulator = createEmulator();
    const { appId, appSecret } = emulator.app;
    const client = new lark.Client({ appId, appSecret, fetch: emulator.fetch });
    const image = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
    const { data } = await client.im.image.create({ data: { image_type: "message", image } });
    return { image, file: await client.im.v1.image.get({ path: { image_key: data.image_key ?? "" } }) };
  }

  test("is written to a file", async () => {
    const { image, file } = await download();
    const path = join(await mkdtemp(join(tmpdir(), "lark-edge-official-")), "image.png");
    await file.writeFile(path);
    expect(new Uint8Array(await readFile(path))).toEqual(image);
  });

  test("is a stream of Node", async () => {
    const { image, file } = await download();
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.getReadableStream() as Readable) {
      chunks.push(chunk);
    }
    expect(new Uint8Array(Buffer.concat(chunks))).toEqual(image);
  });
});

describe("EventDispatcher", () => {
  const secrets = { encryptKey: ENCRYPT_KEY, verificationToken: TOKEN };
  const created = event2("contact.user.created_v3", { name: "Ada" });

  test("a second handler replaces the first, and unregister removes it", async () => {
    const heard: string[] = [];
    const events = new lark.EventDispatcher(secrets);
    const type = "contact.user.created_v3";
    events.register({ [type]: () => heard.push("first") });
    await events.dispatch(created);
    events.register({ [type]: () => heard.push("second") });
    await events.dispatch(created);
    events.unregister(type, "no.such.event_v1");
    await events.dispatch(created);
    events.register({ [type]: () => heard.push("third") });
    await events.dispatch(created);
    expect(heard).toEqual(["first", "second", "third"]);
  });

  test("takes the samples' empty secrets, and refuses every request", async () => {
    const error = vi.fn();
    const logger = { error, warn: vi.fn(), info: vi.fn(), debug: vi.fn() };
    const events = new lark.EventDispatcher({ encryptKey: "", verificationToken: "", logger });
    const { status } = await events.handle(new TextEncoder().encode(JSON.stringify(created)), () => undefined);
    expect(status).toBe(500);
    expect(error.mock.calls.join()).toContain("pass encryptKey and verificationToken");
  });

  test("a secret whose variable is missing is still a TypeError", () => {
    expect(() => new lark.EventDispatcher({ encryptKey: undefined as never })).toThrow(/encryptKey/);
  });

  test("invoke verifies the headers that come with a body", async () => {
    const events = new lark.EventDispatcher({ ...secrets, now: () => 1_700_000_000_000, loggerLevel: "silent" });
    events.register({ "card.action.trigger": () => ({ toast: { content: "done" } }) });
    const body = { encrypt: await seal(newCard()) };
    const headers = await sign(body);
    const data = Object.assign(Object.create({ headers }), body);
    expect(await events.invoke(data)).toEqual({ toast: { content: "done" } });
    expect(
      await events.invoke({ headers: { ...headers, "X-Lark-Signature": "0".repeat(64) }, ...body }),
    ).toBeUndefined();
    expect(await events.invoke(body)).toBeUndefined();
    expect(await events.invoke(newCard(), { needCheck: false })).toEqual({ toast: { content: "done" } });
  });

  test("keeps the app_ticket in a cache", async () => {
    const values = new Map<string, unknown>();
    const cache = {
      get: async (key: string) => values.get(key),
      set: async (key: string, value: unknown) => values.set(key, value),
    };
    const events = new lark.EventDispatcher({ ...secrets, cache });
    await events.dispatch(event2("app_ticket", { app_id: "cli_1", app_ticket: "ticket-1", type: "app_ticket" }));
    expect([...values.values()].join()).toContain("ticket-1");
  });

  test("CardActionHandler wants a function", () => {
    expect(() => new lark.CardActionHandler(secrets, undefined as never)).toThrow(/second argument.*function/);
  });
});

describe("AESCipher", () => {
  test("decrypts what the platform seals", async () => {
    // The sample of the documentation.
    const cipher = new lark.AESCipher("test key");
    expect(cipher.decrypt("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=")).toBe("hello world");
    expect(new lark.AESCipher(ENCRYPT_KEY).decrypt(await seal({ a: "值" }))).toBe('{"a":"值"}');
  });

  test.each(["", "no base64!", "P37w+VZImNgPEO1RBhJ6Rg==", "A".repeat(64)])("refuses %j", (text) => {
    expect(() => new lark.AESCipher("test key").decrypt(text)).toThrow("decrypt_failed");
  });

  test("wants a key", () => {
    expect(() => new lark.AESCipher("")).toThrow(/key/);
  });
});

describe("generateChallenge", () => {
  const plain = { type: "url_verification", challenge: "ajls384kdjx98XX", token: TOKEN };
  const none = { isChallenge: false, challenge: { challenge: undefined } };

  test("reads a plain and an encrypted check", async () => {
    const found = { isChallenge: true, challenge: { challenge: "ajls384kdjx98XX" } };
    expect(lark.generateChallenge(plain, { encryptKey: "" })).toEqual(found);
    const encrypt = await seal(challenge());
    expect(lark.generateChallenge({ encrypt }, { encryptKey: ENCRYPT_KEY })).toEqual(found);
  });

  test.each<[string, object]>([
    ["an event", { schema: "2.0", header: {} }],
    ["a challenge with markup", { ...plain, challenge: "<script>" }],
    ["nothing", {}],
  ])("finds none in %s", (_, body) => {
    expect(lark.generateChallenge(body, { encryptKey: "" })).toEqual(none);
  });

  test("does not open what can be no check, nor a captured event", async () => {
    const long = await seal({ ...challenge(), more: "x".repeat(300) });
    expect(lark.generateChallenge({ encrypt: long }, { encryptKey: ENCRYPT_KEY })).toEqual(none);
    const event = await seal({ a: "url_verification", event: {} });
    expect(lark.generateChallenge({ encrypt: event }, { encryptKey: ENCRYPT_KEY })).toEqual(none);
    expect(lark.generateChallenge({ encrypt: await seal(challenge()) }, { encryptKey: "another" })).toEqual(none);
  });

  test("wants a key for an encrypted body", () => {
    expect(() => lark.generateChallenge({ encrypt: "text" }, { encryptKey: "" })).toThrow(/encryptKey/);
  });
});

test("defaultCard is the JSON of a card with a title", () => {
  const card = JSON.parse(lark.messageCard.defaultCard({ title: "Title", content: "**Text**" }));
  expect(card.header.title).toEqual({ tag: "plain_text", content: "Title" });
  expect(card.elements).toEqual([{ tag: "markdown", content: "**Text**" }]);
});
