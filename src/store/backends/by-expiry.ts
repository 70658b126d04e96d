/** What expires. */
export interface Expiring {
  /** In milliseconds since the Unix epoch. */
  expiresAt: number;
  /** Its place in the heap; -1 outside of one. */
  at: number;
}

/** Entries of which the next to expire is known: a binary heap, out of which any of them can be taken. */
export interface ByExpiry<Entry extends Expiring> {
  soonest(): Entry | undefined;
  add(entry: Entry): void;
  /** Taking out one that is not in it is no error. */
  remove(entry: Entry): void;
}

/** Makes an empty heap. */
export function createByExpiry<Entry extends Expiring>(): ByExpiry<Entry> {
  const heap: Entry[] = [];

  /** Puts an entry where it fits: up from a place while it is sooner than what is above, else down. */
  function settle(entry: Entry, from: number): void {
    let at = from;
    const put = (other: Entry, place: number) => {
      heap[at] = other;
      other.at = at;
      at = place;
    };
    for (let up = (at - 1) >> 1; at > 0; up = (at - 1) >> 1) {
      const above = heap[up] as Entry;
      if (above.expiresAt <= entry.expiresAt) {
        break;
      }
      put(above, up);
    }
    for (;;) {
      let down = 2 * at + 1;
      let below = heap[down];
      const right = heap[down + 1];
      if (below && right && right.expiresAt < below.expiresAt) {
        below = right;
        down++;
      }
      if (!below || below.expiresAt >= entry.expiresAt) {
        break;
      }
      put(below, down);
    }
    put(entry, at);
  }

  return {
    soonest: () => heap[0],
    add(entry) {
      heap.push(entry);
      settle(entry, heap.length - 1);
    },
    remove(entry) {
      const { at } = entry;
      if (at < 0) {
        return;
      }
      entry.at = -1;
      const last = heap.pop() as Entry;
      if (last !== entry) {
        settle(last, at);
      }
    },
  };
}
