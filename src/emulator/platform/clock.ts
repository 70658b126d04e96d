/** The last instant that the emulator knows, epoch milliseconds: the end of the year 9999. */
export const MAX_TIME_MS = 253_402_300_799_999;

/** A clock that can be moved on over the one that was given. */
export interface Clock {
  readonly now: () => number;
  /** How far it was moved, in milliseconds. */
  readonly advanced: number;
  /** @throws {TypeError} Moved so far, it would show a time after the year 9999. */
  assertReachable(advanced: number): void;
  /** @throws {TypeError} As `assertReachable`. */
  moveTo(advanced: number): void;
}

/** @throws {TypeError} The clock under it gives something else than epoch milliseconds. */
export function createClock(base: () => number = () => Date.now()): Clock {
  let advanced = 0;
  const first = base();
  if (!(first >= 0 && first <= MAX_TIME_MS)) {
    throw new TypeError(`createEmulator: now must give epoch milliseconds from 0 to ${MAX_TIME_MS}, got ${first}`);
  }
  function assertReachable(next: number): void {
    if (!(next >= 0 && base() + next <= MAX_TIME_MS)) {
      throw new TypeError(`the clock ends with the year 9999: it cannot be ${next} ms ahead`);
    }
  }
  return {
    now: () => base() + advanced,
    get advanced() {
      return advanced;
    },
    assertReachable,
    moveTo(next) {
      assertReachable(next);
      advanced = next;
    },
  };
}
