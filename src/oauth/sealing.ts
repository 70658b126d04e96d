import { LarkError, parseObject } from "../base/index.ts";
import { type Bytes, fromBase64, join, toBase64, toHex, toUtf8, webCrypto } from "../crypto/index.ts";

/** Makes values of a store unreadable, and reads them again. */
export interface Sealing {
  /** @param place - The key in the store. A value that was moved to another one is not read. */
  seal(place: string, text: string): Promise<string>;
  /** @throws {LarkError} The value was not sealed, not for this place, or with a key that is not in `sealWith`. */
  open(place: string, value: string): Promise<string>;
}

const AES_GCM = "AES-GCM";
const KEY_BYTES = 32;
const IV_BYTES = 12;
/** As many hexadecimal digits of the hash of a key are its name. */
const ID_LENGTH = 8;

const decoder: TextDecoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true });

interface SealKey {
  readonly id: string;
  readonly key: CryptoKey;
}

function readKeys(secrets: readonly string[]): Bytes[] {
  const keys = secrets.map(fromBase64);
  if (!keys.length || keys.some((key) => key?.length !== KEY_BYTES)) {
    throw new TypeError(
      "userTokens: sealWith must be 32 bytes in base64 (openssl rand -base64 32), or false for plain text: is its variable set?",
    );
  }
  return keys as Bytes[];
}

async function importKey(bytes: Bytes): Promise<SealKey> {
  return {
    id: toHex(await webCrypto.digest("SHA-256", [bytes])).slice(0, ID_LENGTH),
    key: await crypto.subtle.importKey("raw", bytes, AES_GCM, false, ["encrypt", "decrypt"]),
  };
}

const failure = (message: string) => new LarkError(message, { code: "LARK_STORE" });

/**
 * Makes the sealing of values by AES-256-GCM. The place of a value is authenticated, and the name of its key is stored with it.
 *
 * @param secrets - The key for new values first, then older ones that are still to be read. Each has 32 bytes, in base64.
 * @throws {TypeError} There is no key, or one of them is malformed.
 */
export function createSealing(secrets: readonly string[]): Sealing {
  const given = readKeys(secrets);
  let keys: Promise<SealKey[]> | undefined;
  const known = () => {
    keys ??= Promise.all(given.map(importKey));
    return keys;
  };
  return {
    async seal(place, text) {
      const [{ id, key }] = (await known()) as [SealKey];
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const cipher = { name: AES_GCM, iv, additionalData: toUtf8(place) };
      const sealed = new Uint8Array(await crypto.subtle.encrypt(cipher, key, toUtf8(text)));
      return JSON.stringify({ sealedWith: id, box: toBase64(join([iv, sealed])) });
    },
    async open(place, value) {
      const { sealedWith, box } = parseObject(value) ?? {};
      const bytes = typeof box === "string" ? fromBase64(box) : undefined;
      if (typeof sealedWith !== "string" || !bytes) {
        throw failure(
          "a session in the store is not sealed, and sealWith is set: remove it, the user must sign in again",
        );
      }
      const key = (await known()).find(({ id }) => id === sealedWith)?.key;
      if (!key) {
        throw failure(
          `a session in the store is sealed with the key ${sealedWith.slice(0, ID_LENGTH)}: add it to sealWith`,
        );
      }
      const cipher = { name: AES_GCM, iv: bytes.subarray(0, IV_BYTES) as Bytes, additionalData: toUtf8(place) };
      const plain = await crypto.subtle.decrypt(cipher, key, bytes.subarray(IV_BYTES)).catch(() => {
        throw failure("a session in the store was changed, or moved from another key");
      });
      return decoder.decode(plain);
    },
  };
}

/** Leaves values as they are. */
export const noSealing: Sealing = {
  seal: async (_, text) => text,
  async open(_, value) {
    if (typeof parseObject(value)?.sealedWith === "string") {
      throw failure("a session in the store is sealed: pass sealWith");
    }
    return value;
  },
};
