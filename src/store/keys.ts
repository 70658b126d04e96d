/** What a stored value is. */
export type KeyKind = "tenant_access_token" | "app_access_token" | "app_ticket" | "claim";

/**
 * The key of a stored value: `<prefix>lark-edge:1:<kind>:<domain>:<app>:<tenant>`.
 *
 * `1` is the version of the format. The domain is the host of the platform (`open.feishu.cn`), so that one store serves
 * both clouds. Each part is percent-encoded, so that no part can reach into the next. A part that does not apply is
 * empty: the tenant of a self-built app, and the domain of an `app_ticket`, whose event does not tell it.
 */
export function storeKey(prefix = "", kind: KeyKind, domain: string, app: string, tenant = ""): string {
  return `${prefix}lark-edge:1:${[kind, domain, app, tenant].map(encodeURIComponent).join(":")}`;
}
