export const BASE_NOTES = [
  ["1254040 and 1254041 for an app and a table that do not exist", "documentation"],
  ["91403 with HTTP 403 for another company's app", "observed"],
  ["1254040 for a deleted app", "assumption"],
  ["Within a company everybody may read and write every app", "assumption"],
  ["1254002 for a page token that is none", "documentation"],
] as const;

export const TOKEN_NOTES = [
  ["`client_token` is a UUID of version 4, else 1254037", "documentation"],
  ["1255006 for another request with the same `client_token`", "assumption"],
] as const;
