import type { ConnectionState } from "./options.ts";
import { deferred } from "./stop.ts";

/** A state, and the one that follows it. */
interface Step {
  readonly state: ConnectionState;
  readonly next: Promise<Step>;
}

/** The state of a connection, and those who follow it. */
export interface States {
  /** Set at each change. `closed` and `failed` are final. */
  state: ConnectionState;
  follow(): AsyncIterableIterator<ConnectionState>;
}

/** Makes the state of a connection. */
export function createStates(): States {
  let [next, tell] = deferred<Step>();
  let now: Step = { state: "connecting", next };

  return {
    get state() {
      return now.state;
    },
    set state(state) {
      const tellBefore = tell;
      [next, tell] = deferred<Step>();
      now = { state, next };
      tellBefore(now);
    },
    async *follow() {
      for (let step = now; ; step = await step.next) {
        yield step.state;
        if (/closed|failed/.test(step.state)) {
          return;
        }
      }
    },
  };
}
