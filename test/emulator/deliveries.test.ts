import { expect, test } from "vitest";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/index.ts";
import { bot, open } from "../support/emulator-api.ts";

const START = 1_700_000_000_000;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** An emulator with a bot that answers with these statuses, one after the other, then 200. */
async function withBot(statuses: number[], options: EmulatorOptions = {}) {
  const emulator = createEmulator({ now: () => START, ...options });
  const received: { timestamp: string | null; signature: string | null; body: string }[] = [];
  let isConnected = false;
  await emulator.connect(async (request) => {
    if (!isConnected) {
      return bot(emulator.app)(request);
    }
    const { headers } = request;
    const signature = headers.get("x-lark-signature");
    received.push({ timestamp: headers.get("x-lark-request-timestamp"), signature, body: await request.text() });
    return new Response("{}", { status: statuses.shift() ?? 200 });
  });
  isConnected = true;
  return { emulator, received };
}

const event = { type: "im.chat.updated_v1", event: { chat_id: "oc_1" } };

const shortOf = (emulator: Emulator) =>
  emulator.deliveries.map(({ attempt, at, status }) => [attempt, at - START, status]);

test("an event that is not acknowledged comes again after 15 s, 5 min, 1 h and 6 h, and then no more", async () => {
  const { emulator, received } = await withBot([500, 500, 500, 500, 500, 500]);
  const first = await emulator.push(event);
  expect(first).toMatchObject({ attempt: 1, status: 500, signed: true, appId: emulator.app.appId });
  expect(emulator.redeliveries).toEqual([
    {
      eventId: first.eventId,
      eventType: event.type,
      appId: emulator.app.appId,
      attempt: 2,
      dueAt: START + 15 * SECOND,
    },
  ]);
  const sent = await emulator.advance(24 * 60 * MINUTE);
  expect(sent.map(({ attempt }) => attempt)).toEqual([2, 3, 4, 5]);
  const second = 15 * SECOND;
  const third = second + 5 * MINUTE;
  const fourth = third + 60 * MINUTE;
  expect(shortOf(emulator)).toEqual([
    [1, 0, 500],
    [2, second, 500],
    [3, third, 500],
    [4, fourth, 500],
    [5, fourth + 360 * MINUTE, 500],
  ]);
  expect(new Set(emulator.deliveries.map(({ eventId }) => eventId)).size).toBe(1);
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  expect(new Set(received.map(({ signature }) => signature)).size).toBe(5);
  expect(received[1]?.timestamp).toBe(String(START / 1000 + 15));
  expect(emulator.redeliveries).toEqual([]);
});

test("redeliveries carry the first signature when told to, and each is valid", async () => {
  const { emulator, received } = await withBot([500, 500], { redeliverySignature: "first" });
  await emulator.push(event);
  await emulator.advance(6 * MINUTE);
  expect(received.map(({ timestamp }) => timestamp)).toEqual(Array(3).fill(String(START / 1000)));
  expect(new Set(received.map(({ signature }) => signature)).size).toBe(1);
});

test("a redelivery that is signed anew has a valid signature", async () => {
  const emulator = createEmulator({ now: () => START });
  const valid: unknown[] = [];
  await emulator.connect(async (request) => {
    const { event: opened, signatureValid } = await open(request, emulator.app);
    if (opened.type === "url_verification") {
      return Response.json({ challenge: opened.challenge });
    }
    valid.push(signatureValid);
    return new Response("", { status: valid.length === 1 ? 503 : 200 });
  });
  await emulator.push(event);
  await emulator.advance(15 * SECOND);
  expect(valid).toEqual([true, true]);
});

test("nothing goes out before it is due, and nothing after it was acknowledged", async () => {
  const { emulator } = await withBot([500]);
  await emulator.push(event);
  expect(await emulator.advance(15 * SECOND - 1)).toEqual([]);
  expect(await emulator.deliverDue()).toEqual([]);
  expect(await emulator.advance(1)).toMatchObject([{ attempt: 2, status: 200 }]);
  expect(await emulator.advance(100 * MINUTE)).toEqual([]);
});

test("deliverDue follows a clock that the test moves itself", async () => {
  let now = START;
  const { emulator } = await withBot([500], { now: () => now });
  await emulator.push(event);
  now += 20 * SECOND;
  expect(await emulator.deliverDue()).toMatchObject([{ attempt: 2, at: START + 20 * SECOND }]);
});

test("a bot that answers too late gets it again", async () => {
  const emulator = createEmulator({ now: () => START, answerTimeoutMs: 20 });
  let isSlow = false;
  await emulator.connect((request) => (isSlow ? new Promise<Response>(() => {}) : bot(emulator.app)(request)));
  isSlow = true;
  expect(await emulator.push(event)).toMatchObject({ status: 0, reason: "timeout", error: "no answer within 20 ms" });
  isSlow = false;
  expect(await emulator.advance(15 * SECOND)).toMatchObject([{ attempt: 2, status: 200 }]);
});

test("callbacks are not sent again", async () => {
  const { emulator } = await withBot([500]);
  await emulator.push({ type: "url.preview.get", event: {} });
  expect(emulator.redeliveries).toEqual([]);
});

test.each([-1, Number.NaN])("advance refuses %s", async (ms) => {
  await expect(createEmulator().advance(ms)).rejects.toThrow(/advance: expected milliseconds/);
});

test("tokens grow old when the clock is moved on", async () => {
  const emulator = createEmulator({ now: () => START });
  const token = emulator.userAccessToken(emulator.addUser());
  const ask = async () => {
    const url = "https://open.feishu.cn/open-apis/authen/v1/user_info";
    const response = await emulator.fetch(url, { headers: { authorization: `Bearer ${token}` } });
    return (await response.json()).code;
  };
  expect(await ask()).not.toBe(99991677);
  await emulator.advance(7200 * SECOND);
  expect(await ask()).toBe(99991677);
});

test("a lost acknowledgement brings the event again", async () => {
  const { emulator, received } = await withBot([]);
  emulator.faults.add({ kind: "drop-ack", event: event.type });
  const other = await emulator.push({ ...event, type: "im.chat.disbanded_v1" });
  expect(other.fault).toBeUndefined();
  expect(await emulator.push(event)).toMatchObject({ status: 0, fault: "drop-ack", error: /lost/ });
  expect(await emulator.advance(15 * SECOND)).toMatchObject([{ attempt: 2, status: 200 }]);
  expect(received).toHaveLength(3);
});

test("an event comes twice", async () => {
  const { emulator, received } = await withBot([]);
  emulator.faults.add({ kind: "duplicate" });
  const { eventId } = await emulator.push(event);
  expect(emulator.deliveries).toMatchObject([
    { eventId, status: 200, fault: "duplicate" },
    { eventId, status: 200, fault: "duplicate" },
  ]);
  expect(received[0]?.body).toBe(received[1]?.body);
});

test("an event comes after the one that followed it", async () => {
  const { emulator } = await withBot([]);
  emulator.faults.add({ kind: "reorder" });
  const held = await emulator.push({ ...event, event: { n: 1 } });
  expect(held).toMatchObject({ status: 0, fault: "reorder", error: /held back/ });
  const next = await emulator.push({ ...event, event: { n: 2 } });
  expect(emulator.deliveries.filter(({ status }) => status === 200).map(({ eventId }) => eventId)).toEqual([
    next.eventId,
    held.eventId,
  ]);
});

test("an event that is held back goes out alone when nothing follows", async () => {
  const { emulator } = await withBot([]);
  emulator.faults.add({ kind: "reorder" });
  await emulator.push(event);
  expect(await emulator.deliverDue()).toMatchObject([{ status: 200, attempt: 1 }]);
});

test("callbacks are neither doubled nor held back", async () => {
  const { emulator } = await withBot([]);
  emulator.faults.add({ kind: "reorder" });
  emulator.faults.add({ kind: "duplicate" });
  const delivery = await emulator.push({ type: "url.preview.get", event: {} });
  expect(delivery.fault).toBeUndefined();
  expect(emulator.deliveries).toHaveLength(1);
});
