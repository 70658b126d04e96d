import type { Logger, LogLevel } from "../base/index.ts";
import { type ConnectionState, type ConnectOptions, connect, type LongConnection } from "../long-connection/index.ts";
import { assertionOf, type ClientAssertionProvider } from "./assertion.ts";
import { fetchOf, type HttpInstance } from "./http-instance.ts";
import { nodeSocketOpener } from "./node-socket/index.ts";

/** The options of the official SDK's `WSClient`. */
export interface WSClientOptions {
  /** The App ID of the developer console. Empty: a `TypeError` of `start`. */
  appId: string;
  /** The App Secret of the developer console. Default: none; pass `clientAssertionProvider` then. */
  appSecret?: string | undefined;
  /** Gives a client assertion, for an app without a secret. Default: none. */
  clientAssertionProvider?: ClientAssertionProvider | undefined;
  /** The platform's base URL. Default `https://open.feishu.cn`. Not an origin: a `TypeError` of `start`. */
  domain?: string | undefined;
  /** Where messages go. Default `console`. */
  logger?: Logger | undefined;
  /** The least important level that is written. Default `"warn"`. */
  loggerLevel?: LogLevel | undefined;
  /** `false` ends the client with its first connection. Default `true`. */
  autoReconnect?: boolean | undefined;
  /** Called at the first connection. Default: none. */
  onReady?: (() => void) | undefined;
  /** Called when the connection has failed for good. Default: none. */
  onError?: ((error: Error) => void) | undefined;
  /** Called when the connection is lost. Default: none. */
  onReconnecting?: (() => void) | undefined;
  /** Called when the connection is back. Default: none. */
  onReconnected?: (() => void) | undefined;
  /** Has no effect: the watchdog is always on. Default: none. */
  wsConfig?: object | undefined;
  /** Has no effect: a handshake takes 15 seconds at most. Default: none. */
  handshakeTimeoutMs?: number | undefined;
  /** Has no effect. Default: none. */
  source?: string | undefined;
  /** Node's agent for the socket, for example of a proxy. Default: none. */
  agent?: object | undefined;
  /** Sends the request for the gateway's address: an instance of axios, or what is like one. Default: `fetch`. */
  httpInstance?: HttpInstance | undefined;
  /** Not in the official SDK: opens a socket, for proxies. Default: as for `connect` of `lark-edge/long-connection`. */
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
 * @see https://github.com/larksuite/node-sdk
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
    const connection = connect({
      appId,
      appSecret: provider ? undefined : appSecret,
      assertion: provider && assertionOf(provider),
      domain: domain?.replace(/\/$/, ""),
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

  /** When it connected last, in milliseconds since the Unix epoch. The time of the next attempt is not known: 0. */
  getReconnectInfo(): { lastConnectTime: number; nextConnectTime: number } {
    return { lastConnectTime: this.#lastConnectTime, nextConnectTime: 0 };
  }

  /** The state of the connection, and when it connected last, in milliseconds since the Unix epoch. */
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
