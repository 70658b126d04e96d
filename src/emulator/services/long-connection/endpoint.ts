import type { Answer, OpenCall, Route } from "../../gateway/route.ts";
import { openRoute, service } from "../../gateway/service.ts";
import { gatewayOf } from "../../long-connection/gateway.ts";
import { isProof } from "../../platform/assertions.ts";
import { isObject, parseJson } from "../../platform/json.ts";
import type { EmulatedApp } from "../../platform/types.ts";

/** Refusals have HTTP 200, and an object as data: the official clients need both. */
const refusal = (code: number, msg: string): Answer => ({ json: { code, msg, data: {} } });

async function endpoint({ request, state }: OpenCall): Promise<Answer> {
  let body: unknown;
  try {
    body = parseJson(await request.text());
  } catch {}
  const { AppID, AppSecret, ClientAssertion } = isObject(body) ? body : {};
  const record = typeof AppID === "string" ? state.apps.get(AppID) : undefined;
  if (!AppSecret && !ClientAssertion) {
    return refusal(1000040344, "no credential");
  }
  const isRight = (app: EmulatedApp): boolean =>
    typeof ClientAssertion === "string"
      ? isProof(app, ClientAssertion, state.now())
      : ClientAssertion === undefined && app.appSecret === AppSecret;
  if (record === undefined || !isRight(record.app)) {
    return refusal(514, "app_id or app_secret is invalid");
  }
  const { code, msg, data } = gatewayOf(state).discover(record, new URL(request.url));
  return { json: { code, msg, data } };
}

/**
 * The discovery of the long connection's gateway.
 *
 * Page: https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/request-url-configuration-case
 */
export const endpointRoutes: readonly Route[] = service("/callback/ws", [
  openRoute(
    "POST endpoint",
    endpoint,
    [
      ["each address works once, within a minute", "assumption"],
      ["a client assertion is checked as by `/oauth/v3/token`; a wrong one is 514", "assumption"],
      ["50 connections of an app: 1000040350", "documentation"],
      ["one connection, chosen at random, gets each event", "documentation"],
      [
        "bots connect again after 1 to 5 seconds, so that a new emulator is found soon; the platform says 120",
        "assumption",
      ],
    ],
    "official SDK",
  ),
]);
