import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Gateway } from "../../emulator/control/index.ts";
import { BINARY, CLOSE, createReader, PING, PONG, TEXT, writeMessage } from "./web-socket-frames.ts";

/** Answers `Upgrade` requests of `node:http`. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Uint8Array) => void;

/** The constant of RFC 6455. */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

const head = (status: string, headers: Record<string, string>): string =>
  [`HTTP/1.1 ${status}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), "", ""].join("\r\n");

function refuse(socket: Duplex, status: number, headers: Record<string, string>): void {
  socket.end(head(`${status} Refused`, { ...headers, connection: "close", "content-length": "0" }));
}

/** Serves the gateway of the long connection over WebSockets. */
export function createUpgrade(gateway: Gateway): Upgrade {
  return (request, socket, first) => {
    socket.on("error", () => socket.destroy());
    const key = request.headers["sec-websocket-key"];
    const url = new URL(request.url ?? "/", "ws://127.0.0.1");
    if (typeof key !== "string" || url.pathname !== "/ws/v2") {
      refuse(socket, 404, {});
      return;
    }
    const admission = gateway.admit(url);
    if (!("open" in admission)) {
      refuse(socket, admission.status, admission.headers);
      return;
    }
    const accept = createHash("sha1")
      .update(key + GUID)
      .digest("base64");
    socket.write(
      head("101 Switching Protocols", { upgrade: "websocket", connection: "Upgrade", "sec-websocket-accept": accept }),
    );
    const send = (opcode: number, payload?: Uint8Array): void => {
      if (!socket.destroyed && socket.writable) {
        socket.write(writeMessage(opcode, payload));
      }
    };
    const connection = admission.open({ send: (bytes) => send(BINARY, bytes), cut: () => socket.destroy() });
    const read = createReader();
    const take = (chunk: Uint8Array): void => {
      if (connection.isFrozen) {
        return;
      }
      try {
        for (const { opcode, payload } of read(chunk)) {
          if (opcode === CLOSE) {
            send(CLOSE, payload.subarray(0, 2));
            socket.end();
          } else if (opcode === PING) {
            send(PONG, payload);
          } else if (opcode === BINARY || opcode === TEXT) {
            connection.receive(opcode === TEXT ? new TextDecoder().decode(payload) : payload);
          }
        }
      } catch {
        socket.destroy();
      }
    };
    socket.on("data", take);
    socket.on("close", () => gateway.leave(connection));
    socket.on("end", () => socket.end());
    if (first.length > 0) {
      take(first);
    }
  };
}
