import { type PlatformError, refusals } from "../../gateway/errors.ts";

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
  20024: [
    "The provided authorization code or refresh token does not match the provided client ID.",
    400,
    "invalid_grant",
  ],
  20026: ["The refresh token passed is invalid. Please check the value.", 400, "invalid_grant"],
  20036: ["The specified grant_type is not supported.", 400, "unsupported_grant_type"],
  20037: ["The refresh token passed has expired. Please generate a new one.", 400, "invalid_grant"],
  20048: ["The specified app does not exist.", 400, "invalid_client"],
  20049: ["PKCE code challenge failed.", 400, "invalid_grant"],
  20063: ["The request is malformed. Please check your request.", 400, "invalid_request"],
  20065: [
    "The authorization code has been used. Please note that an authorization code can only be used once.",
    400,
    "invalid_grant",
  ],
  20068: [
    "The provided scope list contains scopes that are not permitted. Please ensure all scopes are allowed.",
    400,
    "invalid_scope",
  ],
  20071: ["The provided redirect URI does not match the one used during authorization.", 400, "invalid_grant"],
  20073: [
    "The refresh token has been used. Please note that a refresh token can only be used once.",
    400,
    "invalid_grant",
  ],
} as const;

export type OauthCode = keyof typeof OAUTH_ERRORS;

/** A refusal by its code. */
export const oauthError: (code: OauthCode) => PlatformError = refusals(
  Object.fromEntries(
    Object.entries(OAUTH_ERRORS).map(([code, [message, status]]) => [code, [message, status] as const]),
  ) as Record<OauthCode, readonly [string, number]>,
);
