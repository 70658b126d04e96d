import { LarkTransportError } from "../base/index.ts";

/** The connection was closed by its owner. */
export const stopped = (): LarkTransportError =>
  new LarkTransportError("long connection: closed", { code: "LARK_ABORTED" });

/** Awaits work, but not beyond the signal. */
export function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(stopped());
    signal.addEventListener("abort", stop);
    if (signal.aborted) {
      stop();
    }
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** Waits, but not beyond the signal. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waiting = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await unlessStopped(waiting, signal).catch(() => {});
  clearTimeout(timer);
}
