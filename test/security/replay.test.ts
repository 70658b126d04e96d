// Captured requests, sent again: whole, in parts, and put together anew.
import { EventDispatcher, type EventDispatcherOptions } from "lark-edge/event";
import { describe, expect, test } from "vitest";
import { REFUSAL, receive } from "../support/dispatcher.ts";
import {
  challenge,
  ENCRYPT_KEY,
  event2,
  type Fields,
  fromBase64,
  join,
  NOW,
  newCard,
  oldCard,
  post,
  seal,
  sign,
  signCard,
  TOKEN,
  toBase64,
} from "../support/platform-callbacks.ts";
import { withEndlessTries } from "../support/time.ts";

const HOUR = 3_600_000;
const BLOCK = 16;

/** A bot with handlers for everything. */
function bot(options: EventDispatcherOptions = {}) {
  const handled: string[] = [];
  const events = new EventDispatcher({
    encryptKey: ENCRYPT_KEY,
    verificationToken: TOKEN,
    loggerLevel: "silent",
    now: () => NOW,
    ...options,
  });
  events.onAny((_, { type }) => {
    handled.push(type);
  });
  events.onCardAction(() => undefined);
  return { handled, send: (request: Request) => withEndlessTries(() => receive(events, request)) };
}

/** An encrypted request of the platform with its headers. */
async function capture(content: Fields) {
  const body = { encrypt: await seal(content) };
  return { body, headers: await sign(body), bytes: fromBase64(body.encrypt) };
}

describe("a captured event", () => {
  test("is handled again within the eight hours in which the platform delivers again, and not later", async () => {
    const { body, headers } = await capture(event2());
    for (const [later, status] of [
      [0, 200],
      [8 * HOUR, 200],
      [8 * HOUR + 1_000, 401],
      [-5 * 60_000 - 1_000, 401],
    ] as const) {
      const { handled, send } = bot({ now: () => NOW + later });
      expect((await send(post(body, headers))).status).toBe(status);
      expect(handled).toHaveLength(+(status === 200));
    }
  });

  test("is refused without its signature, or with a part of it changed", async () => {
    const { body, headers } = await capture(event2());
    const { handled, send } = bot();
    const signature = headers["x-lark-signature"] as string;
    for (const changed of [
      {},
      { ...headers, "x-lark-request-timestamp": String(NOW / 1000 + 1) },
      { ...headers, "x-lark-request-timestamp": `0${NOW / 1000}` },
      { ...headers, "x-lark-request-nonce": "nonce-2" },
      { ...headers, "x-lark-signature": signature.slice(1) },
      { ...headers, "x-lark-signature": `${signature}, ${signature}` },
      { ...headers, "x-lark-signature": signature.slice(0, 40) },
      { ...headers, "x-lark-signature": "" },
    ]) {
      expect(await send(post(body, changed))).toEqual(REFUSAL);
    }
    // Timestamp, nonce and key are signed as one text; a digit cannot move from one to the other without the window noticing.
    const moved = { ...headers, "x-lark-request-timestamp": "170000000", "x-lark-request-nonce": "0nonce-1" };
    expect(await send(post(body, moved))).toEqual(REFUSAL);
    expect(handled).toEqual([]);
  });

  test("is refused when its JSON is written in another way", async () => {
    const { body, headers } = await capture(event2());
    const { send } = bot();
    const text = JSON.stringify(body);
    for (const other of [`${text} `, text.replace(":", ": "), text.replace("}", ',"a":1}'), `\ufeff${text}`]) {
      expect(await send(post(other, headers))).toEqual(REFUSAL);
    }
  });

  test("lends its signature to no other body, and its body to no other signature", async () => {
    const captured = [await capture(event2()), await capture(newCard()), await capture(challenge())];
    const { handled, send } = bot();
    for (const one of captured) {
      for (const other of captured.filter((candidate) => candidate !== one)) {
        expect(await send(post(one.body, other.headers))).toEqual(REFUSAL);
      }
    }
    expect(handled).toEqual([]);
  });

  test("is refused once its key is no longer in the list", async () => {
    const { body, headers } = await capture(event2());
    const both = bot({ encryptKey: ["the new key", ENCRYPT_KEY] });
    expect((await both.send(post(body, headers))).status).toBe(200);
    const { handled, send } = bot({ encryptKey: ["the new key"] });
    expect(await send(post(body, headers))).toEqual(REFUSAL);
    expect(handled).toEqual([]);
  });
});

describe("a captured old card", () => {
  test("lends its signature to no other card, and not to an event or an encrypted body", async () => {
    const headers = await signCard(oldCard());
    const { handled, send } = bot();
    expect((await send(post(oldCard(), headers))).status).toBe(200);
    const others = [oldCard({ open_id: "ou_2" }), event2(), newCard(), { encrypt: await seal(event2()) }];
    for (const body of others) {
      expect(await send(post(body, headers))).toEqual(REFUSAL);
      // Nor is an event let in by the signature of cards, which needs the token alone.
      if (body !== others[0]) {
        expect(await send(post(body, await signCard(body)))).toEqual(REFUSAL);
      }
    }
    expect(handled).toEqual(["card.action.trigger_v1"]);
  });

  test("is refused with the signature of events", async () => {
    const { handled, send } = bot();
    expect(await send(post(oldCard(), await sign(oldCard())))).toEqual(REFUSAL);
    expect(handled).toEqual([]);
  });
});

describe("a captured URL check", () => {
  test("is answered again with the challenge that was answered before, and with nothing else", async () => {
    const { body } = await capture(challenge());
    const { handled, send } = bot();
    for (let left = 30; left; left--) {
      expect(await send(post(body))).toMatchObject({ status: 200, body: '{"challenge":"ajls384kdjx98XX"}' });
    }
    expect(handled).toEqual([]);
  });
});

describe("ciphertext put together anew", () => {
  const text = "the-secret-text-of-a-message";
  const event = event2("im.message.receive_v1", { message: { content: text.repeat(4) } });

  /** Every way to put a first part of one and a last part of another together, short enough for a URL check. */
  function* splices(first: Uint8Array, second: Uint8Array) {
    const blocks = (bytes: Uint8Array) => bytes.length / BLOCK;
    for (let end = 1; end <= blocks(first); end++) {
      for (let from = 0; from < blocks(second); from++) {
        yield join(first.subarray(0, end * BLOCK), second.subarray(from * BLOCK));
      }
    }
  }

  test.each([
    ["a URL check before an event", challenge(), event],
    ["an event before a URL check", event, challenge()],
    ["a URL check before another", challenge(), challenge({ challenge: "5634b122-c042-4634-bc7f-b07a3c3e77ad" })],
  ])("%s is refused, and nothing of it comes back", async (_, one, other) => {
    const [first, second] = [await capture(one), await capture(other)];
    const { handled, send } = bot();
    let refused = 0;
    for (const bytes of splices(first.bytes, second.bytes)) {
      const encrypt = toBase64(bytes);
      const answer = await send(post({ encrypt }));
      if (encrypt === first.body.encrypt || encrypt === second.body.encrypt) {
        continue;
      }
      expect(answer).toEqual(REFUSAL);
      refused++;
      // With the signature of either it is another body.
      expect(await send(post({ encrypt }, second.headers))).toEqual(REFUSAL);
    }
    expect(refused).toBeGreaterThan(20);
    expect(handled).toEqual([]);
  });

  test("a URL check with blocks that are cut out, doubled, in another order or followed by more is refused", async () => {
    const { bytes, body } = await capture(challenge({ challenge: "5634b122-c042-4634-bc7f-b07a3c3e77ad" }));
    const count = bytes.length / BLOCK;
    const part = (from: number, to: number) => bytes.subarray(from * BLOCK, to * BLOCK);
    const { send } = bot();
    const made: Uint8Array[] = [];
    for (let at = 0; at < count; at++) {
      made.push(join(part(0, at), part(at + 1, count)));
      made.push(join(part(0, at), part(at, at + 1), part(at, count)));
      made.push(join(bytes, part(at, count)));
      for (let other = at + 1; other < count; other++) {
        made.push(
          join(part(0, at), part(other, other + 1), part(at + 1, other), part(at, at + 1), part(other + 1, count)),
        );
      }
    }
    for (const bytes of made) {
      const encrypt = toBase64(bytes);
      const { status, body: answered } = await send(post({ encrypt }));
      // Swapped blocks of the challenge alone may be another challenge by chance, and never another text.
      expect([status, encrypt === body.encrypt]).toEqual([401, false]);
      expect(answered).toBe("{}");
    }
  });

  test("an initialisation vector of the sender changes the first block of a URL check to another one, and of an event to nothing", async () => {
    const check = await capture(challenge());
    const forged = check.bytes.slice();
    // `{"challenge":"aj` becomes `{"challenge":"bj`.
    forged[14] = (forged[14] as number) ^ 3;
    const { send } = bot();
    const answer = await send(post({ encrypt: toBase64(forged) }));
    expect(answer).toMatchObject({ status: 200, body: '{"challenge":"bjls384kdjx98XX"}' });
    const { bytes } = await capture(event);
    const first = new TextEncoder().encode('{"schema":"2.0",');
    const wanted = new TextEncoder().encode('{"challenge":"x-');
    const iv = bytes.subarray(0, BLOCK).map((byte, at) => byte ^ (first[at] as number) ^ (wanted[at] as number));
    for (let end = 7; end <= 16; end++) {
      expect(await send(post({ encrypt: toBase64(join(iv, bytes.subarray(BLOCK, end * BLOCK))) }))).toEqual(REFUSAL);
    }
  });
});
