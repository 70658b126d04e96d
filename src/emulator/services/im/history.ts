import { fieldError, imParameterError, violation } from "../../errors.ts";
import type { EmulatedMessage } from "../../types.ts";

/** A message as the API returns it. */
export function toWire(message: EmulatedMessage): Record<string, unknown> {
  const { content, text: _text, sender, ...rest } = message;
  return { ...rest, update_time: message.create_time, deleted: false, updated: false, sender, body: { content } };
}

function readSeconds(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === "") return undefined;
  if (!/^\d{1,12}$/.test(value)) throw imParameterError(`invalid ${name}`);
  return Number(value) * 1000;
}

function readPageSize(query: URLSearchParams): number {
  const value = query.get("page_size") ?? "20";
  const size = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (size < 1 || size > 50) throw fieldError(violation("page_size", value, "page_size must be between 1 and 50"));
  return size;
}

/** The position after the page that the token came with. */
function readPosition(query: URLSearchParams, messages: readonly EmulatedMessage[]): number {
  const token = query.get("page_token");
  if (token === null || token === "") return 0;
  let id = "";
  try {
    id = atob(token);
  } catch {
    // Falls through: no message has an empty id.
  }
  const index = messages.findIndex((message) => message.message_id === id);
  if (index < 0) throw imParameterError("invalid page_token");
  return index + 1;
}

/** One page of a chat: times in seconds, both ends included. The token names the last message, so new ones do not shift it. */
export function listMessages(query: URLSearchParams, messages: readonly EmulatedMessage[]): Record<string, unknown> {
  const start = readSeconds(query, "start_time");
  const end = readSeconds(query, "end_time");
  const sort = query.get("sort_type") ?? "ByCreateTimeAsc";
  if (sort !== "ByCreateTimeAsc" && sort !== "ByCreateTimeDesc") throw imParameterError("invalid sort_type");
  const size = readPageSize(query);
  const chosen = messages.filter(({ create_time }) => {
    const second = Math.floor(Number(create_time) / 1000) * 1000;
    return second >= (start ?? 0) && second <= (end ?? Number.POSITIVE_INFINITY);
  });
  if (sort === "ByCreateTimeDesc") chosen.reverse();
  const position = readPosition(query, chosen);
  const page = chosen.slice(position, position + size);
  const last = page.at(-1);
  const hasMore = last !== undefined && position + size < chosen.length;
  return { items: page.map(toWire), has_more: hasMore, page_token: hasMore ? btoa(last.message_id) : "" };
}
