import { PlatformError } from "../../gateway/errors.ts";
import type { Call } from "../../gateway/route.ts";
import type { EmulatedChat, EmulatedUser } from "../../platform/types.ts";
import { lookUpUser, type UserIdType, userIdOf } from "../contact/find.ts";

/** Whom a request acts as: the person who signed in, else the app's bot. */
export interface Operator {
  id: string;
  idType: "open_id" | "app_id";
  type: "user" | "app";
}

export function operatorOf({ caller }: Call): Operator {
  return caller.user === undefined
    ? { id: caller.app.app.appId, idType: "app_id", type: "app" }
    : { id: caller.user.openId, idType: "open_id", type: "user" };
}

/** Whether a person (open id) or a bot (app id) is in a chat. */
export const isMember = (chat: EmulatedChat, id: string): boolean =>
  chat.bots.includes(id) || chat.users.some(({ openId }) => openId === id);

export const isInChat = (call: Call, chat: EmulatedChat): boolean => isMember(chat, operatorOf(call).id);

const idTypeOf = ({ input }: Call, name: string): UserIdType => (input.query[name] ?? "open_id") as UserIdType;

/** A person of the caller's company by the kind of id that the query names; `undefined` when there is none. */
export function personOf(call: Call, id: string, name = "user_id_type"): EmulatedUser | undefined {
  const user = lookUpUser(call, id, idTypeOf(call, name));
  return user?.tenantKey === call.caller.tenantKey ? user : undefined;
}

/** An open id as the kind of id that the query names; an app id is returned as it is. */
export function askedIdOf(call: Call, id: string, name = "user_id_type"): string {
  const user = call.state.users.get(id);
  return user === undefined ? id : userIdOf(user, idTypeOf(call, name));
}

/** An app of the caller's company by its id, as `app_id` lists name bots. */
export function botAppOf({ state, caller }: Call, appId: string): string | undefined {
  const app = state.apps.get(appId)?.app;
  const isHere = app?.appType === "marketplace" || app?.tenantKey === caller.tenantKey;
  return isHere ? app?.appId : undefined;
}

/** A list of ids without repetitions. */
export const idsIn = (value: unknown): string[] => [...new Set((value ?? []) as string[])];

/** 99992402 of one field that the document does not limit. */
export function fieldInvalid(field: string, description: string): PlatformError {
  return new PlatformError(99992402, "field validation failed", { violations: [{ field, value: "", description }] });
}
