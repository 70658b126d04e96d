// What every crypto provider promises. Uses nothing of Node, so that any runtime can run it.
import { assert } from "chai";
import {
  type Bytes,
  type CryptoProvider,
  equal,
  fromBase64,
  fromHex,
  fromUtf8,
  join,
  type SealingProvider,
  toBase64,
  toHex,
  toUtf8,
} from "../../src/crypto/index.ts";
import botVectors from "../vectors/bot_hmac_sign.json";
import cardVectors from "../vectors/card_sha1_signature.json";
import encryptionVectors from "../vectors/event_encryption.json";
import signatureVectors from "../vectors/event_signature.json";

/** Registers a case: vitest's `test` fits. */
export type Register = (name: string, run: () => void | Promise<void>) => void;

interface Vector<Input, Expected> {
  name: string;
  input: Input;
  expected: Expected;
}
interface EncryptionInput {
  op: "derive_key" | "encrypt" | "decrypt";
  encrypt_key: string;
  iv_hex: string;
  encrypt: string;
  plaintext?: string;
  plaintext_pattern?: { prefix: string; letters: number; suffix: string };
}
interface EncryptionExpected {
  key_hex?: string;
  encrypt?: string;
  encrypt_length?: number;
  encrypt_sha256?: string;
  plaintext?: string;
  error?: string;
}
interface SignatureInput {
  timestamp: string;
  nonce: string;
  encrypt_key?: string;
  verification_token?: string;
  body?: string;
  body_base64?: string;
  signature?: string;
}
interface BotInput {
  timestamp: string;
  secret: string;
  sign?: string;
}
interface Expected {
  signature?: string;
  valid?: boolean;
  sign?: string;
  body?: { sign: string };
}

export const encryptionCases = encryptionVectors as unknown as Vector<EncryptionInput, EncryptionExpected>[];
export const signatureCases = signatureVectors as Vector<SignatureInput, Expected>[];
export const cardCases = cardVectors as Vector<SignatureInput, Expected>[];
export const botCases = botVectors as unknown as Vector<BotInput, Expected>[];

const hex = (text: string): Bytes => {
  const bytes = fromHex(text);
  assert.isDefined(bytes);
  return bytes as Bytes;
};

/** The error that a function throws or its promise rejects with; `undefined` if it does neither. */
async function failure(run: () => unknown): Promise<unknown> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error ?? new Error("failed with nothing");
  }
}

/** Decryption as the trust boundary does it, step by step; the names of the errors are those of the vectors. */
async function decrypt(provider: CryptoProvider, encryptKey: string, text: string): Promise<string> {
  const bytes = (provider.fromBase64 ?? fromBase64)(text);
  if (!bytes) {
    return "invalid_base64";
  }
  if (bytes.length < 32) {
    return "ciphertext_too_short";
  }
  const key = new Uint8Array(await provider.digest("SHA-256", [toUtf8(encryptKey)]));
  let plain: Uint8Array = new Uint8Array();
  const error = await failure(async () => {
    plain = await provider.opener(key)(bytes.subarray(0, 16), bytes.subarray(16));
  });
  if (error) {
    return bytes.length % 16 ? "bad_block_length" : "bad_padding";
  }
  const invalid = await failure(() => fromUtf8(plain));
  return invalid ? "invalid_utf8" : `plain:${fromUtf8(plain)}`;
}

function testEncryption(test: Register, provider: CryptoProvider, sealing: SealingProvider): void {
  for (const { name, input, expected } of encryptionCases) {
    test(`event_encryption/${name}`, async () => {
      const key = new Uint8Array(await provider.digest("SHA-256", [toUtf8(input.encrypt_key)]));
      if (input.op === "derive_key") {
        assert.equal(toHex(key), expected.key_hex);
      } else if (input.op === "encrypt") {
        const { prefix = "", letters = 0, suffix = "" } = input.plaintext_pattern ?? {};
        const pattern = Array.from({ length: letters }, (_, at) => String.fromCharCode(97 + (at % 26))).join("");
        const iv = hex(input.iv_hex);
        const sealed = await sealing.seal(key, iv, toUtf8(input.plaintext ?? prefix + pattern + suffix));
        const text = toBase64(join([iv, sealed]));
        if (expected.encrypt_sha256) {
          assert.equal(text.length, expected.encrypt_length);
          assert.equal(toHex(await provider.digest("SHA-256", [toUtf8(text)])), expected.encrypt_sha256);
        } else {
          assert.equal(text, expected.encrypt);
        }
      } else {
        const result = await decrypt(provider, input.encrypt_key, input.encrypt);
        if (expected.error === "invalid_json") {
          // Decryption succeeds; what is not JSON is refused one step later.
          assert.match(result, /^plain:/);
          assert.throws(() => JSON.parse(result.slice(6)), SyntaxError);
        } else {
          assert.equal(result, expected.error ?? `plain:${expected.plaintext}`);
        }
      }
    });
  }

  test("opener refuses what is no whole number of blocks, and nothing at all", async () => {
    const open = provider.opener(new Uint8Array(32));
    for (const length of [0, 1, 15, 17, 31]) {
      const error = await failure(() => open(new Uint8Array(16), new Uint8Array(length)));
      assert.isDefined(error, `${length} bytes`);
    }
  });

  test("an opener can be used many times, at once, and with other bytes than the first", async () => {
    const key = new Uint8Array(32).fill(7);
    const open = provider.opener(key);
    const texts = Array.from({ length: 20 }, (_, at) => "x".repeat(at * 5));
    const opened = await Promise.all(
      texts.map(async (text, at) => {
        const iv = new Uint8Array(16).fill(at);
        const sealed = new Uint8Array(await sealing.seal(key, iv, toUtf8(text)));
        return fromUtf8(await open(iv, sealed));
      }),
    );
    assert.deepEqual(opened, texts);
  });

  test("rawOpener leaves the padding where it is, whatever it is, and takes every ciphertext of whole blocks", async () => {
    const key = new Uint8Array(32).fill(7);
    const iv = new Uint8Array(16).fill(9);
    const open = provider.rawOpener(key);
    for (const length of [0, 1, 15, 16, 17, 255]) {
      const plain = Uint8Array.from({ length }, (_, at) => at);
      const sealed = new Uint8Array(await sealing.seal(key, iv, plain));
      const padding = 16 - (length % 16);
      assert.deepEqual([...(await open(iv, sealed))], [...plain, ...new Uint8Array(padding).fill(padding)]);
    }
    // Noise: of 300 one at most would have a proper padding by chance.
    for (let round = 0; round < 300; round++) {
      const noise = crypto.getRandomValues(new Uint8Array(16 * (1 + (round % 16))));
      assert.lengthOf(await open(iv, noise), noise.length);
    }
  });

  test("rawOpener refuses what is no whole number of blocks", async () => {
    const open = provider.rawOpener(new Uint8Array(32));
    for (const length of [1, 15, 17, 31]) {
      const error = await failure(() => open(new Uint8Array(16), new Uint8Array(length)));
      assert.isDefined(error, `${length} bytes`);
    }
  });

  test("an opener recovers after a failure", async () => {
    const key = new Uint8Array(32);
    const open = provider.opener(key);
    assert.isDefined(await failure(() => open(new Uint8Array(16), new Uint8Array(16))));
    const sealed = new Uint8Array(await sealing.seal(key, new Uint8Array(16), toUtf8("text")));
    assert.equal(fromUtf8(await open(new Uint8Array(16), sealed)), "text");
  });

  test("nothing that is given is written to", async () => {
    const given = [new Uint8Array(32).fill(1), new Uint8Array(16).fill(2), toUtf8("some text")] as const;
    const before = given.map((bytes) => toHex(bytes));
    const [key, iv, plain] = given;
    const sealed = new Uint8Array(await sealing.seal(key, iv, plain));
    const sealedBefore = toHex(sealed);
    await provider.opener(key)(iv, sealed);
    await provider.digest("SHA-256", [plain, key]);
    await sealing.hmacSha256(key, plain);
    assert.deepEqual(
      given.map((bytes) => toHex(bytes)),
      before,
    );
    assert.equal(toHex(sealed), sealedBefore);
  });
}

function testSignatures(test: Register, provider: CryptoProvider, sealing: SealingProvider): void {
  for (const [file, algorithm, cases] of [
    ["event_signature", "SHA-256", signatureCases],
    ["card_sha1_signature", "SHA-1", cardCases],
  ] as const) {
    for (const { name, input, expected } of cases) {
      test(`${file}/${name}`, async () => {
        const secret = toUtf8(input.encrypt_key ?? input.verification_token ?? "");
        const body = input.body_base64 === undefined ? toUtf8(input.body ?? "") : fromBase64(input.body_base64);
        const parts = [toUtf8(input.timestamp), toUtf8(input.nonce), secret, body as Bytes];
        const signature = toHex(await provider.digest(algorithm, parts));
        assert.equal(toHex(await provider.digest(algorithm, [join(parts)])), signature, "parts are joined");
        if (expected.signature) {
          assert.equal(signature, expected.signature);
        } else {
          assert.isBoolean(expected.valid);
          const given = input.signature?.toLowerCase() ?? "";
          assert.equal(equal(given, signature), expected.valid);
        }
      });
    }
  }

  for (const { name, input, expected } of botCases) {
    test(`bot_hmac_sign/${name}`, async () => {
      const key = toUtf8(`${input.timestamp}\n${input.secret}`);
      const sign = toBase64(new Uint8Array(await sealing.hmacSha256(key, new Uint8Array())));
      const right = expected.sign ?? expected.body?.sign;
      if (right) {
        assert.equal(sign, right);
      } else {
        assert.isFalse(expected.valid);
        assert.notEqual(sign, input.sign);
      }
    });
  }

  test("digests of nothing and of abc are those of the standard", async () => {
    assert.match(toHex(await provider.digest("SHA-256", [])), /^e3b0c442/);
    assert.match(toHex(await provider.digest("SHA-1", [])), /^da39a3ee/);
    const parts = [toUtf8("a"), toUtf8(""), toUtf8("bc")];
    assert.match(toHex(await provider.digest("SHA-256", parts)), /^ba7816bf/);
    assert.match(toHex(await provider.digest("SHA-1", parts)), /^a9993e36/);
  });

  test("HMAC-SHA-256 is that of RFC 4231, with short and long keys", async () => {
    const hmac = async (key: Bytes, text: string) => toHex(await sealing.hmacSha256(key, toUtf8(text)));
    assert.match(await hmac(new Uint8Array(20).fill(0x0b), "Hi There"), /^b0344c61d8db38535ca8afceaf0bf12b/);
    assert.match(await hmac(toUtf8("Jefe"), "what do ya want for nothing?"), /^5bdcc146bf60754e6a042426089575c7/);
    const long = "Test Using Larger Than Block-Size Key - Hash Key First";
    assert.match(await hmac(new Uint8Array(131).fill(0xaa), long), /^60e431591ee0b67f0d8a26aacbf5b77f/);
  });
}

const NOT_CANONICAL: [string, string][] = [
  ["a missing padding", "YQ"],
  ["half a padding", "YQ="],
  ["too much padding", "YQ==="],
  ["a padding alone", "="],
  ["a padding in the middle", "YQ==YQ=="],
  ["unused bits that are set", "YR=="],
  ["five symbols", "YWFhY"],
  ["white space around it", " YWFh"],
  ["white space inside", "YW Fh"],
  ["a line feed at its end", "YWFh\n"],
  ["the alphabet of URLs", "-_-_"],
  ["another character", "YW!h"],
  ["a character beyond Latin-1", "YWF你"],
  ["a NUL", "YWF\0"],
];

function testBase64(test: Register, provider: CryptoProvider): void {
  const read = provider.fromBase64 ?? fromBase64;
  for (const [name, text] of NOT_CANONICAL) {
    test(`base64 with ${name} is refused`, () => {
      assert.isUndefined(read(text));
    });
  }

  test("canonical base64 of every length and byte comes back", () => {
    for (let length = 0; length < 260; length++) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + length) & 0xff);
      assert.deepEqual([...(read(toBase64(bytes)) ?? [-1])], [...bytes]);
    }
  });
}

/** Registers the whole contract for one provider. */
export function testCryptoProvider(test: Register, provider: CryptoProvider, sealing: SealingProvider): void {
  testEncryption(test, provider, sealing);
  testSignatures(test, provider, sealing);
  testBase64(test, provider);
}
