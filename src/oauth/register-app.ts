import { accountsOf, DEFAULT_DOMAIN, isToken, LarkTransportError, originOf } from "../base/index.ts";
import type { Fetch } from "../http/index.ts";
import { type AppAddons, encodeAddons } from "./addons.ts";
import { poll, secondsOf } from "./poll.ts";
import { createAuthTransport } from "./refusals.ts";

const OPERATION = "oauth.app_registration";
const LARK = "https://open.larksuite.com";
const DEFAULT_LIFE_SECONDS = 600;
/** The most pictures that the page shows. */
const MAX_AVATARS = 6;

/** A page on which a person creates the app. */
export interface RegistrationPage {
  /** For a browser, or for a QR code. */
  readonly url: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** The app that a person is to create. */
export interface RegisterAppOptions {
  /** Shows the page to the person. The registration waits for what it returns. Not a function: a `TypeError`. */
  onPage: (page: RegistrationPage) => unknown;
  /** The name that the page proposes; `{user}` in it is the person. Default: the platform's. */
  name?: string | undefined;
  /** The description that the page proposes; `{user}` in it is the person. Default: the platform's. */
  description?: string | undefined;
  /** Addresses of 1 to 6 pictures to choose from. Default: the platform's. More than 6: a `TypeError`. */
  avatars?: readonly string[] | undefined;
  /** The scopes, events and callbacks that the app gets. Default: those of the platform's template. */
  addons?: AppAddons | undefined;
  /** An app that is changed instead of a new one. Default: the person chooses. */
  appId?: string | undefined;
  /** Whether the page offers a new app only. Default `false`. */
  createOnly?: boolean | undefined;
  /** The name of your program, for the platform's statistics. Default: none. */
  source?: string | undefined;
  /** The platform's base URL. Default `https://open.feishu.cn`. Not an origin: a `TypeError`. */
  domain?: string | undefined;
  /** Ends the wait. The registration then rejects with `LARK_ABORTED`. Default: none. */
  signal?: AbortSignal | undefined;
  /** Sends the requests. Default `globalThis.fetch`. */
  fetch?: Fetch | undefined;
}

/** The app that a person created. */
export interface RegisteredApp {
  readonly appId: string;
  /** A secret. */
  readonly appSecret: string;
  /** The `open_id` of the person. */
  readonly user: string | undefined;
  /** The platform's base URL of the app: the person may belong to the other cloud. */
  readonly domain: string;
}

/** The address of the page, with everything that it proposes. */
function pageOf(address: string, options: RegisterAppOptions, addons: string | undefined): string {
  const { name, description, avatars = [], appId, createOnly, source } = options;
  const url = new URL(address);
  const query = url.searchParams;
  query.set("from", "sdk");
  query.set("source", source ? `node-sdk/${source}` : "node-sdk");
  query.set("tp", "sdk");
  for (const avatar of avatars) {
    query.append("avatar", avatar);
  }
  const more = {
    name,
    desc: description,
    addons,
    createOnly: createOnly ? "true" : undefined,
    clientID: appId,
  };
  for (const [key, value] of Object.entries(more)) {
    if (value !== undefined) {
      query.set(key, value);
    }
  }
  return url.href;
}

function assertOptions({ onPage, avatars = [], domain }: RegisterAppOptions): string {
  if (typeof onPage !== "function") {
    throw new TypeError("registerApp needs onPage, a function that shows the address");
  }
  if (avatars.length > MAX_AVATARS) {
    throw new TypeError(`avatars must be at most ${MAX_AVATARS}, got ${avatars.length}`);
  }
  return originOf(domain);
}

/**
 * Lets a person create an app by a QR code or a link, without the developer console, and gets its id and secret.
 *
 * @throws {TypeError} `onPage`, `avatars`, `addons` or `domain` is wrong.
 * @throws {LarkAuthError} The person refused, or the page expired.
 * @throws {LarkTransportError} There was no usable answer, or `signal` was aborted.
 * @example
 * const { appId, appSecret } = await registerApp({ name: "{user}'s bot", onPage: ({ url }) => console.log(url) });
 * @see https://github.com/larksuite/node-sdk
 */
export async function registerApp(options: RegisterAppOptions): Promise<RegisteredApp> {
  const { onPage, signal, fetch } = options;
  let domain = assertOptions(options);
  // Before anything is sent: a wrong addon is a mistake of the caller.
  const addons = options.addons && (await encodeAddons(options.addons));
  const transport = createAuthTransport(fetch);
  const post = async (data: object): Promise<object> =>
    transport({
      operation: OPERATION,
      method: "POST",
      url: `${accountsOf(domain)}/oauth/v1/app/registration`,
      format: "form",
      data,
      signal,
    });
  const begun = await post({
    action: "begin",
    archetype: "PersonalAgent",
    auth_method: "client_secret",
    request_user_info: "open_id tenant_brand",
  });
  const { device_code, verification_uri_complete: address, expires_in, interval } = Object(begun);
  if (!isToken(device_code) || typeof address !== "string" || !URL.canParse(address)) {
    throw new LarkTransportError(`${OPERATION}: no code in the answer: check the domain`, { code: "LARK_BAD_ANSWER" });
  }
  const expiresAt = Date.now() + secondsOf(expires_in, DEFAULT_LIFE_SECONDS) * 1_000;
  await onPage({ url: pageOf(address, options, addons), expiresAt });

  const attempt = async (): Promise<RegisteredApp | undefined> => {
    const { client_id, client_secret, user_info } = Object(await post({ action: "poll", device_code }));
    const { open_id, tenant_brand } = Object(user_info);
    if (isToken(client_id) && isToken(client_secret)) {
      return { appId: client_id, appSecret: client_secret, user: open_id, domain };
    }
    // The person belongs to the other cloud, which knows the secret.
    if (tenant_brand === "lark" && domain === DEFAULT_DOMAIN) {
      domain = LARK;
      return attempt();
    }
    return;
  };
  return poll({ operation: OPERATION, interval, expiresAt, signal }, attempt);
}
