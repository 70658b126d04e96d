import { assertPositive, LarkTransportError } from "../base/index.ts";
import type { Operation, Payload } from "./operations.ts";

interface Page {
  data: Record<string, unknown> & { has_more?: boolean };
}

/** An answer calls its cursor `page_token`, or `next_page_token`, or once `next_cursor_id`. A request has no `next_`. */
const CURSOR = /^(next_)?(page_token|cursor_id)$/;

/** So many empty pages in a row are no list any more. */
const MAX_EMPTY_PAGES = 100;

const hasContent = (value: unknown) => typeof value === "object" && Object.keys(value ?? {}).length > 0;

/**
 * Makes the promise of a first page iterable.
 *
 * An empty page does not end it while there is more, but a hundred in a row do. Where an answer does not say whether
 * there is more, its cursor does.
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
    for (let empty = 0; ; ) {
      const { data } = (await answer) as Page;
      yield data;
      const [key = "", cursor] = Object.entries(data).find(([key, value]) => value && CURSOR.test(key)) ?? [];
      if (data.has_more === false || !cursor) {
        return;
      }
      // Not of every operation it is known which field holds the items.
      empty = Object.values(field ? [data[field]] : data).some(hasContent) ? 0 : empty + 1;
      if (seen.has(cursor) || empty >= MAX_EMPTY_PAGES) {
        const what = empty < MAX_EMPTY_PAGES ? `the same ${key} again` : `${empty} empty pages in a row, and no end`;
        throw new LarkTransportError(`${operation}: ${what}`, { code: "LARK_BAD_ANSWER" });
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
