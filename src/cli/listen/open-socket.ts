import type { ConnectOptions } from "../../long-connection/index.ts";

/** The way to open a WebSocket: undefined if the host has its own. */
export async function socketOpener(): Promise<ConnectOptions["openSocket"]> {
  if (typeof WebSocket !== "undefined") {
    return undefined;
  }
  const { WebSocket: Socket } = await import("../ws.ts");
  return (url) => new Socket(url);
}
