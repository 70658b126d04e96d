import type { Connection } from "./connection.ts";
import type { Gateway } from "./gateway.ts";

/** A `WebSocket` class whose sockets end in the emulator, without a network. */
export type EmulatedWebSocketClass = new (url: string | URL) => EmulatedWebSocket;

/** The parts of the web's `WebSocket` that clients of the long connection use. */
export interface EmulatedWebSocket extends EventTarget {
  readonly url: string;
  readonly readyState: number;
  binaryType: "arraybuffer" | "blob";
  /** Sends a message to the gateway. */
  send(data: string | ArrayBuffer | ArrayBufferView<ArrayBuffer>): void;
  /** Closes the socket. */
  close(code?: number, reason?: string): void;
  addEventListener(type: string, listener: (event: Event & { data?: unknown; code?: number }) => void): void;
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;

const bytesOf = (data: ArrayBuffer | ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  data instanceof ArrayBuffer
    ? new Uint8Array(data.slice(0))
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();

/** Makes the class. What one end sends, the other gets in a later turn, as over a network. */
export function createWebSocketClass(gateway: Gateway): EmulatedWebSocketClass {
  return class extends EventTarget implements EmulatedWebSocket {
    readonly url: string;
    readyState = CONNECTING;
    binaryType: "arraybuffer" | "blob" = "blob";
    #connection: Connection | undefined;

    constructor(url: string | URL) {
      super();
      this.url = String(url);
      queueMicrotask(() => this.#open());
    }

    #emit(type: string, fields: object = {}): void {
      this.dispatchEvent(Object.assign(new Event(type), fields));
    }

    #open(): void {
      if (this.readyState !== CONNECTING) {
        return;
      }
      const admission = gateway.admit(new URL(this.url));
      if (!("open" in admission)) {
        // A browser's WebSocket gives no reason either.
        this.readyState = CLOSED;
        this.#emit("error");
        this.#emit("close", { code: 1006 });
        return;
      }
      this.#connection = admission.open({
        send: (bytes) =>
          queueMicrotask(() => {
            if (this.readyState === OPEN) {
              this.#emit("message", { data: this.binaryType === "arraybuffer" ? bytes.buffer : new Blob([bytes]) });
            }
          }),
        cut: () => queueMicrotask(() => this.#end(1006)),
      });
      this.readyState = OPEN;
      this.#emit("open");
    }

    #end(code: number): void {
      if (this.readyState === CLOSED) {
        return;
      }
      this.readyState = CLOSED;
      if (this.#connection !== undefined) {
        gateway.leave(this.#connection);
      }
      this.#emit("close", { code });
    }

    send(data: string | ArrayBuffer | ArrayBufferView<ArrayBuffer>): void {
      if (this.readyState === CONNECTING) {
        throw new DOMException("the socket is not open yet", "InvalidStateError");
      }
      const copy = typeof data === "string" ? data : bytesOf(data);
      queueMicrotask(() => {
        if (this.readyState === OPEN) {
          this.#connection?.receive(copy);
        }
      });
    }

    close(code = 1005): void {
      queueMicrotask(() => this.#end(code));
    }
  };
}
