import { assertText } from "../assert.ts";
import type { Tokens } from "../auth/index.ts";
import { type Guard, within } from "../http/index.ts";
import { type Operation, TOKEN_KINDS } from "./operations.ts";
import type { AccessTokenKind, CallOptions } from "./types.ts";

/** A token for a call. */
export interface Credential {
  token?: string;
  /** It is the client's own, to be replaced when the platform declares it invalid. */
  isOurs?: boolean;
}

/**
 * Chooses the token of a call: one that the caller gave and the operation takes, else the client's own.
 *
 * @param bad - The token that the platform has just declared invalid.
 * @throws {TypeError} None fits; it names the option.
 */
export async function authorize(
  { name, tokens: kinds }: Operation,
  options: CallOptions,
  tokens: Tokens,
  guard: Guard,
  bad?: string,
): Promise<Credential> {
  const optionOf = (kind: AccessTokenKind) => `${kind}AccessToken` as const;
  for (const kind of kinds) {
    const option = optionOf(kind);
    if (option in options) {
      // Absent-minded `{ userAccessToken: session?.token }` must not become a call with the app's rights.
      assertText(options, option);
      return { token: options[option] };
    }
  }
  const own = kinds.find((kind) => kind !== "user");
  if (kinds.length && (!own || TOKEN_KINDS.some((kind) => optionOf(kind) in options))) {
    throw new TypeError(`${name} takes the option ${kinds.map(optionOf).join(" or ")}`);
  }
  return own ? { isOurs: true, ...(await within(tokens.get(`${own}_access_token`, options, bad), guard)) } : {};
}
