/** How a value is kept. */
export interface SetOptions {
  /**
   * When the backend may remove the value, in seconds. It only cleans up, because values carry their own expiry. Default:
   * never. Not positive: a `RangeError`.
   */
  ttlSeconds?: number | undefined;
}

/** What a backend promises, for programs; docs/stores.md has the same as a table. */
export interface StoreGuarantees {
  /** Whether `compareAndSet` is there and decides between all instances that share the backend. */
  readonly atomic: boolean;
  /** Which instances see a value after `set` has resolved: all, or others after a delay. */
  readonly readYourWrites: "everywhere" | "eventually";
  /** The shortest time to live that the backend keeps, in seconds; a shorter one is raised to it. */
  readonly ttlFloorSeconds: number;
  /** How long after its time a value may still be answered, in seconds. */
  readonly ttlLagSeconds: number;
  /** The largest value, in bytes of UTF-8. A larger one is a `RangeError`. */
  readonly maxValueBytes: number;
}

/**
 * Where tokens, `app_ticket`s and claims live. Any backend with these three methods will do.
 *
 * Backends remove values late, and some return a value that has expired. A caller therefore stores the expiry in the value.
 */
export interface KeyValueStore {
  /** The guarantees of the backend, if they are known. */
  readonly guarantees?: StoreGuarantees;
  /**
   * Resolves to the value, or to `null`.
   *
   * @throws {TypeError} The key is no text.
   * @throws {RangeError} The key is empty, or longer than the backend takes.
   */
  get(key: string): Promise<string | null>;
  /**
   * Stores a value.
   *
   * @throws {TypeError} The key or the value is no text.
   * @throws {RangeError} The key is empty, the key or the value is longer than the backend takes, or `ttlSeconds` is not positive.
   */
  set(key: string, value: string, options?: SetOptions): Promise<void>;
  /**
   * Deletes a value. An absent key is no error.
   *
   * @throws {TypeError} The key is no text.
   * @throws {RangeError} The key is empty, or longer than the backend takes.
   */
  delete(key: string): Promise<void>;
  /**
   * Sets `next` if the value is `expected`, in one step; `null` means absent, on both sides. Resolves to whether it did.
   *
   * Present only where the backend does it atomically.
   *
   * @throws {TypeError} The key or a value is no text.
   * @throws {RangeError} The key is empty, the key or a value is longer than the backend takes, or `ttlSeconds` is not positive.
   */
  compareAndSet?(key: string, expected: string | null, next: string | null, options?: SetOptions): Promise<boolean>;
}
