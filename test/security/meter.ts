// A stopwatch without noise: it counts what a dispatcher does with bytes that it has decrypted.
import { createDecipheriv, createHash } from "node:crypto";
import type { CryptoProvider } from "lark-edge/event";

/** What was done for one request. */
export interface Work {
  /** Hashes that were computed. */
  digests: number;
  /** The length of each ciphertext that was decrypted, and whether its padding was checked. */
  decrypted: string[];
  /** How often a byte of a plain text was read. */
  reads: number;
  /** Which bytes were read, in their order, as one number. */
  order: number;
}

export interface Meter {
  /** Crypto that counts. Its plain texts are watched. */
  readonly crypto: CryptoProvider;
  /** Decrypts whole blocks, and watches the plain text. */
  decrypt(key: Uint8Array, sealed: Uint8Array): Uint8Array;
  /** What was done since the last call. */
  take(): Work;
}

/** Decrypts whole blocks of AES-256-CBC; the padding stays. */
export function decryptBlocks(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  const cipher = createDecipheriv("aes-256-cbc", key, sealed.subarray(0, 16)).setAutoPadding(false);
  return Uint8Array.from(Buffer.concat([cipher.update(sealed.subarray(16)), cipher.final()]));
}

const nothing = (): Work => ({ digests: 0, decrypted: [], reads: 0, order: 0 });

/** Makes a meter. */
export function createMeter(): Meter {
  let work = nothing();

  /** Bytes whose every reading is counted. */
  const watch = (bytes: Uint8Array): Uint8Array =>
    new Proxy(bytes, {
      get(target, name) {
        // Not `Reflect.get`, which takes several times as long.
        const value: unknown = target[name as never];
        if (typeof value === "number" && name !== "length") {
          work.reads++;
          work.order = (Math.imul(work.order, 31) + Number(name) + 1) | 0;
        }
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  const decrypt = (key: Uint8Array, sealed: Uint8Array, kind = "raw") => {
    work.decrypted.push(`${kind} ${sealed.length}`);
    return watch(decryptBlocks(key, sealed));
  };
  const join = (iv: Uint8Array, bytes: Uint8Array) => Buffer.concat([iv, bytes]);
  return {
    crypto: {
      digest(algorithm, parts) {
        work.digests++;
        const hash = createHash(algorithm.replace("-", ""));
        for (const part of parts) {
          hash.update(part);
        }
        return hash.digest();
      },
      opener: (key) => (iv, bytes) => decrypt(key, join(iv, bytes), "checked"),
      rawOpener: (key) => (iv, bytes) => decrypt(key, join(iv, bytes)),
    },
    decrypt: (key, sealed) => decrypt(key, sealed),
    take() {
      const done = work;
      work = nothing();
      return done;
    },
  };
}
