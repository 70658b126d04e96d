import type { AppKind, KeylessAssertion, Token, TokenOptions, TokenProvider } from "../auth/index.ts";
import type { LogOptions } from "../base/index.ts";
import type { Fetch, Hooks, ResponseInfo } from "../http/index.ts";
import type { KeyValueStore } from "../store/index.ts";

/** How often a call is repeated. */
export interface RetryOptions {
  /** The most repetitions after the first attempt. 0 turns them off, and so does a value that is no number. Default 2. */
  maxRetries?: number | undefined;
}

/** Options of one call. `client.with` presets them. */
export interface CallOptions {
  /**
   * The tenant of a marketplace app. Without it a call of a marketplace app is a `TypeError`. Default: the one tenant of a
   * self-built app.
   */
  tenantKey?: string | undefined;
  /**
   * Makes the call as this user, an `open_id`. The client's `users` gives the token. Default: the call is made as the app.
   * A text that is empty is a `TypeError`.
   */
  user?: string | undefined;
  /**
   * Makes the call as the user of this token. Default: the call is made as the app. A value that is not one word of ASCII is a
   * `TypeError`.
   */
  userAccessToken?: string | undefined;
  /** A `tenant_access_token` instead of the client's. Default: the client fetches one. */
  tenantAccessToken?: string | undefined;
  /** An `app_access_token` instead of the client's. Default: the client fetches one. */
  appAccessToken?: string | undefined;
  /** Further headers, which replace the client's headers of the same name. Default: none. A bad name or value is a `TypeError`. */
  headers?: Record<string, string> | undefined;
  /** Aborts the call, which then rejects with `LARK_ABORTED`. Default: none. */
  signal?: AbortSignal | undefined;
  /** Time limit of one attempt, up to the response headers, in milliseconds. Default 10,000. Not positive: a `RangeError`. */
  timeoutMs?: number | undefined;
  /** Time limit of the whole call with token and retries, in milliseconds. Default 30,000. Not positive: a `RangeError`. */
  deadlineMs?: number | undefined;
  /** How often the call is repeated where the platform cannot execute it twice. Default `{ maxRetries: 2 }`. */
  retry?: RetryOptions | undefined;
  /** The credential of a helpdesk, sent to the operations that need it and with raw calls. Default: none. */
  helpdesk?: { id: string; token: string } | undefined;
  /** Keeps a background renewal of the token alive after the answer: pass an event's `ctx.waitUntil`. Default: none. */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** The app, the platform, and the defaults of all calls. */
export interface ClientOptions
  extends LogOptions,
    Pick<CallOptions, "headers" | "timeoutMs" | "deadlineMs" | "retry" | "helpdesk" | "waitUntil"> {
  /** The App ID of the developer console, `cli_…`. Empty or with a line break: a `TypeError`. */
  appId: string;
  /** The App Secret of the developer console. Empty or with a line break: a `TypeError`, which does not show it. */
  appSecret: string;
  /** Only in {@link KeylessClientOptions}. Default: none. */
  assertion?: undefined;
  /** `marketplace`, an import, for a marketplace app. Default `"self-built"`. */
  appType?: "self-built" | AppKind | undefined;
  /** The platform's base URL. Default `https://open.feishu.cn`; Lark is `https://open.larksuite.com`. */
  domain?: string | undefined;
  /** Shares tokens and `app_ticket`s with other instances. Default: this client's memory. */
  store?: KeyValueStore | undefined;
  /** Prefix of every key in the store. Default empty. */
  keyPrefix?: string | undefined;
  /** Gives the tokens of users, for calls with the option `user`. Default: such a call is a `TypeError`. */
  users?: TokenProvider<"user_access_token"> | undefined;
  /** Keeps no token: each call fetches its own. Default `false`. */
  disableTokenCache?: boolean | undefined;
  /** Sends the requests. Default `globalThis.fetch`. */
  fetch?: Fetch | undefined;
  /** The header `user-agent`. Default `lark-edge/` and the version. */
  userAgent?: string | undefined;
  /** The largest stream that is read into an upload, in bytes. Default 104,857,600 (100 MiB). Not positive: a `RangeError`. */
  maxUploadBytes?: number | undefined;
  /** The longest answer that is read, in bytes as unpacked. Downloads have no limit. Default 16,777,216 (16 MiB). Not positive: a `RangeError`. */
  maxAnswerBytes?: number | undefined;
  /** Functions that run around each attempt. Default: none. */
  hooks?: Hooks | undefined;
}

/** The options of a client whose app has no secret. */
export interface KeylessClientOptions extends Omit<ClientOptions, "appSecret" | "assertion" | "appType"> {
  /** Only in {@link ClientOptions}. Default: none. */
  appSecret?: undefined;
  /** What `keyless` returns: it proves the app's identity in place of a secret. Anything else, or an `appSecret` beside it: a `TypeError`. */
  assertion: KeylessAssertion;
  /** Not for a marketplace app. Default `"self-built"`. */
  appType?: "self-built" | undefined;
}

/** The platform's envelope of a success. It also has the non-enumerable `status`, `headers` and `logId`. */
export interface Envelope<Data = {}> extends ResponseInfo {
  code: 0;
  msg: string;
  data: Data;
}

/** The kinds of token that an operation can take. */
export type AccessTokenKind = "tenant" | "user" | "app";

/** A call by address. */
export interface RawRequest {
  /** Default `GET`. */
  method?: string | undefined;
  /** From the domain's root (`/open-apis/…`), or absolute; another origin gets no token. May hold `:name`. */
  url: string;
  /** Values of the `:name` placeholders. */
  path?: Record<string, string | number> | undefined;
  params?: object | undefined;
  /** An object becomes JSON; `FormData`, `URLSearchParams`, `Blob`, text and bytes are sent as they are. */
  data?: unknown;
  headers?: Record<string, string> | undefined;
  /** Which token fits, the first that can be had. Default tenant, user and app; `[]` is none. */
  tokens?: readonly AccessTokenKind[] | undefined;
}

/** A file to upload. A stream is read into memory first, up to `maxUploadBytes`. */
export type FileInput = Blob | Uint8Array<ArrayBuffer> | ArrayBuffer | ReadableStream<Uint8Array>;

/** Options of one call of a list. */
export interface PageOptions extends CallOptions {
  /** The most items of an iteration. Further pages are not requested. `pages()` ignores it. Default: all. Not positive: a `RangeError`. */
  limit?: number | undefined;
}

/**
 * The promise of a list's first page, and all its pages.
 *
 * The call sends the request for the first page. The first iteration starts with that page, each later iteration requests
 * the list again. If a page fails, the iteration throws. `await` resolves to the first page, which is not iterable.
 */
export interface Pages<Data> extends Promise<Envelope<Data>> {
  /** The `data` of each page. A page is requested when the loop needs it. */
  pages(): AsyncGenerator<Data, void, undefined>;
}

/** {@link Pages}, of which the items can be iterated: `for await (const item of list) …` */
export interface Paged<Data, Field extends keyof Data> extends Pages<Data> {
  [Symbol.asyncIterator](): AsyncGenerator<
    NonNullable<Data[Field]> extends readonly (infer Item)[] ? Item : never,
    void,
    undefined
  >;
}

/** The official SDK's way to iterate over pages: the `.pages()` of a method. */
export type PagesOf<Method> = Method extends (...parameters: infer Given) => Pages<infer Data>
  ? (...parameters: Given) => AsyncGenerator<Data, void, undefined>
  : never;

/** A table of operations and, for the compiler only, the tree that it becomes. */
export interface Api<Tree = unknown> {
  /** The project's name on the platform, the first part of its operations' names. */
  readonly project: string;
  /**
   * The operations: a line of one word is a version; the others are `resource path method method …`.
   *
   * A method is `name/path,how,flag,flag…`. Its path stands behind the line's, and that behind
   * `/open-apis/<project>/<version>`; one from the root begins with `//`. In them `~` is the name of the resource or of
   * the method in snake_case, and `/chats/:` is `/chats/:chat_id`. `how` has the letters of the tokens (`t` tenant, `u`
   * user, `a` app, `-` none; default `tu`) and the HTTP method, where the name does not imply it. Flags: `b` answers a
   * file, `m` multipart, `f` form, `n` no envelope, `h` helpdesk, `c` takes a card's template, `p` pages by the query,
   * `P` by the body (`p=<field>` of the items, if not `items`), `o=<host>` in the place of `open`, `i=<field>` makes it
   * idempotent, in query or body.
   */
  readonly operations: string;
  readonly "~tree"?: Tree;
}

/** Tables by the name under which the client shows them. */
export type Apis = Record<string, Api>;

/** What the tables add to a client. */
export type Trees<A extends Apis> = { readonly [Name in keyof A]: A[Name] extends Api<infer Tree> ? Tree : never };

/** The members of every client. */
export interface ClientBase {
  /**
   * Calls an address for which there is no method. Resolves to the whole JSON body.
   *
   * @throws {TypeError} The address, a path value, a header or an option is wrong. Nothing was sent.
   * @throws {RangeError} A time is not positive, or a stream is longer than `maxUploadBytes`.
   * @throws {LarkApiError} The platform refused the call.
   * @throws {LarkAuthError} A token could not be fetched.
   * @throws {LarkTransportError} No usable answer arrived.
   * @see https://open.feishu.cn/document/server-docs/api-call-guide/calling-process/overview
   */
  request<Answer = Record<string, unknown>>(request: RawRequest, options?: CallOptions): Promise<Answer & ResponseInfo>;
  /**
   * Returns a client that shares the tokens of this one and has the options preset.
   *
   * @throws {TypeError} A header is wrong.
   */
  with(options: CallOptions): this;
  /** The tokens themselves. */
  readonly tokens: {
    /**
     * Resolves to a `tenant_access_token`. The `signal` ends this caller's wait; the shared request continues.
     *
     * @throws {TypeError} `tenantKey` is missing for a marketplace app, or there is no `app_ticket` yet.
     * @throws {LarkAuthError} The platform refused the credentials.
     * @throws {LarkTransportError} No usable answer arrived.
     * @see https://open.feishu.cn/document/server-docs/authentication-management/access-token/tenant_access_token_internal
     */
    tenant(options?: TokenOptions & Pick<CallOptions, "signal" | "deadlineMs">): Promise<Token>;
    /**
     * Resolves to an `app_access_token`. It throws as `tenant` does.
     *
     * @see https://open.feishu.cn/document/server-docs/authentication-management/access-token/app_access_token_internal
     */
    app(options?: TokenOptions & Pick<CallOptions, "signal" | "deadlineMs">): Promise<Token>;
  };
  /**
   * Saves the `app_ticket` of a marketplace app, if no `EventDispatcher` with the same `store` receives it.
   *
   * @throws {TypeError} The ticket is empty.
   * @see https://open.feishu.cn/document/server-docs/authentication-management/access-token/app_ticket_resend
   */
  setAppTicket(ticket: string): Promise<void>;
}
