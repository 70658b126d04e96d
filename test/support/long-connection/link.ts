// The long connection of a case: `connect` on one end, and on the other a gateway that the case plays. Frames are written and
// read by the emulator's codec, which shares no code with that of `connect`.
import type { EventDispatcher, HostContext } from "lark-edge/event";
import { type ConnectOptions, connect, type LongConnection, type WebSocketLike } from "lark-edge/long-connection";
import { type GatewayFrame, readFrame, writeFrame } from "../../../src/emulator/long-connection/frame.ts";
import { assert } from "../cases.ts";

/** The answer to an event, as a webhook would give it. */
export interface Answered {
  status: number;
  body: string;
}

const SERVICE = 33_554_678;
/** Larger than a JavaScript number can hold exactly. */
const LOG_ID = 7_318_934_556_789_012_345n;
const ADDRESS = `wss://gateway.feishu.cn/ws/v2?fpid=1&device_id=1&service_id=${SERVICE}&ticket=once`;
const ClientConfig = { ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 0, PingInterval: 120 };
const DISCOVERED = JSON.stringify({ code: 0, msg: "", data: { URL: ADDRESS, ClientConfig } });

const utf8 = (text: string) => new TextEncoder().encode(text);
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

type Listener = (event: { data?: unknown }) => void;

/** A socket whose other end is the gateway of the case. */
class GatewaySocket implements WebSocketLike {
  binaryType = "blob";
  readyState = 0;
  readonly #listeners = new Map<string, Listener[]>();
  readonly #answers = new Map<string, (frame: GatewayFrame) => void>();

  constructor() {
    queueMicrotask(() => {
      this.readyState = 1;
      this.#emit("open");
    });
  }
  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }
  #emit(type: string, event: { data?: unknown } = {}): void {
    for (const listener of this.#listeners.get(type) ?? []) {
      listener(event);
    }
  }
  send(data: Uint8Array): void {
    const frame = readFrame(data);
    const headers = new Map(frame.headers);
    if (headers.get("type") === "ping") {
      queueMicrotask(() => this.#message({ ...frame, headers: [["type", "pong"]] }));
    } else {
      this.#answers.get(headers.get("message_id") ?? "")?.(frame);
    }
  }
  close(): void {
    this.readyState = 3;
    queueMicrotask(() => this.#emit("close"));
  }
  #message(frame: GatewayFrame): void {
    this.#emit("message", { data: writeFrame(frame).buffer });
  }
  /** Sends an event, and resolves with the frame that answers it. */
  event(frame: GatewayFrame, messageId: string): Promise<GatewayFrame> {
    return new Promise((resolve) => {
      this.#answers.set(messageId, resolve);
      this.#message(frame);
    });
  }
}

/** A dispatcher's long connection. */
class Link {
  readonly #connection: LongConnection;
  readonly #socket = new GatewaySocket();
  readonly #lines: string[] = [];
  /** The host of the delivery that arrives now: a frame is handed to the dispatcher in the turn in which it comes. */
  #host: HostContext | undefined;
  #count = 0;

  constructor(events: EventDispatcher) {
    const write = (...message: unknown[]) => void this.#lines.push(message.join(" "));
    this.#connection = connect({
      appId: "cli_1",
      appSecret: "app-secret",
      events: this.#watched(events),
      fetch: async () => new Response(DISCOVERED, { headers: { "content-type": "application/json" } }),
      openSocket: () => this.#socket,
      logger: { error: write, warn: write, info: write, debug: write },
    });
  }

  /** The dispatcher, with the host of the case beside that of the connection: it is handed the same work. */
  #watched(events: EventDispatcher): ConnectOptions["events"] {
    return {
      acknowledge: (event, connection = {}) => {
        const { acknowledge, waitUntil } = connection;
        const host = this.#host;
        return events.acknowledge(event, {
          acknowledge,
          get signal() {
            return connection.signal;
          },
          waitUntil(work) {
            waitUntil?.(work);
            host?.waitUntil?.(work);
          },
        });
      },
    };
  }

  async deliver(event: string, host?: HostContext): Promise<Answered> {
    await this.#connection.ready;
    const messageId = `message-${++this.#count}`;
    const sent: GatewayFrame = {
      seqId: BigInt(this.#count),
      logId: LOG_ID,
      service: SERVICE,
      method: 1,
      headers: [
        ["type", "event"],
        ["message_id", messageId],
        ["sum", "1"],
        ["seq", "0"],
        ["instance_id", "instance-1"],
      ],
      payload: utf8(event),
    };
    this.#host = host;
    const answering = this.#socket.event(sent, messageId);
    this.#host = undefined;
    const { payload, headers, ...frame } = await answering;
    const { payload: _payload, headers: sentHeaders, ...sentFrame } = sent;
    assert.deepEqual(frame, sentFrame);
    assert.deepEqual(headers.slice(0, -1), sentHeaders);
    assert.match(headers.at(-1)?.join() ?? "", /^biz_rt,\d+$/);
    const { code, data } = JSON.parse(new TextDecoder().decode(payload));
    return { status: code, body: data === undefined ? "{}" : new TextDecoder().decode(fromBase64(data)) };
  }

  /** Ends the connection. What it logged would show that it was lost, or that an event could not be read. */
  async close(): Promise<void> {
    // A case may leave handlers behind that never end.
    await this.#connection.close({ timeoutMs: 1 });
    assert.deepEqual(this.#lines, []);
  }
}

const links = new Map<EventDispatcher, Link>();

/** Delivers an event over the dispatcher's long connection, which is opened with the first event. */
export function deliverOverLink(events: EventDispatcher, event: string, host?: HostContext): Promise<Answered> {
  const link = links.get(events) ?? new Link(events);
  links.set(events, link);
  return link.deliver(event, host);
}

/** Closes the connections of a case. */
export async function closeLinks(): Promise<void> {
  const open = [...links.values()];
  links.clear();
  for (const link of open) {
    await link.close();
  }
}
