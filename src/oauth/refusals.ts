import { LarkApiError, LarkAuthError } from "../base/index.ts";
import { createTransport, type Fetch, type Transport } from "../http/index.ts";

/** What to do about a refusal of the token endpoint, by the platform's code. */
const HINTS: Readonly<Record<number, string>> = {
  20002: "check appSecret or assertion",
  20003: "the code is unknown: begin the login again",
  20004: "the code is older than five minutes: begin the login again",
  20008: "the user does not exist",
  20009: "an administrator must install the app in the user's tenant",
  20010: "the user may not use the app: change its availability in the developer console",
  20024: "the code or token belongs to another app: check appId",
  20026: "the refresh token is not valid, or of version 1: the user must sign in again",
  20037: "the refresh token has expired: the user must sign in again",
  20048: "check appId",
  20049: "pass the codeVerifier of the same authorization to exchange",
  20050: "the platform had a fault: try again",
  20064: "the refresh token was revoked: the user must sign in again",
  20065: "the code was used before: begin the login again",
  20066: "the user's account is not active",
  20067: "a scope is there twice",
  20068: "scopes has one that the user did not grant",
  20069: "an administrator must enable the app",
  20071: "pass the same redirectUri to authorizeUrl and exchange",
  20072: "the platform is not available: try again",
  20073: "the refresh token was used before: the user must sign in again, unless another instance has the new one",
  20074: "turn on the refreshing of user_access_token in the developer console, Security Settings",
};

/** Brings a refusal of the token endpoint into its class, with what to do. Any other error stays as it is. */
function toAuthError(error: unknown): unknown {
  if (!(error instanceof LarkApiError) || error instanceof LarkAuthError) {
    return error;
  }
  const { message, platformCode = 0 } = error;
  const hint = HINTS[platformCode];
  return new LarkAuthError(hint ? `${message}; ${hint}` : message, {
    ...error,
    code: "LARK_AUTH",
    tokenKind: "user_access_token",
  });
}

/** Makes the transport of the login's endpoints. A refusal is a `LarkAuthError` that says what to do. */
export function createAuthTransport(fetch: Fetch | undefined): Transport {
  const transport = createTransport({ fetch });
  return (request) =>
    transport(request).catch((error) => {
      throw toAuthError(error);
    });
}
