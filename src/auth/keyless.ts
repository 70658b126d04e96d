import { type Assertion, accountsOf, isToken, LarkAuthError, patient, type TokenKind, tellOf } from "../base/index.ts";
import type { AppKind } from "./app-kind.ts";
import { MAX_LIFE_MS } from "./token.ts";

const OPERATION = "oauth.v3.token";
const JWT_BEARER = "jwt-bearer";
const urn = (name: string) => `urn:ietf:params:oauth:${name}:${JWT_BEARER}`;

/** How long the function may take, in milliseconds: with the request less than an instance may take for a renewal. */
const ASSERTION_TIMEOUT_MS = 5_000;

/** Where a grant is exchanged, and what proves the app there. */
export interface Proof {
  readonly operation: string;
  readonly url: string;
  /** Fields of the request, secrets among them. */
  readonly data: object;
}

/** What `keyless` makes: the option `assertion` of the client, of `createOAuth` and of `connect`. */
export interface KeylessAssertion extends Assertion {
  /** Gives the client its tokens. */
  readonly appKind: AppKind;
  /**
   * Proves the app for one exchange of a grant.
   *
   * @throws {LarkAuthError} The function failed, or returned no token.
   */
  prove(origin: string, appId: string, tokenKind: TokenKind): Promise<Proof>;
}

const authError = (tokenKind: TokenKind, message: string, info: object) =>
  new LarkAuthError(message, { operation: OPERATION, category: "refused", ...info, code: "LARK_AUTH", tokenKind });

/** Gets an assertion. Neither it nor the message of a foreign error is in an error of ours. */
async function getAssertion(assertion: Assertion, audience: string, tokenKind: TokenKind): Promise<string> {
  let failure = "returned no word of ASCII within 5 seconds";
  try {
    const text = await patient((async () => assertion(audience))(), ASSERTION_TIMEOUT_MS);
    if (isToken(text)) {
      return text;
    }
  } catch (error) {
    failure = `failed: ${tellOf(error)}`;
  }
  // Nothing was sent, so that a later call may succeed.
  throw authError(tokenKind, `${OPERATION}: the function assertion ${failure}`, { category: "transient" });
}

/**
 * The option `assertion` of an app without a secret, in place of `appSecret`. The app proves its identity by a client assertion: a
 * signed text (RFC 7523) that a workload identity or a signing service gives.
 *
 * @param assertion - Called before each request for a token, with the host that the assertion is for. It may take five seconds.
 * @throws {TypeError} `assertion` is no function.
 * @example
 * import { Client, keyless } from "lark-edge";
 * const assertion = keyless(async (audience) => readFile("/var/run/secrets/lark/token", "utf8"));
 * const client = new Client({ appId, assertion });
 * @see https://github.com/larksuite/node-sdk
 */
export function keyless(assertion: Assertion): KeylessAssertion {
  if (typeof assertion !== "function") {
    throw new TypeError("keyless needs a function that returns a client assertion");
  }

  const prove: KeylessAssertion["prove"] = async (origin, client_id, tokenKind) => {
    const accounts = accountsOf(origin);
    const client_assertion = await getAssertion(assertion, new URL(accounts).host, tokenKind);
    return {
      operation: OPERATION,
      url: `${accounts}/oauth/v3/token`,
      data: { client_id, client_assertion_type: urn("client-assertion-type"), client_assertion },
    };
  };

  const appKind: AppKind = ({ requests, credentials, origin }) => ({
    tenantOf: () => "",
    async fetch(kind) {
      const { data, ...place } = await prove(origin, credentials.app_id, kind);
      const sentAt = Date.now();
      const answer = await requests.post("", { ...data, grant_type: urn("grant-type") }, place).catch((error) => {
        throw error.code === "LARK_API"
          ? authError(kind, `${error.message}; check appId, assertion, domain`, error)
          : error;
      });
      const { access_token, expires_in } = Object(answer);
      if (!isToken(access_token)) {
        throw authError(kind, `${OPERATION}: no usable access_token in the answer; check domain`, { status: 200 });
      }
      return { token: access_token, expiresAt: sentAt + (Math.min(expires_in * 1000, MAX_LIFE_MS) || 0) };
    },
  });

  // Not the caller's function itself, which stays as it is.
  return Object.assign((audience: string) => assertion(audience), { appKind, prove });
}
