import { isWorkerd } from "../base/index.ts";
import { type Bytes, join } from "./bytes.ts";
import type { CryptoProvider, SealingProvider } from "./provider.ts";

// The part of Node's modules that is used here. Their types would make every user install @types/node.
interface Cipher {
  update(data: Uint8Array): Uint8Array;
  final(): Uint8Array;
  setAutoPadding(auto: boolean): Cipher;
}
interface Hash {
  update(data: Uint8Array | string): Hash;
  digest(): Uint8Array;
}
interface NodeCrypto {
  createHash(algorithm: string): Hash;
  createHmac(algorithm: string, key: Uint8Array): Hash;
  createCipheriv(algorithm: string, key: Uint8Array, iv: Uint8Array): Cipher;
  createDecipheriv(algorithm: string, key: Uint8Array, iv: Uint8Array): Cipher;
}
interface NodeBuffer {
  Buffer: { from(text: string, encoding: string): Bytes & { toString(encoding: string): string } };
}

const CIPHER = "aes-256-cbc";
const BLOCK = 16;

/**
 * Looks up a module built into Node, Deno or Bun: never imported, so that bundlers and browsers see nothing of it.
 *
 * workerd is left out although it has them under `nodejs_compat`, since its WebCrypto is the faster one there.
 */
function builtin(name: string): unknown {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  return isWorkerd() ? undefined : process?.getBuiltinModule?.(name);
}

/** Takes the PKCS#7 padding off, which is checked to its last byte. */
function unpad(plain: Uint8Array): Uint8Array {
  const end = plain.length;
  const padding = plain[end - 1] as number;
  let wrong = +(padding < 1 || padding > BLOCK);
  for (let at = 1; at <= BLOCK; at++) {
    wrong |= at <= padding ? (plain[end - at] as number) ^ padding : 0;
  }
  if (wrong) {
    throw new RangeError("wrong padding");
  }
  return plain.subarray(0, end - padding);
}

/** Decrypts whole blocks, and leaves the padding where it is. */
function blocks(node: NodeCrypto, key: Uint8Array): (iv: Uint8Array, sealed: Uint8Array) => Uint8Array {
  // One cipher for all, since making one costs more than using it. In CBC a block's key stream is the block before
  // it: the IV goes in as if it were one, and what comes out for it is thrown away.
  const cipher = node.createDecipheriv(CIPHER, key, new Uint8Array(BLOCK)).setAutoPadding(false);
  return (iv, sealed) => {
    if (iv.length !== BLOCK || !sealed.length || sealed.length % BLOCK) {
      throw new RangeError("no whole blocks");
    }
    cipher.update(iv);
    return cipher.update(sealed);
  };
}

/**
 * The crypto built into Node, Deno and Bun: 5 µs for a 1.5 KB event where their WebCrypto takes 145.
 *
 * This file is one of three that look for modules which not every host has; ARCHITECTURE.md lists them.
 */
export function nativeCrypto(): CryptoProvider | undefined {
  const node = builtin("crypto") as NodeCrypto | undefined;
  const buffer = builtin("buffer") as NodeBuffer;
  return (
    node && {
      digest(algorithm, parts) {
        // `sha256`: the one spelling that Node, Deno and Bun all take.
        const hash = node.createHash(algorithm.replace("-", "").toLowerCase());
        for (const part of parts) {
          hash.update(part);
        }
        return hash.digest();
      },
      opener(key) {
        const decrypt = blocks(node, key);
        return (iv, sealed) => unpad(decrypt(iv, sealed));
      },
      rawOpener: (key) => blocks(node, key),
      fromBase64(text) {
        const bytes = buffer.Buffer.from(text, "base64");
        return bytes.toString("base64") === text ? bytes : undefined;
      },
    }
  );
}

/** The sending side of {@link nativeCrypto}. */
export function nativeSealing(): SealingProvider | undefined {
  const node = builtin("crypto") as NodeCrypto | undefined;
  return (
    node && {
      hmacSha256: (key, message) => node.createHmac("sha256", key).update(message).digest(),
      seal(key, iv, plain) {
        const cipher = node.createCipheriv(CIPHER, key, iv);
        return join([cipher.update(plain), cipher.final()]);
      },
    }
  );
}
