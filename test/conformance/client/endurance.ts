import { im } from "lark-edge/api/im";
import { Client, marketplace } from "lark-edge/core";
import { assert, rejection, test } from "../../support/cases.ts";

type Answer = (url: string, init: RequestInit) => Response | Promise<Response>;

const json = (body: object) => Response.json({ code: 0, msg: "ok", ...body });
const token = (expire = 7200) => json({ tenant_access_token: `t-${Math.random()}`, expire });
const isToken = (url: string) => url.includes("/auth/v3/");
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function clientOf(answer: Answer, options: object = {}) {
  const tokens: string[] = [];
  const client = new Client({
    appId: "cli_endurance",
    appSecret: "secret",
    apis: { im },
    logger: { error() {}, warn() {}, info() {}, debug() {} },
    ...options,
    fetch: async (url, init) => {
      if (isToken(url)) {
        tokens.push(url);
      }
      return answer(url, init);
    },
  });
  return { client, tokens };
}

const read = { path: { message_id: "om_1" } };

test("a token endpoint that takes longer than others wait for it serves them all, and its token is kept", async () => {
  const { client, tokens } = clientOf(async (url) => {
    if (isToken(url)) {
      await pause(1_300);
      return token();
    }
    return json({ data: {} });
  });
  await Promise.all(Array.from({ length: 20 }, () => client.im.v1.message.get(read)));
  const asked = tokens.length;
  assert.isAtMost(asked, 3);
  await client.im.v1.message.get(read);
  assert.equal(tokens.length, asked, "a kept token is used");
});

test("twenty megabytes of bytes are sent as they are", async () => {
  let sent: BodyInit | null | undefined;
  const { client } = clientOf((url, init) => {
    sent = isToken(url) ? sent : init.body;
    return isToken(url) ? token() : json({});
  });
  const data = new Uint8Array(20_000_000);
  await client.request({ method: "POST", url: "/open-apis/x", data });
  assert.strictEqual(sent, data);
});

test("an upload whose stream never ends is stopped by the deadline, and by the signal", async () => {
  const { client } = clientOf((url) => (isToken(url) ? token() : json({})));
  const image = () => new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
  const upload = (options: object) =>
    client.im.v1.image.create({ data: { image_type: "message", image: image() } }, options);
  assert.equal((await rejection(upload({ deadlineMs: 50 }))).code, "LARK_TIMEOUT");
  const gone = new AbortController();
  const pending = rejection(upload({ signal: gone.signal }));
  gone.abort();
  assert.equal((await pending).code, "LARK_ABORTED");
});

test("a beforeRequest that never ends is stopped by the deadline", async () => {
  const hooks = { beforeRequest: () => new Promise<void>(() => {}) };
  const { client } = clientOf(() => json({}), { hooks });
  const error = await rejection(client.request({ url: "/open-apis/x", tokens: [] }, { deadlineMs: 50 }));
  assert.equal(error.code, "LARK_TIMEOUT");
});

test("an afterResponse that throws or rejects does not fail a call that succeeded", async () => {
  for (const afterResponse of [
    () => {
      throw new Error("broken");
    },
    async () => {
      throw new Error("broken");
    },
  ]) {
    const { client } = clientOf(() => json({ answer: 42 }), { hooks: { afterResponse } });
    const answer = await client.request<{ answer: number }>({ url: "/open-apis/x", tokens: [] });
    assert.equal(answer.answer, 42);
  }
});

test("a signal stops the reading of a file after the call, and of nothing else", async () => {
  const signals: AbortSignal[] = [];
  const { client } = clientOf((url, init) => {
    if (isToken(url)) {
      return token();
    }
    signals.push(init.signal as AbortSignal);
    return url.includes("images")
      ? new Response("bytes", { headers: { "content-type": "image/png" } })
      : json({ data: {} });
  });
  const gone = new AbortController();
  await client.im.v1.image.get({ path: { image_key: "img_1" } }, { signal: gone.signal });
  await client.im.v1.message.get(read, { signal: gone.signal });
  gone.abort();
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    // A host without AbortSignal.any cannot tie the two signals together.
    ["any" in AbortSignal, false],
  );
});

test("a waitUntil that throws does not fail a call", async () => {
  const { client } = clientOf((url) => (isToken(url) ? token(1_200) : json({ data: {} })));
  const waitUntil = () => {
    throw new TypeError("Illegal invocation");
  };
  await client.im.v1.message.get(read);
  await client.im.v1.message.get(read, { waitUntil });
});

test("a time that is undefined in a call is the client's", async () => {
  const { client } = clientOf((url) => (isToken(url) ? token() : new Promise<Response>(() => {})), {
    timeoutMs: 30,
    retry: { maxRetries: 0 },
  });
  const error = await rejection(client.im.v1.message.get(read, { timeoutMs: undefined }));
  assert.equal(error.code, "LARK_TIMEOUT");
});

test("a marketplace app uses the ticket it was given while the store is down", async () => {
  const broken = () => Promise.reject(new Error("redis://user:password@host"));
  const store = { get: broken, set: broken, delete: broken };
  const { client } = clientOf(
    (url) => {
      if (url.endsWith("/app_access_token")) {
        return json({ app_access_token: "a-1", expire: 7200 });
      }
      return isToken(url) ? token() : json({ data: {} });
    },
    { appType: marketplace, store },
  );
  await client.setAppTicket("ticket").catch(() => {});
  const { code } = await client.im.v1.message.get(read, { tenantKey: "tenant" });
  assert.equal(code, 0);
});

test("an app token that is refused again and again ends in an error, not in a loop", async () => {
  let asked = 0;
  const { client } = clientOf(
    (url) => {
      if (url.endsWith("/app_access_token")) {
        return json({ app_access_token: `a-${++asked}`, expire: 7200 });
      }
      return Response.json({ code: 99991664, msg: "app token invalid" }, { status: 400 });
    },
    { appType: marketplace },
  );
  await client.setAppTicket("ticket");
  const error = await rejection(client.im.v1.message.get(read, { tenantKey: "tenant" }));
  assert.equal(error.code, "LARK_AUTH");
  assert.isAtMost(asked, 3);
});
