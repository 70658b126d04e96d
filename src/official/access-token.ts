import type { OAuth, UserToken } from "../oauth/index.ts";

/** A pair of tokens in the official SDK's shape. */
export interface AccessTokenResult {
  accessToken: string;
  tokenType: "Bearer";
  /** In seconds. */
  expiresIn: number;
  refreshToken: string | undefined;
  /** In seconds. */
  refreshTokenExpiresIn: number | undefined;
  /** With blanks between them. */
  scope: string;
}

/** The exchange of codes and refresh tokens, in the official SDK's shape. It keeps nothing. */
export interface AccessToken {
  /**
   * Exchanges a code.
   *
   * @throws {TypeError} `code` is no word of ASCII.
   * @throws {LarkAuthError} The platform refused.
   */
  retrieveByAuthorizationCode(params: {
    code: string;
    redirectUri?: string | undefined;
    codeVerifier?: string | undefined;
    scope?: string | undefined;
  }): Promise<AccessTokenResult>;
  /**
   * Exchanges a refresh token, which works once.
   *
   * @throws {TypeError} `refreshToken` is no word of ASCII.
   * @throws {LarkAuthError} The platform refused.
   */
  refresh(params: { refreshToken: string }): Promise<AccessTokenResult>;
}

const secondsUntil = (at: number) => Math.round((at - Date.now()) / 1_000);

const toResult = ({
  accessToken,
  expiresAt,
  refreshToken,
  refreshExpiresAt,
  scopes,
}: UserToken): AccessTokenResult => ({
  accessToken,
  tokenType: "Bearer",
  expiresIn: secondsUntil(expiresAt),
  refreshToken,
  refreshTokenExpiresIn: refreshExpiresAt && secondsUntil(refreshExpiresAt),
  scope: scopes.join(" "),
});

/** Makes the official SDK's `accessToken`. */
export function createAccessToken(oauth: OAuth): AccessToken {
  return {
    async retrieveByAuthorizationCode({ code, redirectUri, codeVerifier, scope }) {
      const scopes = scope?.split(" ").filter(Boolean);
      return toResult(await oauth.exchange({ code, redirectUri, codeVerifier, scopes }));
    },
    async refresh({ refreshToken }) {
      return toResult(await oauth.refresh(refreshToken));
    },
  };
}
