import type { Calls } from "./protocol.ts";
import type { Body, Context } from "./read.ts";

/** Runs one call of the control API. `id` is the last part of its path. */
export type Action<C extends keyof Calls> = (
  context: Context,
  body: Body,
  id: string,
) => Calls[C]["answer"] | Promise<Calls[C]["answer"]>;
