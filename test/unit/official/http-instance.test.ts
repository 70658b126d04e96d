import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as sdk from "@larksuiteoapi/node-sdk";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import * as lark from "../../../src/official/index.ts";
import { answerWith } from "../../support/answer-with.ts";

const { interceptors } = lark.defaultHttpInstance;
const cleanUps: (() => unknown)[] = [];
afterEach(() => {
  interceptors.request.clear();
  interceptors.response.clear();
  vi.unstubAllGlobals();
  for (const cleanUp of cleanUps.splice(0)) {
    cleanUp();
  }
});

/** An emulator on a port of this machine, and a client of it. */
async function world(options: Partial<lark.ClientOptions> = {}) {
  const emulator = createEmulator();
  const server = createServer((request, response) => void answerWith(emulator, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const { appId, appSecret } = emulator.app;
  const domain = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new lark.Client({ appId, appSecret, domain, ...options });
  const chat = emulator.addChat();
  const send = (receive_id = chat.chatId) =>
    client.im.message.create({
      params: { receive_id_type: "chat_id" },
      data: { receive_id, msg_type: "text", content: JSON.stringify({ text: "hi" }) },
    });
  return { emulator, client, chat, send };
}

describe("httpInstance: the axios instance of the official SDK", () => {
  test("sends calls and tokens", async () => {
    const { emulator, chat, send } = await world({ httpInstance: sdk.defaultHttpInstance });
    expect((await send()).data.message_id).toBe(emulator.messages(chat)[0]?.message_id);
  });

  test("a refusal is a LarkApiError with its code", async () => {
    const { send } = await world({ httpInstance: sdk.defaultHttpInstance });
    await expect(send("oc_none")).rejects.toMatchObject({ name: "LarkApiError", platformCode: 230034 });
  });

  test("uploads and downloads bytes", async () => {
    const { client } = await world({ httpInstance: sdk.defaultHttpInstance });
    const image = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
    const { data } = await client.im.image.create({ data: { image_type: "message", image } });
    const file = await client.im.v1.image.get({ path: { image_key: data.image_key ?? "" } });
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(image);
  });

  test("a server that does not answer is a network error", async () => {
    const { send } = await world({ httpInstance: sdk.defaultHttpInstance, domain: "http://127.0.0.1:1" });
    await expect(send()).rejects.toMatchObject({ code: "LARK_NETWORK" });
  });

  test("something else is refused", () => {
    const httpInstance = {} as lark.HttpInstance;
    expect(() => new lark.Client({ appId: "cli_1", appSecret: "s", httpInstance })).toThrow(/httpInstance .*request/);
  });

  test("gets the address of the gateway for WSClient", async () => {
    const { client, emulator } = await world();
    void client;
    const { appId, appSecret } = emulator.app;
    const asked: string[] = [];
    const ws = new lark.WSClient({
      appId,
      appSecret,
      logger: { error() {}, warn() {}, info() {}, debug() {} },
      httpInstance: {
        async request({ url, method, data, headers }) {
          asked.push(url);
          const answer = await emulator.fetch(url, { method, body: data, headers });
          return answer.json();
        },
      },
      openSocket: (url) => new emulator.WebSocket(url),
    });
    cleanUps.push(() => ws.close({ force: true }));
    await ws.start({ eventDispatcher: new lark.EventDispatcher({}) });
    expect(asked).toEqual(["https://open.feishu.cn/callback/ws/endpoint"]);
    expect(ws.getConnectionStatus().state).toBe("connected");
  });
});

describe("defaultHttpInstance", () => {
  test("the documentation's interceptor sees the answers of every client", async () => {
    const { emulator, chat, send } = await world();
    const seen: unknown[] = [];
    interceptors.response.use((resp) => {
      seen.push([resp.status, resp.data.code, new URL(resp.config.url ?? "").pathname]);
      return resp.data;
    });
    const { data } = await send();
    expect(data.message_id).toBe(emulator.messages(chat)[0]?.message_id);
    expect(seen).toEqual([
      [200, 0, "/open-apis/auth/v3/tenant_access_token/internal"],
      [200, 0, "/open-apis/im/v1/messages"],
    ]);
  });

  test("a request interceptor changes headers, the last one runs first, and one can be removed", async () => {
    const { send } = await world();
    const ran: string[] = [];
    const use = (name: string) =>
      interceptors.request.use((config) => {
        ran.push(name);
        return { ...config, headers: { ...config.headers, "X-Trace": name } };
      });
    use("a");
    const id = use("b");
    await send();
    expect(ran).toEqual(["b", "a", "b", "a"]);
    interceptors.request.eject(id);
    await send();
    expect(ran).toEqual(["b", "a", "b", "a", "a"]);
  });

  test("what a response interceptor returns is the answer", async () => {
    const { send } = await world();
    interceptors.response.use((resp) => ({ ...resp.data, data: { ...resp.data.data, message_id: "om_changed" } }));
    expect((await send()).data.message_id).toBe("om_changed");
  });

  test("a refusal goes to the second function, and rejects as ever", async () => {
    const { send } = await world();
    const refused: unknown[] = [];
    interceptors.response.use(undefined, (error) => void refused.push(error.response.data.code));
    await expect(send("oc_none")).rejects.toMatchObject({ platformCode: 230034 });
    expect(refused).toEqual([230034]);
  });

  test("downloads, clients with fetch, and clients of other entry points pass it by", async () => {
    const { emulator, client } = await world();
    const image = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
    const { data } = await client.im.image.create({ data: { image_type: "message", image } });
    const seen: unknown[] = [];
    interceptors.response.use((resp) => void seen.push(resp));
    const file = await client.im.v1.image.get({ path: { image_key: data.image_key ?? "" } });
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(image);
    const { appId, appSecret } = emulator.app;
    await new lark.Client({ appId, appSecret, fetch: emulator.fetch }).im.chat.list();
    expect(seen).toEqual([]);
  });
});
