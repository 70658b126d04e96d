import {
  assertPositive,
  assertText,
  createLog,
  DEFAULT_DOMAIN,
  isOrigin,
  type Log,
  patient,
  tellOf,
} from "../base/index.ts";
import { type ClientConfig, DEFAULT_CONFIG } from "./client-config.ts";
import { discover, isTooMany } from "./discover.ts";
import { defaultOpener, handshakeFailed, openSocket } from "./open-socket.ts";
import type { ConnectOptions, LongConnection } from "./options.ts";
import { Receiver } from "./receive.ts";
import { Session, type SessionEnd, type SessionOptions } from "./session.ts";
import { createStates } from "./states.ts";
import { pause, stopped } from "./stop.ts";

/** How long `close()` waits for handlers. */
export const DEFAULT_CLOSE_TIMEOUT_MS = 30_000;
/** How long a gateway may take to close the socket. */
const FLUSH_TIMEOUT_MS = 1_000;
/** A connection that lasted so long was a good one: the next attempts start anew with short waits. */
export const STABLE_MS = 60_000;
/** The first wait after an attempt that failed, doubled by each. */
const BACKOFF_MS = 1_000;

function check(options: ConnectOptions): void {
  const { assertion, events, acknowledge = "in-time", domain = DEFAULT_DOMAIN } = options;
  assertText(options, "appId");
  if (!assertion) {
    assertText(options, "appSecret");
  }
  const wrong = !events?.acknowledge
    ? "events: pass an EventDispatcher"
    : !/^(in-time|done)$/.test(acknowledge)
      ? "acknowledge: in-time or done"
      : !isOrigin(domain) && `domain: an origin like ${DEFAULT_DOMAIN}`;
  if (wrong) {
    throw new TypeError(wrong);
  }
}

/** How long to wait before the next attempt. Full or half jitter: clients that lost their connections together must not come back together. */
function waitMs(failures: number, slept: boolean, config: ClientConfig): number {
  if (failures) {
    return Math.min(config.reconnectIntervalMs, BACKOFF_MS * 2 ** Math.min(failures, 20)) * (0.5 + Math.random() / 2);
  }
  return Math.random() * (slept ? BACKOFF_MS : config.reconnectNonceMs);
}

/** What keeps a connection up. One loop with one socket at a time: a late answer of an earlier socket finds it ended. */
class Keeper {
  readonly #options: ConnectOptions;
  readonly #log: Log;
  readonly #receive: SessionOptions["receive"];
  readonly #open: NonNullable<ConnectOptions["openSocket"]>;
  readonly #stop: AbortController = new AbortController();
  readonly states: ReturnType<typeof createStates> = createStates();
  #session: Session | undefined;
  #config: ClientConfig = DEFAULT_CONFIG;
  #wasConnected = false;

  constructor(options: ConnectOptions, log: Log, receive: SessionOptions["receive"]) {
    this.#options = options;
    this.#log = log;
    this.#receive = receive;
    this.#open = options.openSocket ?? defaultOpener();
  }

  /** Connects no more. A socket that is open stays open. */
  stop(): void {
    this.#stop.abort();
    if (!this.#session?.isOpen) {
      void this.end();
    }
  }

  /** Ends the socket, and waits until it is closed. */
  async end(): Promise<void> {
    const session = this.#session;
    if (session) {
      session.end("close() was called");
      await patient(session.closed, FLUSH_TIMEOUT_MS);
    }
  }

  /**
   * Connects again and again, until `stop`.
   *
   * @param connected - Called at each connection.
   * @throws {LarkApiError} The platform refused for good.
   */
  async run(connected: () => void): Promise<void> {
    const { signal } = this.#stop;
    const { now = Date.now } = this.#options;
    for (let failures = 0; !signal.aborted; ) {
      let why: string;
      let slept = false;
      const startedAt = now();
      try {
        const end = await this.#connectOnce(connected);
        ({ reason: why, slept } = end);
        failures = Math.abs(now() - startedAt) < STABLE_MS && !slept ? failures + 1 : 0;
      } catch (error) {
        const { category } = Object(error);
        if (category === "refused" && !(this.#wasConnected && isTooMany(error))) {
          throw error;
        }
        why = tellOf(error);
        failures++;
      }
      if (signal.aborted) {
        return;
      }
      this.states.state = this.#wasConnected ? "reconnecting" : "connecting";
      const ms = waitMs(failures, slept, this.#config);
      this.#log("warn", `long connection: ${why}; next attempt in ${Math.ceil(ms / 1000)} s`);
      await pause(ms, signal);
    }
  }

  /** One socket, from the discovery to its end. */
  async #connectOnce(connected: () => void): Promise<SessionEnd> {
    const { signal } = this.#stop;
    const endpoint = await discover(this.#options, signal);
    this.#config = endpoint.config;
    const socket = await openSocket(endpoint.url, this.#open, signal);
    const { now = Date.now } = this.#options;
    const session = new Session(socket, endpoint, { log: this.#log, now, receive: this.#receive });
    this.#session = session;
    const isOpen = await Promise.race([session.opened.then(() => true), session.ended.then(() => false)]);
    if (!isOpen) {
      throw handshakeFailed((await session.ended).reason);
    }
    this.#wasConnected = true;
    this.states.state = "connected";
    this.#log("info", "long connection: connected");
    connected();
    const end = await session.ended;
    this.#config = session.config;
    return end;
  }
}

/**
 * Receives events and callbacks over the long connection, so that the bot needs no public address.
 *
 * The connection is kept up until `close()`: a lost one is opened again after a random wait, also when the machine has
 * slept or the gateway has fallen silent. Only a refusal of the app ends it, with state `failed`.
 *
 * @throws {TypeError} An option is missing or wrong, or the host has no WebSocket.
 * @example
 * const connection = connect({ appId, appSecret, events });
 * await connection.ready;
 * @see https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/request-url-configuration-case
 */
export function connect(options: ConnectOptions): LongConnection {
  check(options);
  const log = createLog(options);
  const receiver = new Receiver(options, log);
  const keeper = new Keeper(options, log, (...message) => receiver.receive(...message));
  const { states } = keeper;
  const over = new AbortController();
  let closing: Promise<void> | undefined;
  let tellReady: () => void = () => {};
  let refuse: (error: unknown) => void = () => {};
  const ready = new Promise<void>((resolve, reject) => {
    tellReady = resolve;
    refuse = reject;
  });
  // The log has the error, also if `ready` is never awaited.
  ready.catch(() => {});

  const close: LongConnection["close"] = ({ timeoutMs = DEFAULT_CLOSE_TIMEOUT_MS } = {}) => {
    assertPositive("timeoutMs", timeoutMs);
    closing ??= (async () => {
      options.signal?.removeEventListener("abort", onAbort);
      keeper.stop();
      // The socket stays open for the answers of the handlers that run.
      await receiver.drain(timeoutMs);
      // A process that ended now would lose answers that the host has not sent yet.
      await keeper.end();
      await running;
    })();
    return closing;
  };
  const onAbort = () => {
    void close();
  };
  const finish = (state: "closed" | "failed", error: unknown) => {
    states.state = state;
    refuse(error);
    over.abort(error);
  };
  const running = keeper.run(tellReady).then(
    () => finish("closed", stopped()),
    (error) => {
      log("error", "long connection: stopped:", tellOf(error));
      finish("failed", error);
    },
  );
  options.signal?.addEventListener("abort", onAbort);
  if (options.signal?.aborted) {
    onAbort();
  }
  return {
    ready,
    signal: over.signal,
    get state() {
      return states.state;
    },
    states: () => states.follow(),
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}
