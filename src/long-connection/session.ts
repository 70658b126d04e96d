import { type Log, parseObject } from "../base/index.ts";
import { fromUtf8 } from "../crypto/index.ts";
import { type ClientConfig, readConfig } from "./client-config.ts";
import type { Endpoint } from "./discover.ts";
import { decodeFrame, encodeFrame, headerOf, type ReceivedFrame, type SentFrame } from "./frame.ts";
import { closeSocket } from "./open-socket.ts";
import type { WebSocketLike } from "./options.ts";
import { createReassembly } from "./reassembly.ts";
import { deferred } from "./stop.ts";
import { createWatchdog } from "./watchdog.ts";

/** What a session works on. */
export interface SessionOptions {
  readonly log: Log;
  readonly now: () => number;
  /** Called when the socket is open. */
  readonly onOpen: () => void;
  /**
   * Takes a message.
   *
   * @param frame - The frame that completed it.
   * @param send - Sends a frame back, if this very socket is still open.
   */
  readonly receive: (frame: ReceivedFrame, payload: Uint8Array, send: (frame: SentFrame) => void) => void;
}

/** How a session ended. */
export interface SessionEnd {
  readonly reason: string;
  /** The machine slept, so that other clients did not lose their connections. */
  readonly slept: boolean;
  /** The platform's settings of now. */
  readonly config: ClientConfig;
}

/** The life of one socket. */
export interface Session {
  readonly ended: Promise<SessionEnd>;
  /** Resolves when the host has closed the socket: what was sent before has left. */
  readonly closed: Promise<void>;
  /** Closes the socket. Nothing is sent or taken any more. */
  end(reason: string): void;
}

const toBytes = (data: unknown) =>
  data instanceof Uint8Array ? data : new Uint8Array(data instanceof ArrayBuffer ? data : []);

/** Listens to a socket, also for what has happened before. Resolves when the socket is closed. */
function listen(
  socket: WebSocketLike,
  open: () => void,
  take: (event: { data?: unknown }) => void,
  lost: () => void,
): Promise<void> {
  const [closed, tellClosed] = deferred<void>();
  try {
    socket.binaryType = "arraybuffer";
  } catch {}
  socket.addEventListener("message", take);
  socket.addEventListener("open", open);
  socket.addEventListener("error", lost);
  socket.addEventListener("close", () => {
    lost();
    tellClosed();
  });
  if (socket.readyState === 1) {
    open();
  } else if (socket.readyState) {
    lost();
  }
  return closed;
}

/** Begins the life of a socket: pings, the watchdog, reading of frames. It listens at once, because a message may come with the handshake. */
export function startSession(
  socket: WebSocketLike,
  { service, config }: Endpoint,
  { log, now, onOpen, receive }: SessionOptions,
): Session {
  const [ended, tellEnded] = deferred<SessionEnd>();
  let isOpen = false;
  let isOver = false;
  const end = (reason: string) => {
    if (!isOver) {
      isOver = true;
      closeSocket(socket);
      tellEnded({ reason, slept: watchdog.stop(), config });
    }
  };
  const lost = () => end("the socket was closed");
  const send = (frame: SentFrame) => {
    if (isOpen && !isOver) {
      try {
        socket.send(encodeFrame(frame));
      } catch {
        lost();
      }
    }
  };
  const watchdog = createWatchdog(
    now,
    () => config.PingInterval * 1000,
    () => send({ seqId: 0n, logId: 0n, service, method: 0, headers: [["type", "ping"]] }),
    () => end("no answer"),
  );
  const open = () => {
    if (!isOpen && !isOver) {
      isOpen = true;
      onOpen();
      watchdog.alive();
      watchdog.ping();
    }
  };
  const join = createReassembly(() => performance.now());
  const take = ({ data }: { data?: unknown }) => {
    if (!isOver) {
      open();
      watchdog.alive();
      try {
        const frame = decodeFrame(toBytes(data));
        const whole = frame.method === 1 && join(frame);
        if (whole) {
          receive(frame, whole, send);
        } else if (!frame.method && frame.payload && headerOf(frame, "type") === "pong") {
          config = readConfig(parseObject(fromUtf8(frame.payload)), config);
        }
      } catch {
        // What it holds stays out of the log.
        log("warn", "long connection: a frame cannot be read");
      }
    }
  };
  return { ended, closed: listen(socket, open, take, lost), end };
}
