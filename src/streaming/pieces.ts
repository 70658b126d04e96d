import type { KeyValueStore } from "../store/index.ts";
import { TTL_SECONDS } from "./change.ts";

/** At most 48 KB of UTF-8, which every store takes: Deno KV holds 64 KB a value. */
const PIECE_LENGTH = 16_000;

/** Divides a text, without breaking a surrogate pair. */
export function toPieces(text: string, length: number = PIECE_LENGTH): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    let end = Math.min(start + length, text.length);
    if (end < text.length && /[\uD800-\uDBFF]/.test(text[end - 1] as string)) {
      end -= 1;
    }
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

/** Stores a text under `<key>:0`, `<key>:1` and so on, and returns the number of pieces. */
export async function savePieces(store: KeyValueStore, key: string, text: string): Promise<number> {
  const pieces = toPieces(text);
  await Promise.all(pieces.map((piece, index) => store.set(`${key}:${index}`, piece, { ttlSeconds: TTL_SECONDS })));
  return pieces.length;
}

/** The text that was stored; `undefined` if a piece is missing. */
export async function loadPieces(store: KeyValueStore, key: string, count: number): Promise<string | undefined> {
  const pieces = await Promise.all(Array.from({ length: count }, (_, index) => store.get(`${key}:${index}`)));
  return pieces.includes(null) ? undefined : pieces.join("");
}
