import type { LarkApiError, LarkErrorCategory } from "../base/index.ts";

/** What a refusal means to whoever has to mend it. */
export type LarkErrorMeaning =
  | LarkErrorCategory
  | "quota_exhausted"
  | "app_ticket_invalid"
  | "token_expired"
  | "token_missing"
  | "reauthorize"
  | "permission_denied"
  | "ip_denied"
  | "invalid_request";

/** A refusal, explained. */
export interface ErrorExplanation {
  readonly meaning: LarkErrorMeaning;
  /** What to do, in a sentence. */
  readonly advice: string;
  /** The platform's pages about it: the troubleshooter, the application for a scope. */
  readonly links: readonly string[];
}

const MEANINGS: Record<number, LarkErrorMeaning> = {
  99991403: "quota_exhausted",
  11233: "rate_limited",
  11247: "rate_limited",
  10012: "app_ticket_invalid",
  99991661: "token_missing",
  99991677: "token_expired",
  20006: "token_expired",
  99991669: "reauthorize",
  20026: "reauthorize",
  20037: "reauthorize",
  20064: "reauthorize",
  20073: "reauthorize",
  99991672: "permission_denied",
  99991676: "permission_denied",
  99991679: "permission_denied",
  99991401: "ip_denied",
};

const ADVICE: Record<LarkErrorMeaning, string> = {
  rate_limited: "Send fewer requests, or later: the limits are per app, tenant and method.",
  quota_exhausted: "The tenant's quota of API calls for this month is used up: it has to buy more, or wait.",
  token_invalid: "The token was refused: it is of another app or domain, or the method takes another kind of token.",
  token_expired: "The user's token has ended: refresh it.",
  token_missing: "The request carried no token: check the `tokens` of a raw call.",
  reauthorize: "The user has to authorise the app again.",
  permission_denied: "The app or the user lacks a scope: apply for it in the developer console and publish a version.",
  ip_denied: "The app has a list of allowed addresses, and this host is not on it.",
  app_ticket_invalid: "The app_ticket was refused: wait for the next app_ticket event.",
  transient: "The platform could not do it now: try again later.",
  refused: "The request was refused: its code and message say why.",
  invalid_request: "A field or an id in the request is wrong: see `details` of the error.",
};

/**
 * Explains a refusal to a person.
 *
 * @example
 * catch (error) { if (error instanceof LarkApiError) console.error(explainError(error).advice); }
 */
export function explainError({ category, platformCode = 0, details }: LarkApiError): ErrorExplanation {
  const isField = platformCode >= 99992351 && platformCode <= 99992501;
  const meaning = MEANINGS[platformCode] ?? (category === "refused" && isField ? "invalid_request" : category);
  const troubleshooter = /https:\S+/.exec(details?.troubleshooter ?? "")?.[0];
  const links = [troubleshooter, ...(details?.helps ?? []).map(({ url }) => url)].filter((url) => url !== undefined);
  return { meaning, advice: ADVICE[meaning], links };
}
