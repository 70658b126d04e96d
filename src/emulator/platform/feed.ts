/** Calls listeners with each entry, at once and in the order in which they were added. */
export interface Feed<T> {
  /** Returns a function that removes the listener. */
  listen(listener: (entry: T) => void): () => void;
  emit(entry: T): void;
  /** Whether there is a listener: without one an entry need not be gathered. */
  readonly hasListeners: boolean;
}

export function createFeed<T>(): Feed<T> {
  const listeners = new Set<(entry: T) => void>();
  return {
    listen(listener) {
      // A wrapper for each call, so that a function that was added twice can be removed once.
      const entry = (emitted: T): void => listener(emitted);
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    emit(emitted) {
      for (const listener of [...listeners]) {
        listener(emitted);
      }
    },
    get hasListeners() {
      return listeners.size > 0;
    },
  };
}
