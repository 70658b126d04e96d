// The order of the checks: what fails first decides, and nothing runs before its turn.
import { describe, expect, test } from "vitest";
import type { CryptoProvider, Opener } from "../../../src/crypto/index.ts";
import { nobleCrypto } from "../../../src/crypto/noble.ts";
import { EventDispatcher, type EventDispatcherOptions } from "../../../src/event/index.ts";
import {
  challenge,
  ENCRYPT_KEY,
  event2,
  NOW,
  post,
  seal,
  sealed,
  sealedUnsigned,
  sign,
  TOKEN,
} from "../../support/platform-callbacks.ts";

/** A dispatcher that tells what its crypto was asked for, and why it refused. */
function setup(options: EventDispatcherOptions = {}, crypto: CryptoProvider = nobleCrypto) {
  const asked: string[] = [];
  const lines: string[] = [];
  const write = (...message: unknown[]) => lines.push(message.join(" "));
  const logger = { error: write, warn: write, info: write, debug: write };
  const spyOn =
    (name: string, open: Opener): Opener =>
    (iv, bytes) => {
      asked.push(name);
      return open(iv, bytes);
    };
  const spying: CryptoProvider = {
    digest: (algorithm, parts) => {
      asked.push(algorithm);
      return crypto.digest(algorithm, parts);
    },
    opener: (key) => spyOn("open", crypto.opener(key)),
    rawOpener: (key) => spyOn("open raw", crypto.rawOpener(key)),
  };
  const given = {
    encryptKey: ENCRYPT_KEY,
    verificationToken: TOKEN,
    now: () => NOW,
    logger,
    crypto: spying,
    ...options,
  };
  return { events: new EventDispatcher(given), asked, lines };
}

test("the crypto is spied upon: a good event is hashed and opened", async () => {
  const { events, asked } = setup();
  expect((await events.fetch(await sealed(event2()))).status).toBe(200);
  expect(asked.sort()).toEqual(["SHA-256", "SHA-256", "open"]);
});

test("nothing is decrypted before its signature holds", async () => {
  const body = { encrypt: await seal(event2()) };
  for (const headers of [
    await sign("another body"),
    await sign(body, { secret: "another key" }),
    { "x-lark-signature": "" },
    { ...(await sign(body)), "x-lark-signature": "0".repeat(40) },
  ]) {
    const { events, asked } = setup();
    expect((await events.fetch(post(body, headers))).status).toBe(401);
    expect(asked.filter((name) => name.startsWith("open"))).toEqual([]);
  }
});

test("what is not signed is decrypted without a check of its padding, under every key, and only if it can be a URL check", async () => {
  const { events, asked } = setup({ encryptKey: ["another key", ENCRYPT_KEY] });
  expect((await events.fetch(await sealedUnsigned(challenge()))).status).toBe(200);
  expect(asked).toEqual(["SHA-256", "open raw", "SHA-256", "open raw"]);
  for (const content of [event2("a_v1", { name: "x".repeat(100) }), { type: "url_verification" }, "x".repeat(79)]) {
    const short = setup();
    expect((await short.events.fetch(await sealedUnsigned(content))).status).toBe(401);
    expect(short.asked).toEqual([]);
  }
});

test("no crypto runs for what is too large, unreadable, not encrypted or of another method", async () => {
  for (const request of [post("x".repeat(2_000)), post("hello"), post("[]"), post(event2()), post({ encrypt: 1 })]) {
    const { events, asked } = setup({ maxBodyBytes: 1_000 });
    expect((await events.fetch(request)).status).not.toBe(200);
    expect(asked).toEqual([]);
  }
  const { events, asked } = setup();
  await events.fetch(new Request("https://bot.example/"));
  expect(asked).toEqual([]);
});

describe("a wrong signature is what counts", () => {
  test.each([
    ["a broken ciphertext", "AAAA"],
    ["a ciphertext that is not base64", "!!!"],
    ["an empty ciphertext", ""],
  ])("beside %s", async (_, encrypt) => {
    const { events, lines } = setup();
    const response = await events.fetch(post({ encrypt }, await sign("another body")));
    expect(response.status).toBe(401);
    expect(lines.join()).toMatch(/signature_mismatch/);
  });

  test("beside a plain text that is no event, or another app's", async () => {
    for (const plain of ["no JSON", "[]", JSON.stringify(event2("a_v1", {}, { token: "another" }))]) {
      const { events, lines } = setup();
      await events.fetch(post({ encrypt: await seal(plain) }, await sign("another body")));
      expect(lines.join()).toMatch(/signature_mismatch/);
    }
  });
});

test("a decryption that fails after the signature did leaves no unhandled rejection", async () => {
  // vitest fails a run in which one is left.
  const late: CryptoProvider = {
    ...nobleCrypto,
    opener: () => () => new Promise((_, reject) => setTimeout(() => reject(new Error("late")), 5)),
  };
  const { events } = setup({}, late);
  const body = { encrypt: await seal(event2()) };
  expect((await events.fetch(post(body, await sign("another body")))).status).toBe(401);
  await new Promise((resolve) => setTimeout(resolve, 15));
});

test("a time outside the window is refused before the signature is computed", async () => {
  const { events, asked, lines } = setup({ now: () => NOW + 10 ** 9 });
  await events.fetch(await sealed(event2()));
  expect(lines.join()).toMatch(/timestamp_outside_window/);
  expect(asked).toEqual([]);
});

test("what a provider throws is never sent, whatever it is", async () => {
  const failing = (error: unknown): CryptoProvider => ({
    ...nobleCrypto,
    opener: () => () => {
      throw error;
    },
  });
  const bodies = new Set<string>();
  for (const error of [new Error("bad decrypt"), new TypeError("x"), "text", undefined, null]) {
    const { events } = setup({}, failing(error));
    for (const request of [await sealed(event2()), await sealedUnsigned(event2())]) {
      const response = await events.fetch(request);
      expect(response.status).toBe(401);
      bodies.add(await response.text());
    }
  }
  expect([...bodies]).toEqual(["{}"]);
});
