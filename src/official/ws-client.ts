import { DEFAULT_DOMAIN, type Logger, type LogLevel } from "../base/index.ts";
import { type ConnectionState, type ConnectOptions, connect, type LongConnection } from "../long-connection/index.ts";
import { refuseOptions } from "./refused.ts";

/** What gives a client assertion, in the official SDK's shape. */
export interface ClientAssertionProvider {
  retrieveToken(audience: string): Promise<{ value: string }> | { value: string };
}

/** The options of the official SDK's `WSClient`. */
export interface WSClientOptions {
  appId: string;
  appSecret?: string;
  clientAssertionProvider?: ClientAssertionProvider;
  domain?: string;
  logger?: Logger;
  loggerLevel?: LogLevel;
  /** `false` ends the client with its first connection. Default `true`. */
  autoReconnect?: boolean;
  onReady?: () => void;
  onError?: (error: Error) => void;
  onReconnecting?: () => void;
  onReconnected?: () => void;
  /** Not used: the watchdog is always on. */
  wsConfig?: object;
  /** Not used: a handshake takes 15 seconds at most. */
  handshakeTimeoutMs?: number;
  source?: string;
  /** Not in the official SDK: opens a socket, for Node 20 and for proxies. */
  openSocket?: ConnectOptions["openSocket"];
  /** Not in the official SDK. Default `globalThis.fetch`. */
  fetch?: ConnectOptions["fetch"];
}

/** What has no counterpart by its old name, and what to write. */
const REFUSED: Record<string, string> = {
  agent: "pass openSocket, which may use an agent",
  httpInstance: "pass fetch",
};

type Status = "idle" | "connecting" | "connected" | "reconnecting" | "failed";

const STATUS: Record<ConnectionState, Status> = {
  connecting: "connecting",
  connected: "connected",
  reconnecting: "reconnecting",
  closed: "idle",
  failed: "failed",
};

/**
 * Receives events over the long connection, by the official SDK's names. Slow handlers, silent gateways and the sleep of the
 * machine are handled as by `connect` of `lark-edge/long-connection`.
 *
 * @throws {TypeError} An option has no counterpart: the message says what to write.
 * @example
 * import * as lark from "lark-edge/official";
 * const client = new lark.WSClient({ appId, appSecret });
 * client.start({ eventDispatcher: new lark.EventDispatcher({}).register({ "im.message.receive_v1": async (data) => {} }) });
 */
export class WSClient {
  readonly #options: WSClientOptions;
  #connection: LongConnection | undefined;
  #lastConnectTime = 0;

  constructor(options: WSClientOptions) {
    refuseOptions(options, REFUSED);
    this.#options = options;
  }

  /**
   * Connects. A client that has started already connects anew.
   *
   * @throws {TypeError} An option or the dispatcher is missing, or the host has no WebSocket.
   */
  async start({ eventDispatcher }: { eventDispatcher: ConnectOptions["events"] }): Promise<void> {
    await this.#connection?.close();
    const { appId, appSecret, clientAssertionProvider: provider, domain, fetch, openSocket } = this.#options;
    const { logger, loggerLevel } = this.#options;
    const origin = domain?.replace(/\/$/, "");
    const connection = connect({
      appId,
      appSecret: provider ? undefined : appSecret,
      assertion: provider && (async () => (await provider.retrieveToken(new URL(origin ?? DEFAULT_DOMAIN).host)).value),
      domain: origin,
      events: eventDispatcher,
      fetch,
      openSocket,
      logger,
      loggerLevel,
    });
    this.#connection = connection;
    void this.#follow(connection);
    await connection.ready.catch(() => {});
  }

  /** Ends the connection. With `force` without waiting for handlers. */
  close({ force = false }: { force?: boolean } = {}): void {
    void this.#connection?.close(force ? { timeoutMs: 1 } : {});
  }

  getReconnectInfo(): { lastConnectTime: number; nextConnectTime: number } {
    return { lastConnectTime: this.#lastConnectTime, nextConnectTime: 0 };
  }

  getConnectionStatus(): { state: Status; lastConnectTime: number | undefined } {
    const state = this.#connection?.state;
    return { state: state ? STATUS[state] : "idle", lastConnectTime: this.#lastConnectTime || undefined };
  }

  /** Calls the callbacks of the official SDK as the state changes. */
  async #follow(connection: LongConnection): Promise<void> {
    const { autoReconnect = true, logger, onReady, onReconnected, onReconnecting, onError } = this.#options;
    const call = (callback: (() => void) | undefined) => {
      try {
        callback?.();
      } catch (error) {
        logger?.error("a callback of WSClient failed:", error);
      }
    };
    let wasConnected = false;
    for await (const state of connection.states()) {
      if (state === "connected") {
        this.#lastConnectTime = Date.now();
        call(wasConnected ? onReconnected : onReady);
        wasConnected = true;
      } else if (state === "reconnecting") {
        if (!autoReconnect) {
          void connection.close();
          continue;
        }
        call(onReconnecting);
      } else if (state === "failed") {
        call(() => onError?.(connection.signal.reason));
      }
    }
  }
}
