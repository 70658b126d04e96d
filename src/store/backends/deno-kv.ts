import { LarkError } from "../../base/index.ts";
import type { KeyValueStore } from "../key-value-store.ts";
import { DEFAULT_STORE_TIMEOUT_MS } from "./answer-within.ts";
import { kindOf, utf8Bytes } from "./check.ts";
import { checkedStore } from "./checked-store.ts";

/** What is used of a `Deno.Kv`; the real one fits. */
export interface DenoKv {
  get(key: string[]): Promise<DenoKvEntry>;
  set(key: string[], value: Uint8Array, options?: { expireIn?: number | undefined }): Promise<unknown>;
  delete(key: string[]): Promise<unknown>;
  atomic(): DenoKvAtomic;
}

/** What a `Deno.Kv` answers. */
export interface DenoKvEntry {
  value: unknown;
  /** Of the last write; `null` where there is no value. */
  versionstamp: string | null;
}

/** What is used of a `Deno.AtomicOperation`. */
export interface DenoKvAtomic {
  check(entry: { key: string[]; versionstamp: string | null }): DenoKvAtomic;
  set(key: string[], value: Uint8Array, options?: { expireIn?: number | undefined }): DenoKvAtomic;
  delete(key: string[]): DenoKvAtomic;
  commit(): Promise<{ ok: boolean }>;
}

/** How to use a Deno KV database. */
export interface DenoKvStoreOptions {
  /** The clock by which values expire, in milliseconds since the Unix epoch. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/** The largest key in the database's own encoding: UTF-8 between a mark and an end, where a NUL takes two. */
const MAX_KEY_BYTES = 2_048;
/** The largest value; bytes are kept as they are, while a text would be two bytes a character as soon as one needs it. */
const MAX_ENTRY_BYTES = 65_536;
/** The expiry before each value: up to 16 digits, and a space. */
const EXPIRY_BYTES = 17;

/** The longest pause before a write that found the file locked is tried again, in milliseconds. */
const MAX_PAUSE_MS = 40;

const keyBytes = (key: string) => utf8Bytes(key) + key.split("\0").length + 1;

/**
 * Makes a store of a Deno KV database: a file, in memory, or Deno Deploy's.
 *
 * A value lies at `[key]` as bytes: its expiry in milliseconds since the Unix epoch (nothing if it has none), a space, its
 * text. Deno KV removes values late (a value of 100 ms was answered for a minute), so the stored expiry decides, and
 * an expired value is never returned; `expireIn` lets the database clean up. The clocks of all instances must be right.
 *
 * A value is at most 65,519 bytes of UTF-8, a key 2,046.
 *
 * Deno needs `--unstable-kv`, or `"unstable": ["kv"]` in `deno.json`; Deno Deploy does not.
 *
 * @throws {TypeError} `kv` is no `Deno.Kv`.
 * @example
 * const store = denoKvStore(await Deno.openKv());
 * @see https://docs.deno.com/api/deno/~/Deno.KvKey (2,048 bytes, as the database writes them)
 * @see https://github.com/denoland/deno/blob/main/ext/kv/config.rs (65,536 bytes a value)
 * @see https://docs.deno.com/kv/manual/key_expiration (`expireIn` is the earliest time; values should carry their own)
 * @see https://docs.deno.com/kv/manual/transactions (versionstamps)
 */
export function denoKvStore(kv: DenoKv, options: DenoKvStoreOptions = {}): Required<KeyValueStore> {
  const { now = Date.now } = options;
  if (typeof kv?.atomic !== "function") {
    throw new TypeError(
      `denoKvStore(kv): kv must be a Deno.Kv, got ${kindOf(kv)}: pass \`await Deno.openKv()\` (deno run --unstable-kv)`,
    );
  }

  function pack(value: string, ttlMs?: number): [Uint8Array, { expireIn: number | undefined }] {
    const expiry = ttlMs === undefined ? "" : Math.ceil(now() + ttlMs);
    return [new TextEncoder().encode(`${expiry} ${value}`), { expireIn: ttlMs }];
  }

  function unpack({ value }: DenoKvEntry): string | null {
    if (value === null) {
      return null;
    }
    const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : "";
    const [start, expiry] = /^(\d*) /.exec(text) ?? [];
    if (start === undefined) {
      throw new LarkError("Deno KV: the key holds a value that this store did not write", { code: "LARK_STORE" });
    }
    return expiry && Number(expiry) <= now() ? null : text.slice(start.length);
  }

  return checkedStore({
    name: "Deno KV",
    keyBytes,
    maxKeyBytes: MAX_KEY_BYTES,
    guarantees: {
      atomic: true,
      // Reads are strongly consistent by default: https://docs.deno.com/api/deno/~/Deno.KvConsistencyLevel
      readYourWrites: "everywhere",
      ttlFloorSeconds: 0.001,
      ttlLagSeconds: 0,
      maxValueBytes: MAX_ENTRY_BYTES - EXPIRY_BYTES,
    },
    get: async (key) => unpack(await kv.get([key])),
    set: (key, value, ttlMs) => kv.set([key], ...pack(value, ttlMs)),
    delete: (key) => kv.delete([key]),
    async compareAndSet(key, expected, next, ttlMs) {
      const endsAt = Date.now() + DEFAULT_STORE_TIMEOUT_MS;
      // A file that another process writes to fails a checked write with this text and no code, and takes nothing of it:
      // https://www.sqlite.org/rescode.html#busy_snapshot
      const lost = async (error: unknown) => {
        if (/database is locked/.test(Object(error).message) && Date.now() < endsAt) {
          // Who tries again at once keeps the others from ending, and they this one.
          await new Promise((resolve) => setTimeout(resolve, Math.random() * MAX_PAUSE_MS));
          return { ok: false };
        }
        throw error;
      };
      for (;;) {
        const entry = await kv.get([key]);
        if (unpack(entry) !== expected) {
          return false;
        }
        const change = kv.atomic().check({ key: [key], versionstamp: entry.versionstamp });
        const write = next === null ? change.delete([key]) : change.set([key], ...pack(next, ttlMs));
        const { ok } = await write.commit().catch(lost);
        if (ok) {
          return true;
        }
        // Another write came in between, or the database cleaned up. The value may still be the expected one.
      }
    },
  });
}
