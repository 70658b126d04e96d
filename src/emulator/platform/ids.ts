/** Repeatable made-up values. Each kind draws from its own stream, so a new service does not shift the ids of others. */
export interface SeededIds {
  hex(kind: string, length: number): string;
  bytes(kind: string, length: number): Uint8Array<ArrayBuffer>;
  /** A number of 19 digits. */
  digits(kind: string): string;
  /** Where each kind's stream is. */
  places(): Record<string, number>;
  /** Goes on where others were. */
  goTo(places: Readonly<Record<string, number>>): void;
}

/** FNV-1a; only spreads the seed and the kind over 32 bits. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** One step of Mulberry32, which is small, repeatable, and not for secrets: the next place and its byte. */
function step(place: number): [next: number, byte: number] {
  const next = (place + 0x6d2b79f5) | 0;
  let mixed = Math.imul(next ^ (next >>> 15), next | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return [next, ((mixed ^ (mixed >>> 14)) >>> 0) & 0xff];
}

export function createIds(seed: number | string): SeededIds {
  const places = new Map<string, number>();
  function bytes(kind: string, length: number): Uint8Array<ArrayBuffer> {
    let place = places.get(kind) ?? hash32(`${seed}:${kind}`);
    const out = new Uint8Array(length);
    for (let index = 0; index < length; index += 1) {
      const [next, byte] = step(place);
      place = next;
      out[index] = byte;
    }
    places.set(kind, place);
    return out;
  }
  function hex(kind: string, length: number): string {
    let out = "";
    for (const byte of bytes(kind, Math.ceil(length / 2))) {
      out += byte.toString(16).padStart(2, "0");
    }
    return out.slice(0, length);
  }
  return {
    hex,
    bytes,
    digits: (kind) => String(BigInt(`0x${hex(kind, 15)}`)).padStart(19, "7"),
    places: () => Object.fromEntries(places),
    goTo(given) {
      for (const [kind, place] of Object.entries(given)) {
        places.set(kind, place);
      }
    },
  };
}
