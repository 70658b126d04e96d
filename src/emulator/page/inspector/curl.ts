import type { RequestEntry } from "../../control/protocol.ts";

/** A text as one word of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The variable that holds the token of a call; the page does not know tokens. */
const TOKENS: Partial<Record<RequestEntry["authorization"], string>> = {
  tenant: "TENANT_ACCESS_TOKEN",
  app: "APP_ACCESS_TOKEN",
  user: "USER_ACCESS_TOKEN",
};

/** A call as a command for a shell. Secrets in its body are masked, and the token is a variable. */
export function toCurl(entry: RequestEntry, origin: string): string {
  const { method, path, query, authorization, requestBody } = entry;
  const token = TOKENS[authorization];
  const hasBody = requestBody !== undefined && requestBody !== "";
  return [
    `curl -X ${method} ${quoted(`${origin}${path}${query === "" ? "" : `?${query}`}`)}`,
    ...(token === undefined ? [] : [`-H "Authorization: Bearer $${token}"`]),
    ...(hasBody ? ["-H 'Content-Type: application/json; charset=utf-8'", `--data ${quoted(requestBody)}`] : []),
  ].join(" \\\n  ");
}
