/** Waiting that can be cut short. */
export interface Timer {
  /** Resolves when the time is over, or at `stop`. */
  readonly done: Promise<undefined>;
  /** Ends the wait and frees the host's timer. */
  readonly stop: () => void;
}

/** Starts to wait for so many milliseconds. */
export function startTimer(ms: number): Timer {
  let stop = () => {};
  const done = new Promise<undefined>((resolve) => {
    const timer = setTimeout(() => stop(), ms);
    stop = () => {
      clearTimeout(timer);
      resolve(undefined);
    };
  });
  return { done, stop: () => stop() };
}
