import { createServer, request as httpRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { addressOf } from "../../src/cli/emulator/serve.ts";
import { EventDispatcher } from "../../src/event/index.ts";
import { listener } from "../../src/host/node.ts";
import type { Parsed } from "../support/emulator-api.ts";
import { start } from "./helpers.ts";

interface Answered {
  status: number | undefined;
  raw: string[];
  text: string;
}

/** A request with the headers of the answer as they were spelled. */
function ask(
  address: string,
  method: string,
  path: string,
  { body, token }: { body?: string | Buffer; token?: string } = {},
  headers: Record<string, string> = { "content-type": "application/json" },
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${address}${path}`,
      {
        method,
        headers: {
          ...headers,
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { "content-length": Buffer.byteLength(body) }),
        },
      },
      async (answer: IncomingMessage) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of answer) {
          chunks.push(chunk);
        }
        resolve({ status: answer.statusCode, raw: answer.rawHeaders, text: Buffer.concat(chunks).toString() });
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });
}

async function world() {
  const { address, env } = await start();
  const body = JSON.stringify({ app_id: env.APP_ID, app_secret: env.APP_SECRET });
  const path = "/open-apis/auth/v3/tenant_access_token/internal";
  const token: string = JSON.parse((await ask(address, "POST", path, { body })).text).tenant_access_token;
  return { address, env, token };
}

const namesIn = ({ raw }: Answered): string[] => raw.filter((_, index) => index % 2 === 0);

test("headers have the platform's spelling, and answers their length", async () => {
  const { address, token } = await world();
  const answer = await ask(address, "GET", "/open-apis/bot/v3/info", { token });
  expect(namesIn(answer)).toEqual(expect.arrayContaining(["Content-Type", "X-Tt-Logid", "Content-Length"]));
  expect(namesIn(answer)).not.toContain("Transfer-Encoding");
  const length = answer.raw[answer.raw.indexOf("Content-Length") + 1];
  expect(length).toBe(String(Buffer.byteLength(answer.text)));
});

test("a GET may have a body", async () => {
  const { address, token } = await world();
  const path = "/open-apis/attendance/v1/user_settings/query?employee_type=employee_id";
  const body = JSON.stringify({ user_ids: ["4bd6g7"] });
  const answer = JSON.parse((await ask(address, "GET", path, { body, token })).text);
  expect(answer.code, answer.msg).toBe(0);
  expect(JSON.parse((await ask(address, "GET", path, { token })).text).code).toBe(99992402);
});

test("links in answers lead to the emulator, and can be followed", async () => {
  const { address, token } = await world();
  const form = new FormData();
  for (const [name, value] of Object.entries({
    file_name: "a.txt",
    parent_type: "bitable_file",
    parent_node: "x",
    size: "5",
  })) {
    form.set(name, value);
  }
  form.set("file", new Blob(["bytes"]), "a.txt");
  const headers = { authorization: `Bearer ${token}` };
  const upload = await fetch(`${address}/open-apis/drive/v1/medias/upload_all`, {
    method: "POST",
    body: form,
    headers,
  });
  const { file_token } = (await upload.json()).data;
  const path = `/open-apis/drive/v1/medias/batch_get_tmp_download_url?file_tokens=${file_token}`;
  const [link] = JSON.parse((await ask(address, "GET", path, { token })).text).data.tmp_download_urls;
  expect(link.tmp_download_url.startsWith(address)).toBe(true);
  const followed = await fetch(link.tmp_download_url);
  expect([await followed.text(), followed.headers.get("content-type")]).toEqual(["bytes", "text/plain"]);
  const { bot } = JSON.parse((await ask(address, "GET", "/open-apis/bot/v3/info", { token })).text);
  expect(bot.avatar_url.startsWith(address)).toBe(true);
  expect((await fetch(bot.avatar_url)).headers.get("content-type")).toBe("image/png");
  const refused = JSON.parse((await ask(address, "GET", "/open-apis/bot/v3/info")).text);
  expect(refused.error.troubleshooter).toContain(address);
});

async function bot(handle: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handle).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test("events have the platform's spelling of headers, too", async () => {
  const { env, ask: control, told } = await start();
  const names: string[] = [];
  const events = new EventDispatcher({
    encryptKey: env.ENCRYPT_KEY,
    verificationToken: env.VERIFICATION_TOKEN,
    loggerLevel: "silent",
  });
  const handle = listener(events);
  const url = await bot((request, response) => {
    names.push(...request.rawHeaders.filter((_, index) => index % 2 === 0));
    handle(request, response);
  });
  await control("connect", { url });
  const { users, chats } = await control("state");
  await control("say", { user: users[0].openId, chat: chats[0].chatId, text: "hello" });
  expect(names).toEqual(
    expect.arrayContaining(["X-Lark-Signature", "X-Lark-Request-Timestamp", "X-Lark-Request-Nonce", "Content-Type"]),
  );
  expect(told).toBeTypeOf("function");
});

test("a bot that wants the URL check signed is told so", async () => {
  const { env, ask: control } = await start();
  const events = new EventDispatcher({
    encryptKey: env.ENCRYPT_KEY,
    verificationToken: env.VERIFICATION_TOKEN,
    loggerLevel: "silent",
  });
  const handle = listener(events);
  const url = await bot((request, response) => {
    if (request.headers["x-lark-signature"] === undefined) {
      response.writeHead(401).end("no signature");
    } else {
      handle(request, response);
    }
  });
  const { error }: Parsed = await control("connect", { url });
  expect(error).toMatch(/wants a signature on the URL check/);
});

test("an address with the port 80 has no port, as older official SDKs need it", () => {
  expect([addressOf("127.0.0.1", 80), addressOf("127.0.0.1", 5275)]).toEqual([
    "http://127.0.0.1",
    "http://127.0.0.1:5275",
  ]);
});
