// The URL verification, in all its forms.

import { test } from "../../support/cases.ts";
import {
  assertAccepted,
  assertChallenge,
  assertRefused,
  BOTH,
  KEY_ONLY,
  TOKEN_ONLY,
} from "../../support/dispatcher.ts";
import {
  challenge,
  event2,
  oldCard,
  post,
  sealed,
  sealedUnsigned,
  sign,
  signCard,
  TOKEN,
} from "../../support/platform-callbacks.ts";

const UNVERIFIED = { allowUnverified: true };
const WRONG = [undefined, "", "another", null, 1, {}];

test("a plain URL verification with the right token is answered, with a key and without", async () => {
  await assertChallenge(post(challenge()), TOKEN_ONLY);
  await assertChallenge(post(challenge()), BOTH);
});

test("a plain URL verification is answered whatever its signature: it is the token that counts", async () => {
  const junk = { "x-lark-signature": "junk", "x-lark-request-timestamp": "junk" };
  for (const headers of [await sign(challenge()), await signCard(challenge()), junk]) {
    await assertChallenge(post(challenge(), headers), TOKEN_ONLY);
    await assertChallenge(post(challenge(), headers), BOTH);
  }
});

test("an encrypted URL verification with the right token is answered, signed or not, in plain JSON", async () => {
  await assertChallenge(await sealedUnsigned(challenge()), BOTH);
  await assertChallenge(await sealed(challenge()), BOTH);
});

test("an encrypted URL verification is answered when no token is configured: the key has proved it", async () => {
  await assertChallenge(await sealedUnsigned(challenge({ token: undefined })), KEY_ONLY);
  await assertChallenge(await sealed(challenge({ token: "any" })), KEY_ONLY);
});

test("allowUnverified answers any plain URL verification", async () => {
  await assertChallenge(post(challenge({ token: undefined })), UNVERIFIED);
  await assertChallenge(post(challenge({ token: "any" })), UNVERIFIED);
});

for (const token of WRONG) {
  test(`a URL verification whose token is ${JSON.stringify(token)} is refused, plain, encrypted or signed`, async () => {
    const body = challenge({ token });
    await assertRefused(post(body), "token_mismatch", TOKEN_ONLY);
    await assertRefused(post(body), "token_mismatch", BOTH);
    await assertRefused(await sealedUnsigned(body), "signature_missing", BOTH);
    await assertRefused(await sealed(body), "token_mismatch", BOTH);
    await assertRefused(post(body), "token_mismatch", { ...TOKEN_ONLY, ...UNVERIFIED });
  });
}

test("a plain URL verification is refused when a key and no token is configured: nothing proves it", async () => {
  await assertRefused(post(challenge()), "not_encrypted", KEY_ONLY);
  await assertRefused(post(challenge()), "not_encrypted", { ...KEY_ONLY, ...UNVERIFIED });
});

test("an encrypted URL verification with a signature that is wrong is refused", async () => {
  await assertRefused(await sealed(challenge(), { nonce: "1", timestamp: "1" }), "timestamp_outside_window");
  const good = await sealedUnsigned(challenge());
  const body = await good.text();
  const other = await sign("something else");
  await assertRefused(post(body, other), "signature_mismatch");
  await assertRefused(post(body, { "x-lark-signature": "" }), "timestamp_outside_window");
});

test("an encrypted URL verification of another app is refused", async () => {
  const request = await sealedUnsigned(challenge(), "encrypt-key-of-another-app");
  await assertRefused(request, "signature_missing");
});

for (const value of [undefined, null, 1, true, {}, ["x"]]) {
  test(`a URL verification whose challenge is ${JSON.stringify(value)} is refused`, async () => {
    await assertRefused(post(challenge({ challenge: value })), "invalid_body", TOKEN_ONLY);
    await assertRefused(await sealed(challenge({ challenge: value })), "invalid_body", BOTH);
    // Without the field it is shorter than a URL check can be.
    const reason = value === undefined ? "signature_missing" : "invalid_body";
    await assertRefused(await sealedUnsigned(challenge({ challenge: value })), reason, BOTH);
  });
}

const ECHOED = [
  "x",
  "-",
  "_",
  "ajls384kdj1234",
  "1b6aef1a-401f-406a-be41-f48911eabcef",
  "5634b122-c042-4634-bc7f-b07a3c3e77ad",
  "0123456789abcdef0123456789abcdef",
  "x".repeat(128),
];
for (const text of ECHOED) {
  test(`the challenge ${text.slice(0, 40)} of ${text.length} characters comes back`, async () => {
    await assertChallenge(post(challenge({ challenge: text })), TOKEN_ONLY, text);
    await assertChallenge(post(challenge({ challenge: text })), BOTH, text);
    await assertChallenge(await sealedUnsigned(challenge({ challenge: text })), BOTH, text);
    await assertChallenge(await sealed(challenge({ challenge: text })), BOTH, text);
  });
}

const NOT_ECHOED = [
  "",
  " ",
  "a b",
  "a.b",
  "a\n",
  "\n",
  '"}{"a":"',
  "\\u0041\n\t\0",
  "</script>",
  "你好 🚀",
  "\ud800",
  "１",
  "x".repeat(129),
  "x".repeat(10_000),
];
for (const text of NOT_ECHOED) {
  const name = JSON.stringify(text).slice(0, 40);
  test(`the challenge ${name} of ${text.length} characters is not one of the platform's, and is not echoed`, async () => {
    const body = challenge({ challenge: text });
    await assertRefused(post(body), "challenge_refused", TOKEN_ONLY);
    await assertRefused(post(body), "challenge_refused", BOTH);
    await assertRefused(await sealed(body), "challenge_refused", BOTH);
    // Unsigned, what is no printable ASCII or too long is not even looked at.
    await assertRefused(await sealedUnsigned(body), "(challenge_refused|signature_missing)", BOTH);
  });
}

test("a URL verification with further fields is answered", async () => {
  await assertChallenge(post(challenge({ extra: { a: 1 } })), TOKEN_ONLY);
});

for (const type of ["URL_VERIFICATION", "url_verification ", ["url_verification"], undefined]) {
  test(`an encrypted, unsigned body of the type ${JSON.stringify(type)} is no URL verification`, async () => {
    await assertRefused(await sealedUnsigned(challenge({ type })), "signature_missing");
  });
}

for (const value of [undefined, null, 1, {}]) {
  // Each has the shape of an event, too: what may come unsigned is a challenge, and nothing else.
  const v1 = challenge({ challenge: value, event: { type: "user_add" } });
  const v2 = { ...event2(), type: "url_verification", challenge: value };
  const card = { ...oldCard(), type: "url_verification", challenge: value, token: TOKEN };

  test(`an event cannot dress up as a URL verification whose challenge is ${JSON.stringify(value)}`, async () => {
    for (const body of [v1, v2, card]) {
      for (const options of [BOTH, { ...BOTH, ...UNVERIFIED }]) {
        await assertRefused(post(body), "invalid_body", options);
        await assertRefused(await sealed(body), "invalid_body", options);
        await assertRefused(await sealedUnsigned(body), "(invalid_body|signature_missing)", options);
      }
      await assertRefused(await sealedUnsigned(body), "(invalid_body|signature_missing)", KEY_ONLY);
    }
  });
}

test("an event that dresses up as a URL verification with a challenge is answered as one, and never dispatched", async () => {
  for (const body of [challenge({ event: { type: "user_add" } }), { ...challenge(), ...event2() }]) {
    await assertChallenge(await sealed(body), BOTH);
    await assertChallenge(post(body), BOTH);
  }
  // Unsigned it may not be longer than a URL check is.
  await assertChallenge(await sealedUnsigned(challenge({ event: { type: "user_add" } })), BOTH);
  await assertRefused(await sealedUnsigned({ ...challenge(), ...event2() }), "signature_missing", BOTH);
});

test("urlVerification: false refuses every URL verification, and nothing else", async () => {
  const off = { ...BOTH, urlVerification: false };
  await assertRefused(post(challenge()), "challenge_refused", off);
  await assertRefused(post(challenge()), "challenge_refused", { ...TOKEN_ONLY, urlVerification: false });
  await assertRefused(await sealedUnsigned(challenge()), "signature_missing", off);
  await assertRefused(await sealed(challenge()), "challenge_refused", off);
  await assertAccepted(await sealed(event2()), "contact.user.created_v3", off);
});

// The text "false" is what an environment variable gives: whatever is not `true` closes.
for (const urlVerification of ["false", "", 0, null] as unknown as boolean[]) {
  test(`urlVerification: ${JSON.stringify(urlVerification)} refuses, too`, async () => {
    await assertRefused(post(challenge()), "challenge_refused", { ...BOTH, urlVerification });
    await assertRefused(await sealedUnsigned(challenge()), "signature_missing", { ...BOTH, urlVerification });
  });
}
