// What is encrypted, and what should be.

import { assert, test } from "../../support/cases.ts";
import { assertRefused, BOTH, KEY_ONLY, REFUSAL, receive, rest, setup, TOKEN_ONLY } from "../../support/dispatcher.ts";
import {
  ENCRYPT_KEY,
  event1,
  event2,
  fromBase64,
  post,
  seal,
  sealed,
  sealedUnsigned,
  sign,
  toBase64,
} from "../../support/platform-callbacks.ts";
import { withEndlessTries } from "../../support/time.ts";

/** A ciphertext, changed, and signed as it then is: what decryption has to notice by itself. */
async function signedCiphertext(change: (sealed: string) => string): Promise<Request> {
  const body = { encrypt: change(await seal(event2())) };
  return post(body, await sign(body));
}

const cut = (text: string, bytes: number) => toBase64(fromBase64(text).subarray(0, bytes));

const CIPHERTEXTS: [string, (sealed: string) => string][] = [
  ["empty", () => ""],
  ["one byte", (text) => cut(text, 1)],
  ["an initialisation vector alone", (text) => cut(text, 16)],
  ["31 bytes", (text) => cut(text, 31)],
  ["33 bytes", (text) => cut(text, 33)],
  ["cut by a byte", (text) => cut(text, -1)],
  ["cut by a block", (text) => cut(text, -16)],
  ["longer by a byte", (text) => toBase64(Uint8Array.of(...fromBase64(text), 0))],
  ["not base64", () => "!!!"],
  ["base64 with white space", (text) => `${text.slice(0, 40)}\n${text.slice(40)}`],
  ["base64 with a space at its end", (text) => `${text} `],
  ["base64 with a dot in it", (text) => `${text.slice(0, 40)}.${text.slice(41)}`],
  ["base64 that is padded too much", (text) => `${text.replace(/=+$/, "")}====`],
  ["hex", () => "ab".repeat(48)],
];
for (const [name, change] of CIPHERTEXTS) {
  test(`a signed event whose ciphertext is ${name} is refused`, async () => {
    await assertRefused(await signedCiphertext(change), "decrypt_failed");
  });
}

test("a signed event whose ciphertext is base64url is refused", async () => {
  for (;;) {
    const body = { encrypt: await seal(event2()) };
    const other = { encrypt: body.encrypt.replaceAll("+", "-").replaceAll("/", "_") };
    if (other.encrypt !== body.encrypt) {
      await assertRefused(post(other, await sign(other)), "decrypt_failed");
      return;
    }
  }
});

test("a signed event whose ciphertext lacks its padding characters is refused", async () => {
  for (const name of ["a", "ab", "abcdefghijklmnopq"]) {
    const text = await seal(event2("user_add_v1", { name }));
    const body = { encrypt: text.replace(/=+$/, "") };
    if (body.encrypt !== text) {
      await assertRefused(post(body, await sign(body)), "decrypt_failed");
      return;
    }
  }
  throw new Error("none of the ciphertexts was padded");
});

test("a signed event that was encrypted with another key is refused", async () => {
  // By chance (1 in 256) the padding fits: then the noise is not UTF-8.
  const body = { encrypt: await seal(event2(), "encrypt-key-of-another-app") };
  await assertRefused(post(body, await sign(body)), "(decrypt_failed|invalid_body)");
});

test("a signed event with a padding of zero, of seventeen, or of unequal bytes is refused", async () => {
  const plain = new TextEncoder().encode(JSON.stringify(event2()).padEnd(511));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(ENCRYPT_KEY));
  const key = await crypto.subtle.importKey("raw", digest, "AES-CBC", false, ["encrypt"]);
  for (const last of [[0], [17], [3, 2, 3]]) {
    const block = Uint8Array.of(...plain.subarray(0, 512 - last.length), ...last);
    const iv = new Uint8Array(16);
    const bytes = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CBC", iv }, key, block));
    // WebCrypto adds a block of proper padding; without it the bad one is last.
    const body = { encrypt: toBase64(Uint8Array.of(...iv, ...bytes.subarray(0, 512))) };
    await assertRefused(post(body, await sign(body)), "decrypt_failed");
  }
});

test("a flipped bit of the initialisation vector is noticed by the signature", async () => {
  const body = { encrypt: await seal(event1()) };
  const bytes = fromBase64(body.encrypt);
  // `{"uuid"` becomes `{"Uuid"`: still JSON, still an event.
  bytes[2] = (bytes[2] ?? 0) ^ 0x20;
  const headers = await sign(body);
  await assertRefused(post({ encrypt: toBase64(bytes) }, headers), "signature_mismatch");
  await assertRefused(post({ encrypt: toBase64(bytes) }), "signature_missing");
});

test("whichever byte of a captured, unsigned event is flipped, the answer is the same", async () => {
  const { events, seen } = setup();
  const bytes = fromBase64(await seal(event2()));
  await withEndlessTries(async () => {
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [0x01, 0x80]) {
        const forgery = bytes.slice();
        forgery[at] = (forgery[at] ?? 0) ^ mask;
        const answer = await receive(events, post({ encrypt: toBase64(forgery) }));
        assert.deepEqual(answer, REFUSAL, `byte ${at}`);
      }
    }
  });
  assert.deepEqual(seen, []);
  await rest();
});

test("whichever byte of a captured, unsigned event is flipped, the answer is the same without a token too", async () => {
  const { events, seen } = setup(KEY_ONLY);
  const bytes = fromBase64(await seal(event1()));
  await withEndlessTries(async () => {
    for (let at = 0; at < bytes.length; at++) {
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      assert.deepEqual(await receive(events, post({ encrypt: toBase64(bytes) })), REFUSAL, `byte ${at}`);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    }
  });
  assert.deepEqual(seen, []);
  await rest();
});

test("an encrypted body is refused when no key is configured, whatever it holds and whoever signed it", async () => {
  await assertRefused(await sealed(event2()), "encrypt_key_missing", TOKEN_ONLY);
  await assertRefused(await sealedUnsigned(event2()), "encrypt_key_missing", TOKEN_ONLY);
  await assertRefused(await sealedUnsigned(event2()), "encrypt_key_missing", { allowUnverified: true });
});

test("a right token beside an encrypted body does not let it in when no key is configured", async () => {
  const body = { ...event2(), encrypt: await seal(event2()) };
  await assertRefused(post(body), "encrypt_key_missing", TOKEN_ONLY);
});

for (const [name, options] of [
  ["with a token", BOTH],
  ["without a token", KEY_ONLY],
  ["and allowUnverified", { ...KEY_ONLY, allowUnverified: true }],
  ["with a token and allowUnverified", { ...BOTH, allowUnverified: true }],
] as const) {
  test(`a plain event is refused when a key is configured, ${name}, signed or not`, async () => {
    for (const body of [event2(), event1()]) {
      await assertRefused(post(body), "not_encrypted", options);
      await assertRefused(post(body, await sign(body)), "not_encrypted", options);
    }
  });
}

for (const encrypt of [1, null, true, {}, ["text"]]) {
  test(`an "encrypt" of ${JSON.stringify(encrypt)} makes no encrypted body`, async () => {
    const body = { ...event2(), encrypt };
    await assertRefused(post(body, await sign(body)), "not_encrypted");
  });
}

test("an encrypted body inside an encrypted body is not opened", async () => {
  await assertRefused(await sealed({ encrypt: await seal(event2()) }), "invalid_body");
});
