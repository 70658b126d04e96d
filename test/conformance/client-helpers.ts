import { im } from "lark-edge/api/im";
import {
  type Api,
  type CallOptions,
  Client,
  type ClientOptions,
  type Download,
  type Envelope,
  type Paged,
  type PageOptions,
  type Pages,
} from "lark-edge/core";
import { createEmulator, type EmulatedChat, type Emulator, type EmulatorOptions } from "lark-edge/emulator";

/** Calls an operation of {@link demo}; its answer is whatever the test's platform says. */
export type Call<Answer = Envelope<Record<string, unknown>>> = (
  payload?: { path?: Record<string, unknown>; params?: Record<string, unknown>; data?: unknown },
  options?: CallOptions,
) => Promise<Answer>;

/** The data of a page in the tests. */
export interface PageData {
  items?: unknown[] | null;
  entries?: unknown[];
}

type PagePayload = { params?: Record<string, unknown>; data?: unknown };
type List<Field extends keyof PageData> = (payload?: PagePayload, options?: PageOptions) => Paged<PageData, Field>;
type Scan = (payload?: PagePayload, options?: PageOptions) => Pages<PageData>;

/** A made-up domain with one operation of each kind. */
export const demo: Api<{
  v1: {
    thing: {
      get: Call;
      pair: Call;
      post: Call;
      copy: Call;
      put: Call;
      remove: Call;
      form: Call;
      upload: Call;
      file: Call<Download>;
    };
    identity: { user: Call; app: Call; none: Call; any: Call };
    page: { list: List<"items">; find: List<"entries">; query: List<"items">; scan: Scan };
    place: { account: Call; ticket: Call };
  };
}> = {
  project: "demo",
  operations: `
v1
thing /~s get/:id,t pair/:id_type/:id,tGET post,t,i=uuid copy/~,t,i=client_token put/:id,tPUT remove/:id,tDELETE form/~,t,f upload/~,t,m file/:id/~,tGET,b
identity  user/~,uGET app/~,aGET none/open,-GET any/~,GET
page /~s list,t,p find/~,tGET,p=entries query/~,t,P scan/~,tGET,p=
place /~s account,-GET,o=accounts ticket/~,tGET,h`,
};

const APIS = { im, demo };
/** A client with `im` and {@link demo}. */
export type TestClient = Client<typeof APIS>;

/** An app's credentials that only {@link fakePlatform} takes. */
export const APP = { appId: "cli_0123456789abcdef", appSecret: "secret-of-the-app" };

/** Makes a client for a `fetch`. */
export const clientFor = (fetch: ClientOptions["fetch"], options: Partial<ClientOptions> = {}): TestClient =>
  new Client({ ...APP, loggerLevel: "silent", ...options, fetch, apis: APIS });

/** A request as the platform received it. */
export interface Sent {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  readonly redirect: string | undefined;
  /** The body's bytes as text. */
  text(): Promise<string>;
}

type Answer = Response | Promise<Response>;

/** A platform made by hand, for what the emulator cannot do. */
export interface FakePlatform {
  readonly fetch: NonNullable<ClientOptions["fetch"]>;
  /** The API requests, without those for a token. */
  readonly sent: Sent[];
  /** The requests for a token. */
  readonly tokenRequests: Sent[];
}

/** Answers token requests with `t-1`, `t-2` and so on, unless `token` is given, and the others with `answer`. */
export function fakePlatform(
  answer: (request: Sent, count: number) => Answer = () => Response.json({ code: 0, msg: "ok", data: {} }),
  token: (request: Sent, count: number) => Answer = (_, count) => tokenAnswer(`t-${count}`),
): FakePlatform {
  const platform: FakePlatform = {
    sent: [],
    tokenRequests: [],
    fetch: async (input, init) => {
      const { method = "GET", headers, body, signal } = init;
      const url = new URL(input);
      const request: Sent = {
        url,
        method,
        headers: new Headers(headers),
        signal: signal as AbortSignal,
        redirect: init.redirect,
        text: () => new Response(body).text(),
      };
      const isToken = url.pathname.includes("/auth/v3/");
      const list = isToken ? platform.tokenRequests : platform.sent;
      list.push(request);
      return (isToken ? token : answer)(request, list.length);
    },
  };
  return platform;
}

/** What the platform says to a token request. */
export const tokenAnswer = (token: string, expire = 7200): Response =>
  Response.json({ code: 0, msg: "ok", tenant_access_token: token, app_access_token: token, expire });

/** A `fetch` answer that never comes, whatever the signal says. */
export const never = (): Promise<Response> => new Promise(() => {});

/** An emulator, a client of its app, and a chat. */
export interface World {
  readonly emulator: Emulator;
  readonly client: TestClient;
  readonly chat: EmulatedChat;
  /** Another client of the same app. */
  again(options?: Partial<ClientOptions>): TestClient;
  /** Sends a text as the bot. */
  say(
    text: string,
    options?: CallOptions,
    client?: TestClient,
  ): ReturnType<TestClient["im"]["v1"]["message"]["create"]>;
  /** How many requests the emulator saw whose path has a part in it. */
  count(part: string): number;
}

/** What the paths of token requests have in them, and those of messages, for {@link World.count} and faults. */
export const TOKEN = "access_token";
export const MESSAGES = "/im/v1/messages";

/** Starts an emulator with a client and a chat. */
export function world(options: Partial<ClientOptions> = {}, emulated: EmulatorOptions = {}): World {
  const emulator = createEmulator(emulated);
  const { appId, appSecret } = emulator.app;
  const again = (own: Partial<ClientOptions> = {}) =>
    clientFor(emulator.fetch, { appId, appSecret, ...options, ...own });
  const chat = emulator.addChat();
  const client = again();
  return {
    emulator,
    client,
    chat,
    again,
    say: (text, callOptions, caller = client) =>
      caller.im.v1.message.create(
        {
          params: { receive_id_type: "chat_id" },
          data: { receive_id: chat.chatId, msg_type: "text", content: JSON.stringify({ text }) },
        },
        callOptions,
      ),
    count: (part) => emulator.requests.filter(({ path }) => path.includes(part)).length,
  };
}

/** Runs a case with retries that do not wait: their delay is random. */
export async function withoutPauses(run: () => Promise<void>): Promise<void> {
  const { random } = Math;
  Math.random = () => 0.001;
  try {
    await run();
  } finally {
    Math.random = random;
  }
}

/** Runs a case with a clock that can be moved forward. */
export async function withClock(run: (forward: (ms: number) => void) => Promise<void>): Promise<void> {
  const { now } = Date;
  let offset = 0;
  Date.now = () => now.call(Date) + offset;
  try {
    await run((ms) => {
      offset += ms;
    });
  } finally {
    Date.now = now;
  }
}

/** A logger that remembers what it heard, each message as one line. */
export function listener(): {
  logger: NonNullable<ClientOptions["logger"]>;
  heard: [level: string, message: string][];
} {
  const heard: [string, string][] = [];
  const at =
    (level: string) =>
    (...message: unknown[]) =>
      void heard.push([level, message.map(String).join(" ")]);
  return { heard, logger: { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") } };
}

/** How long a promise takes, in milliseconds. */
export async function timed(promise: Promise<unknown>): Promise<number> {
  const started = performance.now();
  await promise.catch(() => {});
  return performance.now() - started;
}

/** Waits until something holds, at most a second. */
export async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds() && waited < 1000; waited += 5) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  if (!holds()) {
    throw new Error(`it did not come to hold: ${holds}`);
  }
}
