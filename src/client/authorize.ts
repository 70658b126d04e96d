import type { Tokens } from "../auth/index.ts";
import { assertText } from "../base/index.ts";
import type { TransportRequest } from "../http/index.ts";
import { type Operation, TOKEN_KINDS } from "./operations.ts";
import type { AccessTokenKind, CallOptions } from "./types.ts";

const optionOf = (kind: AccessTokenKind) => `${kind}AccessToken` as const;

/**
 * Chooses the token of a call: one that the caller gave and the operation takes, else the client's own.
 *
 * @returns The way to it. The client's own is replaced after the platform declared it invalid, the caller's is not.
 * @throws {TypeError} None fits; it names the option.
 */
export function authorize(
  { operation, tokens: kinds }: Operation,
  options: CallOptions,
  tokens: Tokens,
): TransportRequest["token"] {
  const given = (of: readonly AccessTokenKind[]) => of.map(optionOf).find((option) => option in options);
  const option = given(kinds);
  if (option) {
    // Absent-minded `{ userAccessToken: session?.token }` must not become a call with the app's rights.
    assertText(options, option);
    return () => options[option];
  }
  const own = kinds.find((kind) => kind !== "user");
  if (kinds.length && (!own || given(TOKEN_KINDS))) {
    throw new TypeError(`${operation} takes the option ${kinds.map(optionOf).join(" or ")}`);
  }
  return own && (async (refused) => (await tokens.get(`${own}_access_token`, options, refused)).token);
}
