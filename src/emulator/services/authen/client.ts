import { readJson } from "../../gateway/read-body.ts";
import type { OpenCall } from "../../gateway/route.ts";
import { isProof } from "../../platform/assertions.ts";
import { asText } from "../../platform/json.ts";
import type { AppRecord } from "../../platform/state.ts";
import { oauthError } from "./errors.ts";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

export type Body = Readonly<Record<string, unknown>>;

/** A text of a body; undefined if it is missing or empty. */
export const textIn = (body: Body, name: string): string | undefined => {
  const value = body[name];
  return value === undefined || value === null || value === "" ? undefined : asText(value);
};

/** A text that a body must have. */
export function required(body: Body, name: string): string {
  const value = textIn(body, name);
  if (value === undefined) {
    throw oauthError(20001);
  }
  return value;
}

/** Reads JSON or a form. */
export async function readBody(call: OpenCall): Promise<Body> {
  if (/urlencoded/.test(call.request.headers.get("content-type") ?? "")) {
    return Object.fromEntries(new URLSearchParams(await call.request.text()));
  }
  return readJson(call).catch(() => {
    throw oauthError(20063);
  });
}

/** The id and the secret of HTTP Basic. */
function readBasic({ request }: OpenCall): readonly [id: string, secret: string] | undefined {
  const [, encoded] = /^Basic\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (encoded === undefined) {
    return undefined;
  }
  try {
    const text = atob(encoded);
    const at = text.indexOf(":");
    return [text.slice(0, at), text.slice(at + 1)];
  } catch {
    throw oauthError(20063);
  }
}

/** Finds the app of a request, and checks that it is the app. */
export function clientOf(call: OpenCall, body: Body, takesAssertion: boolean): AppRecord {
  const basic = readBasic(call);
  const assertion = takesAssertion ? textIn(body, "client_assertion") : undefined;
  const secret = textIn(body, "client_secret");
  if ([basic, assertion, secret].filter((one) => one !== undefined).length > 1) {
    throw oauthError(20070);
  }
  const record = call.state.apps.get(textIn(body, "client_id") ?? basic?.[0] ?? required(body, "client_id"));
  if (record === undefined) {
    throw oauthError(20048);
  }
  if (assertion !== undefined && required(body, "client_assertion_type") !== ASSERTION_TYPE) {
    throw oauthError(20001);
  }
  const isRight =
    assertion === undefined
      ? record.app.appSecret === (basic?.[1] ?? required(body, "client_secret"))
      : isProof(record.app, assertion, call.state.now());
  if (!isRight) {
    throw oauthError(20002);
  }
  return record;
}
