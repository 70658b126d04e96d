import { type Log, parseObject } from "../base/index.ts";
import { fromUtf8 } from "../crypto/index.ts";
import { type ClientConfig, readConfig } from "./client-config.ts";
import type { Endpoint } from "./discover.ts";
import { decodeFrame, encodeFrame, type Frame, headerOf } from "./frame.ts";
import { closeSocket, HANDSHAKE_TIMEOUT_MS } from "./open-socket.ts";
import type { WebSocketLike } from "./options.ts";
import { createReassembly } from "./reassembly.ts";

/** How often a session looks at the clock. */
export const TICK_MS = 5_000;
/** A tick that is later than this was held up by the sleep of the machine. */
const SLEEP_MS = 10_000;
/** How long the gateway may leave a ping without any frame. */
export const PONG_TIMEOUT_MS = 15_000;
/** The same after a sleep, which the gateway has probably not noticed. */
const PONG_AFTER_SLEEP_MS = 5_000;

/** What a session works on. */
export interface SessionOptions {
  readonly log: Log;
  readonly now: () => number;
  /**
   * Takes a message.
   *
   * @param frame - The frame that completed it.
   * @param send - Sends a frame back, if this very socket is still open.
   */
  readonly receive: (frame: Frame, payload: Uint8Array, send: (frame: Frame) => void) => void;
}

/** How a session ended. */
export interface SessionEnd {
  readonly reason: string;
  /** The machine slept, so that other clients did not lose their connections. */
  readonly slept: boolean;
}

/** The life of one socket: pings, the watchdog, reading of frames. */
export class Session {
  /** Resolves when the socket is open. */
  readonly opened: Promise<void>;
  readonly ended: Promise<SessionEnd>;
  /** Resolves when the host has closed the socket: what was sent before has left. */
  readonly closed: Promise<void>;
  config: ClientConfig;
  readonly #socket: WebSocketLike;
  readonly #options: SessionOptions;
  readonly #service: number;
  readonly #join: (frame: Frame) => Uint8Array | undefined = createReassembly(() => performance.now());
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #startedAt: number;
  #tellOpened: () => void = () => {};
  #tellEnded: (end: SessionEnd) => void = () => {};
  #isOpen = false;
  #isOver = false;
  #slept = false;
  #tickedAt: number;
  #pingedAt = 0;
  /** When the ping was sent after which no frame has come. */
  #waitingSince: number | undefined;

  /** Listens at once, because a message may come with the handshake. */
  constructor(socket: WebSocketLike, { service, config }: Endpoint, options: SessionOptions) {
    this.opened = new Promise((resolve) => {
      this.#tellOpened = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#tellEnded = resolve;
    });
    this.config = config;
    this.#socket = socket;
    this.#service = service;
    this.#options = options;
    this.#startedAt = options.now();
    this.#tickedAt = this.#startedAt;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    try {
      socket.binaryType = "arraybuffer";
    } catch {}
    socket.addEventListener("message", ({ data }) => this.#take(data));
    socket.addEventListener("open", () => this.#open());
    socket.addEventListener("error", () => this.end("the socket failed"));
    this.closed = new Promise((resolve) => {
      socket.addEventListener("close", () => {
        this.end("the socket was closed");
        resolve();
      });
    });
    if (socket.readyState === 1) {
      this.#open();
    }
  }

  /** Whether it was open and has not ended. */
  get isOpen(): boolean {
    return this.#isOpen && !this.#isOver;
  }

  /** Closes the socket. Nothing is sent or taken any more. */
  end(reason: string): void {
    if (!this.#isOver) {
      this.#isOver = true;
      clearInterval(this.#timer);
      closeSocket(this.#socket);
      this.#tellEnded({ reason, slept: this.#slept });
    }
  }

  #send(frame: Frame): void {
    if (!this.#isOver) {
      try {
        this.#socket.send(encodeFrame(frame));
      } catch {
        this.end("a frame could not be sent");
      }
    }
  }

  #ping(at: number): void {
    this.#pingedAt = at;
    this.#waitingSince ??= at;
    this.#send({ seqId: 0n, logId: 0n, service: this.#service, method: 0, headers: [["type", "ping"]] });
  }

  #open(): void {
    if (!this.#isOpen && !this.#isOver) {
      this.#isOpen = true;
      this.#tellOpened();
      this.#ping(this.#options.now());
    }
  }

  /** Looks at the clock: timers stand still while the machine sleeps. */
  #tick(): void {
    const at = this.#options.now();
    const passed = at - this.#tickedAt;
    this.#tickedAt = at;
    if (!this.#isOpen) {
      // A clock that was set back would never end it.
      if (at < this.#startedAt || at - this.#startedAt >= HANDSHAKE_TIMEOUT_MS) {
        this.end("the handshake took too long");
      }
    } else if (passed < 0 || passed > TICK_MS + SLEEP_MS) {
      this.#slept = true;
      this.#waitingSince = undefined;
      this.#ping(at);
    } else if (at - (this.#waitingSince ?? at) >= (this.#slept ? PONG_AFTER_SLEEP_MS : PONG_TIMEOUT_MS)) {
      this.end("the gateway does not answer");
    } else if (at - this.#pingedAt >= this.config.pingIntervalMs) {
      this.#ping(at);
    }
  }

  #take(data: unknown): void {
    if (this.#isOver) {
      return;
    }
    this.#open();
    this.#waitingSince = undefined;
    this.#slept = false;
    try {
      this.#read(data);
    } catch {
      // What it holds stays out of the log.
      this.#options.log("warn", "long connection: a message that cannot be read was ignored");
    }
  }

  #read(data: unknown): void {
    const bytes = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data instanceof ArrayBuffer ? data : []);
    const frame = decodeFrame(bytes);
    if (frame.method === 1) {
      const payload = this.#join(frame);
      if (payload) {
        this.#options.receive(frame, payload, (answer) => this.#send(answer));
      }
    } else if (headerOf(frame, "type") === "pong" && frame.payload) {
      this.config = readConfig(parseObject(fromUtf8(frame.payload)), this.config);
    }
  }
}
