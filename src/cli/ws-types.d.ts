/** What is used of the package `ws`. */
declare module "ws" {
  import type { IncomingMessage } from "node:http";
  import type { Duplex } from "node:stream";

  export class WebSocket {
    constructor(url: string);
    binaryType: string;
    readonly readyState: number;
    send(data: string | Uint8Array): void;
    close(code?: number, reason?: string): void;
    terminate(): void;
    pause(): void;
    pong(data: Uint8Array): void;
    addEventListener(type: string, listener: (event: { data?: unknown }) => void): void;
    on(event: "message", listener: (data: Uint8Array, isBinary: boolean) => void): this;
    on(event: "ping", listener: (data: Uint8Array) => void): this;
    on(event: "close" | "error", listener: () => void): this;
  }

  export class WebSocketServer {
    constructor(options: { noServer: true; maxPayload: number; autoPong: boolean; perMessageDeflate: boolean });
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Uint8Array, done: (socket: WebSocket) => void): void;
  }
}
