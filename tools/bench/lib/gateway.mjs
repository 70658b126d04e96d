// The platform's side of the long connection, as cheap as possible: it shares the machine with the process that is measured.
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { plainEvents } from "./event.mjs";

const SERVICE = 33_554_678;
/** How many events wait for their answer at once. */
const WINDOW = 32;
/** Stands in a frame for the number of the message. */
const NUMBER = "0".repeat(12);
const OK = '"code":200';
const CONFIG = { ReconnectCount: -1, ReconnectInterval: 5, ReconnectNonce: 0, PingInterval: 120 };

/** Larger than a JavaScript number can hold exactly, as on the platform. */
const LOG_ID = 7_318_934_556_789_012_345n;

function varint(value) {
  const bytes = [];
  for (let left = BigInt(value); ; left >>= 7n) {
    if (left < 128n) {
      return [...bytes, Number(left)];
    }
    bytes.push(Number(left & 127n) | 128);
  }
}

const integer = (field, value) => Buffer.from([field * 8, ...varint(value)]);

function bytes(field, value) {
  const content = Buffer.from(value);
  return Buffer.concat([Buffer.from([field * 8 + 2, ...varint(content.length)]), content]);
}

/** Writes a frame in protobuf. */
const frameOf = (method, headers, body) =>
  Buffer.concat([
    integer(1, 1),
    integer(2, LOG_ID),
    integer(3, SERVICE),
    integer(4, method),
    ...headers.map(([key, value]) => bytes(5, Buffer.concat([bytes(1, key), bytes(2, value)]))),
    bytes(8, body),
  ]);

const PONG = frameOf(0, [["type", "pong"]], JSON.stringify(CONFIG));

/** Makes the function that returns a frame with an event, each with another `message_id`. */
function createFrames() {
  const templates = plainEvents().map((event) => {
    const frame = frameOf(
      1,
      [
        ["type", "event"],
        ["message_id", `message-${NUMBER}`],
        ["sum", "1"],
        ["seq", "0"],
        ["trace_id", "0123456789abcdef0123456789abcdef"],
        ["instance_id", "instance-0123456789abcdef"],
      ],
      JSON.stringify(event),
    );
    return { frame, at: frame.indexOf(NUMBER) };
  });
  let count = 0;
  return () => {
    const { frame, at } = templates[count++ % templates.length];
    const copy = Buffer.from(frame);
    copy.write(String(count).padStart(NUMBER.length, "0"), at);
    return copy;
  };
}

/** Starts a gateway for one client. */
export async function startGateway() {
  const nextFrame = createFrames();
  let socket;
  let tellOpen = () => {};
  let answered = () => {};
  const server = createServer((request, response) => {
    request.resume();
    const { port } = server.address();
    const URL = `ws://127.0.0.1:${port}/ws/v2?fpid=1&device_id=1&service_id=${SERVICE}&ticket=1`;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ code: 0, msg: "", data: { URL, ClientConfig: CONFIG } }));
  });
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", (opened) => {
    opened.on("message", (data) => {
      if (data.includes("ping")) {
        opened.send(PONG);
        socket = opened;
        tellOpen();
      } else {
        answered(data);
      }
    });
    opened.on("error", () => opened.terminate());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  /** Resolves with the next first ping. Call it before what makes the client connect. */
  const opened = () =>
    new Promise((resolve) => {
      tellOpen = resolve;
    });

  return {
    domain: `http://127.0.0.1:${server.address().port}`,
    opened,
    /** Sends so many events, and resolves when each is answered. */
    send: (count) =>
      new Promise((resolve, reject) => {
        let sent = 0;
        let done = 0;
        const next = () => {
          if (sent < count) {
            sent++;
            socket.send(nextFrame());
          }
        };
        answered = (data) => {
          if (!data.includes(OK)) {
            reject(new Error(`the client answered ${data}`));
          }
          if (++done === count) {
            resolve();
          }
          next();
        };
        for (let waiting = 0; waiting < WINDOW; waiting++) {
          next();
        }
      }),
    /** Cuts the connection so many times, each time when the client is back. */
    async cut(count) {
      for (let cuts = 0; cuts < count; cuts++) {
        const back = opened();
        socket.terminate();
        await back;
      }
    },
    close() {
      socket?.terminate();
      sockets.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
