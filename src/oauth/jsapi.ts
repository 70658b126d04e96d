import { createKeptToken, type KeptToken } from "../auth/index.ts";
import { assertText, createLog, LarkTransportError, type LogOptions, originOf } from "../base/index.ts";
import type { ClientBase } from "../client/index.ts";
import { hostCrypto, toHex } from "../crypto/index.ts";
import { createAsk, type KeyValueStore, storeKey } from "../store/index.ts";
import { randomText } from "./pkce.ts";

/** Signs pages for the JSAPI of the client. */
export interface JsapiOptions extends LogOptions {
  /** The app's client. Anything else is a `TypeError`. */
  client: Pick<ClientBase, "request">;
  /** The App ID of the developer console. Empty: a `TypeError`. */
  appId: string;
  /** Holds the ticket for all instances: the platform gives few. With `compareAndSet` one instance gets it. Default: this process. */
  store?: KeyValueStore | undefined;
  /** Prefix of the key in the store. Default empty. */
  keyPrefix?: string | undefined;
  /** The platform's base URL, as the client has it: a part of the key in the store. Default `https://open.feishu.cn`. Not an origin: a `TypeError`. */
  domain?: string | undefined;
}

/** What `h5sdk.config` takes, without the list of methods. */
export interface JsapiConfig {
  readonly appId: string;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly nonceStr: string;
  readonly signature: string;
}

/** Whose page it is. */
export interface JsapiOwner {
  /** The tenant of a marketplace app. Default: the one tenant of a self-built app. */
  tenantKey?: string | undefined;
  /** Keeps a background renewal of the ticket alive: an event's `ctx.waitUntil`, or that of a Worker. Default: none. */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** The signatures of an app. */
export interface Jsapi {
  /**
   * Signs a page.
   *
   * @param url - The address of the page, as the browser shows it. The part from `#` on is not signed.
   * @throws {TypeError} `url` is empty.
   * @throws {LarkApiError} The platform gave no ticket.
   * @throws {LarkTransportError} There was no usable answer.
   */
  config(url: string, owner?: JsapiOwner): Promise<JsapiConfig>;
}

/**
 * The signature of a page: the SHA-1 of ticket, nonce, time and address. For the ticket `ticket-1`, the nonce `nonce`, the time
 * 1700000000000 and the page `https://example.com/a?x=1&y=%E4%BD%A0` it starts `722c41ba`.
 *
 * @param timestamp - Milliseconds since the Unix epoch.
 * @param url - The part from `#` on is not signed.
 * @see https://open.feishu.cn/document/ukTMukTMukTM/uYTM5UjL2ETO14iNxkTN/h5_js_sdk/authorization
 */
export async function jsapiSignature(
  ticket: string,
  nonceStr: string,
  timestamp: number,
  url: string,
): Promise<string> {
  const [page] = url.split("#", 1);
  const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${page}`;
  return toHex(await hostCrypto().digest("SHA-1", [text]));
}

/**
 * Signs pages that run inside the client, with one ticket for all instances.
 *
 * @throws {TypeError} `client` or `appId` is missing, or `domain` is no origin.
 * @example
 * const pages = jsapi({ client, appId, store });
 * const config = await pages.config("https://bot.example/page");
 * // in the page: h5sdk.config({ ...config, jsApiList: ["biz.util.scanCode"] })
 * @see https://open.feishu.cn/document/ukTMukTMukTM/uYTM5UjL2ETO14iNxkTN/h5_js_sdk/authorization
 */
export function jsapi(options: JsapiOptions): Jsapi {
  const { client, appId, store, keyPrefix, domain } = options;
  if (typeof client?.request !== "function") {
    throw new TypeError("jsapi: client must be a Client");
  }
  assertText(options, "appId");
  const log = createLog(options);
  const ask = createAsk(log);
  const { host } = new URL(originOf(domain));
  const tickets = new Map<string, KeptToken>();

  async function fetchTicket(tenantKey: string) {
    const sentAt = Date.now();
    const request = { method: "POST", url: "/open-apis/jssdk/ticket/get" };
    const answer = await client.request<{ data: object }>(request, tenantKey ? { tenantKey } : {});
    const { ticket, expire_in } = Object(answer.data);
    if (typeof ticket !== "string" || !ticket) {
      throw new LarkTransportError("jssdk.ticket.get: no ticket in the answer", { code: "LARK_BAD_ANSWER" });
    }
    return { token: ticket, expiresAt: sentAt + (Number(expire_in) * 1_000 || 0) };
  }

  function keptFor(tenantKey: string): KeptToken {
    let kept = tickets.get(tenantKey);
    if (!kept) {
      const key = storeKey(keyPrefix, "jsapi_ticket", host, appId, tenantKey);
      kept = createKeptToken({ kind: "jsapi_ticket", key, store, ask, log, fetch: () => fetchTicket(tenantKey) }, true);
      tickets.set(tenantKey, kept);
    }
    return kept;
  }

  return {
    async config(url, { tenantKey = "", waitUntil } = {}) {
      assertText({ url }, "url");
      const { token } = await keptFor(tenantKey).get({ waitUntil });
      const timestamp = Date.now();
      const nonceStr = randomText().slice(0, 16);
      return { appId, timestamp, nonceStr, signature: await jsapiSignature(token, nonceStr, timestamp, url) };
    },
  };
}
