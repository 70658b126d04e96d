import { EventDispatcher } from "lark-edge/event";
import { listener } from "lark-edge/node";

/** The contender, with the classes of any version. */
export const createWith = (EventDispatcher, listener) => (secrets) => {
  let handled = 0;
  const events = new EventDispatcher({ ...secrets, loggerLevel: "silent" });
  events.on("im.message.receive_v1", (event) => {
    handled += event.message.message_id ? 1 : 0;
  });
  const listen = listener(events);
  return {
    handled: () => handled,
    bytes: (bytes, headers) => events.handle(bytes, (name) => headers[name]),
    stream: (req) => new Promise((end) => listen(req, { writeHead() {}, end })),
    request: events.fetch,
  };
};

export const create = createWith(EventDispatcher, listener);
