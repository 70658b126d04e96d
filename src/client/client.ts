import { assertText, type TokenKind } from "../base/index.ts";
import type { ResponseInfo } from "../http/index.ts";
import { type Core, createCore } from "./core.ts";
import { explainMissing } from "./missing.ts";
import { isList, materialise, type Operation, type Payload, type Settings, TOKEN_KINDS } from "./operations.ts";
import { paginate } from "./pages.ts";
import type {
  Apis,
  CallOptions,
  ClientBase,
  ClientOptions,
  Client as ClientWith,
  PageOptions,
  RawRequest,
} from "./types.ts";

/** Lays options over a client's. Header names are the same in any spelling, and one that is `undefined` was left out. */
function merge(settings: Settings, options: CallOptions, ofPayload?: Payload["headers"]): Settings {
  const headers = [settings.headers, ofPayload, options.headers]
    .flatMap((given) => [...new Headers(given as HeadersInit)])
    .filter(([, value]) => value !== "undefined");
  return { ...settings, ...options, headers: Object.fromEntries(headers) };
}

class LarkClient implements ClientBase {
  readonly tokens: ClientBase["tokens"];
  readonly #settings: Settings;
  readonly #core: Core;
  readonly #trees: Record<string, object> = {};

  // The last one is for `with`, and not in the public type.
  constructor(settings: Settings, core?: Core) {
    const own = core ?? createCore(settings);
    this.#settings = settings;
    this.#core = own;
    const token = (kind: TokenKind) => (options?: CallOptions) => own.token(kind, { ...settings, ...options });
    this.tokens = { tenant: token("tenant_access_token"), app: token("app_access_token") };
    if (!core) {
      Object.setPrototypeOf(this, LarkClient.#addDomains(Object.create(new.target.prototype), settings.apis));
    }
  }

  /** Adds getters for the domains to what a client and its views share: for each view anew they would take 0.1 ms. */
  static #addDomains(domains: object, apis: Apis = {}): object {
    for (const [name, api] of Object.entries(apis)) {
      const get = function (this: LarkClient) {
        this.#trees[name] ??= materialise(api, (...call) => this.#call(...call));
        return this.#trees[name];
      };
      // Not enumerable: printing a client must not build its operations.
      Object.defineProperty(domains, name, { get });
    }
    explainMissing(domains);
    return domains;
  }

  request<Answer>(request: RawRequest, options?: CallOptions): Promise<Answer & ResponseInfo> {
    const { method = "GET", url, tokens = TOKEN_KINDS, ...payload } = request;
    // A custom bot's address is its secret, and a query or a user info may hold one.
    const place = url.replace(/[?#].*|(?<=\/hook\/)[^/?#]+|(?<=\/\/)[^/]*@/g, "");
    const operation: Operation = {
      name: `${method} ${place}`,
      method: method.toUpperCase(),
      template: url,
      tokens,
      flags: { r: "", n: "" },
    };
    return this.#call(operation, payload, options) as Promise<Answer & ResponseInfo>;
  }

  with(options: CallOptions): this {
    const view = new LarkClient(merge(this.#settings, options), this.#core);
    return Object.setPrototypeOf(view, Object.getPrototypeOf(this));
  }

  async setAppTicket(ticket: string): Promise<void> {
    assertText({ ticket }, "ticket");
    return this.#core.tokens.setAppTicket(ticket);
  }

  #call(operation: Operation, payload: Payload = {}, options: PageOptions = {}): Promise<object> {
    const settings = merge(this.#settings, options, payload.headers);
    const run = (page: Payload) => this.#core.call(operation, page, settings);
    return isList(operation) ? paginate(operation, payload, options.limit, run) : run(payload);
  }
}

/** Makes clients. */
export interface ClientConstructor {
  /**
   * @throws {TypeError} `appId` or `appSecret` is missing or empty.
   * @throws {RangeError} A time is not positive.
   */
  new <const A extends Apis = {}>(options: ClientOptions & { apis?: A }): ClientWith<A>;
}

/**
 * Calls the platform as an app.
 *
 * @example
 * import { im } from "lark-edge/api/im";
 * const client = new Client({ appId, appSecret, apis: { im } });
 * await client.im.v1.message.create({ params: { receive_id_type: "chat_id" }, data: { receive_id, msg_type: "text", content } });
 */
export const Client: ClientConstructor = LarkClient as unknown as ClientConstructor;
/** A client with the operations of its tables. */
export type Client<A extends Apis = {}> = ClientWith<A>;
