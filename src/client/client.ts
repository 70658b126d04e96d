import { assertText } from "../assert.ts";
import type { ResponseInfo } from "../http/index.ts";
import { type Core, createCore } from "./core.ts";
import { DOMAINS } from "./domains.ts";
import { materialise, type Operation, type Payload, TOKEN_KINDS } from "./operations.ts";
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

type Options = ClientOptions & { apis?: Apis };

class LarkClient implements ClientBase {
  readonly tokens: ClientBase["tokens"];
  readonly #options: Options;
  readonly #preset: CallOptions;
  readonly #core: Core;

  // The last two are for `with`, and not in the public type.
  constructor(options: Options, preset: CallOptions = { headers: options.headers }, core: Core = createCore(options)) {
    this.#options = options;
    this.#preset = preset;
    this.#core = core;
    this.tokens = {
      tenant: (own) => core.token("tenant_access_token", { ...options, ...preset, ...own }),
      app: (own) => core.token("app_access_token", { ...options, ...preset, ...own }),
    };
    const { apis = {} } = options;
    for (const name of [...DOMAINS.split(" "), ...Object.keys(apis)]) {
      let tree: unknown;
      const get = () => {
        const api = apis[name];
        if (!api) {
          throw new TypeError(`import { ${name} } from "lark-edge/api/${name}", pass apis: { ${name} }`);
        }
        tree ??= materialise(api, (operation, payload, own) => this.#call(operation, payload, own));
        return tree;
      };
      // Not enumerable: printing a client must not build its operations.
      Object.defineProperty(this, name, { configurable: true, get });
    }
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
      flags: ["r", "n"],
    };
    return this.#call(operation, payload, options) as Promise<Answer & ResponseInfo>;
  }

  with(options: CallOptions): this {
    return new LarkClient(this.#options, this.#merged(options), this.#core) as this;
  }

  async setAppTicket(ticket: string): Promise<void> {
    assertText({ ticket }, "ticket");
    return this.#core.tokens.setAppTicket(ticket);
  }

  #merged(options: CallOptions, ofPayload?: Payload["headers"]): CallOptions {
    // Header names are the same in any spelling. One that is `undefined` was left out.
    const headers = [this.#preset.headers, ofPayload, options.headers]
      .flatMap((given) => [...new Headers(given as HeadersInit)])
      .filter(([, value]) => value !== "undefined");
    return { ...this.#preset, ...options, headers: Object.fromEntries(headers) };
  }

  #call(operation: Operation, payload: Payload = {}, options: PageOptions = {}): Promise<object> {
    const { limit = Number.POSITIVE_INFINITY, ...own } = options;
    const merged = this.#merged(own, payload.headers);
    const run = (page: Payload) => this.#core.call(operation, page, merged);
    const flag = operation.flags.find((one) => /^p/i.test(one));
    return flag === undefined ? run(payload) : paginate(operation, flag, payload, limit, run);
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
