import { type Assertion, LarkError } from "../base/index.ts";

/** What gives a client assertion, in the official SDK's shape. */
export interface ClientAssertionProvider {
  /**
   * Resolves to an assertion for this audience. With `targetInfo`, the address of a proxy, the call fails: `httpInstance` or `fetch` can send
   * requests through a proxy.
   */
  retrieveToken(
    audience: string,
  ): Promise<{ value: string; targetInfo?: object | undefined }> | { value: string; targetInfo?: object | undefined };
}

/** The assertions of a provider, as `connect` and `keyless` of lark-edge take them. */
export const assertionOf =
  (provider: ClientAssertionProvider): Assertion =>
  async (audience) => {
    const { value, targetInfo } = await provider.retrieveToken(audience);
    if (targetInfo) {
      throw new LarkError("targetInfo has no counterpart: pass httpInstance or fetch", { code: "LARK_AUTH" });
    }
    return value;
  };
