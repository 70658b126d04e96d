import { flag, listOf, mapOf, number, objectOf, optional, text } from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";

/** What a person granted an app, until it becomes a token. */
export interface Grant {
  appId: string;
  openId: string;
  /** Without a list every scope of the app. */
  scopes?: string[];
  expiresAt: number;
  /** A code and a refresh token are good once. */
  isUsed: boolean;
}

/** The grant of an authorization code. */
export interface CodeGrant extends Grant {
  redirectUri: string;
  /** `code_challenge`, for PKCE. */
  challenge?: string;
  challengeMethod?: string;
}

export interface AuthenState {
  readonly codes: Map<string, CodeGrant>;
  readonly refreshTokens: Map<string, Grant>;
}

const GRANT = {
  appId: text,
  openId: text,
  scopes: optional(listOf(text)),
  expiresAt: number,
  isUsed: flag,
};

export const authenOf: Slice<AuthenState> = defineSlice(
  "authen",
  () => ({ codes: new Map(), refreshTokens: new Map() }),
  {
    codes: mapOf(
      objectOf<CodeGrant>({
        ...GRANT,
        redirectUri: text,
        challenge: optional(text),
        challengeMethod: optional(text),
      }),
    ),
    refreshTokens: mapOf(objectOf<Grant>(GRANT)),
  },
);
