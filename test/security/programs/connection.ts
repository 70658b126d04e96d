// HTTP over a raw connection: what a measurement takes, and nothing more. Runs on Node.
import { connect, type Socket } from "node:net";

/** An answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** The bytes of a POST of JSON. */
export const postOf = (body: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(
      `POST /events HTTP/1.1\r\nhost: bot\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
    ),
    body,
  ]);

/** A GET, which is answered with 405. */
export const GET: Buffer = Buffer.from("GET /events HTTP/1.1\r\nhost: bot\r\n\r\n");

/** Takes one answer off the beginning of a text; `undefined` if it is not complete. */
function takeAnswer(text: string): { answer: HttpAnswer; rest: string } | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) {
    return undefined;
  }
  const head = text.slice(0, end).toLowerCase();
  const status = Number(head.slice(9, 12));
  const length = /content-length: *(\d+)/.exec(head)?.[1];
  const from = end + 4;
  if (length !== undefined) {
    const to = from + Number(length);
    return text.length < to ? undefined : { answer: { status, body: text.slice(from, to) }, rest: text.slice(to) };
  }
  // In chunks, of which an answer here has one at most.
  const last = text.indexOf("0\r\n\r\n", from);
  const body = text.slice(text.indexOf("\r\n", from) + 2, last).replace(/\r\n$/, "");
  return last < 0 ? undefined : { answer: { status, body: body.trim() }, rest: text.slice(last + 5) };
}

/** A connection. Requests on it are answered in their order. */
export interface Connection {
  /** Sends requests at once, and resolves to their answers. */
  send(requests: Buffer, count: number): Promise<HttpAnswer[]>;
  close(): void;
}

/** Opens a connection. */
export async function open(port: number): Promise<Connection> {
  const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  let text = "";
  let answers: HttpAnswer[] = [];
  let wanted = 0;
  let settle: { resolve(answers: HttpAnswer[]): void; reject(error: Error): void } | undefined;
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    text += chunk;
    for (let taken = takeAnswer(text); taken; taken = takeAnswer(text)) {
      answers.push(taken.answer);
      text = taken.rest;
    }
    if (answers.length >= wanted) {
      settle?.resolve(answers);
    }
  });
  const fail = () => settle?.reject(new Error("the connection ended"));
  socket.on("error", fail).on("close", fail);
  return {
    send: (requests, count) =>
      new Promise((resolve, reject) => {
        answers = [];
        wanted = count;
        settle = { resolve, reject };
        socket.write(requests);
      }),
    close: () => socket.destroy(),
  };
}
