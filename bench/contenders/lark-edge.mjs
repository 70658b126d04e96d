import { EventDispatcher } from "lark-edge/event";

export function create(secrets) {
  let handled = 0;
  const events = new EventDispatcher({ ...secrets, loggerLevel: "silent" });
  events.on("im.message.receive_v1", (event) => {
    handled += event.message.message_id ? 1 : 0;
  });
  return {
    handled: () => handled,
    bytes: (bytes, headers) => events.handle(bytes, (name) => headers[name]),
    request: events.fetch,
  };
}
