import type { RequestFault } from "../platform/faults/index.ts";
import type { RequestRecord } from "../platform/types.ts";
import { delay } from "./abort.ts";
import { PlatformError } from "./errors.ts";
import { type AnsweringFault, faultyAnswer } from "./faulty-answer.ts";
import { type Served, toRefusal } from "./served.ts";

/** Half of a body, and the headers that it had as a whole. */
function cut(served: Served): Served {
  const half = served.body.slice(0, Math.floor(served.body.length / 2));
  return { ...served, body: half, headers: { ...served.headers, "content-type": "application/json; charset=utf-8" } };
}

/**
 * Acts a fault out: in the place of the answer, before it, or on it.
 *
 * @throws {TypeError} The connection breaks (`network`, `lost`).
 */
export async function actOut(
  fault: RequestFault,
  record: RequestRecord,
  domain: string,
  signal: AbortSignal | null | undefined,
  answer: () => Promise<Served>,
): Promise<Served> {
  switch (fault.kind) {
    case "network":
      throw new TypeError("fetch failed");
    case "lost":
      await answer();
      throw new TypeError("fetch failed");
    case "hang":
      return new Promise<never>(() => {});
    case "slow":
      await delay(fault.delayMs ?? 1000, signal);
      return answer();
    case "cut":
      return cut(await answer());
    default: {
      const {
        body,
        status,
        headers = {},
      } = faultyAnswer({ ...fault, kind: fault.kind } satisfies AnsweringFault, record);
      if (typeof body === "string") {
        return { status, body, headers, code: undefined };
      }
      return { ...toRefusal(new PlatformError(body.code, body.msg), record.logId, domain), status, headers };
    }
  }
}
