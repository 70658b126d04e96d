import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Gateway } from "../../emulator/control/index.ts";

/** Answers `Upgrade` requests of `node:http`. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Uint8Array) => void;

/** The path of the gateway. */
const PATH = "/ws/v2";
/** Where a path alone leads to. */
const BASE = "ws://127.0.0.1";
/** The headers by which a browser says where a request comes from. */
const SENDER = ["host", "origin", "sec-fetch-site", "sec-fetch-mode"];
/** The largest message that a client may send. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

function refuse(socket: Duplex, status: number, headers: Readonly<Record<string, string>>): void {
  const lines = Object.entries({ ...headers, connection: "close", "content-length": "0" });
  socket.end([`HTTP/1.1 ${status} Refused`, ...lines.map(([name, value]) => `${name}: ${value}`), "", ""].join("\r\n"));
}

/** Lets a client in, or says why not. */
function admit(
  gateway: Gateway,
  { url: target = "/", headers }: IncomingMessage,
  isForeign: (request: Request) => boolean,
): ReturnType<Gateway["admit"]> {
  // What is no address must not throw here: nothing would catch it.
  const url = URL.canParse(target, BASE) ? new URL(target, BASE) : undefined;
  if (url?.pathname !== PATH) {
    return { status: 404, headers: {} };
  }
  const sender = Object.entries(headers).filter(([name]) => SENDER.includes(name)) as [string, string][];
  return isForeign(new Request("http://127.0.0.1", { headers: sender }))
    ? { status: 403, headers: {} }
    : gateway.admit(url);
}

/**
 * Serves the gateway of the long connection over WebSockets.
 *
 * @param isForeign - Whether another site sends a request, through a browser. Only its headers are set.
 */
export async function createUpgrade(
  gateway: Gateway,
  isForeign: (request: Request) => boolean = () => false,
): Promise<Upgrade> {
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
    const admission = admit(gateway, request, isForeign);
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
