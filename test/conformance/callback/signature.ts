// Who signed, what, and when.

import { assert, test } from "../../support/cases.ts";
import { assertAccepted, assertRefused, BOTH, KEY_ONLY, REFUSAL, receive, setup } from "../../support/dispatcher.ts";
import {
  ENCRYPT_KEY,
  event2,
  NOW,
  post,
  type Signing,
  seal,
  sealed,
  sealedUnsigned,
  sign,
  TIMESTAMP,
  TOKEN,
  toBytes,
} from "../../support/platform-callbacks.ts";

const TYPE = "contact.user.created_v3";

/** A good event with one signature header changed; `undefined` takes it away. */
async function forged(change: (headers: Record<string, string>) => Record<string, string | undefined>) {
  const body = { encrypt: await seal(event2()) };
  const headers = await sign(body);
  const changed = { ...headers, ...change(headers) };
  const given = Object.entries(changed).filter((header): header is [string, string] => header[1] !== undefined);
  return post(body, Object.fromEntries(given));
}

const flipLast = (hex: string) => hex.slice(0, -1) + (hex.endsWith("0") ? "1" : "0");

test("an encrypted and signed event is accepted", async () => {
  await assertAccepted(await sealed(event2()), TYPE, BOTH);
  await assertAccepted(await sealed(event2()), TYPE, KEY_ONLY);
});

test("a signature in upper case is accepted: hex is hex", async () => {
  await assertAccepted(await forged((h) => ({ "x-lark-signature": h["x-lark-signature"]?.toUpperCase() })), TYPE);
});

test("an event without any signature header is refused", async () => {
  await assertRefused(await sealedUnsigned(event2()), "signature_missing");
  await assertRefused(await sealedUnsigned(event2()), "signature_missing", KEY_ONLY);
});

const SIGNATURES: [string, (signature: string) => string | undefined, string?][] = [
  ["missing", () => undefined, "signature_missing"],
  ["empty", () => ""],
  ["wrong in its last digit", flipLast],
  ["wrong in its first digit", (signature) => (signature.startsWith("0") ? "1" : "0") + signature.slice(1)],
  ["all zeros", () => "0".repeat(64)],
  ["one digit short", (signature) => signature.slice(0, -1)],
  ["half as long", (signature) => signature.slice(0, 32)],
  ["one digit long", (signature) => `${signature}0`],
  ["twice itself", (signature) => `${signature}, ${signature}`],
  ["not hex", () => "z".repeat(64)],
  ["prefixed", (signature) => `sha256=${signature}`],
  ["broken by white space", (signature) => `${signature.slice(0, 32)} ${signature.slice(32)}`],
  ["in base64", () => "n".repeat(44)],
  ["undefined as text", () => "undefined"],
];
for (const [name, change, reason = "signature_mismatch"] of SIGNATURES) {
  test(`an event whose signature is ${name} is refused`, async () => {
    await assertRefused(await forged((h) => ({ "x-lark-signature": change(h["x-lark-signature"] ?? "") })), reason);
  });
}

test("white space around a signature is refused where the host does not trim it", async () => {
  const body = toBytes({ encrypt: await seal(event2()) });
  const headers = await sign(body);
  for (const around of [" $", "$ ", "\t$", "$\n"]) {
    const { events, seen } = setup();
    const padded = { ...headers, "x-lark-signature": around.replace("$", headers["x-lark-signature"] ?? "") };
    const answer = await events.handle(body, (name) => padded[name as keyof typeof padded]);
    assert.equal(answer.status, 401);
    assert.deepEqual(seen, []);
  }
});

test("an event whose nonce is missing or another one is refused", async () => {
  await assertRefused(await forged(() => ({ "x-lark-request-nonce": undefined })), "signature_mismatch");
  await assertRefused(await forged(() => ({ "x-lark-request-nonce": "nonce-2" })), "signature_mismatch");
});

test("an event signed with an empty nonce is accepted, with the header or without", async () => {
  const body = { encrypt: await seal(event2()) };
  const { "x-lark-request-nonce": _, ...headers } = await sign(body, { nonce: "" });
  await assertAccepted(post(body, headers), TYPE);
});

const SIGNINGS: [string, Signing][] = [
  ["another app's key", { secret: "encrypt-key-of-another-app" }],
  ["the verification token", { secret: TOKEN }],
  ["nothing", { secret: "" }],
  ["its key and a space", { secret: `${ENCRYPT_KEY} ` }],
  ["SHA-1, as old card callbacks are", { algorithm: "SHA-1" }],
  ["SHA-1 and the verification token", { algorithm: "SHA-1", secret: TOKEN }],
];
for (const [name, signing] of SIGNINGS) {
  test(`an event signed with ${name} is refused`, async () => {
    const body = { encrypt: await seal(event2()) };
    await assertRefused(post(body, await sign(body, signing)), "signature_mismatch");
  });
}

test("the signature covers the bytes as they came: the same JSON in other bytes is refused", async () => {
  const body = { encrypt: await seal(event2()) };
  const headers = await sign(body);
  for (const other of [`${JSON.stringify(body)}\n`, ` ${JSON.stringify(body)}`, JSON.stringify(body, null, 1)]) {
    await assertRefused(post(other, headers), "signature_mismatch");
  }
});

test("the signature covers the encrypted body: one over the plain text is refused", async () => {
  const plain = event2();
  await assertRefused(post({ encrypt: await seal(plain) }, await sign(plain)), "signature_mismatch");
});

test("the signature of one event does not let another in", async () => {
  const headers = await sign({ encrypt: await seal(event2()) });
  await assertRefused(post({ encrypt: await seal(event2()) }, headers), "signature_mismatch");
});

test("fields beside `encrypt` are never looked at", async () => {
  const body = { ...event2("stowaway_v1"), encrypt: await seal(event2()) };
  await assertAccepted(post(body, await sign(body)), TYPE);
  await assertRefused(post(body), "signature_missing");
});

const TIMESTAMPS: [string, string][] = [
  ["empty", ""],
  ["NaN", "NaN"],
  ["Infinity", "Infinity"],
  ["1e99", "1e99"],
  ["in exponents", "1.7e9"],
  ["negative", `-${TIMESTAMP}`],
  ["with a sign", `+${TIMESTAMP}`],
  ["with a fraction", `${TIMESTAMP}.0`],
  ["hexadecimal", `0x${(NOW / 1000).toString(16)}`],
  ["a date", "2023-11-14T22:13:20Z"],
  ["in milliseconds", String(NOW)],
  ["zero", "0"],
  ["400 digits long", "9".repeat(400)],
  ["in other digits", "１７００００００００"],
  ["two", `${TIMESTAMP}, ${TIMESTAMP}`],
];
for (const [name, timestamp] of TIMESTAMPS) {
  test(`an event whose timestamp is ${name} is refused although it is signed`, async () => {
    const body = toBytes({ encrypt: await seal(event2()) });
    const headers = await sign(body, { timestamp });
    const { events, seen, lines } = setup();
    // Not through `Headers`, which refuses some of these by itself.
    const answer = await events.handle(body, (header) => headers[header]);
    assert.equal(answer.status, REFUSAL.status);
    assert.equal(answer.body, REFUSAL.body);
    assert.deepEqual(seen, []);
    assert.match(lines.join(), /timestamp_outside_window/);
  });
}

test("an event whose timestamp is missing is refused", async () => {
  await assertRefused(await forged(() => ({ "x-lark-request-timestamp": undefined })), "timestamp_outside_window");
});

test("an event whose timestamp was changed is refused", async () => {
  const timestamp = String(NOW / 1000 - 1);
  await assertRefused(await forged(() => ({ "x-lark-request-timestamp": timestamp })), "signature_mismatch");
});

const AGES: [number, boolean][] = [
  [0, true],
  [6 * 3600, true],
  [28_800, true],
  [28_801, false],
  [30 * 86_400, false],
  [-300, true],
  [-301, false],
  [-86_400, false],
];
for (const [age, good] of AGES) {
  test(`the same signed bytes ${age} seconds later are ${good ? "accepted" : "refused"}`, async () => {
    const request = await sealed(event2());
    const options = { ...BOTH, now: () => NOW + age * 1000 };
    await (good ? assertAccepted(request, TYPE, options) : assertRefused(request, "timestamp_outside_window", options));
  });
}

test("signatureMaxAgeSeconds sets the window", async () => {
  const later = (seconds: number) => ({ ...BOTH, signatureMaxAgeSeconds: 60, now: () => NOW + seconds * 1000 });
  await assertAccepted(await sealed(event2()), TYPE, later(60));
  await assertRefused(await sealed(event2()), "timestamp_outside_window", later(61));
  for (const signatureMaxAgeSeconds of [0, -1, Number.NaN]) {
    assert.throws(() => setup({ ...BOTH, signatureMaxAgeSeconds }), RangeError, "signatureMaxAgeSeconds");
  }
});

test("the same bytes are accepted twice: telling duplicates apart is not the signature's work", async () => {
  const { events, seen } = setup();
  const request = await sealed(event2());
  await receive(events, request.clone());
  await receive(events, request);
  assert.lengthOf(seen, 2);
});
