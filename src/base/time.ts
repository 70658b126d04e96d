/** Awaits a promise for so many milliseconds; resolves to `undefined` when they are over. */
export function patient<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    // A longer delay than the host can count would end at once.
    const timer = setTimeout(resolve as () => void, Math.min(ms, 2e9));
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
