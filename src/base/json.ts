/** Own fields of a JSON object. Keys are data, whatever they are called. */
export type JsonObject = Record<string, unknown>;

/** Reads a JSON object; `undefined` for anything else, also for an array. */
export function parseObject(text: string | null | undefined): JsonObject | undefined {
  try {
    if (text && /^\s*{/.test(text)) {
      return JSON.parse(text);
    }
  } catch {}
}

/** Whether JSON is nested deeper than a limit, without parsing it. */
export function isTooDeep(bytes: Uint8Array, maxDepth: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length && depth <= maxDepth; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x22) {
      inText = !inText;
    } else if (inText) {
      // A character after a backslash is no quote.
      at += +(byte === 0x5c);
    } else {
      // Brackets differ from braces in one bit.
      const brace = byte | 0x20;
      depth += +(brace === 0x7b) - +(brace === 0x7d);
    }
  }
  return depth > maxDepth;
}
