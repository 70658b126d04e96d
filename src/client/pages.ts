import { assertPositive, LarkTransportError } from "../base/index.ts";
import type { Operation, Payload } from "./operations.ts";

interface Page {
  data: Record<string, unknown> & { has_more?: boolean };
}

/** An answer calls its cursor `page_token`, or `next_page_token`, or once `next_cursor_id`. A request has no `next_`. */
const CURSOR = /^(next_)?(page_token|cursor_id)$/;

/**
 * Makes the promise of a first page iterable.
 *
 * An empty page does not end it while there is more. Where an answer does not say, its cursor does.
 *
 * @param run - Requests a page.
 */
export function paginate<First extends Promise<object>>(
  { operation, cursor: place = "params", items: field = "" }: Operation,
  payload: Payload,
  limit: number = Number.POSITIVE_INFINITY,
  run: (payload: Payload) => First,
): First {
  assertPositive("limit", limit);
  const first = run(payload);
  let unread: Promise<object> | undefined = first;

  async function* pages() {
    const seen = new Set<unknown>();
    let answer = unread ?? run(payload);
    unread = undefined;
    for (;;) {
      const { data } = (await answer) as Page;
      yield data;
      const [key = "", cursor] = Object.entries(data).find(([key, value]) => value && CURSOR.test(key)) ?? [];
      if (data.has_more === false || !cursor) {
        return;
      }
      if (seen.has(cursor)) {
        throw new LarkTransportError(`${operation}: the same ${key} again`, { code: "LARK_BAD_ANSWER" });
      }
      seen.add(cursor);
      answer = run({ ...payload, [place]: { ...Object(payload[place]), [key.replace("next_", "")]: cursor } });
    }
  }

  async function* items() {
    let left = limit;
    for await (const page of pages()) {
      for (const item of (page[field] ?? []) as unknown[]) {
        yield item;
        if (--left <= 0) {
          return;
        }
      }
    }
  }

  return Object.assign(first, { pages, [Symbol.asyncIterator]: items });
}
