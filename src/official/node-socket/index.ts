// A WebSocket for Node 20, which has none. The official SDK brings the package `ws`; its samples expect that it works.
import { sha1 } from "@noble/hashes/legacy.js";
import { LarkTransportError, nodeModule, tellOf } from "../../base/index.ts";
import { toBase64, toUtf8 } from "../../crypto/index.ts";
import type { WebSocketLike } from "../../long-connection/index.ts";
import { type Duplex, NodeSocket } from "./socket.ts";

interface Answer {
  readonly statusCode?: number;
  readonly headers: Record<string, string | undefined>;
  resume(): unknown;
}

interface ClientRequest {
  on(event: "upgrade", listener: (answer: Answer, duplex: Duplex, first: Uint8Array) => void): unknown;
  on(event: "response", listener: (answer: Answer) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  end(): unknown;
}

interface NodeHttp {
  request(url: string, options: { headers: Record<string, string>; agent?: object | undefined }): ClientRequest;
}

/** The constant of RFC 6455. */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const KEY_BYTES = 16;

/** An error that does not hold the address, which has a credential. */
const failed = (why: string): LarkTransportError =>
  new LarkTransportError(`long connection: the handshake failed (${why})`, { code: "LARK_NETWORK" });

/** What the gateway says about a refusal. */
function reasonOf({ statusCode, headers }: Answer): string {
  const given = ["handshake-status", "handshake-msg", "handshake-autherrcode"].map((name) => headers[name]);
  return [`HTTP ${statusCode}`, ...given.filter(Boolean)].join(", ").slice(0, 200);
}

function open(http: NodeHttp, url: string, agent: object | undefined): Promise<WebSocketLike> {
  const key = toBase64(crypto.getRandomValues(new Uint8Array(KEY_BYTES)));
  const accept = toBase64(sha1(toUtf8(key + GUID)));
  return new Promise((resolve, reject) => {
    const headers = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-key": key,
      "sec-websocket-version": "13",
    };
    const request = http.request(url.replace(/^ws/, "http"), { headers, agent });
    request.on("upgrade", (answer, duplex, first) => {
      if (answer.headers["sec-websocket-accept"] === accept) {
        resolve(new NodeSocket(duplex, first));
      } else {
        duplex.destroy();
        reject(failed("the answer is for another key"));
      }
    });
    request.on("response", (answer) => {
      answer.resume();
      reject(failed(reasonOf(answer)));
    });
    request.on("error", (error) => reject(failed(tellOf(error))));
    request.end();
  });
}

/**
 * The way to open a socket over Node's HTTP client. Undefined if the host has a `WebSocket`, or no such client.
 *
 * @param agent - Node's agent, which a `WebSocket` cannot use.
 */
export function nodeSocketOpener(agent?: object): ((url: string) => Promise<WebSocketLike>) | undefined {
  if (typeof WebSocket !== "undefined" && !agent) {
    return undefined;
  }
  const find = (url: string) => nodeModule<NodeHttp>(url.startsWith("wss:") ? "https" : "http");
  return find("ws:") && ((url) => open(find(url) as NodeHttp, url, agent));
}
