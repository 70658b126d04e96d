import { adaptDefault, EventDispatcher } from "@larksuiteoapi/node-sdk";

const url = "/events";
const mute = () => {};
const logger = { error: mute, warn: mute, info: mute, debug: mute, trace: mute };

export function create(secrets) {
  let handled = 0;
  const events = new EventDispatcher({ ...secrets, logger });
  events.register({
    "im.message.receive_v1": (event) => {
      handled += event.message.message_id ? 1 : 0;
    },
  });
  const adapter = adaptDefault(url, events);

  // The least that its adapter reads of an `http.IncomingMessage`: the body in one chunk, at once.
  const adapt = async (chunk, headers) => {
    let answer;
    const on = (event, listener) => (event === "data" ? listener(chunk) : listener());
    const end = (body) => {
      answer = body;
    };
    await adapter({ url, headers, on }, { end });
    return answer;
  };

  return {
    handled: () => handled,
    bytes: adapt,
    stream: (req) => new Promise((end) => adapter(req, { end })),
    // The code of a user where requests are web-standard.
    request: async (request) => new Response(await adapt(await request.text(), Object.fromEntries(request.headers))),
  };
}
