import type { Token, TokenProvider, Tokens } from "../auth/index.ts";
import { assertText, assertToken } from "../base/index.ts";
import type { TransportRequest } from "../http/index.ts";
import { type Operation, TOKEN_KINDS } from "./operations.ts";
import type { Settings } from "./settings.ts";
import type { AccessTokenKind, CallOptions } from "./types.ts";

const optionOf = (kind: AccessTokenKind) => `${kind}AccessToken` as const;

/**
 * Chooses the token of a call: one that the caller gave and the operation takes, else that of the given user, else the
 * client's own.
 *
 * @returns A function that returns the token. A token from a provider is replaced after the platform declared it invalid,
 *   a token from the caller is not.
 * @throws {TypeError} None fits; it names the option.
 */
export function authorize(
  { operation, tokens: kinds }: Operation,
  options: Pick<Settings, keyof CallOptions | "users">,
  tokens: Tokens,
): TransportRequest["token"] {
  const given = (of: readonly AccessTokenKind[]) => of.map(optionOf).find((option) => option in options);
  const option = given(kinds);
  if (option) {
    // Absent-minded `{ userAccessToken: session?.token }` must not become a call with the app's rights.
    assertToken(options, option);
    return () => options[option];
  }
  const ofUser = "user" in options;
  if (ofUser) {
    assertText(options, "user");
  }
  const kind = kinds.find((own) => (own === "user") === ofUser);
  if (kinds.length && (!kind || given(TOKEN_KINDS))) {
    throw new TypeError(`${operation} takes the option ${kinds.map(optionOf).join(" or ")}`);
  }
  if (!kind) {
    return;
  }
  const provider = (ofUser ? options.users : tokens) as TokenProvider | undefined;
  if (!provider) {
    throw new TypeError("user needs the client's option users");
  }
  const read = (got: Token) => {
    // A provider of the caller's may have none, or one that no header can hold.
    assertToken({ "token of users": Object(got).token }, "token of users");
    return got.token;
  };
  return (refused) => {
    const got = provider.get(`${kind}_access_token`, options, refused);
    return got instanceof Promise ? got.then(read) : read(got);
  };
}
