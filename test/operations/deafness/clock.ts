// A clock of this process that a test moves: timers, `Date.now` and `performance.now`. A machine that sleeps moves the date, and no timer.

interface Timer {
  id: number;
  dueAt: number;
  every?: number;
  run(): void;
}

/** What a test does with the clock. */
export interface VirtualClock {
  /** Milliseconds since the start, without sleep. */
  readonly elapsed: number;
  /** Runs all timers of the next milliseconds, each at its time. */
  pass(ms: number): Promise<void>;
  /** The machine sleeps: the date moves, and no timer does. */
  sleep(ms: number): void;
  readonly timers: number;
  /** Gives the real clock back. */
  restore(): void;
}

const real = { setImmediate };

/** Lets everything run that waits for no timer. Streams of the host take more than one turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    await new Promise<void>((resolve) => real.setImmediate(resolve));
  }
}

/** Takes the place of the host's clock until `restore`. */
export function takeClock(startsAt: number): VirtualClock {
  const before = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
  };
  const [dateNow, performanceNow] = [Date.now, performance.now];
  const timers = new Map<number, Timer>();
  let elapsed = 0;
  let slept = 0;
  let ids = 0;

  const add = (run: () => void, ms = 0, every?: number): number => {
    ids += 1;
    timers.set(ids, { id: ids, dueAt: elapsed + Math.max(1, ms), run, ...(every === undefined ? {} : { every }) });
    return ids;
  };
  const remove = (id: unknown): void => {
    timers.delete(Number(id));
  };
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms?: number) => add(run, ms),
    setInterval: (run: () => void, ms = 0) => add(run, ms, Math.max(1, ms)),
    clearTimeout: remove,
    clearInterval: remove,
  });
  Date.now = () => startsAt + elapsed + slept;
  performance.now = () => elapsed;

  const next = (): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers.values()) {
      if (first === undefined || timer.dueAt < first.dueAt) {
        first = timer;
      }
    }
    return first;
  };
  return {
    get elapsed() {
      return elapsed;
    },
    get timers() {
      return timers.size;
    },
    async pass(ms) {
      const end = elapsed + ms;
      await turns();
      for (let timer = next(); timer !== undefined && timer.dueAt <= end; timer = next()) {
        elapsed = Math.max(elapsed, timer.dueAt);
        if (timer.every === undefined) {
          timers.delete(timer.id);
        } else {
          timer.dueAt += timer.every;
        }
        timer.run();
        await turns();
      }
      elapsed = end;
    },
    sleep(ms) {
      slept += ms;
    },
    restore() {
      Object.assign(globalThis, before);
      Date.now = dateNow;
      performance.now = performanceNow;
    },
  };
}
