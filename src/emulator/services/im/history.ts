import { imParameterError } from "../../gateway/errors.ts";
import type { Call } from "../../gateway/route.ts";
import { asNumber, asText } from "../../platform/json.ts";
import type { EmulatedMessage } from "../../platform/types.ts";
import { pageOf } from "./page.ts";
import { toWire } from "./wire.ts";

/** A time of the query, seconds; `undefined` when it is not sent. */
export function readSeconds({ input }: Call, name: string): number | undefined {
  const value = input.query[name];
  if (value === undefined) {
    return undefined;
  }
  if (!/^\d{1,12}$/.test(asText(value))) {
    throw imParameterError(`invalid ${name}`);
  }
  return asNumber(value) * 1000;
}

/** One page of a chat or thread: times in seconds, both ends included. */
export function listMessages(call: Call, messages: readonly EmulatedMessage[]): Record<string, unknown> {
  const start = readSeconds(call, "start_time");
  const end = readSeconds(call, "end_time");
  const { sort_type, only_thread_root_messages } = call.input.query;
  const isInTime = ({ create_time }: EmulatedMessage): boolean => {
    const at = Number(create_time);
    // The end is the whole second that it names.
    return at >= (start ?? 0) && at < (end ?? Number.POSITIVE_INFINITY) + 1000;
  };
  const isRoot = ({ thread_id, root_id }: EmulatedMessage): boolean => thread_id === undefined || root_id === undefined;
  // A chat has thousands of messages, so filters that the request does not use are skipped.
  let chosen = [...messages];
  if (start !== undefined || end !== undefined) {
    chosen = chosen.filter(isInTime);
  }
  if (only_thread_root_messages === true) {
    chosen = chosen.filter(isRoot);
  }
  if (sort_type === "ByCreateTimeDesc") {
    chosen.reverse();
  }
  const page = pageOf(call, chosen, ({ message_id }) => message_id);
  return { ...page, items: page.items.map((message) => toWire(call, message)) };
}
