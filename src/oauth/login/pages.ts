import type { LoginProblem } from "./options.ts";

/** The HTTP status of each problem, and what its page says. */
const PAGES: Readonly<Record<LoginProblem, readonly [status: number, text: string]>> = {
  denied: [403, "You did not agree to the access."],
  unknown: [400, "This login was not begun in this browser, or ten minutes are over."],
  used: [400, "This login was used before."],
  not_allowed: [403, "You may not sign in here."],
  refused: [502, "The platform did not complete the login."],
  unavailable: [503, "The login is not available at the moment."],
};

export const statusOf = (problem: LoginProblem): number => PAGES[problem][0];

/** Headers of every answer: no cache and no other site learns of a login. */
const PRIVATE: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** A page for a person whose login did not succeed. It loads nothing, and no other page can frame it. */
export function problemPage(problem: LoginProblem, retry: string): Response {
  const [status, text] = PAGES[problem];
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Login</title><p>${text}</p><p><a href="${retry}">Try again</a></p></html>`;
  return new Response(body, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    },
  });
}

/** Sends a browser elsewhere. */
export const redirect = (location: string): Response => new Response(null, { status: 303, headers: { location } });

/** The answer with its cookies, and with the headers of all answers. The given one may be immutable. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  const answer = new Response(response.body, response);
  for (const [name, value] of Object.entries(PRIVATE)) {
    answer.headers.set(name, value);
  }
  for (const cookie of cookies) {
    answer.headers.append("set-cookie", cookie);
  }
  return answer;
}
