// Consumers may compile with a library that lacks `Symbol.asyncDispose`.
/// <reference lib="esnext.disposable" preserve="true" />
import type { Assertion, LogOptions } from "../base/index.ts";
import type { EventDispatcher } from "../event/index.ts";
import type { Fetch } from "../http/index.ts";

/** What is used of a WebSocket. The global one fits, and so does that of the package `ws`. */
export interface WebSocketLike {
  binaryType: string;
  /** 0 while it opens, 1 if it is open already, 2 or 3 if it is closed. */
  readonly readyState: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
  addEventListener(type: "open" | "close" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { data?: unknown }) => void): void;
}

/** Where the connection is. `closed` and `failed` are final. */
export type ConnectionState = "connecting" | "connected" | "reconnecting" | "closed" | "failed";

/** How to connect. An option that is `undefined` has its default. */
export interface ConnectOptions extends LogOptions {
  /** The App ID of the developer console, `cli_…`. Empty or with a line break: a `TypeError`. */
  appId: string;
  /** The App Secret of the developer console. Default: none; pass `assertion` then. Empty or with a line break: a `TypeError`. */
  appSecret?: string | undefined;
  /**
   * Gets a client assertion, for an app without a secret: a function, or what `keyless` returns. Called for each attempt to connect,
   * with the host of `domain`. Default: none.
   */
  assertion?: Assertion | undefined;
  /** The same dispatcher as for a webhook. It needs no keys here. */
  events: Pick<EventDispatcher, "acknowledge"> & Partial<Pick<EventDispatcher, "isOnce">>;
  /**
   * When an event is answered. `"in-time"`: when its handlers are done, and after the dispatcher's `answerBudgetMs` while they
   * go on. `"done"`: when its handlers are done, however long they take; over three seconds the platform delivers the event
   * again, so pass the dispatcher `once`. Callbacks are always answered in time. Default `"in-time"`. Another value is a
   * `TypeError`.
   */
  acknowledge?: "in-time" | "done" | undefined;
  /** The platform's base URL. Default `https://open.feishu.cn`; for Lark `https://open.larksuite.com`. Not an origin: a `TypeError`. */
  domain?: string | undefined;
  /**
   * Hosts of the gateway to accept, with their subdomains, besides those of the platform and of `domain`. A private deployment
   * may need it. Default: none.
   */
  gatewayHosts?: readonly string[] | undefined;
  /**
   * Opens a WebSocket. The URL holds a credential: do not log it. Default: on Workers `fetch` with `Upgrade`, elsewhere the
   * global `WebSocket`. Node 20 has none: pass `(url) => new WebSocket(url)` with the `WebSocket` of the package `ws`.
   */
  openSocket?: ((url: string) => WebSocketLike | Promise<WebSocketLike>) | undefined;
  /** Gets the gateway's address. Default `globalThis.fetch`. */
  fetch?: Fetch | undefined;
  /** Closes the connection, as `close()` does. Default: none. */
  signal?: AbortSignal | undefined;
  /** Clock, epoch milliseconds. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/** A connection that is kept up until `close()`. */
export interface LongConnection {
  /** Resolves with the first connection. Rejects if the platform refuses the app, or after `close()`. */
  readonly ready: Promise<void>;
  readonly state: ConnectionState;
  /** The state now and each later one. Ends with `closed` or `failed`. */
  states(): AsyncIterableIterator<ConnectionState>;
  /** Aborts when the connection is over for good: its reason is the error if it failed. */
  readonly signal: AbortSignal;
  /**
   * Takes no more events, waits for the running handlers, answers their events, and closes the socket.
   *
   * @param options.timeoutMs - After that time the handlers' `ctx.signal` aborts, and the socket is closed. Default 30,000.
   * @throws {RangeError} `timeoutMs` is not positive.
   */
  close(options?: { timeoutMs?: number | undefined }): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
