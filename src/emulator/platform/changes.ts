import type { EmulatedApp, EmulatedChat, EmulatedMessage, EmulatedUser } from "./types.ts";

/** Something that a person who looks at the platform would see happen. */
export type Change =
  /** `message` is new; `message-changed` was edited, recalled, read, pinned, got a reaction, or its card changed. */
  | { type: "message" | "message-changed"; message: EmulatedMessage }
  /** New, renamed, dissolved, or with other members. */
  | { type: "chat"; chat: EmulatedChat }
  | { type: "user"; user: EmulatedUser }
  /** Its events go to another place. */
  | { type: "app"; app: EmulatedApp };

/** Tells who listens what changed, at once and in order. */
export interface Changes {
  /** Returns a function that stops it. */
  listen(listener: (change: Change) => void): () => void;
  tell(change: Change): void;
}

export function createChanges(): Changes {
  const listeners = new Set<(change: Change) => void>();
  return {
    listen(listener) {
      // A wrapper of its own, so that one function may listen twice and stop once.
      const entry = (change: Change): void => listener(change);
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    tell(change) {
      for (const listener of [...listeners]) {
        listener(change);
      }
    },
  };
}
