import type { EmulatedApp } from "../platform/types.ts";

/** A bot's connection to the emulator's gateway. */
export interface EmulatedConnection {
  readonly id: string;
  readonly appId: string;
  /** By the emulator's clock. */
  readonly openedAt: number;
  /** Nothing is read and nothing sent: the connection is half-open. */
  readonly isFrozen: boolean;
}

/** The configuration that the gateway sends to clients. Times are in seconds. */
export interface EmulatedClientConfig {
  ReconnectCount: number;
  ReconnectInterval: number;
  ReconnectNonce: number;
  PingInterval: number;
}

/** How the gateway refuses. */
export interface GatewayRefusal {
  /** 514, 403, 1000040350 and so on: the discovery's answer, or the handshake's `Handshake-Status`. */
  code: number;
  message?: string | undefined;
  /** `discovery` (the default) answers the request for the address, `handshake` the upgrade. */
  at?: "discovery" | "handshake" | undefined;
  /** How often. Default 1; `Infinity` for ever. */
  times?: number | undefined;
}

/** The gateway of the long connection, as a test or the page plays with it. */
export interface LongConnections {
  /** Those that are open, the oldest first. */
  list(app?: EmulatedApp): readonly EmulatedConnection[];
  /** Ends connections without a close frame, as a broken network does. */
  cut(app?: EmulatedApp): void;
  /** Makes connections half-open: they stay, and nothing goes through. */
  freeze(app?: EmulatedApp): void;
  /** Refuses the next attempts to connect. */
  refuse(refusal: GatewayRefusal): void;
  /**
   * Changes the configuration of clients, from the next discovery and the next pong. Default: `PingInterval` 120, and to connect
   * again within a second, so that a bot finds an emulator that was started anew.
   */
  configure(config: Partial<EmulatedClientConfig>): void;
  /**
   * Sends messages in parts of so many bytes at most. Default 524,288.
   *
   * @throws {TypeError} `bytes` is no positive whole number.
   */
  fragment(bytes: number): void;
}
