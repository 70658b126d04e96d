import { expect, test } from "vitest";
import { bot, call, type Parsed } from "../../support/emulator-api.ts";
import { BASE, makeControl } from "./helpers.ts";

/** Reads server-sent events one after the other. */
function reader(response: Response) {
  const stream = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    async next(): Promise<Parsed> {
      while (!text.includes("\n\n")) {
        const { value, done } = (await stream?.read()) ?? { done: true };
        if (done) {
          return undefined;
        }
        text += value;
      }
      const [event = "", ...rest] = text.split("\n\n");
      text = rest.join("\n\n");
      return event.startsWith(":") ? event : JSON.parse(event.replace(/^data: /, ""));
    },
    cancel: () => stream?.cancel(),
  };
}

const open = (control: (request: Request) => Promise<Response>, signal?: AbortSignal) =>
  control(new Request(`${BASE}/_emulator/api/stream`, { signal: signal ?? null }));

test("what happens is told as it happens", async () => {
  const { emulator, control, user, chat, ask } = makeControl();
  await emulator.connect(bot(emulator.app, () => ({})));
  const response = await open(control);
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const events = reader(response);
  expect(await events.next()).toEqual({ type: "hello" });
  await emulator.say(user, chat, "hi");
  expect(await events.next()).toMatchObject({ type: "message", message: { text: "hi", chat_id: chat.chatId } });
  expect(await events.next()).toMatchObject({
    type: "delivery",
    delivery: { eventType: "im.message.receive_v1", status: 200, id: "delivery-1" },
  });
  await emulator.react(user, emulator.messages(chat)[0]?.message_id ?? "", "SMILE");
  expect(await events.next()).toMatchObject({
    type: "message-changed",
    message: { reactions: [{ emoji_type: "SMILE" }] },
  });
  expect((await events.next()).type).toBe("delivery");
  const other = emulator.addUser({ name: "Bob" });
  expect(await events.next()).toMatchObject({ type: "user", user: { openId: other.openId } });
  emulator.addChat({ users: [user, other] });
  expect(await events.next()).toMatchObject({ type: "chat", chat: { users: [user.openId, other.openId] } });
  await ask("POST", "api/faults", { kind: "quota", times: 1 });
  expect(await events.next()).toMatchObject({ type: "faults", faults: [{ kind: "quota", left: 1 }] });
  await call(emulator, "GET", "/open-apis/bot/v3/info");
  expect(await events.next()).toEqual({ type: "faults", faults: [] });
  expect(await events.next()).toMatchObject({
    type: "request",
    request: { path: "/open-apis/bot/v3/info", code: 99991403, fault: "quota", explanation: /quota of API calls/ },
  });
  await emulator.connect(bot(emulator.app));
  expect(await events.next()).toEqual({
    type: "app",
    app: expect.objectContaining({ appId: emulator.app.appId, target: "(in this process)" }),
  });
  await events.cancel();
});

test("a stream shows that it lives, and ends with its reader and with the control API", async () => {
  const { control } = makeControl({}, { heartbeatMs: 1 });
  const stop = new AbortController();
  const one = reader(await open(control, stop.signal));
  const other = reader(await open(control));
  expect([await one.next(), await one.next()]).toEqual([{ type: "hello" }, ": still here"]);
  stop.abort();
  while ((await one.next()) !== undefined) {}
  expect(await other.next()).toEqual({ type: "hello" });
  control.close();
  while ((await other.next()) !== undefined) {}
});

test("a request that never answers is told of", async () => {
  const { emulator, control, ask } = makeControl();
  emulator.faults.add({ kind: "network" });
  await expect(control(new Request(`${BASE}/open-apis/bot/v3/info`))).rejects.toThrow("fetch failed");
  const { requests } = (await ask("GET", "api/state")).body;
  expect(requests).toMatchObject([{ status: 0, fault: "network", explanation: "A fault broke the connection." }]);
});

test("the inspector shows bodies, without secrets and not too long", async () => {
  const { control, ask } = makeControl();
  const url = `${BASE}/open-apis/authen/v2/oauth/token?access_token=secret1`;
  const form = new URLSearchParams({ grant_type: "x", client_secret: "secret2", refresh_token: "secret3" });
  await control(new Request(url, { method: "POST", body: form }));
  const long = { app_id: "cli_x", app_secret: 'sec"ret4', note: "n".repeat(5000) };
  const body = JSON.stringify(long);
  const headers = { "content-type": "application/json" };
  await control(new Request(`${BASE}/open-apis/auth/v3/app_access_token/internal`, { method: "POST", headers, body }));
  const { requests } = (await ask("GET", "api/state")).body;
  const text = JSON.stringify(requests);
  expect(text).not.toMatch(/secret\d|ret4/);
  expect(requests[0].query).toBe("access_token=***");
  expect(requests[0].requestBody).toBe("grant_type=x&client_secret=***&refresh_token=***");
  expect(requests[1].requestBody).toHaveLength(4097);
  expect(requests[1]).toMatchObject({
    explanation: expect.stringMatching(/APP_ID/),
    code: 10014,
    durationMs: expect.any(Number),
  });
});
