// The old card callback: plain, and signed by SHA-1 with the verification token.

import { assert, test } from "../../support/cases.ts";
import { assertAccepted, assertRefused, BOTH, KEY_ONLY, setup, TOKEN_ONLY } from "../../support/dispatcher.ts";
import {
  event2,
  NOW,
  oldCard,
  post,
  sealed,
  sign,
  signCard,
  TOKEN,
  toBytes,
} from "../../support/platform-callbacks.ts";
import vectors from "../../vectors/card_sha1_signature.json";

const TYPE = "card.action.trigger_v1";
const CONFIGURED = [
  ["with a key", BOTH],
  ["without a key", TOKEN_ONLY],
  ["without a key but allowUnverified", { ...TOKEN_ONLY, allowUnverified: true }],
] as const;

for (const [name, options] of CONFIGURED) {
  test(`an old card callback with its SHA-1 signature is accepted, ${name}`, async () => {
    await assertAccepted(post(oldCard(), await signCard(oldCard())), TYPE, options);
  });

  test(`an old card callback with another signature is refused, ${name}`, async () => {
    const body = oldCard();
    const wrong = [
      await sign(body),
      await sign(body, { secret: TOKEN }),
      await signCard(body, { secret: "another" }),
      await signCard(body, { secret: "" }),
      await signCard({ ...body, open_id: "ou_2" }),
      { ...(await signCard(body)), "x-lark-signature": "" },
      { ...(await signCard(body)), "x-lark-request-nonce": "nonce-2" },
    ];
    for (const headers of wrong) {
      await assertRefused(post(body, headers), "signature_mismatch", options);
    }
  });

  test(`an old card callback without a signature is refused, ${name}`, async () => {
    await assertRefused(post(oldCard()), "timestamp_outside_window", options);
    const { "x-lark-signature": _, ...headers } = await signCard(oldCard());
    await assertRefused(post(oldCard(), headers), "signature_mismatch", options);
  });

  test(`an old card callback whose body holds the verification token is refused without a signature, ${name}`, async () => {
    await assertRefused(post(oldCard({ token: TOKEN })), "timestamp_outside_window", options);
  });

  test(`an old card callback is refused outside the time window, ${name}`, async () => {
    const headers = await signCard(oldCard());
    for (const seconds of [28_801, -301]) {
      const later = { ...options, now: () => NOW + seconds * 1000 };
      await assertRefused(post(oldCard(), headers), "timestamp_outside_window", later);
    }
    const late = { ...options, now: () => NOW + 28_800_000 };
    await assertAccepted(post(oldCard(), headers), TYPE, late);
  });
}

test("an old card callback is refused when only a key is configured: nothing can prove it", async () => {
  for (const options of [KEY_ONLY, { ...KEY_ONLY, allowUnverified: true }]) {
    await assertRefused(post(oldCard()), "not_encrypted", options);
    await assertRefused(post(oldCard(), await sign(oldCard())), "not_encrypted", options);
  }
});

test("the SHA-1 signature lets in nothing but an old card callback", async () => {
  for (const body of [event2(), { ...oldCard(), type: "event_callback" }, { ...oldCard(), header: {} }]) {
    await assertRefused(post(body, await signCard(body)), "not_encrypted", BOTH);
  }
});

test("a body that is half an old card callback is none", async () => {
  for (const change of [{ action: undefined }, { action: "text" }, { action: [] }, { open_message_id: undefined }]) {
    const body = oldCard(change);
    await assertRefused(post(body, await signCard(body)), "not_encrypted", BOTH);
    await assertRefused(post(body, await signCard(body)), "token_mismatch", TOKEN_ONLY);
  }
});

test("an encrypted body of the old shape is refused: its token is not the app's", async () => {
  await assertRefused(await sealed(oldCard()), "token_mismatch", BOTH);
});

interface Vector {
  name: string;
  input: { timestamp: string; nonce: string; verification_token: string; body: string; signature?: string };
  expected: { signature?: string; valid?: boolean };
}

for (const { name, input, expected } of vectors as Vector[]) {
  test(`known answer card_sha1_signature/${name}`, async () => {
    const { events, seen, lines } = setup({
      verificationToken: input.verification_token,
      now: () => Number(input.timestamp) * 1000,
    });
    const headers: Record<string, string | undefined> = {
      "x-lark-request-timestamp": input.timestamp,
      "x-lark-request-nonce": input.nonce,
      "x-lark-signature": expected.signature ?? input.signature,
    };
    const answer = await events.handle(toBytes(input.body), (header) => headers[header]);
    // Some vectors sign what is no card action: those get past the signature, or never ask for one.
    const isCard = input.body.includes("open_message_id");
    if (isCard) {
      const valid = expected.valid ?? true;
      assert.equal(answer.status, valid ? 200 : 401);
      assert.deepEqual(seen, valid ? [TYPE] : []);
      assert.match(lines.join(), valid ? /^$/ : /signature_mismatch/);
    } else {
      assert.notMatch(lines.join(), /signature/);
      assert.equal(answer.status, input.body.includes("url_verification") ? 200 : 401);
    }
  });
}
