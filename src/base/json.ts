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
