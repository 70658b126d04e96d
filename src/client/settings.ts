import type { CallOptions, ClientOptions, KeylessClientOptions } from "./types.ts";

/** Headers as plain data, their names in lower case. */
type PlainHeaders = Record<string, string>;

/** What calls go by: the client's options, what `with` laid over them, and the call's own. */
export type Settings = Omit<ClientOptions & CallOptions, "headers" | "appSecret" | "assertion"> & {
  appSecret?: string | undefined;
  assertion?: KeylessClientOptions["assertion"] | undefined;
  headers: PlainHeaders;
};

/**
 * Lays headers over others. Names are the same in any spelling, and one that is `undefined` was left out.
 *
 * @throws {TypeError} A header cannot have that name or that value.
 */
function mergeHeaders(...given: (object | undefined)[]): PlainHeaders {
  const merged = new Headers();
  for (const [name, value] of given.flatMap((headers) => Object.entries(headers ?? {}))) {
    try {
      if (value !== undefined) {
        merged.set(name, value);
      }
    } catch {
      // The host's own error shows the value.
      throw new TypeError(`headers: no header can have the name ${name} and its value`);
    }
  }
  return Object.fromEntries(merged);
}

/** Options that say as whom a call is made: for one that is `undefined` the call must not be made as another. */
const IDENTITY = /^(user|tenant|app)/;

/**
 * Names that options have on the wire or in the official SDK. What is ignored would be missed, and a call with
 * `user_access_token` would be made as the app.
 */
const FOREIGN = /_|^(cache|helpD|httpI)/;

/** Lays options over settings, and between their headers those of a payload. What is `undefined` was left out. */
export function layer<Base extends { headers: PlainHeaders }, Over extends { headers?: object | undefined }>(
  base: Base,
  options: Over | undefined,
  ofPayload?: object,
): Base & Omit<Over, "headers"> {
  const isGiven = ([name, value]: [string, unknown]) => {
    if (FOREIGN.test(name)) {
      throw new TypeError(`no option ${name}: see camelCase, lark-edge/official`);
    }
    return (name === "retry" ? Object(value).maxRetries : value) !== undefined || IDENTITY.test(name);
  };
  const given = Object.entries(options ?? {}).filter(isGiven);
  const headers = mergeHeaders(base.headers, ofPayload, options?.headers);
  return { ...base, ...Object.fromEntries(given), headers } as Base & Over;
}
