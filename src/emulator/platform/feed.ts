/** Tells who listens, at once and in order. */
export interface Feed<T> {
  /** Returns a function that stops it. */
  listen(listener: (entry: T) => void): () => void;
  tell(entry: T): void;
  /** Whether anybody listens: what nobody hears need not be gathered. */
  readonly isHeard: boolean;
}

export function createFeed<T>(): Feed<T> {
  const listeners = new Set<(entry: T) => void>();
  return {
    listen(listener) {
      const entry = (told: T): void => listener(told);
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    tell(told) {
      for (const listener of [...listeners]) {
        listener(told);
      }
    },
    get isHeard() {
      return listeners.size > 0;
    },
  };
}
