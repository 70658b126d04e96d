/** The kind of a stored value. */
export type KeyKind =
  | "tenant_access_token"
  | "app_access_token"
  | "user_access_token"
  | "login_state"
  | "login_session"
  | "app_ticket"
  | "jsapi_ticket"
  | "claim";

/** Name and version of the format of keys. */
const FORMAT = "lark-edge:1:";

/** How the key of a claim goes on after a store's prefix. */
const CLAIM = `${FORMAT}claim:`;

/**
 * The key of a stored value: `<prefix>lark-edge:1:<kind>:<domain>:<app>:<tenant>`.
 *
 * `1` is the version of the format. The domain is the host of the platform (`open.feishu.cn`), so that one store serves
 * both clouds. Each part is percent-encoded, so that no part can reach into the next. A part that does not apply is
 * empty: the tenant of a self-built app, and the domain of an `app_ticket`, whose event does not contain it.
 */
export function storeKey(prefix = "", kind: KeyKind, domain: string, app: string, tenant = ""): string {
  return `${prefix}${FORMAT}${[kind, domain, app, tenant].map(encodeURIComponent).join(":")}`;
}

/** Joins the key of a stream's record from parts that are encoded already. */
export const joinStreamKey = (prefix: string, app: string, what: string): string =>
  `${prefix}${FORMAT}stream::${app}:${what}`;

/** Joins the key of a claim from parts that are encoded already. */
export const joinClaimKey = (prefix: string, app: string, what: string): string => `${prefix}${CLAIM}:${app}:${what}`;

/** Whether a key is a claim's. */
export const isClaimKey = (key: string): boolean => key.includes(CLAIM);
