import { ControlError } from "./answers.ts";

/** Names of this machine, with or without a port. */
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** An address in numbers: nobody can point a name of theirs at this machine with it. */
const NUMBERS = /^(\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\])(:\d+)?$/i;

function isWelcome(host: string, names: readonly string[] | undefined): boolean {
  if (LOCAL.test(host)) {
    return true;
  }
  return names !== undefined && (NUMBERS.test(host) || names.includes(host.replace(/:\d+$/, "").toLowerCase()));
}

const isOwn = (origin: string, host: string): boolean => {
  try {
    return new URL(origin).host === new URL(`http://${host}`).host;
  } catch {
    return false;
  }
};

/**
 * Refuses what another site sends through a browser: a foreign `Host` (a name that was pointed at this machine) or a
 * foreign `Origin`.
 *
 * @param names - Further names, for a server that listens to more than this machine. Its numbers are welcome then, too.
 */
export function refuseForeign(request: Request, names: readonly string[] | undefined): void {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  if (!isWelcome(host, names)) {
    throw new ControlError(403, `the host ${JSON.stringify(host)} is not this machine: open 127.0.0.1 or localhost`);
  }
  const origin = request.headers.get("origin");
  if (origin !== null && !isOwn(origin, host)) {
    throw new ControlError(403, `the origin ${JSON.stringify(origin)} is another site: only the own page may call`);
  }
  const { headers, method } = request;
  // A link on another site may lead here.
  const isLink = method === "GET" && headers.get("sec-fetch-mode") === "navigate";
  if (origin === null && headers.get("sec-fetch-site") === "cross-site" && !isLink) {
    throw new ControlError(403, "another site may not call");
  }
}
