// Every URL check of the documentation and of the official SDKs' own tests. (The Python SDK has none: neither its tests nor
// its samples hold a request.)
import type { EventDispatcherOptions } from "lark-edge/event";
import { test } from "../../support/cases.ts";
import { assertChallenge, assertRefused } from "../../support/dispatcher.ts";
import { post, sealed, sealedUnsigned } from "../../support/platform-callbacks.ts";
import vectors from "../../vectors/url_checks.json";

interface Vector {
  name: string;
  input: { encrypt_key?: string; verification_token: string; body: string };
  /** Without a challenge it must not be answered. */
  expected: { challenge?: string };
}

const OTHER_KEY = "the encrypt key that was before";
const OTHER_TOKEN = "the-verification-token-before";
/** The most bytes of a URL check that comes encrypted without a signature. */
const MAX_UNSIGNED_BYTES = 239;

/** The options of one app: with its secrets alone, and with each of them in a list. */
function configurations(key: string | undefined, token: string): EventDispatcherOptions[] {
  if (!key && !token) {
    return [{ allowUnverified: true }];
  }
  const tokens = token ? [token, [token, OTHER_TOKEN], [OTHER_TOKEN, token]] : [undefined];
  const keys = key ? [key, [key, OTHER_KEY], [OTHER_KEY, key]] : [undefined];
  return keys.flatMap((encryptKey) =>
    tokens.map((verificationToken) => ({
      ...(encryptKey && { encryptKey }),
      ...(verificationToken && { verificationToken }),
    })),
  );
}

for (const { name, input, expected } of vectors as Vector[]) {
  const { encrypt_key: key, verification_token: token, body } = input;

  test(`the URL check ${name} is ${expected.challenge ? "answered" : "refused"} as it stands`, async () => {
    for (const options of configurations(key, token)) {
      await (expected.challenge
        ? assertChallenge(post(body), options, expected.challenge)
        : assertRefused(post(body), "\\w+", options));
    }
  });

  if (body.startsWith('{"encrypt"') || !token) {
    continue;
  }
  test(`the URL check ${name} is ${expected.challenge ? "answered" : "refused"} when it is encrypted`, async () => {
    const secret = key ?? "an encrypt key";
    for (const options of configurations(secret, token)) {
      const isShort = new TextEncoder().encode(body).length <= MAX_UNSIGNED_BYTES;
      if (expected.challenge) {
        await assertChallenge(await sealed(body, { secret }), options, expected.challenge);
      }
      await (expected.challenge && isShort
        ? assertChallenge(await sealedUnsigned(body, secret), options, expected.challenge)
        : assertRefused(await sealedUnsigned(body, secret), "\\w+", options));
    }
  });
}
