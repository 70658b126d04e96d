import type { Envelope } from "../callback/index.ts";
import { isLongLived } from "../host.ts";
import type { EventContext } from "./types.ts";

/** What a host offers besides the request. */
export interface HostContext {
  /** Keeps the host running until the work is done, as a Worker's `ctx.waitUntil` does. */
  waitUntil?: (work: Promise<unknown>) => void;
  /** Aborts when the host gives up on the request. */
  signal?: AbortSignal;
}

/** Where work goes that outlasts the answer: the host's `waitUntil`, a process that lives on, or nowhere. */
export function workPlace({ waitUntil }: HostContext): ((work: Promise<unknown>) => void) | undefined {
  return waitUntil ?? (isLongLived() ? () => {} : undefined);
}

/** An event's context, and the work that must be done before the answer since it has nowhere else to go. */
export class Context implements EventContext {
  readonly type: string;
  readonly schema: Envelope["schema"];
  readonly header: Envelope["header"];
  readonly raw: Envelope["raw"];
  readonly waitUntil: EventContext["waitUntil"];
  #signal: AbortSignal | undefined;

  constructor(envelope: Envelope, host: HostContext, pending: Promise<unknown>[], fail: (error: unknown) => void) {
    this.type = envelope.type;
    this.schema = envelope.schema;
    this.header = envelope.header;
    this.raw = envelope.raw;
    this.#signal = host.signal;
    const place = workPlace(host) ?? ((work) => pending.push(work));
    this.waitUntil = (work) => {
      place(Promise.resolve(work).catch(fail));
    };
  }

  // Made when it is asked for: few handlers do.
  get signal(): AbortSignal {
    this.#signal ??= new AbortController().signal;
    return this.#signal;
  }
}
