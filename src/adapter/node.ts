import { LarkCallbackError } from "../errors.ts";

/** What is used of Node's `http.IncomingMessage`. */
export interface IncomingRequest {
  readonly method?: string;
  readonly headers: Record<string, string | string[] | undefined>;
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "end" | "close", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  destroy(): unknown;
}
void LarkCallbackError;
