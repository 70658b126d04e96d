import { assertText } from "../assert.ts";
import type { Tokens } from "../auth/index.ts";
import type { TokenKind } from "../errors.ts";
import { type Guard, within } from "../http/index.ts";
import type { Operation } from "./operations.ts";
import type { CallOptions } from "./types.ts";

/** The options that give a token, by its kind. */
const GIVEN = { user: "userAccessToken", tenant: "tenantAccessToken", app: "appAccessToken" } as const;

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
  const given = Object.values(GIVEN).filter((option) => option in options);
  for (const option of given) {
    // Absent-minded `{ userAccessToken: session?.token }` must not become a call with the app's rights.
    assertText(options, option);
  }
  const fit = kinds.find((kind) => given.includes(GIVEN[kind]));
  if (fit || !kinds.length) {
    return { token: fit && options[GIVEN[fit]] };
  }
  const own = kinds.find((kind) => kind !== "user");
  if (given.length || !own) {
    const takes = kinds.map((kind) => GIVEN[kind]).join(" or ");
    throw new TypeError(`${name} takes the call option ${takes}, got ${given[0] ?? "none"}`);
  }
  const kind: TokenKind = `${own}_access_token`;
  return { isOurs: true, token: (await within(tokens.get(kind, options, bad), guard.signal)).token };
}
