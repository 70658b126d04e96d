/** Repeatable randomness: the same seed, the same requests. */
export interface Random {
  /** From 0 up to, but not including, `end`. */
  below(end: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  hex(length: number): string;
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let place = seed | 0;
  const next = (): number => {
    place = (place + 0x6d2b79f5) | 0;
    let mixed = Math.imul(place ^ (place >>> 15), place | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    chance: (share) => next() < share,
    pick: (items) => items[below(items.length)] as never,
    hex: (length) => Array.from({ length }, () => below(16).toString(16)).join(""),
  };
}
