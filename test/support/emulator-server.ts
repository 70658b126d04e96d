import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Emulator } from "../../src/emulator/index.ts";

/** An emulator on a port of this machine, for clients that bring their own HTTP. */
export async function serve(emulator: Pick<Emulator, "fetch">): Promise<{ domain: string; close: () => void }> {
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const { method = "GET", url } = request;
    const headers = request.headers as Record<string, string>;
    const body = chunks.length > 0 && method !== "GET" ? Buffer.concat(chunks) : null;
    const answer = await emulator.fetch(`http://platform${url}`, { method, headers, body });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const domain = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    domain,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
