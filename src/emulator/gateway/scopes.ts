import { type PermissionViolation, PlatformError } from "./errors.ts";
import type { Caller } from "./route.ts";

/** Where the developer applies for scopes; the message and the error both lead there. */
function applyUrl(origin: string, appId: string, scopes: readonly string[], kind: "tenant" | "user"): string {
  return `${origin}/app/${appId}/auth?q=${scopes.join(",")}&op_from=openapi&token_type=${kind}`;
}

const violationsOf = (type: PermissionViolation["type"], scopes: readonly string[]): PermissionViolation[] =>
  scopes.map((subject) => ({ type, subject }));

/** 99991672: the app has none of the scopes. */
function appLacks(origin: string, appId: string, scopes: readonly string[]): PlatformError {
  const url = applyUrl(origin, appId, scopes, "tenant");
  const list = `[${scopes.join(", ")}]`;
  return new PlatformError(
    99991672,
    `Access denied. One of the following scopes is required: ${list}. Apply for any one of them: ${url}`,
    {
      permissions: violationsOf("action_scope_required", scopes),
      helps: [{ url, description: `Learn more about scopes and how to add them: ${list}` }],
    },
  );
}

/** 99991679: the person granted the app none of the scopes. */
function userLacks(scopes: readonly string[]): PlatformError {
  const refusal = "Unauthorized. You do not have permission to perform the requested operation on the resource.";
  const hint = "Please request user re-authorization and try again.";
  return new PlatformError(99991679, `${refusal} ${hint} required one of these privileges: [${scopes.join(", ")}]`, {
    permissions: violationsOf("action_privilege_required", scopes),
  });
}

/**
 * Refuses a caller without any of an operation's scopes. Apps and tokens without a list have all of them.
 *
 * @param origin - Where the link leads by which the developer applies.
 *
 * @throws {PlatformError} 99991672 for tokens of the app, 99991679 for those of people.
 */
export function checkScopes(origin: string, caller: Caller, scopes: readonly string[]): void {
  if (scopes.length === 0) {
    return;
  }
  const { app } = caller.app;
  const lists = [app.scopes, caller.scopes];
  if (scopes.some((scope) => lists.every((granted) => granted?.includes(scope) ?? true))) {
    return;
  }
  throw caller.user === undefined ? appLacks(origin, app.appId, scopes) : userLacks(scopes);
}
