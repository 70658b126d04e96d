/** Runs a case with retries that do not wait: their delay is random. */
export async function withoutPauses(run: () => Promise<void>): Promise<void> {
  const { random } = Math;
  Math.random = () => 0.001;
  try {
    await run();
  } finally {
    Math.random = random;
  }
}

/** Runs a case with a clock that can be moved forward. */
export async function withClock(run: (forward: (ms: number) => void) => Promise<void>): Promise<void> {
  const { now } = Date;
  let offset = 0;
  Date.now = () => now.call(Date) + offset;
  try {
    await run((ms) => {
      offset += ms;
    });
  } finally {
    Date.now = now;
  }
}

/** How long a promise takes, in milliseconds. */
export async function timed(promise: Promise<unknown>): Promise<number> {
  const started = performance.now();
  await promise.catch(() => {});
  return performance.now() - started;
}

/** Waits until something holds, at most a second. */
export async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds() && waited < 1000; waited += 5) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  if (!holds()) {
    throw new Error(`it did not come to hold: ${holds}`);
  }
}

/** How far the clock of {@link withEndlessTries} has run ahead. It never goes back, since that would grant no try. */
let ahead = 0;

/**
 * Runs a case with a clock that is a second further each time it is read: the tries of unsigned bodies never end, and
 * every one is decrypted.
 */
export async function withEndlessTries<T>(run: () => Promise<T>): Promise<T> {
  const { now } = Date;
  Date.now = () => {
    ahead += 1_000;
    return now.call(Date) + ahead;
  };
  try {
    return await run();
  } finally {
    Date.now = now;
  }
}
