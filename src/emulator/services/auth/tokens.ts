import { PlatformError } from "../../gateway/errors.ts";
import { readJson } from "../../gateway/read-body.ts";
import type { Answer, OpenCall, Route } from "../../gateway/route.ts";
import { openRoute, service } from "../../gateway/service.ts";
import type { AppRecord } from "../../platform/state.ts";
import { findToken, issueToken } from "../../platform/tokens.ts";

// Token endpoints answer HTTP 200 whatever the code (observed), so that a client which trusts the status falls.
const refuse = (code: number, message: string): PlatformError => new PlatformError(code, message, { status: 200 });

async function readStrings<const K extends string>(call: OpenCall, names: readonly K[]): Promise<Record<K, string>> {
  const body = await readJson(call);
  const out: Record<string, string> = {};
  for (const name of names) {
    const value = body[name];
    if (typeof value !== "string" || value === "") {
      throw refuse(10003, "invalid param");
    }
    out[name] = value;
  }
  return out as Record<K, string>;
}

function checkApp(call: OpenCall, appId: string, appSecret: string): AppRecord {
  if (!appId.startsWith("cli_")) {
    throw refuse(10003, "invalid param");
  }
  const record = call.state.apps.get(appId);
  if (record === undefined) {
    throw refuse(10014, "app id not exists");
  }
  if (record.app.appSecret !== appSecret) {
    throw refuse(10015, "app secret invalid");
  }
  return record;
}

async function selfBuiltToken(call: OpenCall): Promise<Answer> {
  const { app_id, app_secret } = await readStrings(call, ["app_id", "app_secret"]);
  const { app } = checkApp(call, app_id, app_secret);
  if (app.appType !== "self-built") {
    throw refuse(10003, "invalid param");
  }
  const { value, expire } = issueToken(call.state, "tenant", app.appId, app.tenantKey);
  return { json: { code: 0, msg: "ok", tenant_access_token: value, expire } };
}

async function selfBuiltAppToken(call: OpenCall): Promise<Answer> {
  const { json = {} } = await selfBuiltToken(call);
  // The documentation's sample shows one string for both.
  return { json: { ...json, app_access_token: json.tenant_access_token } };
}

async function marketplaceAppToken(call: OpenCall): Promise<Answer> {
  const body = await readStrings(call, ["app_id", "app_secret", "app_ticket"]);
  const { app, ticket } = checkApp(call, body.app_id, body.app_secret);
  if (app.appType !== "marketplace") {
    throw refuse(10003, "invalid param");
  }
  if (ticket === undefined || ticket !== body.app_ticket) {
    throw refuse(10012, "app ticket invalid");
  }
  const { value, expire } = issueToken(call.state, "app", app.appId, "");
  return { json: { code: 0, msg: "ok", app_access_token: value, expire } };
}

async function marketplaceTenantToken(call: OpenCall): Promise<Answer> {
  const { app_access_token, tenant_key } = await readStrings(call, ["app_access_token", "tenant_key"]);
  const token = findToken(call.state, app_access_token);
  if (token?.kind !== "app") {
    throw refuse(99991664, "app_access_token is invalid");
  }
  if (!call.state.tenants.has(tenant_key)) {
    throw refuse(10013, "tenant_access_token is not obtainable");
  }
  const { value, expire } = issueToken(call.state, "tenant", token.appId, tenant_key);
  return { json: { code: 0, msg: "ok", tenant_access_token: value, expire } };
}

async function resendTicket(call: OpenCall): Promise<Answer> {
  const { app_id, app_secret } = await readStrings(call, ["app_id", "app_secret"]);
  const record = checkApp(call, app_id, app_secret);
  if (record.app.appType !== "marketplace") {
    throw refuse(10016, "resend is not allowed for this app type");
  }
  await call.pushAppTicket(record);
  return { json: { code: 0, msg: "ok" } };
}

const ERRORS = [
  ["HTTP 200 with a code; 10003 for malformed parameters, 10014 for an unknown app", "observed"],
  ["10015 for a wrong secret (public reports also show 10014 with the message `app secret invalid`)", "documentation"],
] as const;

export const authTokens: readonly Route[] = service("auth/v3", [
  openRoute("POST tenant_access_token/internal", selfBuiltToken, [
    ["With 30 minutes or more left the same token comes back with less `expire`", "documentation"],
    ...ERRORS,
  ]),
  openRoute("POST app_access_token/internal", selfBuiltAppToken, [
    ["App token and tenant token of a self-built app are one string", "documentation"],
    ...ERRORS,
  ]),
  openRoute("POST app_access_token", marketplaceAppToken, [
    ["Only the newest ticket is valid", "assumption"],
    ["10012 for a wrong ticket", "official SDK"],
    ...ERRORS,
  ]),
  openRoute("POST tenant_access_token", marketplaceTenantToken, [
    ["99991664 for a wrong app token, 10013 for an unknown tenant", "assumption"],
  ]),
  openRoute("POST app_ticket/resend", resendTicket, [
    ["The ticket has arrived when this answers; the platform pushes it later", "assumption"],
    ...ERRORS,
  ]),
]);
