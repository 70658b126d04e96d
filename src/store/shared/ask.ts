import { type Log, patient, tellOf } from "../../base/index.ts";

/** How long a store may take, in milliseconds: no event and no call waits longer for it. */
const STORE_TIMEOUT_MS = 1_000;

/** Calls the store. Resolves to `undefined` if the call failed or took too long. */
export type Ask = <T>(question: () => Promise<T>) => Promise<{ value: T } | undefined>;

/** Makes a function that calls a store which may fail. The first failure and the recovery are logged. */
export function createAsk(log: Log): Ask {
  let failing = false;
  return async (question) => {
    let why = "no answer in time";
    const asked = (async () => ({ value: await question() }))();
    const reply = await patient(asked, STORE_TIMEOUT_MS).catch((error) => {
      why = tellOf(error);
      return undefined;
    });
    if (failing !== !reply) {
      failing = !reply;
      log("warn", "the store", reply ? "is back" : `failed: ${why}`);
    }
    return reply;
  };
}

/**
 * Does something with a store, and once more if that fails, or has no answer after half a second. The first answer counts.
 *
 * Both tries fit into the time of one question. The operation must be safe to repeat, also while the first is under way.
 */
export async function tryTwice<T>(operation: () => Promise<T>): Promise<T> {
  const attempt = async () => ({ value: await operation() });
  const first = attempt();
  let answer = await patient(first, STORE_TIMEOUT_MS / 2).catch(() => undefined);
  if (!answer) {
    const second = attempt();
    // If both fail, the second error is reported.
    answer = await Promise.any([first, second]).catch(() => second);
  }
  return answer.value;
}
