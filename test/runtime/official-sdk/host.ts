import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Emulator } from "../../../src/emulator/index.ts";
import { answerWith } from "../../support/answer-with.ts";

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

/** Puts an emulator behind a real HTTP server and gives its address. */
export const host = (emulator: Emulator): Promise<string> =>
  listen((request, response) => {
    answerWith(emulator, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
