import { fromUtf8 } from "../../crypto/index.ts";
import type { WebSocketLike } from "../../long-connection/index.ts";
import { BINARY, CLOSE, createReader, type Message, PING, PONG, TEXT, writeFrame } from "./frames.ts";

/** What is used of Node's socket. */
export interface Duplex {
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "end" | "close" | "error", listener: () => void): unknown;
  unshift(data: Uint8Array): unknown;
  write(data: Uint8Array): unknown;
  end(): unknown;
  destroy(): unknown;
}

type EventName = "open" | "close" | "error" | "message";
type Listener = (event: { data?: unknown }) => void;

const NORMAL = 1000;
/** How long the gateway may take to close its side. */
const CLOSE_TIMEOUT_MS = 3_000;

/** A WebSocket over a connection whose handshake is done. */
export class NodeSocket implements WebSocketLike {
  binaryType = "arraybuffer";
  /** As in `WebSocket`: 1 is open, 2 closing, 3 closed. */
  readyState = 1;
  readonly #duplex: Duplex;
  readonly #listeners: Record<EventName, Listener[]> = { open: [], close: [], error: [], message: [] };
  /** Messages that came before the first listener. */
  #early: unknown[] = [];

  /** @param first - Bytes that came with the handshake. */
  constructor(duplex: Duplex, first: Uint8Array) {
    this.#duplex = duplex;
    const read = createReader();
    duplex.on("data", (chunk) => {
      try {
        for (const message of read(chunk)) {
          this.#take(message);
        }
      } catch {
        this.#fail();
      }
    });
    duplex.on("error", () => this.#fail());
    duplex.on("end", () => duplex.end());
    duplex.on("close", () => {
      this.readyState = 3;
      this.#call("close");
    });
    if (first.length) {
      duplex.unshift(first);
    }
  }

  addEventListener(type: EventName, listener: Listener): void {
    this.#listeners[type].push(listener);
    for (const data of type === "message" ? this.#early.splice(0) : []) {
      listener({ data });
    }
  }

  send(data: Uint8Array): void {
    if (this.readyState === 1) {
      this.#duplex.write(writeFrame(BINARY, data));
    }
  }

  close(code: number = NORMAL): void {
    if (this.readyState === 1) {
      this.readyState = 2;
      this.#duplex.write(writeFrame(CLOSE, new Uint8Array([code >> 8, code & 0xff])));
      const timer = setTimeout(() => this.#duplex.destroy(), CLOSE_TIMEOUT_MS);
      this.addEventListener("close", () => clearTimeout(timer));
    }
  }

  #call(type: EventName, event: { data?: unknown } = {}): void {
    for (const listener of this.#listeners[type]) {
      listener(event);
    }
  }

  #fail(): void {
    this.#call("error");
    this.#duplex.destroy();
  }

  #take({ opcode, payload }: Message): void {
    if (opcode === CLOSE) {
      if (this.readyState === 1) {
        this.readyState = 2;
        this.#duplex.write(writeFrame(CLOSE, payload.subarray(0, 2)));
      }
      this.#duplex.end();
    } else if (opcode === PING) {
      this.#duplex.write(writeFrame(PONG, payload));
    } else if (opcode === TEXT || opcode === BINARY) {
      const data = opcode === TEXT ? fromUtf8(payload) : payload.buffer;
      if (this.#listeners.message.length) {
        this.#call("message", { data });
      } else {
        this.#early.push(data);
      }
    }
  }
}
