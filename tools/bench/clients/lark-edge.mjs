import { EventDispatcher } from "lark-edge/event";
import { connect } from "lark-edge/long-connection";

/** A connection that seems to have lasted so long is a stable one, after whose end the client does not wait. */
const STABLE_MS = 60_000;

/** Connects by the global `WebSocket`, or by the given one. */
export function open(domain, onEvent, WebSocket = globalThis.WebSocket) {
  let ahead = 0;
  const events = new EventDispatcher();
  events.on("im.message.receive_v1", onEvent);
  connect({
    appId: "cli_9f5343c580712544",
    appSecret: "bench-app-secret",
    domain,
    events,
    now: () => Date.now() + ahead,
    openSocket(url) {
      ahead += STABLE_MS;
      return new WebSocket(url);
    },
    loggerLevel: "error",
  });
}
