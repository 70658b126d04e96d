import { PlatformError, refusals } from "../../gateway/errors.ts";
import type { Answer } from "../../gateway/route.ts";

/** The platform's words for its codes, with the HTTP status and the `error` of OAuth. */
export const OAUTH_ERRORS = {
  20001: ["The request is missing a required parameter.", 400, "invalid_request"],
  20002: ["The client secret is invalid.", 400, "invalid_client"],
  20003: [
    "The authorization code is not found. Please note that an authorization code can only be used once.",
    400,
    "invalid_grant",
  ],
  20004: ["The authorization code has expired.", 400, "invalid_grant"],
  20008: ["The user does not exist.", 400, "invalid_grant"],
  20009: ["The tenant has not installed the app.", 400, "invalid_grant"],
  20010: ["The user does not have permission to use the app.", 400, "invalid_grant"],
  20024: [
    "The provided authorization code or refresh token does not match the provided client ID.",
    400,
    "invalid_grant",
  ],
  20026: ["The refresh token passed is invalid. Please check the value.", 400, "invalid_grant"],
  20027: ["The app has not enabled a scope of the request.", 400, "invalid_scope"],
  20029: ["The redirect URI is not in the list of the app.", 400, "invalid_request"],
  20036: ["The specified grant_type is not supported.", 400, "unsupported_grant_type"],
  20037: ["The refresh token passed has expired. Please generate a new one.", 400, "invalid_grant"],
  20048: ["The specified app does not exist.", 400, "invalid_client"],
  20049: ["PKCE code challenge failed.", 400, "invalid_grant"],
  20050: ["The authorization server had an unexpected error. Please try again.", 500, "server_error"],
  20063: ["The request is malformed. Please check your request.", 400, "invalid_request"],
  20064: [
    "The refresh token has been revoked. Please note that a refresh token can only be used once.",
    400,
    "invalid_grant",
  ],
  20065: [
    "The authorization code has been used. Please note that an authorization code can only be used once.",
    400,
    "invalid_grant",
  ],
  20066: ["The status of the user is invalid.", 400, "invalid_grant"],
  20067: ["The provided scope list contains duplicate scopes.", 400, "invalid_scope"],
  20068: [
    "The provided scope list contains scopes that are not permitted. Please ensure all scopes are allowed.",
    400,
    "invalid_scope",
  ],
  20069: ["The app is not enabled.", 400, "invalid_client"],
  20070: ["Multiple authentication methods were provided. Please use only one.", 400, "invalid_request"],
  20071: ["The provided redirect URI does not match the one used during authorization.", 400, "invalid_grant"],
  20072: ["The authorization server is temporarily unavailable. Please try again.", 503, "temporarily_unavailable"],
  20073: [
    "The refresh token has been used. Please note that a refresh token can only be used once.",
    400,
    "invalid_grant",
  ],
  20074: ["The app is not allowed to refresh tokens.", 400, "unauthorized_client"],
} as const;

export type OauthCode = keyof typeof OAUTH_ERRORS;

/** A refusal by its code. */
export const oauthError: (code: OauthCode) => PlatformError = refusals(
  Object.fromEntries(
    Object.entries(OAUTH_ERRORS).map(([code, [message, status]]) => [code, [message, status] as const]),
  ) as Record<OauthCode, readonly [string, number]>,
);

/** The refusals of a login on another device, by RFC 8628. The platform does not document their codes. */
const DEVICE_CODE = 20083;

/** A refusal that says its `error` of RFC 8628. */
export class DeviceRefusal extends PlatformError {
  readonly error: string;

  constructor(error: "authorization_pending" | "slow_down" | "expired_token" | "access_denied") {
    super(DEVICE_CODE, `The login on another device: ${error}.`);
    this.error = error;
  }
}

/** Refuses in the form of OAuth: `code`, `error`, `error_description`. Any other error stays as it is. */
export async function inOauthForm(answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof PlatformError)) {
      throw error;
    }
    const isKnown = Object.hasOwn(OAUTH_ERRORS, error.code);
    const words = isKnown ? OAUTH_ERRORS[error.code as OauthCode][2] : "invalid_request";
    return {
      status: error.status,
      json: {
        code: error.code,
        error: error instanceof DeviceRefusal ? error.error : words,
        error_description: error.message,
      },
    };
  }
}
