import type { LogLevel } from "../base/index.ts";
import { type AppKind, type CallOptions, marketplace } from "../client/index.ts";

/** Base URLs, by the official SDK's names. */
export const Domain = {
  Feishu: "https://open.feishu.cn",
  Lark: "https://open.larksuite.com",
} as const;

/** Kinds of apps, by the official SDK's names. */
export const AppType: { readonly SelfBuild: "self-built"; readonly ISV: AppKind } = {
  SelfBuild: "self-built",
  ISV: marketplace,
};

/** Levels for `loggerLevel`, by the official SDK's names. */
export const LoggerLevel: { readonly [Name in "fatal" | "error" | "warn" | "info" | "debug" | "trace"]: LogLevel } = {
  fatal: "error",
  error: "error",
  warn: "warn",
  info: "info",
  debug: "debug",
  trace: "debug",
};

/**
 * Options of a call with this `tenant_access_token`.
 *
 * @see https://github.com/larksuite/node-sdk
 */
export const withTenantToken = (tenantAccessToken: string): CallOptions => ({ tenantAccessToken });

/**
 * Options of a call as this user.
 *
 * @see https://github.com/larksuite/node-sdk
 */
export const withUserAccessToken = (userAccessToken: string): CallOptions => ({ userAccessToken });

/**
 * Options of a call for this tenant of a marketplace app.
 *
 * @see https://github.com/larksuite/node-sdk
 */
export const withTenantKey = (tenantKey: string): CallOptions => ({ tenantKey });

/**
 * Nothing: the operations that need the client's `helpdesk` get it by themselves. Kept for samples of the official SDK.
 *
 * @see https://github.com/larksuite/node-sdk
 */
export const withHelpDeskCredential = (): CallOptions => ({});

/**
 * Several options as one; a later one wins, and headers are joined.
 *
 * @see https://github.com/larksuite/node-sdk
 */
export function withAll(options: readonly CallOptions[]): CallOptions {
  const headers = Object.assign({}, ...options.map((one) => one.headers));
  return Object.assign({}, ...options, { headers });
}
