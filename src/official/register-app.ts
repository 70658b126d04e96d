import type { Fetch } from "../http/index.ts";
import { type AppAddons, registerApp as register } from "../oauth/index.ts";

/** The options of the official SDK's `registerApp`. */
export interface RegisterAppOptions {
  /** Shows the address, as a QR code for example. Not a function: a `TypeError`. */
  onQRCodeReady: (code: { url: string; expireIn: number }) => unknown;
  /** Has no effect: the registration reports its end only. Default: none. */
  onStatusChange?: ((status: { status: string; interval?: number }) => void) | undefined;
  /** What the page proposes. Default: the platform's. */
  appPreset?: { avatar?: string | string[]; name?: string; desc?: string } | undefined;
  /** The scopes, events and callbacks that the app gets. Default: those of the platform's template. */
  addons?: AppAddons | undefined;
  /** Whether the page offers a new app only. Default `false`. */
  createOnly?: boolean | undefined;
  /** An app that is changed instead of a new one. Default: the person chooses. */
  appId?: string | undefined;
  /** The name of your program, for the platform's statistics. Default: none. */
  source?: string | undefined;
  /** Ends the wait. Default: none. */
  signal?: AbortSignal | undefined;
  /** The host of the login pages. Default `accounts.feishu.cn`. */
  domain?: string | undefined;
  /** Not in the official SDK: sends the requests. Default `globalThis.fetch`. */
  fetch?: Fetch | undefined;
}

/** The app, in the official SDK's shape. */
export interface RegisterAppResult {
  client_id: string;
  /** A secret. */
  client_secret: string;
  user_info?: { open_id?: string | undefined; tenant_brand: "feishu" | "lark" } | undefined;
}

/**
 * Lets a person create an app by a QR code, in the official SDK's shape.
 *
 * @throws {TypeError} `onQRCodeReady`, the avatars or `addons` are wrong.
 * @throws {LarkAuthError} The person refused, or the page expired.
 * @throws {LarkTransportError} There was no usable answer, or `signal` was aborted.
 * @see https://github.com/larksuite/node-sdk
 */
export async function registerApp(options: RegisterAppOptions): Promise<RegisterAppResult> {
  const { onQRCodeReady, appPreset = {}, domain, onStatusChange: _, ...rest } = options;
  const { avatar, name, desc } = appPreset;
  if (typeof onQRCodeReady !== "function") {
    throw new TypeError("registerApp needs onQRCodeReady, a function that shows the address");
  }
  const app = await register({
    ...rest,
    name,
    description: desc,
    avatars: avatar === undefined ? undefined : [avatar].flat(),
    domain: domain && `https://${domain.replace(/^accounts\./, "open.")}`,
    onPage: ({ url, expiresAt }) => onQRCodeReady({ url, expireIn: Math.round((expiresAt - Date.now()) / 1_000) }),
  });
  const tenant_brand = app.domain.includes("larksuite") ? "lark" : "feishu";
  return { client_id: app.appId, client_secret: app.appSecret, user_info: { open_id: app.user, tenant_brand } };
}
