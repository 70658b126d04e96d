import { EventDispatcher, type EventDispatcherOptions } from "../../../src/event/index.ts";
import { connect } from "../../../src/long-connection/connect.ts";
import { decodeFrame, encodeFrame, type Frame, headerOf } from "../../../src/long-connection/frame.ts";
import type { ConnectOptions, LongConnection, WebSocketLike } from "../../../src/long-connection/options.ts";

type Listener = (event: { data?: unknown }) => void;

const utf8 = (text: string) => new TextEncoder().encode(text);

/** A socket of which the test plays the server. */
export class FakeSocket implements WebSocketLike {
  binaryType = "blob";
  readyState = 0;
  closedWith: number | undefined;
  /** Whether pings are answered. */
  isAlive = true;
  readonly received: Frame[] = [];
  readonly #listeners = new Map<string, Listener[]>();

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }
  emit(type: string, event: { data?: unknown } = {}): void {
    for (const listener of this.#listeners.get(type) ?? []) {
      listener(event);
    }
  }
  open(): void {
    this.readyState = 1;
    this.emit("open");
  }
  send(data: Uint8Array): void {
    const frame = decodeFrame(data);
    this.received.push(frame);
    if (this.isAlive && headerOf(frame, "type") === "ping") {
      this.pong();
    }
  }
  close(code?: number): void {
    this.closedWith ??= code ?? 1005;
    this.readyState = 3;
    if (this.isAlive) {
      queueMicrotask(() => this.emit("close"));
    }
  }
  /** The server closes it, or the network does. */
  drop(): void {
    this.readyState = 3;
    this.emit("close");
  }
  message(frame: Frame): void {
    const bytes = encodeFrame(frame);
    this.emit("message", { data: bytes.buffer });
  }
  pong(config?: unknown): void {
    const payload =
      config === undefined ? undefined : utf8(typeof config === "string" ? config : JSON.stringify(config));
    this.message({ seqId: 0n, logId: 0n, service: 7, method: 0, headers: [["type", "pong"]], payload });
  }
  event(body: unknown, headers: [string, string][] = [], id = "m1"): void {
    this.message({
      seqId: 1n,
      logId: 7318934556789012345n,
      service: 7,
      method: 1,
      headers: [["type", "event"], ["message_id", id], ["sum", "1"], ["seq", "0"], ...headers],
      payload: typeof body === "string" ? utf8(body) : utf8(JSON.stringify(body)),
    });
  }
  /** The answers to events. */
  get answers(): { code: number; data?: unknown; frame: Frame }[] {
    return this.received
      .filter(({ method }) => method === 1)
      .map((frame) => {
        const { code, data } = JSON.parse(new TextDecoder().decode(frame.payload));
        const result = data === undefined ? {} : { data: JSON.parse(Buffer.from(data, "base64").toString()) };
        return { code, ...result, frame };
      });
  }
  get pings(): number {
    return this.received.filter((frame) => headerOf(frame, "type") === "ping").length;
  }
}

export const APP = { appId: "cli_1", appSecret: "the-app-secret" };
export const URL_SECRET = "the-ticket";

export const answerOf = (body: unknown, status = 200, type = "application/json"): Response =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers: { "content-type": type } });

const ADDRESS = `wss://msg-frontier.feishu.cn/ws/v2?fpid=1&device_id=d&service_id=7&ticket=${URL_SECRET}`;

/** What the discovery answers. */
export const endpoint = (config: object = {}, url: unknown = ADDRESS): object => ({
  code: 0,
  msg: "",
  data: {
    URL: url,
    ClientConfig: { ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30, PingInterval: 120, ...config },
  },
});

/** A bot and the platform that it connects to. */
export interface Setup {
  connection: LongConnection;
  events: EventDispatcher;
  sockets: FakeSocket[];
  requests: { url: string; body: Record<string, unknown> }[];
  lines: string[];
  /** The socket of now. */
  readonly socket: FakeSocket;
}

export interface SetupOptions extends Partial<ConnectOptions> {
  dispatcher?: EventDispatcherOptions;
  /** Answers a discovery. Default: an endpoint. */
  discover?: (attempt: number) => Response | Promise<Response>;
  /** Whether sockets open by themselves. Default `true`. */
  opens?: boolean | ((attempt: number) => boolean);
}

/** Lets promises run. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) {
    await undefined;
  }
};

export function setup({ dispatcher, discover, opens = true, ...options }: SetupOptions = {}): Setup {
  const lines: string[] = [];
  const write = (...message: unknown[]) => {
    lines.push(
      message.map((part) => (part instanceof Error ? `${part.message} ${part.stack}` : String(part))).join(" "),
    );
  };
  const logging = { logger: { error: write, warn: write, info: write, debug: write }, loggerLevel: "debug" } as const;
  const events = new EventDispatcher({ ...logging, ...dispatcher });
  const sockets: FakeSocket[] = [];
  const requests: Setup["requests"] = [];
  const connection = connect({
    ...APP,
    ...logging,
    events,
    fetch: async (url, { body }) => {
      requests.push({ url, body: JSON.parse(`${body}`) });
      return (await discover?.(requests.length)) ?? answerOf(endpoint());
    },
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      if (typeof opens === "boolean" ? opens : opens(sockets.length)) {
        queueMicrotask(() => socket.open());
      }
      return socket;
    },
    ...options,
  });
  return {
    connection,
    events,
    sockets,
    requests,
    lines,
    get socket() {
      return sockets.at(-1) as FakeSocket;
    },
  };
}

let ids = 0;

/** A body of schema 2.0. */
export const eventBody = (type: string, event: object = {}, event_id = `e${++ids}`): object => ({
  schema: "2.0",
  header: { event_id, event_type: type, app_id: APP.appId, token: "" },
  event,
});
