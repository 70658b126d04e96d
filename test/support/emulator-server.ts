import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { Emulator } from "../../src/emulator/index.ts";

/** Serves the emulator's gateway: each socket of the server ends in one of the emulator. */
function serveGateway(server: Server, Socket: Emulator["WebSocket"]): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 2 ** 25,
    autoPong: true,
    perMessageDeflate: false,
  });
  server.on("upgrade", (request, duplex, head) =>
    sockets.handleUpgrade(request, duplex, head, (client) => {
      const inner = new Socket(`ws://${request.headers.host}${request.url}`);
      inner.binaryType = "arraybuffer";
      inner.addEventListener("message", ({ data }) => client.send(new Uint8Array(data as ArrayBuffer)));
      inner.addEventListener("close", () => client.terminate());
      client.on("message", (data) => inner.send(new Uint8Array(data)));
      client.on("close", () => inner.close());
    }),
  );
}

/**
 * An emulator on a port of this machine, for clients that bring their own HTTP.
 *
 * @param gateway - The emulator's `WebSocket`, for bots on the long connection.
 * @param port - Default: any that is free.
 */
export async function serve(
  emulator: Pick<Emulator, "fetch">,
  gateway?: Emulator["WebSocket"],
  port = 0,
): Promise<{ domain: string; close: () => void }> {
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const { method = "GET", url } = request;
    const headers = request.headers as Record<string, string>;
    const body = chunks.length > 0 && method !== "GET" ? Buffer.concat(chunks) : null;
    const answer = await emulator.fetch(`http://${request.headers.host}${url}`, { method, headers, body });
    // A list, so that each cookie has its own line.
    response.writeHead(answer.status, [...answer.headers].flat());
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  if (gateway) {
    serveGateway(server, gateway);
  }
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const domain = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    domain,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
