// Secrets that are being changed: lists of them.

import type { EventDispatcherOptions } from "lark-edge/event";
import { assert, test } from "../../support/cases.ts";
import { assertAccepted, assertChallenge, assertRefused, receive, setup } from "../../support/dispatcher.ts";
import {
  challenge,
  ENCRYPT_KEY,
  event1,
  event2,
  oldCard,
  post,
  seal,
  sealed,
  sealedUnsigned,
  sign,
  signCard,
  TOKEN,
} from "../../support/platform-callbacks.ts";

const TYPE = "contact.user.created_v3";
const OTHER_KEY = "the-new-encrypt-key";
const OTHER_TOKEN = "the-new-verification-token-12345";
const THIRD = "a-third-one-that-was-never-used";

const LISTS: [string, EventDispatcherOptions][] = [
  ["the new one first", { encryptKey: [OTHER_KEY, ENCRYPT_KEY], verificationToken: [OTHER_TOKEN, TOKEN] }],
  ["the new one last", { encryptKey: [ENCRYPT_KEY, OTHER_KEY], verificationToken: [TOKEN, OTHER_TOKEN] }],
  ["three", { encryptKey: [THIRD, OTHER_KEY, ENCRYPT_KEY], verificationToken: [TOKEN, THIRD, OTHER_TOKEN] }],
];

for (const [name, options] of LISTS) {
  test(`with a list of secrets, ${name}, events of each key and each token are accepted`, async () => {
    for (const secret of [ENCRYPT_KEY, OTHER_KEY]) {
      for (const token of [TOKEN, OTHER_TOKEN, undefined]) {
        await assertAccepted(await sealed(event2(TYPE, {}, { token }), { secret }), TYPE, options);
        await assertAccepted(await sealed(event1("user_add", {}, { token }), { secret }), "user_add", options);
      }
    }
  });

  test(`with a list of secrets, ${name}, what no secret of it has made is refused`, async () => {
    const secret = "a key that is not in the list";
    await assertRefused(await sealed(event2(), { secret }), "signature_mismatch", options);
    await assertRefused(await sealedUnsigned(challenge(), secret), "signature_missing", options);
    await assertRefused(await sealed(event2(TYPE, {}, { token: "another" })), "token_mismatch", options);
    await assertRefused(await sealedUnsigned(challenge({ token: "x".repeat(40) })), "signature_missing", options);
    await assertRefused(post(challenge({ token: "another" })), "token_mismatch", options);
    const card = oldCard();
    await assertRefused(post(card, await signCard(card, { secret: ENCRYPT_KEY })), "signature_mismatch", options);
  });

  test(`with a list of secrets, ${name}, old cards of each token are accepted`, async () => {
    for (const secret of [TOKEN, OTHER_TOKEN]) {
      const card = oldCard();
      await assertAccepted(post(card, await signCard(card, { secret })), "card.action.trigger_v1", options);
    }
  });

  test(`with a list of secrets, ${name}, URL verifications of each key and token are answered, in all their forms`, async () => {
    for (const token of [TOKEN, OTHER_TOKEN]) {
      const body = challenge({ token });
      await assertChallenge(post(body), options);
      for (const secret of [ENCRYPT_KEY, OTHER_KEY]) {
        await assertChallenge(await sealedUnsigned(body, secret), options);
        await assertChallenge(await sealed(body, { secret }), options);
      }
    }
  });
}

test("the key that has signed a body decrypts it, and no other", async () => {
  const options = { encryptKey: [ENCRYPT_KEY, OTHER_KEY] };
  const body = { encrypt: await seal(event2(), OTHER_KEY) };
  const headers = await sign(body, { secret: ENCRYPT_KEY });
  await assertRefused(post(body, headers), "(decrypt_failed|invalid_body)", options);
});

for (const secret of ["constructor", "__proto__", "toString"]) {
  test(`a secret that is called ${secret} is a secret like any other`, async () => {
    const options = { encryptKey: secret, verificationToken: secret };
    const token = secret;
    await assertAccepted(await sealed(event2(TYPE, {}, { token }), { secret }), TYPE, options);
    await assertChallenge(await sealedUnsigned(challenge({ token }), secret), options);
  });
}

test("a list of one is the secret itself, and a list that is changed later changes nothing", async () => {
  const encryptKey = [ENCRYPT_KEY];
  const verificationToken = [TOKEN];
  const { events, seen } = setup({ encryptKey, verificationToken });
  encryptKey[0] = OTHER_KEY;
  verificationToken.pop();
  assert.equal((await receive(events, await sealed(event2()))).status, 200);
  assert.equal((await receive(events, post(challenge()))).status, 200);
  assert.deepEqual(seen, [TYPE]);
});

for (const name of ["encryptKey", "verificationToken"] as const) {
  const good = name === "encryptKey" ? ENCRYPT_KEY : TOKEN;
  for (const [what, list] of [
    ["empty", []],
    ["of four", [good, good, good, good]],
    ["with an empty entry", [good, ""]],
    ["with undefined in it", [undefined, good]],
    ["with null in it", [good, null]],
    ["with a number in it", [good, 1]],
    ["with a list in it", [[good]]],
    ["with a line break in it", [`${good}\n`]],
  ] as [string, unknown[]][]) {
    test(`a ${name} list that is ${what} is a TypeError that names it and holds no secret`, () => {
      let error: unknown;
      try {
        setup({ [name]: list } as EventDispatcherOptions);
      } catch (thrown) {
        error = thrown;
      }
      assert.instanceOf(error, TypeError);
      assert.match((error as Error).message, new RegExp(`^${name} must be`));
      assert.notInclude((error as Error).message, good);
    });
  }
}

test("plain events are refused once there is a key, whatever their token: going from none to one is no rotation", async () => {
  await assertAccepted(post(event2()), TYPE, { verificationToken: TOKEN });
  await assertRefused(post(event2()), "not_encrypted", { verificationToken: TOKEN, encryptKey: [ENCRYPT_KEY] });
});
