import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "redis";

/** What the endpoint does with its next request, in place of an answer. */
export type Fault = { status: number; body: string; headers?: Record<string, string> } | "hang" | "drop";

/** Upstash's REST API in front of a real Redis. */
export interface UpstashEndpoint {
  readonly url: string;
  readonly token: string;
  /** What was sent, the newest last. */
  readonly requests: { command: string[]; headers: IncomingMessage["headers"] }[];
  readonly faults: Fault[];
  /** Has GET answered by a replica that knows nothing of a key's last write, unless the sync token says otherwise. */
  lags: boolean;
  dispose(): Promise<void>;
}

const MAX_REQUEST_BYTES = 10_000_000;
const MAX_KEY_BYTES = 32_768;
const READS = ["GET", "PTTL", "ECHO"];

interface Answer {
  status: number;
  body: { result: unknown } | { error: string };
}
const refuse = (status: number, error: string): Answer => ({ status, body: { error } });

/**
 * Serves one database. As https://upstash.com/docs/redis/features/restapi has it: a command is an array of JSON in a POST, a
 * bearer token lets in, the answer is `{ "result" }` with 200 or `{ "error" }` with 400, 401 or 405.
 */
export async function startUpstash(redisUrl: string): Promise<UpstashEndpoint> {
  const token = "AXyz-token-of-the-test";
  const redis = createClient({ url: redisUrl, RESP: 2 }).on("error", () => {});
  await redis.connect();
  /** Per key: the number of its last write, and what a replica still has. */
  const written = new Map<string, { at: number; before: unknown }>();
  let writes = 0;

  async function run(command: string[], synced: number): Promise<unknown> {
    const name = command[0]?.toUpperCase() ?? "";
    const key = command[name === "EVAL" ? 3 : 1] ?? "";
    const last = written.get(key);
    if (name === "GET" && endpoint.lags && last && last.at > synced) {
      return last.before;
    }
    if (endpoint.lags && !READS.includes(name)) {
      written.set(key, { at: ++writes, before: await redis.sendCommand(["GET", key]) });
    }
    return redis.sendCommand(command);
  }

  async function answer(request: IncomingMessage, text: string): Promise<Answer> {
    if (request.method !== "POST" || request.url !== "/") {
      return refuse(405, "Method Not Allowed");
    }
    if (request.headers.authorization !== `Bearer ${token}`) {
      return refuse(401, "WRONGPASS invalid or missing auth token");
    }
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_REQUEST_BYTES) {
      return refuse(400, `ERR max request size exceeded. Limit: ${MAX_REQUEST_BYTES} bytes, Actual: ${bytes} bytes`);
    }
    const command = parse(text);
    if (!command) {
      return refuse(400, "ERR failed to parse command");
    }
    endpoint.requests.push({ command, headers: request.headers });
    if (Buffer.byteLength(command[1] ?? "") > MAX_KEY_BYTES) {
      return refuse(400, `ERR max key size exceeded. Limit: ${MAX_KEY_BYTES} bytes`);
    }
    try {
      return { status: 200, body: { result: await run(command, Number(request.headers["upstash-sync-token"] ?? 0)) } };
    } catch (error) {
      return refuse(400, (error as Error).message);
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const fault = endpoint.faults.shift();
    if (fault === "drop") {
      request.socket.destroy();
    } else if (fault === "hang") {
      // The client has to end it.
    } else if (fault) {
      response.writeHead(fault.status, fault.headers).end(fault.body);
    } else {
      const { status, body } = await answer(request, Buffer.concat(chunks).toString());
      const headers = { "content-type": "application/json", "upstash-sync-token": `${writes}` };
      response.writeHead(status, headers).end(JSON.stringify(body));
    }
  }

  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint: UpstashEndpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    requests: [],
    faults: [],
    lags: false,
    async dispose() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      redis.destroy();
    },
  };
  return endpoint;
}

/** The texts and numbers of a command, as texts. */
function parse(text: string): string[] | undefined {
  try {
    const parts: unknown[] = JSON.parse(text);
    return parts.every((part) => typeof part === "string" || typeof part === "number") ? parts.map(String) : undefined;
  } catch {
    return undefined;
  }
}
