import type { PlatformError } from "../gateway/errors.ts";
import { asText, parseJson } from "../platform/json.ts";

/** How a list is cut into pages. */
export interface PageOptions<T> {
  keyOf(item: T): string;
  /** Items of a page. */
  size: number;
  /** What the request sent as its page token; `undefined` for the first page. */
  token: unknown;
  /** Makes the refusal of a token that is not of this list. */
  invalidToken(): PlatformError;
  /** Names the list and its filters. If it is set, a token of a list with another name is refused. */
  list?: string;
  /** Whether a token whose item was removed continues at its place. Default: such a token is refused. */
  continuesAtPlace?: boolean;
}

/** One page of a list, and the token of the next page if more follows. */
export interface Page<T> {
  page: T[];
  next: string | undefined;
}

function encode(parts: readonly unknown[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (c) => ({ "+": "-", "/": "_" })[c] ?? "");
}

/** The parts of a token; none if it cannot be read. */
function decode(token: string): unknown[] {
  try {
    const text = atob(token.replace(/[-_]/g, (c) => (c === "-" ? "+" : "/")));
    const parts = parseJson(new TextDecoder().decode(Uint8Array.from(text, (c) => c.charCodeAt(0))));
    // `atob` reads more spellings than `encode` writes.
    return Array.isArray(parts) && encode(parts) === token ? parts : [];
  } catch {
    return [];
  }
}

/**
 * The page after a token, and the next token.
 *
 * A token holds the key of the last item and its place: items that are added before it do not shift what follows.
 */
export function takePage<T>(items: readonly T[], options: PageOptions<T>): Page<T> {
  const { keyOf, size, token, invalidToken, list, continuesAtPlace = false } = options;
  let start = 0;
  if (token !== undefined) {
    const [key, end, name] = decode(asText(token));
    if (typeof key !== "string" || typeof end !== "number" || name !== list) {
      throw invalidToken();
    }
    const index = items.findIndex((item) => keyOf(item) === key);
    if (index < 0 && !continuesAtPlace) {
      throw invalidToken();
    }
    start = index < 0 ? end : index + 1;
  }
  const page = items.slice(start, start + size);
  const end = start + page.length;
  const last = end < items.length ? page.at(-1) : undefined;
  return { page, next: last && encode([keyOf(last), end, ...(list === undefined ? [] : [list])]) };
}

/** A page as most lists answer it. `page_token` is absent on the last page. */
export const pageFields = (next: string | undefined): { has_more: boolean; page_token?: string } => ({
  has_more: next !== undefined,
  ...(next === undefined ? {} : { page_token: next }),
});
