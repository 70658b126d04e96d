import { DEFAULT_DOMAIN } from "../base/index.ts";
import { CliError } from "./io.ts";

const DOMAINS: Readonly<Record<string, string>> = { feishu: DEFAULT_DOMAIN, lark: "https://open.larksuite.com" };

/** Whether a text is an http or https address. */
export const isHttp = (value: string): boolean => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

/**
 * Returns the address that a flag gives.
 *
 * @throws {CliError} It is something else.
 */
export function addressIn(flag: string, value: string): string {
  if (!isHttp(value)) {
    throw new CliError(`${flag} must be an http or https address, got ${JSON.stringify(value)}.`, 2);
  }
  return value;
}

/**
 * The address of a platform by its name.
 *
 * @throws {CliError} It is neither a name nor an address.
 */
export function domainOf(given: string): string {
  if (Object.hasOwn(DOMAINS, given)) {
    return DOMAINS[given] as string;
  }
  if (isHttp(given)) {
    return given;
  }
  throw new CliError(`The domain must be feishu, lark or an http or https address, got ${JSON.stringify(given)}.`, 2);
}
