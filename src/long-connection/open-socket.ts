import { isLarkError, isWorkerd, LarkTransportError, patient, tellOf } from "../base/index.ts";
import type { WebSocketLike } from "./options.ts";
import { unlessStopped } from "./stop.ts";

/** How long a handshake may take. */
export const HANDSHAKE_TIMEOUT_MS = 15_000;

/** Opens a WebSocket, or begins to. */
export type OpenSocket = (url: string) => WebSocketLike | Promise<WebSocketLike>;

interface WorkerResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly webSocket?: (WebSocketLike & { accept(): void }) | null;
}

/** There is no connection: why. */
export const handshakeFailed = (why: string): LarkTransportError =>
  new LarkTransportError(`long connection: the handshake failed (${why})`, { code: "LARK_NETWORK" });

/** Opens a WebSocket by `fetch`. Unlike the constructor it shows why the gateway refuses. */
async function openByFetch(url: string): Promise<WebSocketLike> {
  const response: WorkerResponse = await fetch(url.replace(/^ws/, "http"), { headers: { upgrade: "websocket" } });
  const { status, headers, webSocket } = response;
  if (!webSocket) {
    const reasons = ["handshake-status", "handshake-msg", "handshake-autherrcode"].map((name) => headers.get(name));
    throw handshakeFailed([`HTTP ${status}`, ...reasons.filter(Boolean)].join(", ").slice(0, 200));
  }
  webSocket.accept();
  return webSocket;
}

/**
 * The way to open a WebSocket on this host.
 *
 * @throws {TypeError} The host has no WebSocket.
 */
export function defaultOpener(): OpenSocket {
  if (isWorkerd()) {
    return openByFetch;
  }
  if (typeof WebSocket === "undefined") {
    throw new TypeError("openSocket: this host has no WebSocket: npm install ws, and pass (url) => new WebSocket(url)");
  }
  return (url) => new WebSocket(url);
}

/**
 * Begins to open a socket. One that comes after the time, or after the signal, is closed.
 *
 * @throws {LarkTransportError} There is none. The error names no URL.
 */
export async function openSocket(url: string, open: OpenSocket, signal: AbortSignal): Promise<WebSocketLike> {
  let isLate = false;
  const opening = (async () => open(url))().then((socket) => {
    if (isLate || signal.aborted) {
      closeSocket(socket);
    }
    return socket;
  });
  try {
    const socket = await patient(unlessStopped(opening, signal), HANDSHAKE_TIMEOUT_MS);
    if (socket) {
      return socket;
    }
  } catch (error) {
    throw isLarkError(error) ? error : handshakeFailed(tellOf(error));
  }
  isLate = true;
  throw handshakeFailed("no answer in time");
}

/** Closes a socket, whatever its state. */
export function closeSocket(socket: WebSocketLike): void {
  try {
    socket.close(1000);
  } catch {}
}
