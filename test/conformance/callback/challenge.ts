// The URL verification, in all its forms.

import { test } from "../../support/cases.ts";
import { assertChallenge, assertRefused, BOTH, KEY_ONLY, TOKEN_ONLY } from "../../support/dispatcher.ts";
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
    await assertRefused(await sealedUnsigned(body), "token_mismatch", BOTH);
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
  await assertRefused(request, "(decrypt_failed|invalid_body)");
});

for (const value of [undefined, null, 1, true, {}, ["x"]]) {
  test(`a URL verification whose challenge is ${JSON.stringify(value)} is refused`, async () => {
    await assertRefused(post(challenge({ challenge: value })), "invalid_body", TOKEN_ONLY);
    await assertRefused(await sealedUnsigned(challenge({ challenge: value })), "invalid_body", BOTH);
  });
}

test("the challenge comes back character by character, escaped as JSON", async () => {
  for (const text of ['"}{"a":"', "\\u0041\n\t\0", "</script>", "你好 🚀", "\ud800", "", "x".repeat(10_000)]) {
    await assertChallenge(post(challenge({ challenge: text })), TOKEN_ONLY, text);
  }
});

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
        await assertRefused(await sealedUnsigned(body), "invalid_body", options);
      }
      await assertRefused(await sealedUnsigned(body), "invalid_body", KEY_ONLY);
    }
  });
}

test("an event that dresses up as a URL verification with a challenge is answered as one, and never dispatched", async () => {
  for (const body of [challenge({ event: { type: "user_add" } }), { ...challenge(), ...event2() }]) {
    await assertChallenge(await sealedUnsigned(body), BOTH);
    await assertChallenge(post(body), BOTH);
  }
});
