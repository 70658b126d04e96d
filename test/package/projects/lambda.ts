import { createServer } from "node:http";
import { events, listening } from "./process-events.ts";

interface LambdaEvent {
  headers: Record<string, string | undefined>;
  body: string;
  isBase64Encoded: boolean;
}

export function handler(event: LambdaEvent) {
  const bytes = Uint8Array.from(Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8"));
  return events.handle(bytes, (name) => event.headers[name]);
}

// The gateway before the function.
const server = createServer(async (request, response) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const headers = request.headers as Record<string, string | undefined>;
  const answer = await handler({ headers, body: Buffer.concat(chunks).toString("base64"), isBase64Encoded: true });
  response.writeHead(answer.status, answer.headers).end(answer.body);
});
server.listen(0, () => listening(server.address()));
