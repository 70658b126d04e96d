import { isWorkerd, tellOf } from "../base/index.ts";
import type { WebSocketLike } from "./options.ts";
import { noConnection, within } from "./stop.ts";

/** How long a handshake may take. */
export const HANDSHAKE_TIMEOUT_MS = 15_000;

/** Opens a WebSocket, or begins to. */
export type OpenSocket = (url: string) => WebSocketLike | Promise<WebSocketLike>;

interface WorkerResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly webSocket?: (WebSocketLike & { accept(): void }) | null;
}

/** Opens a WebSocket by `fetch`. Unlike the constructor it shows why the gateway refuses. */
async function openByFetch(url: string): Promise<WebSocketLike> {
  const response: WorkerResponse = await fetch(url.replace(/^ws/, "http"), { headers: { upgrade: "websocket" } });
  const { webSocket } = response;
  if (!webSocket) {
    const reasons = ["status", "msg", "autherrcode"].map((name) => response.headers.get(`handshake-${name}`));
    throw noConnection(`HTTP ${response.status}, ${reasons}`);
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
    throw new TypeError("openSocket: no WebSocket here: npm install ws, and pass (url) => new WebSocket(url)");
  }
  return (url) => new WebSocket(url);
}

/**
 * Begins to open a socket. One that comes after the time, or after the signal, is closed.
 *
 * @throws {LarkTransportError} There is none. The error names no URL.
 */
export async function openSocket(url: string, open: OpenSocket, signal: AbortSignal): Promise<WebSocketLike> {
  const opening = (async () => open(url))();
  const socket = await within(HANDSHAKE_TIMEOUT_MS, signal, opening).catch((error) => {
    throw noConnection(tellOf(error));
  });
  if (!socket) {
    opening.then(closeSocket, () => {});
    throw noConnection("handshake timeout");
  }
  return socket;
}

/** Closes a socket, whatever its state. */
export function closeSocket(socket: WebSocketLike): void {
  try {
    socket.close(1000);
  } catch {}
}
