/** Repeatable made-up values. Each kind draws from its own stream, so a new service does not shift the ids of others. */
export interface SeededIds {
  hex(kind: string, length: number): string;
  bytes(kind: string, length: number): Uint8Array<ArrayBuffer>;
}

/** FNV-1a; only spreads the seed and the kind over 32 bits. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Mulberry32: small, repeatable, and not for secrets. */
function randomBytes(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) & 0xff;
  };
}

export function createIds(seed: number | string): SeededIds {
  const streams = new Map<string, () => number>();
  function bytes(kind: string, length: number): Uint8Array<ArrayBuffer> {
    let next = streams.get(kind);
    if (next === undefined) {
      next = randomBytes(hash32(`${seed}:${kind}`));
      streams.set(kind, next);
    }
    const out = new Uint8Array(length);
    for (let index = 0; index < length; index += 1) out[index] = next();
    return out;
  }
  function hex(kind: string, length: number): string {
    let out = "";
    for (const byte of bytes(kind, Math.ceil(length / 2))) out += byte.toString(16).padStart(2, "0");
    return out.slice(0, length);
  }
  return { hex, bytes };
}
