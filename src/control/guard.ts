import { ControlError } from "./answers.ts";

/** Names of this machine, with or without a port. */
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Refuses what another site sends through a browser: a foreign `Host` (a name that was pointed at this machine) or a
 * foreign `Origin`.
 */
export function refuseForeign(request: Request, anyHost: boolean): void {
  const url = new URL(request.url);
  const host = request.headers.get("host") ?? url.host;
  if (!anyHost && !LOCAL.test(host)) {
    throw new ControlError(
      403,
      `the host ${JSON.stringify(host)} is not this machine: open http://127.0.0.1 or localhost`,
    );
  }
  const origin = request.headers.get("origin");
  if (origin !== null && !isOwn(origin, host)) {
    throw new ControlError(
      403,
      `the origin ${JSON.stringify(origin)} is another site: only this server's own page may call`,
    );
  }
  if (origin === null && request.headers.get("sec-fetch-site") === "cross-site") {
    throw new ControlError(403, "another site may not call");
  }
}

const isOwn = (origin: string, host: string): boolean => {
  try {
    return new URL(origin).host === new URL(`http://${host}`).host;
  } catch {
    return false;
  }
};
