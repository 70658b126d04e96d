import { ControlError } from "./answers.ts";

/** Names of this machine, with or without a port. */
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** An address in numbers: no foreign name can be pointed at this machine with it. */
const NUMBERS = /^(\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\])(:\d+)?$/i;

/** The platform's own names, which bots use through a proxy or a hosts file, and which no attacker can point anywhere. */
export const PLATFORM_HOSTS: readonly string[] = [
  "open.feishu.cn",
  "open.larksuite.com",
  "accounts.feishu.cn",
  "accounts.larksuite.com",
];

/** Whom a request may come from. */
export interface Welcome {
  /** Further names of the server, when it listens to more than this machine. Its numbers are welcome then, too. */
  readonly names: readonly string[] | undefined;
  /** Host name of the address that the platform pretends to have. */
  readonly domainName: string;
}

const nameOf = (host: string): string => host.replace(/:\d+$/, "").toLowerCase();

function isWelcome(host: string, { names, domainName }: Welcome, isPlatform: boolean): boolean {
  if (LOCAL.test(host)) {
    return true;
  }
  if (isPlatform && [...PLATFORM_HOSTS, domainName].includes(nameOf(host))) {
    return true;
  }
  if (names === undefined) {
    return false;
  }
  // Who let others in lets their bots call it by whichever name their network has for it.
  return isPlatform || NUMBERS.test(host) || names.includes(nameOf(host));
}

function isOwn(origin: string, host: string, names: readonly string[] | undefined): boolean {
  if (!URL.canParse(origin) || !URL.canParse(`http://${host}`)) {
    return false;
  }
  const { protocol, host: from } = new URL(origin);
  // A proxy before a server for others may speak TLS.
  return from === new URL(`http://${host}`).host && (protocol === "http:" || names !== undefined);
}

/** Whether an address is that of the page on which people sign in, before a person is chosen. */
const isSignIn = ({ pathname, searchParams }: URL): boolean =>
  /^\/open-apis\/authen\/v1\/(authorize|index)$/.test(pathname) && !searchParams.has("open_id");

/**
 * Refuses what another site sends through a browser: a foreign `Host` (a name that was pointed at this machine) or a
 * foreign `Origin`.
 *
 * @param isPlatform - Whether it is a request to the platform, and not to the page or its API.
 */
export function refuseForeign(request: Request, welcome: Welcome, isPlatform: boolean): void {
  const { headers, method, url } = request;
  const host = headers.get("host") ?? new URL(url).host;
  if (!isWelcome(host, welcome, isPlatform)) {
    throw new ControlError(403, `the host ${JSON.stringify(host)} is not this machine: use 127.0.0.1 or localhost`);
  }
  const origin = headers.get("origin");
  if (origin !== null && !isOwn(origin, host, welcome.names)) {
    throw new ControlError(403, `the origin ${JSON.stringify(origin)} is another site: only the own page may call`);
  }
  // A link on another site may lead to the page, and to the page on which people sign in; not further from there.
  const isPage = !isPlatform || isSignIn(new URL(url));
  const isLink = isPage && method === "GET" && headers.get("sec-fetch-mode") === "navigate";
  if (origin === null && headers.get("sec-fetch-site") === "cross-site" && !isLink) {
    throw new ControlError(403, "another site may not call");
  }
}
