/** Deepest nesting that is read: functions which call themselves for each level must not run out of stack. */
export const MAX_JSON_DEPTH = 100;

export type Json = Record<string, unknown>;

/** Whether a value is an object of JSON: no list, no `null`. */
export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value as text; `String` would call what an object of JSON has under `toString`. */
export const asText = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);

/** A value as a number; `NaN` for what is none. */
export const asNumber = (value: unknown): number => Number(asText(value));

/** Whether brackets nest deeper than `MAX_JSON_DEPTH`; those inside texts do not count. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charCodeAt(index);
    if (letter === 0x5b || letter === 0x7b) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) {
        return true;
      }
    } else if (letter === 0x5d || letter === 0x7d) {
      depth -= 1;
    } else if (letter === 0x22) {
      index = endOfText(text, index);
    }
  }
  return false;
}

/** The place of the quote that ends a text. */
function endOfText(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== 0x22) {
    index += text.charCodeAt(index) === 0x5c ? 2 : 1;
  }
  return index;
}

/** Halves of surrogate pairs, which no UTF-8 and no URL can hold, become U+FFFD, as in Go's decoder. */
function wellFormed(value: unknown): unknown {
  if (typeof value === "string") {
    return value.replace(/\p{Surrogate}/gu, "\ufffd");
  }
  if (Array.isArray(value)) {
    return value.map(wellFormed);
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [wellFormed(name), wellFormed(part)]));
}

/**
 * Parses JSON that came from outside.
 *
 * @throws {SyntaxError} It is not JSON, or nested deeper than `MAX_JSON_DEPTH`.
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) {
    throw new SyntaxError(`nested deeper than ${MAX_JSON_DEPTH} levels`);
  }
  const value: unknown = JSON.parse(text);
  return /\\u[dD][89a-fA-F]/.test(text) ? wellFormed(value) : value;
}

/** The object in a text; `undefined` if there is none. */
export function parseObject(text: string): Json | undefined {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
