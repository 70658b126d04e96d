import type { KeylessAssertion } from "../auth/index.ts";
import type { Fetch } from "../http/index.ts";

/** The app that users sign in to. */
export interface OAuthOptions {
  /** The App ID of the developer console, `cli_…`. Empty or with a line break: a `TypeError`. */
  appId: string;
  /** The App Secret of the developer console. Empty or with a line break: a `TypeError`, which does not show it. */
  appSecret: string;
  /** Only in {@link KeylessOAuthOptions}. Default: none. */
  assertion?: undefined;
  /** The platform's base URL. Default `https://open.feishu.cn`; Lark is `https://open.larksuite.com`. Not an origin: a `TypeError`. */
  domain?: string | undefined;
  /**
   * Where the platform sends the browser back to. The developer console must list it, under Security Settings. Default: each
   * call gives its own.
   */
  redirectUri?: string | undefined;
  /** Sends the requests. Default `globalThis.fetch`. */
  fetch?: Fetch | undefined;
  /** Time limit of one request, in milliseconds. Default 10,000. Not positive: a `RangeError`. */
  timeoutMs?: number | undefined;
}

/** The app that users sign in to, if it has no secret. */
export interface KeylessOAuthOptions extends Omit<OAuthOptions, "appSecret" | "assertion"> {
  /** Only in {@link OAuthOptions}. Default: none. */
  appSecret?: undefined;
  /** What `keyless` returns: it proves the app's identity in place of a secret. Anything else, or an `appSecret` beside it: a `TypeError`. */
  assertion: KeylessAssertion;
}

/** An access token of a user, and what renews it. Both tokens are secrets, of 1 to 2 KB each. */
export interface UserToken {
  readonly accessToken: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
  /** Works once. Only if the scope `offline_access` was granted. */
  readonly refreshToken: string | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly refreshExpiresAt: number | undefined;
  /** The scopes that the user has granted. */
  readonly scopes: readonly string[];
}

/** The person behind a token. The platform does not verify the address and the number: they prove no identity. */
export interface UserInfo {
  /** The same for all logins to this app. */
  open_id: string;
  /** The same in all apps of a developer. */
  union_id: string;
  /** The same in all apps of a tenant. Needs a scope. */
  user_id?: string;
  tenant_key: string;
  name: string;
  en_name?: string;
  avatar_url?: string;
  avatar_thumb?: string;
  avatar_middle?: string;
  avatar_big?: string;
  /** Entered by an administrator and never verified. */
  email?: string;
  enterprise_email?: string;
  /** Entered by an administrator and never verified. */
  mobile?: string;
  employee_no?: string;
}

/** What is wanted of a user, and where the browser returns. */
export interface AuthorizeRequest {
  /**
   * The scopes, 50 at most. With `offline_access` the token can be renewed. Default: none, which is enough to know who the
   * user is.
   */
  scopes?: readonly string[] | undefined;
  /** Comes back unchanged. Default: a random text. */
  state?: string | undefined;
  /** Default: the `redirectUri` of `createOAuth`. */
  redirectUri?: string | undefined;
  /** Proves that the code comes back to whoever began. 43 to 128 letters, digits and `-._~`. Default: a random text. */
  codeVerifier?: string | undefined;
  /** `consent`: shows the page although the user has granted everything. Default: the page may send the browser back at once. */
  prompt?: "consent" | undefined;
}

/** The address of the page, and what the server keeps until the browser returns. */
export interface Authorization {
  /** Send the browser there. */
  readonly url: string;
  /** Compare it with the `state` that comes back. */
  readonly state: string;
  /** A secret. Pass it to `exchange`. */
  readonly codeVerifier: string;
}

/** The `code` that came back, and what it was requested with. */
export interface ExchangeRequest {
  /** Lives for five minutes, and works once. */
  code: string;
  /** Of the {@link Authorization}. Default: none, for codes that the client of Feishu gave to a page inside of it. */
  codeVerifier?: string | undefined;
  /** Default: the `redirectUri` of `createOAuth` if there is a `codeVerifier`, else none. */
  redirectUri?: string | undefined;
  /** Fewer scopes than were granted. Default: all of them. */
  scopes?: readonly string[] | undefined;
}

/** A code for a person who confirms the login on another device. */
export interface DeviceCode {
  /** To be shown to the person. */
  readonly userCode: string;
  /** Where the person enters it. */
  readonly verificationUri: string;
  /** The same address with the code in it, for a QR code. */
  readonly verificationUriComplete: string | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** A login on another device. */
export interface DeviceLoginRequest {
  /** As for {@link AuthorizeRequest}. */
  scopes?: readonly string[] | undefined;
  /** Shows the code to the person. The login waits for what it returns, and goes on when it has resolved. */
  onCode: (code: DeviceCode) => unknown;
  /** Ends the wait. The login then rejects with `LARK_ABORTED`. Default: none. */
  signal?: AbortSignal | undefined;
}
