import type { Fault } from "./types.ts";

/** The faults that wait for a matching request. */
export interface FaultList {
  add(fault: Fault): () => void;
  clear(): void;
  /** Takes one use of the first fault that matches. */
  take(method: string, path: string): Fault | undefined;
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (fault.path === undefined) return true;
  // `search` ignores `lastIndex`, so a global expression matches every time.
  return typeof fault.path === "string" ? path.includes(fault.path) : path.search(fault.path) >= 0;
}

export function createFaults(): FaultList {
  let entries: { fault: Fault; left: number }[] = [];
  return {
    add(fault: Fault): () => void {
      const entry = { fault: { ...fault }, left: fault.times ?? 1 };
      entries.push(entry);
      return () => {
        entries = entries.filter((other) => other !== entry);
      };
    },
    clear(): void {
      entries = [];
    },
    take(method: string, path: string): Fault | undefined {
      const entry = entries.find((candidate) => candidate.left > 0 && matches(candidate.fault, method, path));
      if (entry === undefined) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) entries = entries.filter((other) => other !== entry);
      return entry.fault;
    },
  };
}

/** What a fault puts in the platform's place; `undefined` where the real answer is needed. */
export function faultyAnswer(
  fault: Fault,
): { status: number; body: string | Record<string, unknown>; headers?: Record<string, string> } | undefined {
  switch (fault.kind) {
    case "rate-limit": {
      const reset = fault.resetSeconds === undefined ? 1 : fault.resetSeconds;
      const headers: Record<string, string> =
        reset === null ? {} : { "x-ogw-ratelimit-limit": "100", "x-ogw-ratelimit-reset": String(reset) };
      return { status: fault.status ?? 429, body: { code: 99991400, msg: "request trigger frequency limit" }, headers };
    }
    case "invalid-token":
      return {
        status: fault.http200 ? 200 : (fault.status ?? 400),
        body: {
          code: 99991663,
          msg: "Invalid access token for authorization. Please make a request with token attached.",
        },
      };
    case "server-error":
      return { status: fault.status ?? 500, body: "upstream failed", headers: { "content-type": "text/plain" } };
    case "html":
      return {
        status: fault.status ?? 200,
        body: "<!doctype html><title>Sorry</title><p>Something went wrong.</p>",
        headers: { "content-type": "text/html; charset=utf-8" },
      };
    case "not-json":
      return { status: fault.status ?? 200, body: "upstream connect error" };
    case "redirect":
      return {
        status: fault.status ?? 302,
        body: "",
        headers: { "content-type": "text/html", location: fault.location ?? "https://attacker.example/" },
      };
    default:
      return undefined;
  }
}

/** Runs `work` until the signal fires; then rejects with the signal's reason, as `fetch` does. */
export async function abortable<T>(signal: AbortSignal | null | undefined, work: () => Promise<T>): Promise<T> {
  if (!signal) return work();
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    if (stop) signal.removeEventListener("abort", stop);
  }
}

/** Waits real milliseconds, or for ever when the signal fires first: the caller has left, so nothing may go on. */
export function delay(ms: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}
