import type { Fault, RequestFaultKind, RequestRecord } from "../platform/types.ts";

/** A fault whose answer has nothing of the real one. */
export type AnsweringFault = Fault & { kind: Exclude<RequestFaultKind, "network" | "lost" | "hang" | "slow" | "cut"> };

/** An answer in the platform's place: a text as it is, or an error by its code. */
export interface FaultyAnswer {
  status: number;
  body: string | { code: number; msg: string };
  headers?: Record<string, string>;
}

const INVALID = "Invalid access token for authorization. Please make a request with token attached.";
const EXPIRED = "Authentication token expired. Please make a request with a token that is valid.";

/** Codes by what the request showed: of a tenant's token the platform says the same whether it is invalid or expired. */
const TOKEN_CODES: Readonly<Record<RequestRecord["authorization"], readonly [invalid: number, expired: number]>> = {
  none: [99991663, 99991663],
  malformed: [99991663, 99991663],
  tenant: [99991663, 99991663],
  app: [99991664, 99991664],
  user: [99991668, 99991677],
};

function refusal(fault: Fault, status: number, code: number, msg: string): FaultyAnswer {
  return { status: fault.http200 ? 200 : (fault.status ?? status), body: { code, msg } };
}

function cardLimit(fault: Fault, path: string): FaultyAnswer {
  return path.includes("/cardkit/")
    ? refusal(fault, 400, 300305, "The number of components in the card exceeds the limit of 200.")
    : refusal(
        fault,
        400,
        230099,
        "Failed to create card content, ext=ErrCode: 11310; ErrMsg: element exceeds the limit; ErrorValue: ;",
      );
}

/** The HTTP status and the `error` of the codes of the token endpoint that are no fault of the client. */
const OAUTH_FAULTS: Readonly<Record<number, readonly [status: number, error: string]>> = {
  20050: [500, "server_error"],
  20072: [503, "temporarily_unavailable"],
};

/** A refusal of the token endpoint, in its form. */
function oauthRefusal({ code = 20001, status }: Fault): FaultyAnswer {
  const [usual, error] = OAUTH_FAULTS[code] ?? [400, "invalid_grant"];
  const body = { code, error, error_description: "Refused by a fault of the emulator." };
  const headers = { "content-type": "application/json; charset=utf-8" };
  return { status: status ?? usual, body: JSON.stringify(body), headers };
}

/** What a fault puts in the platform's place. */
export function faultyAnswer(
  fault: AnsweringFault,
  { path, authorization }: Pick<RequestRecord, "path" | "authorization">,
): FaultyAnswer {
  const [invalid, expired] = TOKEN_CODES[authorization];
  const tokenStatus = authorization === "user" ? 401 : 400;
  switch (fault.kind) {
    case "rate-limit": {
      const reset = fault.resetSeconds === undefined ? 1 : fault.resetSeconds;
      const headers: Record<string, string> =
        reset === null ? {} : { "x-ogw-ratelimit-limit": "100", "x-ogw-ratelimit-reset": String(reset) };
      return { ...refusal(fault, 429, 99991400, "request trigger frequency limit"), headers };
    }
    case "invalid-token":
      return refusal(fault, tokenStatus, invalid, INVALID);
    case "expired-token":
      return refusal(fault, tokenStatus, expired, expired === invalid ? INVALID : EXPIRED);
    case "quota":
      return refusal(fault, 429, 99991403, "This month's API call quota has been exceeded.");
    case "refusal":
      if (/\/oauth(\/v3)?\/token$/.test(path)) {
        return oauthRefusal(fault);
      }
      return refusal(fault, 400, fault.code ?? 1, "Refused by a fault of the emulator.");
    case "card-limit":
      return cardLimit(fault, path);
    case "server-error":
      return { status: fault.status ?? 500, body: "upstream failed", headers: { "content-type": "text/plain" } };
    case "html":
      return {
        status: fault.status ?? 200,
        body: "<!doctype html><title>Sorry</title><p>Something went wrong.</p>",
        headers: { "content-type": "text/html; charset=utf-8" },
      };
    case "not-json":
      return { status: fault.status ?? 200, body: "upstream connect error" };
    case "redirect":
      return {
        status: fault.status ?? 302,
        body: "",
        headers: { "content-type": "text/html", location: fault.location ?? "https://attacker.example/" },
      };
  }
}
