import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Emulator } from "../../../src/emulator/index.ts";

const open = new Set<Server>();

/** Listens on 127.0.0.1 at a free port and gives the address. */
export async function listen(...listeners: RequestListener[]): Promise<string> {
  const server = createServer();
  for (const listener of listeners) {
    server.on("request", listener);
  }
  open.add(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function closeAll(): Promise<void> {
  for (const server of open) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  open.clear();
}

async function readBody(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Answers a request of Node's server by an emulator. */
export async function answerWith(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const answer = await emulator.fetch(`http://${request.headers.host}${request.url}`, {
    method: request.method,
    headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]),
    ...(body.length > 0 && request.method !== "GET" ? { body } : {}),
  });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(new Uint8Array(await answer.arrayBuffer()));
}

/** Puts an emulator behind a real HTTP server and gives its address. */
export const host = (emulator: Emulator): Promise<string> =>
  listen((request, response) => {
    answerWith(emulator, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
