import type { ConnectionState } from "./options.ts";

/** A reader that is behind by more states than this misses the oldest. */
const MAX_BEHIND = 100;

const isFinal = (state: ConnectionState) => state === "closed" || state === "failed";

/** The state of a connection, and those who follow it. */
export interface States {
  state: ConnectionState;
  follow(): AsyncIterableIterator<ConnectionState>;
}

/** Makes the state of a connection. */
export function createStates(): States {
  let state: ConnectionState = "connecting";
  const followers = new Set<(state: ConnectionState) => void>();

  return {
    get state() {
      return state;
    },
    set state(next) {
      if (next !== state && !isFinal(state)) {
        state = next;
        for (const tell of followers) {
          tell(next);
        }
      }
    },
    async *follow() {
      const queue = [state];
      let wake = () => {};
      const tell = (next: ConnectionState) => {
        queue.push(next);
        queue.splice(0, queue.length - MAX_BEHIND);
        wake();
      };
      followers.add(tell);
      try {
        for (;;) {
          const next = queue.shift();
          if (!next) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          } else {
            yield next;
            if (isFinal(next)) {
              return;
            }
          }
        }
      } finally {
        followers.delete(tell);
      }
    },
  };
}
