import { LarkApiError } from "../base/index.ts";

/** The platform's code for a user who did not grant what an operation needs. */
const NOT_GRANTED = 99991679;

/**
 * Reads from the error of a call which scopes the user did not grant: for `scopes` of `authorizeUrl`, or of `begin` of a login.
 * Any one of them is enough for the operation.
 *
 * @returns The scopes; none for any other error.
 * @see https://open.feishu.cn/document/authentication-management/access-token/get-user-access-token
 */
export function missingScopes(error: unknown): string[] {
  if (!(error instanceof LarkApiError) || error.platformCode !== NOT_GRANTED) {
    return [];
  }
  const violations = error.details?.permission_violations ?? [];
  return violations.flatMap(({ type, subject }) => (type === "action_privilege_required" && subject ? [subject] : []));
}
