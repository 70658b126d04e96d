import type { Answer } from "../gateway/route.ts";

/** The platform's envelope around the data of a call that was done. */
export const success = (data: Record<string, unknown> = {}): Answer => ({ json: { code: 0, msg: "success", data } });
