import { nodeModule, VERSION } from "../base/index.ts";
import { nodeFetch } from "../host/index.ts";
import type { Fetch } from "../http/index.ts";
import {
  type ClientBase,
  Client as FullClient,
  type KeylessClientOptions,
  keyless,
  type ClientOptions as Options,
} from "../index.ts";
import { createOAuth, type OAuthOptions } from "../oauth/index.ts";
import { type AccessToken, createAccessToken } from "./access-token.ts";
import { assertionOf, type ClientAssertionProvider } from "./assertion.ts";
import { type Cache, cacheStore } from "./cache.ts";
import { type WithFileMethods, withFileMethods } from "./file.ts";
import { fetchOf, type HttpInstance, withInterceptors } from "./http-instance.ts";
import { refuseOptions } from "./refused.ts";
import { createUserAccessToken, processStore, type UserAccessToken } from "./user-access-token.ts";

/** The options of a client, those of the official SDK by their old names among them. */
export interface ClientOptions extends Omit<Options, "appSecret" | "assertion"> {
  /** The App Secret of the developer console. Default: none; pass `clientAssertionProvider` then. Empty: a `TypeError`. */
  appSecret?: string | undefined;
  /** Gives client assertions, for an app without a secret. Default: none. */
  clientAssertionProvider?: ClientAssertionProvider | undefined;
  /** The official SDK's store of tokens. `store` takes a `KeyValueStore`, which instances can share. Default: this client's memory. */
  cache?: Cache | undefined;
  /** Sends the requests: an instance of axios, or what is like one. Default: `fetch`. */
  httpInstance?: HttpInstance | undefined;
  /** The ID of a helpdesk, for the operations that need it. Default: none. */
  helpDeskId?: string | undefined;
  /** The token of this helpdesk. Default: none. */
  helpDeskToken?: string | undefined;
  /** Appended to the user agent as `source/<name>`. Default: nothing. */
  source?: string | undefined;
}

/** What has no counterpart by its old name, and what to write. */
const REFUSED: Record<string, string> = {
  oauthBaseUrl: "pass domain: the OAuth addresses follow from it",
};

const webFetch: Fetch = (input, init) => fetch(input, init);

/** The options by their names in lark-edge. */
function translate(given: ClientOptions): Options | KeylessClientOptions {
  refuseOptions(given, REFUSED);
  const { cache, httpInstance, helpDeskId, helpDeskToken, source, appSecret, clientAssertionProvider, ...options } =
    given;
  // Where both are present, the official SDK uses the provider.
  const proof = clientAssertionProvider ? { assertion: keyless(assertionOf(clientAssertionProvider)) } : { appSecret };
  const usual = withInterceptors(nodeModule("http") ? (nodeFetch as unknown as Fetch) : webFetch);
  return {
    ...options,
    ...proof,
    fetch: withFileMethods(httpInstance ? fetchOf(httpInstance) : (options.fetch ?? usual)),
    ...(cache && { store: cacheStore(cache) }),
    ...(source && { userAgent: `lark-edge/${VERSION} source/${source}` }),
    ...((helpDeskId || helpDeskToken) && { helpdesk: { id: helpDeskId as string, token: helpDeskToken as string } }),
  } as Options | KeylessClientOptions;
}

/** A client with every API, made with the options of the official SDK. */
export interface Client extends ClientBase, WithFileMethods<Omit<FullClient, keyof ClientBase>> {
  /** The tokens of users, by keys of your own. `client.with({ user })` of lark-edge needs none of it. */
  readonly userAccessToken: UserAccessToken;
  /** The exchange of codes and refresh tokens. */
  readonly accessToken: AccessToken;
}

/**
 * Calls the platform as an app, by the official SDK's names. A response whose `code` is not 0 rejects.
 *
 * @throws {TypeError} `appId` is missing, or `appSecret` while there is no `clientAssertionProvider`, or an option has no counterpart: the message says what to write.
 * @example
 * import * as lark from "lark-edge/official";
 * const client = new lark.Client({ appId, appSecret, appType: lark.AppType.SelfBuild, domain: lark.Domain.Lark });
 * await client.im.message.create({ params: { receive_id_type: "chat_id" }, data: { receive_id, msg_type, content } });
 * @see https://github.com/larksuite/node-sdk
 */
export const Client: new (options: ClientOptions) => Client = class extends (FullClient as new (
  options: object,
) => object) {
  constructor(options: ClientOptions) {
    const translated = translate(options);
    super(translated);
    const { logger, loggerLevel, store = processStore() } = translated;
    const { appId, appSecret, assertion, domain, fetch } = translated;
    const oauth = createOAuth({ appId, appSecret, assertion, domain, fetch } as OAuthOptions);
    // Not enumerable: a printed client shows no store.
    Object.defineProperties(this, {
      userAccessToken: { value: createUserAccessToken({ oauth, store, logger, loggerLevel }) },
      accessToken: { value: createAccessToken(oauth) },
    });
  }
} as never;
