/** Waiting that can be given up. */
export interface Timer {
  /** Resolves when the time is over. */
  readonly done: Promise<undefined>;
  /** Frees the host's timer. */
  readonly stop: () => void;
}

/** Starts to wait for so many milliseconds. */
export function startTimer(ms: number): Timer {
  let stop = () => {};
  const done = new Promise<undefined>((resolve) => {
    const timer = setTimeout(resolve, ms, undefined);
    stop = () => clearTimeout(timer);
  });
  return { done, stop };
}
