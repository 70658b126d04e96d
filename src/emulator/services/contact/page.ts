import { PlatformError } from "../../gateway/errors.ts";
import type { Answer, Call } from "../../gateway/route.ts";
import { asText, parseJson } from "../../platform/json.ts";
import { cut } from "../page.ts";
import { success } from "../success.ts";

const DEFAULT_SIZE = 10;
const MAX_SIZE = 50;

/** Which list a token belongs to: another one, or other filters, make it void. */
function listOf({ request, input, caller }: Call): string {
  const { page_size, page_token, ...filters } = input.query;
  return JSON.stringify([new URL(request.url).pathname, filters, caller.tenantKey]);
}

/** The place after the item that the token names; the token holds no number, so that new items do not shift it. */
function placeAfter(call: Call, keys: readonly string[]): number {
  const token = call.input.query.page_token;
  if (token === undefined) {
    return 0;
  }
  const invalid = new PlatformError(40012, "page token is invalid error");
  let list = "";
  let key = "";
  try {
    const bytes = Uint8Array.from(atob(asText(token)), (c) => c.charCodeAt(0));
    [list, key] = parseJson(new TextDecoder().decode(bytes)) as [string, string];
  } catch {
    throw invalid;
  }
  const place = keys.indexOf(key);
  if (list !== listOf(call) || place < 0) {
    throw invalid;
  }
  return place + 1;
}

const toToken = (call: Call, key: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify([listOf(call), key]))));

/** One page of a list, as every list of contact answers. */
export function pageOf<T>(
  call: Call,
  items: readonly T[],
  keyOf: (item: T) => string,
  toWire: (item: T) => Record<string, unknown>,
): Answer {
  const size = Number(call.input.query.page_size ?? DEFAULT_SIZE);
  if (size < 1 || size > MAX_SIZE) {
    throw new PlatformError(40011, "page size is invalid error");
  }
  const { page, last } = cut(items, placeAfter(call, items.map(keyOf)), size);
  return success({
    has_more: last !== undefined,
    ...(last === undefined ? {} : { page_token: toToken(call, keyOf(last)) }),
    items: page.map(toWire),
  });
}
