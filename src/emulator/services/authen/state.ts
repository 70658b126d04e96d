import { flag, listOf, mapOf, number, objectOf, optional, text } from "../../platform/shape.ts";
import { defineSlice, type Slice, type Sliced } from "../../platform/slice.ts";

/** What a person granted an app, until it becomes a token. */
export interface Grant {
  appId: string;
  openId: string;
  /** Without a list every scope of the app. */
  scopes?: string[];
  expiresAt: number;
  /** A code and a refresh token are good once. */
  isUsed: boolean;
  /** The person has withdrawn the consent. */
  isRevoked?: boolean;
}

/** The grant of an authorization code. */
export interface CodeGrant extends Grant {
  redirectUri: string;
  /** `code_challenge`, for PKCE. */
  challenge?: string;
  challengeMethod?: string;
  /** Whether the page was opened for `offline_access`, without which no refresh token comes. */
  isOffline?: boolean;
}

/** A login on another device. */
export interface DeviceGrant {
  appId: string;
  userCode: string;
  scopes: string[];
  expiresAt: number;
  /** The time of the last poll. */
  polledAt: number;
  /** Who has confirmed it. */
  openId?: string;
  isDenied?: boolean;
}

/** An app that a program wants a person to create. */
export interface Registration {
  userCode: string;
  /** What the program wants to know of the person. */
  fields: string[];
  expiresAt: number;
  /** The time of the last poll. */
  polledAt: number;
  /** Who has confirmed or refused it. */
  openId?: string;
  isDenied?: boolean;
  /** The app that the person chose. */
  appId?: string;
}

export interface AuthenState {
  readonly codes: Map<string, CodeGrant>;
  readonly refreshTokens: Map<string, Grant>;
  /** By the device code. */
  devices?: Map<string, DeviceGrant>;
  /** By the device code. */
  registrations?: Map<string, Registration>;
  /** The scopes that a person has granted an app so far, by `<app>:<person>`. */
  granted?: Map<string, string[]>;
}

/** The scopes that a person has granted an app so far. Those of this login are added. */
export function grantScopes(state: AuthenState, appId: string, openId: string, scopes: readonly string[]): string[] {
  state.granted ??= new Map();
  const key = `${appId}:${openId}`;
  const all = [...new Set([...(state.granted.get(key) ?? []), ...scopes])];
  state.granted.set(key, all);
  return all;
}

const GRANT = {
  appId: text,
  openId: text,
  scopes: optional(listOf(text)),
  expiresAt: number,
  isUsed: flag,
  isRevoked: optional(flag),
};

export const authenOf: Slice<AuthenState> = defineSlice<AuthenState>(
  "authen",
  () => ({ codes: new Map(), refreshTokens: new Map() }),
  {
    codes: mapOf(
      objectOf<CodeGrant>({
        ...GRANT,
        redirectUri: text,
        challenge: optional(text),
        challengeMethod: optional(text),
        isOffline: optional(flag),
      }),
    ),
    devices: optional(
      mapOf(
        objectOf<DeviceGrant>({
          appId: text,
          userCode: text,
          scopes: listOf(text),
          expiresAt: number,
          polledAt: number,
          openId: optional(text),
          isDenied: optional(flag),
        }),
      ),
    ),
    registrations: optional(
      mapOf(
        objectOf<Registration>({
          userCode: text,
          fields: listOf(text),
          expiresAt: number,
          polledAt: number,
          openId: optional(text),
          isDenied: optional(flag),
          appId: optional(text),
        }),
      ),
    ),
    granted: optional(mapOf(listOf(text))),
    refreshTokens: mapOf(objectOf<Grant>(GRANT)),
  },
);

/** The apps that programs want people to create. */
export function registrationsOf(state: Sliced): Map<string, Registration> {
  const authen = authenOf(state);
  authen.registrations ??= new Map();
  return authen.registrations;
}
