/** How a value is kept. */
export interface SetOptions {
  /** When the backend may forget the value, in seconds. It only cleans up: values carry their own expiry. */
  ttlSeconds?: number;
}

/**
 * Where tokens, `app_ticket`s and claims live. Any backend with these three methods will do.
 *
 * Backends forget late, and some answer with a value that has expired: whoever stores a value puts its expiry inside.
 */
export interface KeyValueStore {
  /** The value, or `null`. */
  get(key: string): Promise<string | null>;
  set(key: string, value: string, options?: SetOptions): Promise<void>;
  /** Deleting an absent key is no error. */
  delete(key: string): Promise<void>;
  /**
   * Sets `next` if the value is `expected`, in one step; `null` means absent, on both sides. Resolves to whether it did.
   *
   * Present only where the backend does it atomically.
   */
  compareAndSet?(key: string, expected: string | null, next: string | null, options?: SetOptions): Promise<boolean>;
}
