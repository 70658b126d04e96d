import { DEFAULT_DOMAIN, type Logger, type LogLevel } from "../base/index.ts";
import { type ConnectionState, type ConnectOptions, connect, type LongConnection } from "../long-connection/index.ts";
import { fetchOf, type HttpInstance } from "./http-instance.ts";
import { nodeSocketOpener } from "./node-socket/index.ts";

/** What gives a client assertion, in the official SDK's shape. */
export interface ClientAssertionProvider {
  retrieveToken(audience: string): Promise<{ value: string }> | { value: string };
}

/** The options of the official SDK's `WSClient`. */
export interface WSClientOptions {
  appId: string;
  appSecret?: string | undefined;
  clientAssertionProvider?: ClientAssertionProvider | undefined;
  domain?: string | undefined;
  logger?: Logger | undefined;
  loggerLevel?: LogLevel | undefined;
  /** `false` ends the client with its first connection. Default `true`. */
  autoReconnect?: boolean | undefined;
  onReady?: (() => void) | undefined;
  onError?: ((error: Error) => void) | undefined;
  onReconnecting?: (() => void) | undefined;
  onReconnected?: (() => void) | undefined;
  /** Not used: the watchdog is always on. */
  wsConfig?: object | undefined;
  /** Not used: a handshake takes 15 seconds at most. */
  handshakeTimeoutMs?: number | undefined;
  /** Not used. */
  source?: string | undefined;
  /** Node's agent for the socket, for example of a proxy. */
  agent?: object | undefined;
  /** Sends the request for the gateway's address: an instance of axios, or what is like one. */
  httpInstance?: HttpInstance | undefined;
  /** Not in the official SDK: opens a socket, for proxies. */
  openSocket?: ConnectOptions["openSocket"];
  /** Not in the official SDK. Default `globalThis.fetch`. */
  fetch?: ConnectOptions["fetch"];
}

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
    this.#options = options;
  }

  /**
   * Connects. A client that has started already connects anew.
   *
   * @throws {TypeError} An option or the dispatcher is missing, or the host has neither a `WebSocket` nor Node's HTTP client.
   */
  async start({ eventDispatcher }: { eventDispatcher: ConnectOptions["events"] }): Promise<void> {
    await this.#connection?.close();
    const { appId, appSecret, clientAssertionProvider: provider, domain, fetch, openSocket } = this.#options;
    const { logger, loggerLevel, agent, httpInstance } = this.#options;
    const origin = domain?.replace(/\/$/, "");
    const connection = connect({
      appId,
      appSecret: provider ? undefined : appSecret,
      assertion: provider && (async () => (await provider.retrieveToken(new URL(origin ?? DEFAULT_DOMAIN).host)).value),
      domain: origin,
      events: eventDispatcher,
      fetch: httpInstance ? fetchOf(httpInstance) : fetch,
      openSocket: openSocket ?? nodeSocketOpener(agent),
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
