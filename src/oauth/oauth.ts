import { assertApp } from "../auth/index.ts";
import { accountsOf, assertToken, originOf } from "../base/index.ts";
import { assertRedirect, authorization } from "./authorize-url.ts";
import { loginByDevice } from "./device-login.ts";
import type {
  Authorization,
  AuthorizeRequest,
  DeviceLoginRequest,
  ExchangeRequest,
  KeylessOAuthOptions,
  OAuthOptions,
  UserInfo,
  UserToken,
} from "./options.ts";
import { createAuthTransport } from "./refusals.ts";
import { createTokenEndpoint } from "./token-endpoint.ts";

/** The steps by which a user signs in to an app, and by which the app keeps the user's token alive. */
export interface OAuth {
  readonly appId: string;
  /** The platform's origin. */
  readonly origin: string;
  /** Where the platform sends browsers back to, unless a call gives another address. */
  readonly redirectUri: string | undefined;
  /**
   * The address of the page where the user agrees, always with PKCE by `S256`. Nothing is sent.
   *
   * @throws {TypeError} There is no `redirectUri`, or it is no address of `http` or `https`; there are more than 50 scopes, one of
   *   them twice or with white space; `codeVerifier` is malformed.
   * @see https://open.feishu.cn/document/authentication-management/access-token/obtain-oauth-code
   */
  authorizeUrl(request?: AuthorizeRequest): Promise<Authorization>;
  /**
   * Exchanges the code that came back for a token.
   *
   * @throws {TypeError} `code` is no word of ASCII.
   * @throws {LarkAuthError} The platform refused. The message says what to do.
   * @throws {LarkTransportError} There was no usable answer. The code may be used up: begin again.
   * @see https://open.feishu.cn/document/authentication-management/access-token/get-user-access-token
   */
  exchange(request: ExchangeRequest): Promise<UserToken>;
  /**
   * Exchanges a refresh token for a new pair. The old one is dead then: store the new pair before it is used. `userTokens`
   * does that for all instances.
   *
   * @throws {TypeError} `refreshToken` is no word of ASCII.
   * @throws {LarkAuthError} The platform refused.
   * @throws {LarkTransportError} There was no usable answer, and the refresh token may be dead.
   * @see https://open.feishu.cn/document/authentication-management/access-token/refresh-user-access-token
   */
  refresh(refreshToken: string): Promise<UserToken>;
  /**
   * Gets the person behind a token.
   *
   * @throws {TypeError} `accessToken` is no word of ASCII.
   * @throws {LarkAuthError} The platform refused the token.
   * @throws {LarkTransportError} There was no usable answer.
   * @see https://open.feishu.cn/document/server-docs/authentication-management/login-state-management/get
   */
  userInfo(accessToken: string): Promise<UserInfo>;
  /**
   * Signs a person in who confirms a code on another device: for commands and devices without a browser.
   *
   * @throws {TypeError} `onCode` is not a function.
   * @throws {LarkAuthError} The person refused, the code expired, or the platform refused.
   * @throws {LarkTransportError} There was no usable answer, or `signal` was aborted.
   */
  deviceLogin(request: DeviceLoginRequest): Promise<UserToken>;
}

/**
 * Makes the steps of OAuth 2 for an app: the platform's version 2, with PKCE.
 *
 * @throws {TypeError} `appId` is empty, or `appSecret` while there is no `assertion`, `domain` is no origin, or `redirectUri` no address.
 * @example
 * const oauth = createOAuth({ appId, appSecret, redirectUri: "https://bot.example/callback" });
 * const { url, state, codeVerifier } = await oauth.authorizeUrl({ scopes: ["offline_access"] });
 * // … the browser comes back with code and state …
 * const token = await oauth.exchange({ code, codeVerifier });
 * @see https://open.feishu.cn/document/authentication-management/access-token/obtain-oauth-code
 */
export function createOAuth(options: OAuthOptions | KeylessOAuthOptions): OAuth {
  assertApp(options);
  const { appId, appSecret, assertion, domain, redirectUri: defaultRedirect, fetch, timeoutMs } = options;
  const origin = originOf(domain);
  if (defaultRedirect !== undefined) {
    assertRedirect(defaultRedirect);
  }
  const accounts = accountsOf(origin);
  const app = { client_id: appId, client_secret: appSecret };
  const transport = createAuthTransport(fetch);
  const bySecret = { operation: "authen.v2.oauth", url: `${origin}/open-apis/authen/v2/oauth/token`, data: app };
  const prove = () => assertion?.prove(origin, appId, "user_access_token") ?? bySecret;
  const requestToken = createTokenEndpoint(transport, prove, timeoutMs);

  return {
    appId,
    origin,
    redirectUri: defaultRedirect,
    authorizeUrl: (request = {}) =>
      authorization(`${accounts}/open-apis/authen/v1/authorize`, appId, { redirectUri: defaultRedirect, ...request }),
    async exchange(request) {
      assertToken(request, "code");
      const { code, codeVerifier, scopes } = request;
      // A code that the client gave to a page inside of it has neither: the platform compares an address that is there.
      const { redirectUri = codeVerifier && defaultRedirect } = request;
      return requestToken("exchange", {
        grant_type: "authorization_code",
        code,
        code_verifier: codeVerifier,
        redirect_uri: redirectUri,
        scope: scopes?.join(" "),
      });
    },
    async refresh(refreshToken) {
      assertToken({ refreshToken }, "refreshToken");
      return requestToken("refresh", { grant_type: "refresh_token", refresh_token: refreshToken });
    },
    async userInfo(accessToken) {
      assertToken({ accessToken }, "accessToken");
      const answer = await transport({
        operation: "authen.v1.user_info.get",
        method: "GET",
        url: `${origin}/open-apis/authen/v1/user_info`,
        kind: "envelope",
        isIdempotent: true,
        token: () => accessToken,
        timeoutMs,
      });
      return Object(answer).data;
    },
    deviceLogin: (request) => loginByDevice(transport, { accounts, origin }, app, requestToken, request),
  };
}
