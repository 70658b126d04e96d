import type { Answer, OpenCall, Route } from "../../gateway/route.ts";
import { openRoute, service } from "../../gateway/service.ts";
import type { State } from "../../platform/state.ts";
import { type Body, readBody, textIn } from "./client.ts";
import { REGISTRATION_PAGE, registrationPage } from "./registration-page.ts";
import { type Registration, registrationsOf } from "./state.ts";

const LIFE_SECONDS = 600;
const INTERVAL_SECONDS = 5;

/** Errors of OAuth have HTTP 400 and no code. */
const refusal = (error: string): Answer => ({
  status: 400,
  json: { error, error_description: `The registration of an app: ${error}.` },
});

function begin({ state, origin }: OpenCall, body: Body): Answer {
  if (textIn(body, "archetype") === undefined || textIn(body, "auth_method") !== "client_secret") {
    return refusal("invalid_request");
  }
  const deviceCode = state.ids.hex("registration-code", 40);
  const userCode = state.ids.hex("registration-user-code", 8).toUpperCase();
  const fields = textIn(body, "request_user_info")?.split(" ") ?? [];
  const expiresAt = state.now() + LIFE_SECONDS * 1000;
  registrationsOf(state).set(deviceCode, { userCode, fields, expiresAt, polledAt: 0 });
  return {
    json: {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: origin + REGISTRATION_PAGE,
      verification_uri_complete: `${origin}${REGISTRATION_PAGE}?user_code=${userCode}`,
      expires_in: LIFE_SECONDS,
      interval: INTERVAL_SECONDS,
    },
  };
}

/** Who confirmed, as far as it was requested. The brand says on which cloud the person is. */
function userInfo(state: State, { fields, openId = "" }: Registration): Record<string, string> {
  const tenant_brand = state.domain.includes("larksuite") ? "lark" : "feishu";
  const all: Record<string, string> = { open_id: openId, tenant_brand };
  return Object.fromEntries(Object.entries(all).filter(([name]) => fields.includes(name)));
}

function poll({ state, request }: OpenCall, body: Body): Answer {
  const deviceCode = textIn(body, "device_code") ?? "";
  const registration = registrationsOf(state).get(deviceCode);
  if (registration === undefined) {
    return refusal("invalid_grant");
  }
  const isTooFast = state.now() - registration.polledAt < INTERVAL_SECONDS * 1000;
  registration.polledAt = state.now();
  if (registration.expiresAt <= state.now()) {
    return refusal("expired_token");
  }
  if (registration.isDenied) {
    return refusal("access_denied");
  }
  const app = state.apps.get(registration.appId ?? "")?.app;
  if (app === undefined) {
    return refusal(isTooFast ? "slow_down" : "authorization_pending");
  }
  const user_info = userInfo(state, registration);
  if (user_info.tenant_brand === "lark" && new URL(request.url).host === "accounts.feishu.cn") {
    return { json: { user_info } };
  }
  registrationsOf(state).delete(deviceCode);
  return { json: { client_id: app.appId, client_secret: app.appSecret, user_info } };
}

async function register(call: OpenCall): Promise<Answer> {
  const body = await readBody(call);
  const action = textIn(body, "action");
  if (action === "begin") {
    return begin(call, body);
  }
  return action === "poll" ? poll(call, body) : refusal("invalid_request");
}

/** The registration of an app by a person who opens a link. It is not documented; the official SDKs have it. */
export const appRegistration: readonly Route[] = [
  ...service("/oauth/v1", [
    openRoute(
      "POST app/registration",
      register,
      [
        ["A link lives for ten minutes; polls more often than every five seconds are `slow_down`", "assumption"],
        [
          "On `accounts.feishu.cn` a person of Lark gets no secret there, and on `accounts.larksuite.com` one",
          "official SDK",
        ],
        ["The secret is given once; a later poll is `invalid_grant`", "assumption"],
      ],
      "official SDK",
    ),
  ]),
  ...service(REGISTRATION_PAGE, [
    openRoute(
      "GET ",
      registrationPage,
      [
        [
          "The page lists the people, then the new app and those of the company; `createOnly` and `clientID` narrow them",
          "assumption",
        ],
        ["With `open_id` in the query that person confirms, and refuses with `decision=deny`", "assumption"],
        [
          "With `preset: false` the app has the scopes of `addons` only; the template's are not known, so that it has every scope",
          "assumption",
        ],
      ],
      "assumption",
    ),
  ]),
];
