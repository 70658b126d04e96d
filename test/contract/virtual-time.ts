// A clock and timers for models: time goes by only when the model says so.

/** Mulberry32: the same numbers for the same seed. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The clock of an interleaving, and the timers of its actors. A store's own timers are the host's. */
export interface World<Actor> {
  now: number;
  timers: Set<{ at: number; run: () => void; actor: Actor }>;
  /** Whose code runs: the timers it sets are its own. */
  current: Actor | undefined;
}

export const newWorld = <Actor>(): World<Actor> => ({ now: 1_000_000_000_000, timers: new Set(), current: undefined });

/** Lets promises go on that wait for nothing: the actors' own steps take a few turns. */
export async function settle(turns = 40): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    await undefined;
  }
}

/** Runs the timers that are due, the earliest first. */
export async function runTimers<Actor>(world: World<Actor>, turns?: number): Promise<void> {
  const due = [...world.timers].filter(({ at }) => at <= world.now).sort((a, b) => a.at - b.at);
  for (const timer of due) {
    if (world.timers.delete(timer)) {
      world.current = timer.actor;
      timer.run();
    }
  }
  await settle(turns);
  world.current = undefined;
}

/** Runs work while `Date.now` and the timers of actors are those of a world. */
export async function inVirtualTime<Actor, Result>(
  worldNow: () => World<Actor>,
  work: () => Promise<Result>,
): Promise<Result> {
  const { now } = Date;
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  Date.now = () => worldNow().now;
  globalThis.setTimeout = ((run: () => void, ms: number, ...rest: unknown[]) => {
    const world = worldNow();
    if (!world.current) {
      return set(run, ms, ...rest);
    }
    const timer = { at: world.now + ms, run, actor: world.current };
    world.timers.add(timer);
    return timer;
  }) as never;
  globalThis.clearTimeout = ((timer: never) => {
    if (!worldNow().timers.delete(timer)) {
      clear(timer);
    }
  }) as never;
  try {
    return await work();
  } finally {
    Date.now = now;
    globalThis.setTimeout = set;
    globalThis.clearTimeout = clear;
  }
}
