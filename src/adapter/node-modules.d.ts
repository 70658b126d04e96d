// What is used of Node's modules. Their own types would make every user install @types/node.

declare module "node:http" {
  export interface IncomingMessage extends AsyncIterable<Uint8Array> {
    readonly statusCode?: number;
    readonly statusMessage?: string;
    /** Names and values by turns, as they came. */
    readonly rawHeaders: string[];
    resume(): unknown;
    destroy(): unknown;
  }
  export interface ClientRequest {
    on(event: "response", listener: (message: IncomingMessage) => void): this;
    on(event: "error", listener: (error: Error) => void): this;
    on(event: "close", listener: () => void): this;
    end(body: Uint8Array): unknown;
    destroy(): unknown;
  }
  export function request(url: URL, options: { method: string; headers: Record<string, string> }): ClientRequest;
}

declare module "node:https" {
  export { request } from "node:http";
}
