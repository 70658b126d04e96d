import {
  assertPositive,
  assertText,
  createLog,
  DEFAULT_DOMAIN,
  isOrigin,
  type Log,
  patient,
  tellOf,
  warnOfClearText,
} from "../base/index.ts";
import { type ClientConfig, DEFAULT_CONFIG } from "./client-config.ts";
import { discover } from "./discover.ts";
import { defaultOpener, openSocket } from "./open-socket.ts";
import type { ConnectOptions, LongConnection } from "./options.ts";
import { createReceiver } from "./receive.ts";
import { type Session, type SessionOptions, startSession } from "./session.ts";
import { createStates, type States } from "./states.ts";
import { deferred, noConnection, within } from "./stop.ts";

/** How long `close()` waits for handlers. */
export const DEFAULT_CLOSE_TIMEOUT_MS = 30_000;
/** How long a gateway may take to close the socket. */
const FLUSH_TIMEOUT_MS = 1_000;
/** A connection that lasted so long was a good one: the next attempts start anew with short waits. */
export const STABLE_MS = 60_000;
/** The first wait after an attempt that failed, doubled by each. */
const BACKOFF_MS = 1_000;

function check(options: ConnectOptions, log: Log): void {
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
  warnOfClearText(new URL(domain).origin, log);
}

/** How long to wait before the next attempt. Full or half jitter: clients that lost their connections together must not come back together. */
function waitMs(failures: number, slept: boolean, { ReconnectInterval, ReconnectNonce }: ClientConfig): number {
  const random = Math.random();
  return failures
    ? Math.min(ReconnectInterval * 1000, BACKOFF_MS * 2 ** failures) * (0.5 + random / 2)
    : random * (slept ? BACKOFF_MS : ReconnectNonce * 1000);
}

/** What keeps a connection up. */
interface Keeper {
  /**
   * Connects again and again, until the signal aborts.
   *
   * @throws {LarkApiError} The platform refused for good.
   */
  run(): Promise<void>;
  /** Ends the socket, and waits until it is closed. */
  end(): Promise<void>;
}

/** Makes what keeps a connection up. One loop with one socket at a time: a late answer of an earlier socket finds it ended. */
function createKeeper(
  options: ConnectOptions,
  sessionOptions: SessionOptions,
  states: States,
  signal: AbortSignal,
): Keeper {
  const { log, now } = sessionOptions;
  const { openSocket: opener = defaultOpener() } = options;
  let session: Session | undefined;
  let config: ClientConfig = DEFAULT_CONFIG;

  const end = async () => {
    if (session) {
      session.end("closed");
      await patient(session.closed, FLUSH_TIMEOUT_MS);
    }
  };

  return {
    end,
    async run() {
      for (let failures = 0; !signal.aborted; ) {
        let why: string;
        let slept = false;
        const startedAt = now();
        try {
          const endpoint = await discover(options, signal, states.state === "reconnecting");
          config = endpoint.config;
          session = startSession(await openSocket(endpoint.url, opener, signal), endpoint, sessionOptions);
          if (signal.aborted) {
            void end();
          }
          ({ reason: why, slept, config } = await session.ended);
          failures = Math.abs(now() - startedAt) < STABLE_MS && !slept ? failures + 1 : 0;
        } catch (error) {
          if (Object(error).category === "refused") {
            throw error;
          }
          why = tellOf(error);
          failures++;
        }
        if (!signal.aborted) {
          if (states.state === "connected") {
            states.state = "reconnecting";
          }
          const ms = waitMs(failures, slept, config);
          log("warn", `long connection: ${why}; next attempt in ${(ms / 1000).toFixed()} s`);
          await within(ms, signal);
        }
      }
    },
  };
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
  const log = createLog(options);
  check(options, log);
  const states = createStates();
  const stopping = new AbortController();
  const over = new AbortController();
  const { receive, drain } = createReceiver(options, log);
  const [opened, tellOpened] = deferred<void>();
  const onOpen = () => {
    states.state = "connected";
    tellOpened();
  };
  const keeper = createKeeper(options, { log, now: options.now ?? Date.now, receive, onOpen }, states, stopping.signal);
  let closing: Promise<void> | undefined;

  const close: LongConnection["close"] = ({ timeoutMs = DEFAULT_CLOSE_TIMEOUT_MS } = {}) => {
    assertPositive("timeoutMs", timeoutMs);
    closing ??= (async () => {
      options.signal?.removeEventListener("abort", stop);
      stopping.abort();
      // The socket stays open for the answers of the handlers that run.
      await drain(timeoutMs);
      // A process that ended now would lose answers that the host has not sent yet.
      await keeper.end();
      await running.catch(() => {});
    })();
    return closing;
  };
  const stop = () => close();
  const finish = (state: "closed" | "failed", error: unknown): never => {
    states.state = state;
    over.abort(error);
    throw error;
  };
  const running = keeper.run().then(
    () => finish("closed", noConnection("long connection: closed", "LARK_ABORTED")),
    (error) => {
      log("error", "long connection: stopped:", tellOf(error));
      finish("failed", error);
    },
  );
  const ready = Promise.race([opened, running]);
  // The log has the error, also if `ready` is never awaited.
  ready.catch(() => {});
  options.signal?.addEventListener("abort", stop);
  if (options.signal?.aborted) {
    void stop();
  }
  return {
    ready,
    signal: over.signal,
    get state() {
      return states.state;
    },
    states: () => states.follow(),
    close,
    [Symbol.asyncDispose]: stop,
  };
}
