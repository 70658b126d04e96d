import type { UserTokens } from "./user-tokens.ts";

/** What is used of the event `auth.user_access_token.revoked_v4`. */
export interface RevokedEvent {
  readonly open_id: string;
}

/** What is used of the event's context. */
export interface RevokedContext {
  readonly header: { readonly tenant_key?: string | undefined; readonly create_time?: string | undefined };
}

/**
 * Makes the handler of `auth.user_access_token.revoked_v4`, which ends the session of a user who withdrew consent.
 *
 * The event can come hours late. A session that began after the event's time stays.
 *
 * @example
 * events.on("auth.user_access_token.revoked_v4", dropRevoked(users));
 * @see https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/authentication-management/auth-v4/user_access_token/events/revoked
 */
export function dropRevoked(
  users: Pick<UserTokens, "remove">,
): (event: RevokedEvent, ctx: RevokedContext) => Promise<void> {
  return async ({ open_id }, { header: { tenant_key, create_time } }) => {
    const signedInBefore = Number(create_time) || Date.now();
    await users.remove(open_id, { signedInBefore });
    if (tenant_key) {
      // The place of a marketplace app's users.
      await users.remove(open_id, { signedInBefore, tenantKey: tenant_key });
    }
  };
}
