import type { PlatformError } from "../gateway/errors.ts";
import { asText } from "../platform/json.ts";

/** A part of a list, and what is the last of it if more follows. */
export interface Part<T> {
  page: T[];
  last: T | undefined;
}

/** Cuts so many items out of a list. */
export function cut<T>(items: readonly T[], start: number, size: number): Part<T> {
  const page = items.slice(start, start + size);
  return { page, last: start + page.length < items.length ? page.at(-1) : undefined };
}

/** How a list is cut into pages. */
export interface PageOptions<T> {
  keyOf(item: T): string;
  size: number;
  token: unknown;
  /** What a token gets that is none of this list. */
  invalidToken(): PlatformError;
}

/** The page after a token, and the next token. It names the last item, so that new ones do not shift what follows. */
export function takePage<T>(
  items: readonly T[],
  { keyOf, size, token, invalidToken }: PageOptions<T>,
): { page: T[]; next: string | undefined } {
  let start = 0;
  if (token !== undefined) {
    let key = "";
    try {
      key = atob(asText(token));
    } catch {}
    start = items.findIndex((item) => keyOf(item) === key) + 1;
    // `atob` takes more than `btoa` gives.
    if (start === 0 || btoa(key) !== token) {
      throw invalidToken();
    }
  }
  const { page, last } = cut(items, start, size);
  return { page, next: last && btoa(keyOf(last)) };
}
