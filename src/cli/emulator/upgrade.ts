import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Gateway } from "../../emulator/control/index.ts";

/** Answers `Upgrade` requests of `node:http`. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Uint8Array) => void;

/** The path of the gateway. */
const PATH = "/ws/v2";
/** The largest message that a client may send. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

function refuse(socket: Duplex, status: number, headers: Readonly<Record<string, string>>): void {
  const lines = Object.entries({ ...headers, connection: "close", "content-length": "0" });
  socket.end([`HTTP/1.1 ${status} Refused`, ...lines.map(([name, value]) => `${name}: ${value}`), "", ""].join("\r\n"));
}

/** Serves the gateway of the long connection over WebSockets. */
export async function createUpgrade(gateway: Gateway): Promise<Upgrade> {
  const { WebSocketServer } = await import("../ws.ts");
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    // A half-open connection answers nothing.
    autoPong: false,
    perMessageDeflate: false,
  });
  return (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const url = new URL(request.url ?? "/", "ws://127.0.0.1");
    if (url.pathname !== PATH) {
      refuse(socket, 404, {});
      return;
    }
    const admission = gateway.admit(url);
    if (!("open" in admission)) {
      refuse(socket, admission.status, admission.headers);
      return;
    }
    server.handleUpgrade(request, socket, head, (client) => {
      const connection = admission.open({
        send: (bytes) => client.send(bytes),
        cut: () => client.terminate(),
        freeze: () => client.pause(),
      });
      client.on("message", (data, isBinary) =>
        connection.receive(isBinary ? new Uint8Array(data) : new TextDecoder().decode(data)),
      );
      client.on("ping", (data) => client.pong(data));
      client.on("error", () => client.terminate());
      client.on("close", () => gateway.leave(connection));
    });
  };
}
