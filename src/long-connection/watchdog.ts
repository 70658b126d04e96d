/** How often the watchdog looks at the clock. */
export const TICK_MS = 5_000;
/** A tick that is later than this was held up by the sleep of the machine. */
const SLEEP_MS = 10_000;
/** How long the gateway may take for the handshake, and may leave a ping without any frame. */
export const PONG_TIMEOUT_MS = 15_000;
/** The same after a sleep, which the gateway has probably not noticed. */
const PONG_AFTER_SLEEP_MS = 5_000;

/** Watches over a socket. */
export interface Watchdog {
  /** A frame has come. */
  alive(): void;
  ping(): void;
  /** Whether the machine has slept, and no frame has come since. */
  stop(): boolean;
}

/**
 * Starts to watch over a socket: it has to open, and each ping has to be followed by a frame.
 *
 * @param intervalMs - The time between pings.
 * @param send - Sends a ping, if the socket is open.
 * @param end - Called when the gateway has not answered in time.
 */
export function createWatchdog(
  now: () => number,
  intervalMs: () => number,
  send: () => void,
  end: () => void,
): Watchdog {
  let tickedAt = now();
  let pingedAt = tickedAt;
  /** Since when a frame is awaited. */
  let waitingSince: number | undefined = tickedAt;
  let slept = false;
  const ping = () => {
    pingedAt = now();
    waitingSince ??= pingedAt;
    send();
  };
  const timer = setInterval(() => {
    const at = now();
    const passed = at - tickedAt;
    tickedAt = at;
    // Timers stand still while the machine sleeps, and the clock may be set back.
    if (passed < 0 || passed > TICK_MS + SLEEP_MS) {
      slept = true;
      waitingSince = undefined;
      ping();
    } else if (at - (waitingSince ?? at) >= (slept ? PONG_AFTER_SLEEP_MS : PONG_TIMEOUT_MS)) {
      end();
    } else if (at - pingedAt >= intervalMs()) {
      ping();
    }
  }, TICK_MS);
  return {
    alive() {
      waitingSince = undefined;
      slept = false;
    },
    ping,
    stop() {
      clearInterval(timer);
      return slept;
    },
  };
}
