/** How deep a body that nothing has proved may be nested. No event comes near it. */
const MAX_DEPTH = 100;

/** Whether JSON is nested deeper than {@link MAX_DEPTH}, without parsing it. */
export function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length && depth <= MAX_DEPTH; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x22) {
      inText = !inText;
    } else if (inText) {
      // What follows a backslash is no quote.
      at += +(byte === 0x5c);
    } else {
      // Brackets differ from braces in one bit.
      const brace = byte | 0x20;
      depth += +(brace === 0x7b) - +(brace === 0x7d);
    }
  }
  return depth > MAX_DEPTH;
}

/** Whether a content type is JSON, whatever its parameters. */
export const isJson = (contentType: string): boolean => /^[\w.-]+\/([\w.-]+\+)?json *(;|$)/i.test(contentType);
