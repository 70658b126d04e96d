import type { AppTokenKind } from "../auth/index.ts";
import { assertText, VERSION } from "../base/index.ts";
import type { ResponseInfo } from "../http/index.ts";
import { type Core, createCore } from "./core.ts";
import { materialise, type Operation, type Payload } from "./operations.ts";
import { paginate } from "./pages.ts";
import { toOperation } from "./raw.ts";
import { layer, type Settings } from "./settings.ts";
import type {
  Apis,
  CallOptions,
  ClientBase,
  ClientOptions,
  KeylessClientOptions,
  PageOptions,
  RawRequest,
  Trees,
} from "./types.ts";

class LarkClient implements ClientBase {
  readonly tokens: ClientBase["tokens"];
  readonly #settings: Settings;
  readonly #core: Core;
  readonly #trees: Record<string, object> = {};

  // The last one is for `with`, and not in the public type.
  constructor(options: (ClientOptions | KeylessClientOptions | Settings) & { apis?: Apis }, core?: Core) {
    const { userAgent = `lark-edge/${VERSION}` } = options;
    const settings: Settings = layer({ headers: { "user-agent": userAgent } }, options);
    const own = core ?? createCore(settings);
    this.#settings = settings;
    this.#core = own;
    const token = (kind: AppTokenKind) => (options?: CallOptions) => own.token(kind, layer(settings, options));
    this.tokens = { tenant: token("tenant_access_token"), app: token("app_access_token") };
    if (!core) {
      Object.setPrototypeOf(this, LarkClient.#addDomains(Object.create(new.target.prototype), options.apis));
    }
  }

  /** Adds getters for the domains to what a client and its views share: for each view anew they would take 0.1 ms. */
  static #addDomains(domains: object, apis: Apis = {}): object {
    for (const [name, api] of Object.entries(apis)) {
      const get = function (this: LarkClient) {
        this.#trees[name] ??= materialise(api, this.#core.origin, (...call) => this.#call(...call));
        return this.#trees[name];
      };
      // Not enumerable: printing a client must not build its operations.
      Object.defineProperty(domains, name, { get });
    }
    return domains;
  }

  async request<Answer>(request: RawRequest, options?: CallOptions): Promise<Answer & ResponseInfo> {
    const settings = this.#settingsFor(options, request.headers);
    const operation = toOperation(request, this.#core.origin, Boolean(settings.helpdesk));
    return (await this.#core.call(operation, request, settings)) as Answer & ResponseInfo;
  }

  with(options: CallOptions): this {
    const view = new LarkClient(layer(this.#settings, options), this.#core);
    return Object.setPrototypeOf(view, Object.getPrototypeOf(this));
  }

  async setAppTicket(ticket: string): Promise<void> {
    assertText({ ticket }, "ticket");
    return this.#core.tokens.setAppTicket(ticket);
  }

  #settingsFor(options?: CallOptions, headers?: Payload["headers"]): Settings {
    return options || headers ? layer(this.#settings, options, headers) : this.#settings;
  }

  #call(operation: Operation, payload: Payload = {}, options?: PageOptions): Promise<object> {
    const run = async (page: Payload) => this.#core.call(operation, page, this.#settingsFor(options, page.headers));
    return "items" in operation ? paginate(operation, payload, options?.limit, run) : run(payload);
  }
}

/** Makes clients. */
export interface ClientConstructor {
  /**
   * @throws {TypeError} `appId` is missing or empty, or `appSecret` while there is no `assertion`.
   * @throws {RangeError} A time is not positive.
   */
  new <const A extends Apis = {}>(options: (ClientOptions | KeylessClientOptions) & { apis?: A }): Client<A>;
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
// Here and not beside the other types: an exported client has this name in its user's declarations.
/** A client with the operations of its tables. */
export type Client<A extends Apis = {}> = ClientBase & Trees<A>;
