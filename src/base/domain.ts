import type { Log } from "./logger.ts";

/** The platform's base URL in China. */
export const DEFAULT_DOMAIN = "https://open.feishu.cn";

/** Whether a text is an address without a path, a user or a query. */
export const isOrigin = (text: string): boolean => /^https?:\/\/[\w.:[\]-]+\/?$/.test(text) && URL.canParse(text);

/**
 * The origin of a domain that is an option.
 *
 * @throws {TypeError} It is no origin.
 */
export function originOf(domain: string = DEFAULT_DOMAIN): string {
  if (!isOrigin(domain)) {
    throw new TypeError(`domain must be an origin like ${DEFAULT_DOMAIN}`);
  }
  return new URL(domain).origin;
}

/** The origin of the login pages. Any platform but the two clouds has them on its own origin. */
export function accountsOf(origin: string): string {
  const [, cloud] = /^https:..open\.(feishu\.cn|larksuite\.com)$/.exec(origin) ?? [];
  return cloud ? `https://accounts.${cloud}` : origin;
}

/** Warns if an origin is another machine without TLS: the app's secret is sent there. */
export function warnOfClearText(origin: string, log: Log): void {
  if (!/^(https|http:..(localhost|127\.[\d.]+|\[::1])(:|$))/.test(origin)) {
    log("warn", `${origin}: secrets are sent in the clear, use https`);
  }
}
