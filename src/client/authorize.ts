import type { Tokens } from "../auth/index.ts";
import { assertText } from "../base/index.ts";
import { type Operation, TOKEN_KINDS } from "./operations.ts";
import type { AccessTokenKind, CallOptions } from "./types.ts";

/**
 * Gets the token of a call, if it takes one.
 *
 * @param bad - The one that the platform has just declared invalid: the client's own is replaced, the caller's is not.
 */
export type GetToken = (bad?: string) => Promise<string | undefined>;

/**
 * Chooses the token of a call: one that the caller gave and the operation takes, else the client's own.
 *
 * @throws {TypeError} None fits; it names the option.
 */
export function authorize({ name, tokens: kinds }: Operation, options: CallOptions, tokens: Tokens): GetToken {
  const optionOf = (kind: AccessTokenKind) => `${kind}AccessToken` as const;
  const given = (of: readonly AccessTokenKind[]) => of.map(optionOf).find((option) => option in options);
  const option = given(kinds);
  if (option) {
    // Absent-minded `{ userAccessToken: session?.token }` must not become a call with the app's rights.
    assertText(options, option);
    return async () => options[option];
  }
  const own = kinds.find((kind) => kind !== "user");
  if (kinds.length && (!own || given(TOKEN_KINDS))) {
    throw new TypeError(`${name} takes the option ${kinds.map(optionOf).join(" or ")}`);
  }
  return async (bad) => own && (await tokens.get(`${own}_access_token`, options, bad)).token;
}
