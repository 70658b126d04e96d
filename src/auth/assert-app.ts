import { assertText } from "../base/index.ts";
import type { KeylessAssertion } from "./keyless.ts";

/** How an app proves its identity: by one of these. */
export interface AppProof {
  readonly appSecret?: string | undefined;
  readonly assertion?: KeylessAssertion | undefined;
}

/**
 * Refuses an app that has no id, or not exactly one way to prove its identity.
 *
 * @throws {TypeError} It names the option, and shows no value.
 */
export function assertApp(options: AppProof): void {
  const { appSecret, assertion } = options;
  assertText(options, "appId");
  if (!assertion) {
    assertText(options, "appSecret");
  } else if (appSecret || !assertion.appKind) {
    throw new TypeError("assertion must be keyless(…), without appSecret");
  }
}
