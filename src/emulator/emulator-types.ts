import type { CardRule } from "../card/index.ts";
import type { LongConnections } from "./long-connection/types.ts";
import type { EmulatedWebSocketClass } from "./long-connection/web-socket.ts";
import type { Acts, WaitOptions } from "./people/types.ts";
import type { Changes } from "./platform/changes.ts";
import type {
  BotTarget,
  Delivery,
  EmulatedApp,
  EmulatedChat,
  EmulatedDepartment,
  EmulatedMessage,
  EmulatedTenant,
  EmulatedUser,
  EventRequestOptions,
  Fault,
  Given,
  NewChat,
  PushedEvent,
  Redelivery,
  RequestRecord,
} from "./platform/types.ts";

/** Options of `createEmulator`. */
export interface EmulatorOptions {
  /** The number from which ids, nonces and IVs are derived. Default 1. Any number is valid. */
  seed?: number | undefined;
  /** The clock, in milliseconds since the Unix epoch. Default `Date.now`. */
  now?: (() => number) | undefined;
  /** The base URL in links and events. Requests to any host are served. Default `https://open.feishu.cn`. */
  domain?: string | undefined;
  /** Fields of the default app. Default: missing fields are derived from the seed. */
  app?: Given<EmulatedApp> | undefined;
  /** Lifetime of a new token, in seconds. Default 7,200. Not positive: a `TypeError`. */
  tokenLifetimeSeconds?: number | undefined;
  /** How long a bot may take to answer an event, in real milliseconds. Default 3,000. Not positive: a `TypeError`. */
  answerTimeoutMs?: number | undefined;
  /**
   * Whether a redelivery has a new timestamp, nonce and signature (`"new"`, the default) or those of the first attempt
   * (`"first"`). The platform does not document it, so a bot should accept both.
   */
  redeliverySignature?: "new" | "first" | undefined;
  /**
   * Whether a valid request to an operation without state is refused, with an error that names the operation. Default
   * `true`, so that a test does not pass because of an invented answer. `false` invents all of these answers.
   */
  strict?: boolean | undefined;
  /**
   * Operations whose answers a strict emulator may invent: names, or beginnings of names with `.*`, for example
   * `["contact.v3.user.list", "drive.*"]`. Default: none. An entry that is not a name is a `TypeError`.
   */
  allow?: readonly string[] | undefined;
  /**
   * What CardKit compares first if a call with a `uuid` comes again: the `uuid`, so that the call succeeds and changes
   * nothing (the default), or the `sequence`, so that it is refused with 300317. The platform does not document it, so a bot
   * should accept both.
   */
  cardkitCheck?: "uuid" | "sequence" | undefined;
  /**
   * Whether cards that break a rule of `checkCard` are refused, by the name of the rule. Default: errors are refused and
   * warnings are not, which is the lenient reading where the documentation contradicts itself: `{ "tables-advice": "refuse" }`
   * takes three tables and not five.
   */
  cardRules?: Readonly<Partial<Record<CardRule, "accept" | "refuse">>> | undefined;
}

/** The platform, in memory. Made by `createEmulator`. */
export interface Emulator extends Acts {
  /** The default app: pass its id and secret to a client, and its keys to a dispatcher. */
  readonly app: EmulatedApp;
  /**
   * Serves one API request. Pass it to a client as its `fetch`.
   *
   * @throws {TypeError} A `network` fault is set, or the request itself cannot be built.
   * @throws The abort signal's reason, when it fires first.
   */
  readonly fetch: (request: Request | string | URL, init?: RequestInit) => Promise<Response>;
  /**
   * Registers a further app.
   *
   * @throws {TypeError} There is an app with this `appId`.
   */
  addApp(app?: Given<EmulatedApp>): EmulatedApp;
  /** Adds a company, for marketplace apps. */
  addTenant(tenant?: Given<EmulatedTenant>): EmulatedTenant;
  /**
   * Adds a person. Default tenant: the default app's; without departments, the company itself.
   *
   * @throws {TypeError} A department is not of this tenant.
   */
  addUser(user?: {
    name?: string | undefined;
    email?: string | undefined;
    mobile?: string | undefined;
    /** The company's own id of the person. Default: derived from the seed. */
    userId?: string | undefined;
    departments?: readonly (EmulatedDepartment | string)[] | undefined;
    tenantKey?: string | undefined;
  }): EmulatedUser;
  /**
   * Adds a department. Default tenant: the default app's; without `parent`, at the top.
   *
   * @throws {TypeError} The parent is not of this tenant.
   */
  addDepartment(department?: {
    name?: string | undefined;
    departmentId?: string | undefined;
    parent?: EmulatedDepartment | string | undefined;
    tenantKey?: string | undefined;
  }): EmulatedDepartment;
  /**
   * Opens a conversation. Defaults: one new user, the default app's bot, and `p2p` when there is one user.
   * Pass `bots: []` for a chat without the bot.
   *
   * @throws {TypeError} An app of `bots` is not of this emulator.
   */
  addChat(chat?: NewChat): EmulatedChat;
  /**
   * Sets where an app's events go, after the platform's URL check.
   *
   * @throws {Error} The target did not answer 200 `{"challenge": …}` within one second; the message says what it did.
   * @throws {TypeError} The app is not of this emulator.
   */
  connect(target: BotTarget, app?: EmulatedApp): Promise<void>;
  /**
   * Sends any event to the app's target, sealed and signed as the app's keys say.
   *
   * @throws {TypeError} The app is not of this emulator.
   * @throws {Error} The app has no target: call `connect` first.
   */
  push(event: PushedEvent, app?: EmulatedApp): Promise<Delivery>;
  /**
   * Sends a new `app_ticket` to a marketplace app; only the newest ticket is valid.
   *
   * @throws {TypeError} The app is self-built, or not of this emulator.
   * @throws {Error} The app has no target: call `connect` first.
   */
  pushAppTicket(app?: EmulatedApp): Promise<Delivery>;
  /**
   * Builds the request of an event without sending it, for tests that tamper with it.
   *
   * @throws {TypeError} The app is not of this emulator.
   */
  request(event: PushedEvent, options?: EventRequestOptions, app?: EmulatedApp): Promise<Request>;
  /** Transcript of a chat, oldest first, people and bots alike. */
  messages(chat: EmulatedChat | string): EmulatedMessage[];
  /**
   * Waits for a bot's message.
   *
   * @throws {Error} None came in time; the message prints the transcript.
   * @throws {TypeError} `after` names no message of this chat.
   */
  waitForMessage(chat: EmulatedChat | string, options?: WaitOptions): Promise<EmulatedMessage>;
  /** Changes that people see: `listen` adds a listener for each new or changed message, chat and person. */
  readonly changes: Pick<Changes, "listen">;
  /** The last 10,000 API requests, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** The last 10,000 deliveries, oldest first. */
  readonly deliveries: readonly Delivery[];
  /**
   * Sends every event again that is due by the clock: 15 s, 5 min, 1 h and 6 h after the attempt before, unless the bot
   * answered 200 in time. Callbacks are never sent again.
   */
  deliverDue(): Promise<Delivery[]>;
  /** Waits for the events that requests to the API have caused: they go out after the answer. */
  settled(): Promise<void>;
  /**
   * Moves the emulator's clock on, over the one that was given, and sends every event again at the time when it is due.
   *
   * @returns The deliveries that went out.
   * @throws {TypeError} `ms` is negative, or the clock would pass the year 9999.
   */
  advance(ms: number): Promise<Delivery[]>;
  /** Events that wait to be sent again, the next one first. */
  readonly redeliveries: readonly Redelivery[];
  /**
   * A `WebSocket` class whose sockets end in this emulator: pass `openSocket: (url) => new emulator.WebSocket(url)` to
   * `connect` of `lark-edge/long-connection`, with `emulator.fetch` as its `fetch`.
   */
  readonly WebSocket: EmulatedWebSocketClass;
  /** The gateway of the long connection. An app without a webhook gets its events there once a bot has connected. */
  readonly longConnections: LongConnections;
  /** Failures to inject. */
  readonly faults: {
    /**
     * Adds one. Returns a function that takes it back.
     *
     * @throws {TypeError} A field is wrong; the message names it.
     */
    add(fault: Fault): () => void;
    /**
     * Adds all of a scenario, `{ "faults": [...] }`, as a file holds it.
     *
     * @throws {TypeError} A field is wrong; the message names it, and nothing was added.
     */
    load(scenario: unknown): void;
    clear(): void;
  };
  /**
   * Gives a `user_access_token`, as if the person had signed in to the app and granted these scopes.
   *
   * Its life is `tokenLifetimeSeconds`. Default app: the default one; default scopes: all that the app has.
   *
   * @throws {TypeError} The app is not of this emulator.
   */
  userAccessToken(user: EmulatedUser, app?: EmulatedApp, scopes?: readonly string[]): string;
  /** Makes every token issued so far invalid, as the platform may do at any time. */
  invalidateTokens(): void;
}
