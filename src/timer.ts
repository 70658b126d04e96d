/** Awaits a promise for so many milliseconds; resolves to `undefined` when they are over. */
export function patient<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let stop = () => {};
  const over = new Promise<undefined>((resolve) => {
    const timer = setTimeout(resolve, ms, undefined);
    stop = () => clearTimeout(timer);
  });
  return Promise.race([promise, over]).finally(stop);
}
