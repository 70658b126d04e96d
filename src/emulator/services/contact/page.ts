import type { Answer, Call } from "../../gateway/route.ts";
import { asNumber } from "../../platform/json.ts";
import { pageFields, takePage } from "../page.ts";
import { success } from "../success.ts";
import { contactError } from "./errors.ts";

const DEFAULT_SIZE = 10;
const MAX_SIZE = 50;

/** Which list a token belongs to: with another path or other filters it is refused. */
function listOf({ request, input, caller }: Call): string {
  const { page_size, page_token, ...filters } = input.query;
  return JSON.stringify([new URL(request.url).pathname, filters, caller.tenantKey]);
}

/** One page of a list, as every list of contact answers. */
export function pageOf<T>(
  call: Call,
  items: readonly T[],
  keyOf: (item: T) => string,
  toWire: (item: T) => Record<string, unknown>,
): Answer {
  const { page_size = DEFAULT_SIZE, page_token: token } = call.input.query;
  const size = asNumber(page_size);
  if (size < 1 || size > MAX_SIZE) {
    throw contactError(40011);
  }
  const invalidToken = () => contactError(40012);
  const { page, next } = takePage(items, { keyOf, size, token, invalidToken, list: listOf(call) });
  return success({ ...pageFields(next), items: page.map(toWire) });
}
