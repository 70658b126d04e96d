import type { AppKind, Token, TokenOptions, TokenProvider } from "../auth/index.ts";
import type { LogOptions } from "../base/index.ts";
import type { Fetch, Hooks, ResponseInfo } from "../http/index.ts";
import type { KeyValueStore } from "../store/index.ts";

/** How often a call is sent again. */
export interface RetryOptions {
  /** Default 2. */
  maxRetries?: number;
}

/** What can be said for one call, or preset with `client.with`. */
export interface CallOptions {
  /** The tenant of a marketplace app. */
  tenantKey?: string;
  /** The call is made as this user, an `open_id`. The client's `users` gives the token. */
  user?: string;
  /** The call is made as the user of this token. */
  userAccessToken?: string;
  /** A token of your own instead of the client's. */
  tenantAccessToken?: string;
  /** A token of your own instead of the client's. */
  appAccessToken?: string;
  /** Sent with the request, over the client's own headers. */
  headers?: Record<string, string>;
  /** Aborts the call. */
  signal?: AbortSignal;
  /** Per attempt, up to the response headers, in milliseconds. Default 10,000. */
  timeoutMs?: number;
  /** For the whole call with its token and its retries, in milliseconds. Default 30,000. */
  deadlineMs?: number;
  retry?: RetryOptions;
  /** The credential of a helpdesk, sent to the operations that need it and with raw calls. */
  helpdesk?: { id: string; token: string };
  /** Keeps a background renewal of the token alive after the answer: pass an event's `ctx.waitUntil`. Default: none. */
  waitUntil?: (work: Promise<unknown>) => void;
}

/** The app, the platform, and the defaults of all calls. */
export interface ClientOptions
  extends LogOptions,
    Pick<CallOptions, "headers" | "timeoutMs" | "deadlineMs" | "retry" | "helpdesk" | "waitUntil"> {
  /** `cli_…` */
  appId: string;
  appSecret: string;
  /** `marketplace`, an import, for a marketplace app. Default `"self-built"`. */
  appType?: "self-built" | AppKind | undefined;
  /** The platform's base URL. Default `https://open.feishu.cn`; Lark is `https://open.larksuite.com`. */
  domain?: string;
  /** Shares tokens and `app_ticket`s with other instances. Default: this client's memory. */
  store?: KeyValueStore;
  /** Stands before every key in the store. Default empty. */
  keyPrefix?: string;
  /** Gives the tokens of users, for calls with the option `user`. */
  users?: TokenProvider<"user_access_token">;
  /** Keeps no token: each call fetches its own. Default `false`. */
  disableTokenCache?: boolean;
  /** Default `globalThis.fetch`. */
  fetch?: Fetch;
  userAgent?: string;
  /** The largest stream that is read into an upload, in bytes. Default 100 MiB. */
  maxUploadBytes?: number;
  /** The longest answer that is read, in bytes as unpacked. Downloads are streamed and have no limit. Default 16 MiB. */
  maxAnswerBytes?: number;
  hooks?: Hooks;
}

/** The platform's envelope of a success. Status, headers and log id hang on it, not enumerable. */
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
  method?: string;
  /** From the domain's root (`/open-apis/…`), or absolute; another origin gets no token. May hold `:name`. */
  url: string;
  /** Values of the `:name` placeholders. */
  path?: Record<string, string | number>;
  params?: object;
  /** An object becomes JSON; `FormData`, `URLSearchParams`, `Blob`, text and bytes are sent as they are. */
  data?: unknown;
  headers?: Record<string, string>;
  /** Which token fits, the first that can be had. Default tenant, user and app; `[]` is none. */
  tokens?: readonly AccessTokenKind[];
}

/** A file to upload. A stream is read into memory first, up to `maxUploadBytes`. */
export type FileInput = Blob | Uint8Array<ArrayBuffer> | ArrayBuffer | ReadableStream<Uint8Array>;

/** What can be said for one call of a list. */
export interface PageOptions extends CallOptions {
  /** The most items that an iteration gives, without a request for more. Pages are not counted. Default: all. */
  limit?: number;
}

/**
 * The promise of a list's first page, and all its pages.
 *
 * The call sends the request for the first page. The first iteration starts with that page, each later iteration requests
 * the list again. If a page fails, the iteration throws. `await` resolves to the first page, which is not iterable.
 */
export interface Pages<Data> extends Promise<Envelope<Data>> {
  /** The `data` of each page. The next page is requested when it is asked for. */
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
  /** Calls an address for which there is no method. Resolves to the whole JSON body. */
  request<Answer = Record<string, unknown>>(request: RawRequest, options?: CallOptions): Promise<Answer & ResponseInfo>;
  /** The same client with options preset. */
  with(options: CallOptions): this;
  /** The tokens themselves. */
  readonly tokens: {
    /** Resolves to a `tenant_access_token`. The `signal` stops this caller's wait; the shared request goes on. */
    tenant(options?: TokenOptions & Pick<CallOptions, "signal" | "deadlineMs">): Promise<Token>;
    /** Resolves to an `app_access_token`. */
    app(options?: TokenOptions & Pick<CallOptions, "signal" | "deadlineMs">): Promise<Token>;
  };
  /** Gives the `app_ticket` of a marketplace app, for where no `EventDispatcher` with the same `store` receives it. */
  setAppTicket(ticket: string): Promise<void>;
}

/** A client with the operations of its tables. */
export type Client<A extends Apis = {}> = ClientBase & Trees<A>;
