import type { Delivery, EmulatedApp, EmulatedUser } from "../platform/types.ts";
import { revokeGrants } from "../services/authen/grants.ts";
import { type Stage, sendEvent } from "./stage.ts";

/** A person withdraws what they have granted an app: all of their tokens end. */
export async function withdraw(stage: Stage, user: EmulatedUser, app?: EmulatedApp): Promise<Delivery[]> {
  const { appId } = stage.recordOf(app).app;
  const { openId, unionId, userId } = user;
  revokeGrants(stage.state, appId, openId);
  return sendEvent(stage, [appId], "auth.user_access_token.revoked_v4", {
    revoke_token_type: "user_access_token",
    revoke_reason: "user_revoke",
    open_id: openId,
    union_id: unionId,
    user_id: userId,
  });
}
