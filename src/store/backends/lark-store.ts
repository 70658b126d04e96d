/** What is used of a Durable Object's storage; `DurableObjectStorage` fits, of either kind of class. */
export interface ObjectStorage {
  get(key: string): Promise<unknown>;
  get(keys: string[]): Promise<Map<string, unknown>>;
  put(key: string, value: unknown): Promise<void>;
  delete(keys: string | string[]): Promise<unknown>;
  list(options: { limit: number; startAfter?: string; allowConcurrency?: boolean }): Promise<Map<string, unknown>>;
  deleteAll(): Promise<void>;
  getAlarm(): Promise<number | null>;
  setAlarm(at: number): Promise<void>;
}

/** The commands that the store sends to an object. */
export type ObjectCommand =
  | { op: "get"; key: string }
  | { op: "delete"; key: string }
  | { op: "set"; key: string; next: string; ttlSeconds?: number | undefined }
  | { op: "compareAndSet"; key: string; expected: string | null; next: string | null; ttlSeconds?: number | undefined };

/** A value as an object keeps it. */
interface Kept {
  /**
   * UTF-8. A string would be kept as UTF-16 as soon as one character is beyond Latin-1, and then be twice as long as
   * the limit counts.
   */
  value: Uint8Array;
  /** In milliseconds since the Unix epoch. */
  expiresAt?: number;
}

/** The least time between two clean-ups of an object that has many values, in milliseconds. */
const SWEEP_INTERVAL_MS = 600_000;

/** The most keys that storage deletes at once. @see https://developers.cloudflare.com/durable-objects/api/legacy-kv-storage-api/ */
const PAGE = 128;

/**
 * The Durable Object behind `durableObjectStore`. Export it from the Worker, and name it in `wrangler.toml`.
 *
 * It works as it is, with `new_sqlite_classes` and with `new_classes`. A class that extends `DurableObject` can hold one
 * and hand `fetch` and `alarm` on to it; this one does not, since the module `cloudflare:workers` is nowhere but there.
 *
 * @example
 * export { LarkStore } from "lark-edge/store/durable-object"
 *
 * // wrangler.toml
 * // [[durable_objects.bindings]]
 * // name = "STORE"
 * // class_name = "LarkStore"
 * // [[migrations]]
 * // tag = "lark-store"
 * // new_sqlite_classes = ["LarkStore"]
 * @see https://developers.cloudflare.com/durable-objects/
 */
export class LarkStore {
  /** Only for the compiler: `wrangler types` writes `DurableObjectNamespace<LarkStore>`, which requires this mark. */
  declare readonly __DURABLE_OBJECT_BRAND: never;
  readonly #storage: ObjectStorage;
  readonly #encoder: TextEncoder = new TextEncoder();
  // A byte order mark is part of the value.
  readonly #decoder: TextDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The time of the alarm; `undefined` until it was read from storage. */
  #alarmAt: number | undefined;
  #sweptAt = 0;

  constructor(state: { storage: ObjectStorage }, _env?: unknown) {
    this.#storage = state.storage;
  }

  /** The object's clock, which alone decides what has expired. */
  protected now(): number {
    return Date.now();
  }

  /** Carries out one command of the store. */
  async fetch(request: { json(): Promise<unknown> }): Promise<Response> {
    return Response.json(await this.#run((await request.json()) as ObjectCommand));
  }

  /**
   * Deletes what has expired; storage calls it at the time that was set.
   *
   * It reads every value, at most each ten minutes. An index by time would spare that, and cost a second write for each
   * value: a row written is billed like a thousand rows read, and a claim of eight hours is read here 48 times.
   *
   * @see https://developers.cloudflare.com/durable-objects/platform/pricing/
   */
  async alarm(): Promise<void> {
    this.#sweptAt = this.now();
    this.#alarmAt = Infinity;
    let soonest = Infinity;
    let startAfter: string | undefined;
    let page: Map<string, unknown>;
    do {
      // Commands may come in between: an object with many values must not let claims wait for its cleaning.
      page = await this.#storage.list({ limit: PAGE, allowConcurrency: true, ...(startAfter && { startAfter }) });
      const expired: string[] = [];
      for (const [key, kept] of page) {
        startAfter = key;
        if (this.#isLive(kept)) {
          soonest = Math.min(soonest, kept.expiresAt ?? Infinity);
        } else {
          expired.push(key);
        }
      }
      // One of them may have been set anew meanwhile, so they are looked at again, now with nothing in between.
      const again = expired.length ? await this.#storage.get(expired) : new Map<string, unknown>();
      const dead = [...again].filter(([, kept]) => !this.#isLive(kept)).map(([key]) => key);
      if (dead.length) {
        await this.#storage.delete(dead);
      }
    } while (page.size === PAGE);
    if ((await this.#storage.list({ limit: 1 })).size === 0) {
      // An object without any storage is not billed, not even for an empty database.
      await this.#storage.deleteAll();
      this.#alarmAt = Infinity;
    } else if (soonest < Infinity) {
      await this.#schedule(soonest);
    }
  }

  /**
   * `compareAndSet` is atomic for three reasons. There is one object per key in the whole world. While it waits for its
   * storage, no other request reaches it (the input gate), so nothing comes between reading and writing below, as long as
   * they wait for nothing else. And the answer leaves only after what was written is safe (the output gate), so that no
   * claim is given that a crash takes back.
   *
   * @see https://developers.cloudflare.com/durable-objects/reference/in-memory-state/
   * @see https://blog.cloudflare.com/durable-objects-easy-fast-correct-choose-three/
   */
  async #run(command: ObjectCommand): Promise<string | boolean | null> {
    const { key } = command;
    this.#alarmAt ??= (await this.#storage.getAlarm()) ?? Infinity;
    if (command.op === "set") {
      await this.#write(key, command.next, command.ttlSeconds);
      return null;
    }
    if (command.op === "delete") {
      await this.#storage.delete(key);
      return null;
    }
    const kept = await this.#storage.get(key);
    const value = this.#isLive(kept) ? this.#decoder.decode(kept.value) : null;
    if (command.op === "get") {
      return value;
    }
    if (value !== command.expected) {
      return false;
    }
    if (command.next !== null) {
      await this.#write(key, command.next, command.ttlSeconds);
    } else if (kept) {
      await this.#storage.delete(key);
    }
    return true;
  }

  #isLive(kept: unknown): kept is Kept {
    return !!kept && ((kept as Kept).expiresAt ?? Infinity) > this.now();
  }

  async #write(key: string, text: string, ttlSeconds?: number): Promise<void> {
    const value = this.#encoder.encode(text);
    const expiresAt = ttlSeconds && this.now() + ttlSeconds * 1000;
    // Both start before either is waited for: storage writes them as one, so no value is ever without its alarm.
    await Promise.all([
      this.#storage.put(key, (expiresAt ? { value, expiresAt } : { value }) satisfies Kept),
      expiresAt && this.#schedule(expiresAt),
    ]);
  }

  /** Sees to it that the alarm rings when a value expires, or as soon after it as cleaning is due. */
  #schedule(expiresAt: number): Promise<void> | undefined {
    const at = Math.max(expiresAt, this.#sweptAt + SWEEP_INTERVAL_MS);
    if (at < (this.#alarmAt ?? Infinity)) {
      this.#alarmAt = at;
      return this.#storage.setAlarm(at);
    }
  }
}
