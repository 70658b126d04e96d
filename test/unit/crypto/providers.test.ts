import { describe, expect, test } from "vitest";
import {
  type Bytes,
  type CryptoProvider,
  hostCrypto,
  type SealingProvider,
  toHex,
  webCrypto,
  webSealing,
} from "../../../src/crypto/index.ts";
import { nativeCrypto, nativeSealing } from "../../../src/crypto/native.ts";
import { nobleCrypto } from "../../../src/crypto/noble.ts";
import {
  botCases,
  cardCases,
  encryptionCases,
  signatureCases,
  testCryptoProvider,
} from "../../contract/crypto-provider.ts";

const native = { ...nativeCrypto(), ...nativeSealing() } as CryptoProvider & SealingProvider;
const PROVIDERS: [string, CryptoProvider & SealingProvider][] = [
  ["native", native],
  ["WebCrypto", { ...webCrypto, ...webSealing }],
  ["noble", nobleCrypto],
];

test("all known answers are there", () => {
  const counts = [encryptionCases, signatureCases, cardCases, botCases].map(({ length }) => length);
  expect(counts).toEqual([50, 22, 11, 9]);
});

describe.each(PROVIDERS)("%s keeps the contract of a crypto provider", (_, provider) => {
  testCryptoProvider(test, provider, provider);
});

test("Node's own crypto is what this host uses", () => {
  expect(native.digest).toBeTypeOf("function");
  expect(hostCrypto().digest.toString()).toBe(native.digest.toString());
});

/** mulberry32: the same inputs in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("the providers agree on random inputs", () => {
  const random = createRandom(20_241_101);
  const below = (limit: number) => Math.floor(random() * limit);
  const bytes = (length: number): Bytes => Uint8Array.from({ length }, () => below(256));

  /** One outcome of all providers. */
  async function agree(run: (provider: CryptoProvider & SealingProvider) => unknown): Promise<string> {
    const outcomes = await Promise.all(
      PROVIDERS.map(async ([, provider]) => {
        try {
          return toHex((await run(provider)) as Uint8Array);
        } catch {
          return "refused";
        }
      }),
    );
    expect(new Set(outcomes).size, outcomes.join()).toBe(1);
    return outcomes[0] ?? "";
  }

  test("on digests and HMACs", async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 200; round++) {
      const parts = Array.from({ length: below(5) }, () => bytes(below(200)));
      seen.add(await agree((provider) => provider.digest("SHA-256", parts)));
      seen.add(await agree((provider) => provider.digest("SHA-1", parts)));
      const [key, message] = [bytes(1 + below(200)), bytes(below(300))];
      seen.add(await agree((provider) => provider.hmacSha256(key, message)));
    }
    expect(seen).not.toContain("refused");
    expect(seen.size).toBeGreaterThan(400);
  });

  test("on what they seal and open, each what any has sealed", async () => {
    for (let round = 0; round < 100; round++) {
      const [key, iv, plain] = [bytes(32), bytes(16), bytes(below(300))];
      const sealed = await agree((provider) => provider.seal(key, iv, plain));
      expect(sealed).not.toBe("refused");
      const ciphertext = Uint8Array.from(sealed.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
      expect(await agree((provider) => provider.opener(key)(iv, ciphertext))).toBe(toHex(plain));
    }
  });

  test("on which noise they refuse, and what they make of the rest", async () => {
    let opened = 0;
    let refused = 0;
    for (let round = 0; round < 1_000; round++) {
      const [key, iv, noise] = [bytes(32), bytes(16), bytes(16 * (1 + below(3)))];
      const outcome = await agree((provider) => provider.opener(key)(iv, noise));
      outcome === "refused" ? refused++ : opened++;
    }
    // One padding in 256 fits by chance.
    expect(refused).toBeGreaterThan(900);
    expect(opened).toBeGreaterThan(0);
  });
});
