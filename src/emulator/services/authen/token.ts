import type { Answer, Call, OpenCall, Route } from "../../gateway/route.ts";
import { openRoute, route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { findToken, issueToken } from "../../platform/tokens.ts";
import type { EmulatedUser } from "../../platform/types.ts";
import { avatarUrl } from "../avatars.ts";
import { success } from "../success.ts";
import { type Body, clientOf, readBody, required, textIn } from "./client.ts";
import { pollDevice } from "./device.ts";
import { inOauthForm, oauthError } from "./errors.ts";
import { redeemCode, redeemRefreshToken, type UserTokens } from "./grants.ts";

const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
const JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

async function redeem(call: OpenCall, body: Body, takesAssertion: boolean): Promise<UserTokens> {
  const grantType = required(body, "grant_type");
  const record = clientOf(call, body, takesAssertion);
  const scope = textIn(body, "scope");
  if (grantType === "authorization_code") {
    const [redirectUri, verifier] = [textIn(body, "redirect_uri"), textIn(body, "code_verifier")];
    return redeemCode(call.state, record, required(body, "code"), { redirectUri, verifier, scope });
  }
  if (grantType === "refresh_token") {
    return redeemRefreshToken(call.state, record, required(body, "refresh_token"), scope);
  }
  if (grantType === DEVICE_GRANT) {
    return pollDevice(call.state, record, required(body, "device_code"));
  }
  throw oauthError(20036);
}

function toAnswer(made: UserTokens): Answer {
  const refresh = made.refreshToken && {
    refresh_token: made.refreshToken,
    refresh_token_expires_in: made.refreshExpiresIn,
  };
  const { accessToken: access_token, expiresIn: expires_in, scope } = made;
  return { json: { code: 0, access_token, expires_in, ...refresh, scope, token_type: "Bearer" } };
}

const token = (call: OpenCall): Promise<Answer> =>
  inOauthForm(async () => toAnswer(await redeem(call, await readBody(call), false)));

/** The endpoint for apps without a secret: also tokens of the app itself. */
const tokenOfV3 = (call: OpenCall): Promise<Answer> =>
  inOauthForm(async () => {
    const body = await readBody(call);
    if (textIn(body, "grant_type") !== JWT_GRANT) {
      return toAnswer(await redeem(call, body, true));
    }
    const { app } = clientOf(call, body, true);
    const { value, expire } = issueToken(call.state, "tenant", app.appId, app.tenantKey);
    return { json: { code: 0, access_token: value, expires_in: expire, token_type: "Bearer" } };
  });

const toData = ({ accessToken, expiresIn, refreshToken = "", refreshExpiresIn, scope }: UserTokens) => ({
  access_token: accessToken,
  refresh_token: refreshToken,
  token_type: "Bearer",
  expires_in: expiresIn,
  refresh_expires_in: refreshExpiresIn,
  scope,
});

async function oldToken(call: Call): Promise<Answer> {
  const { grant_type, code } = call.input.body;
  if (grant_type !== "authorization_code") {
    throw oauthError(20036);
  }
  return success(toData(await redeemCode(call.state, call.caller.app, asText(code), {})));
}

function oldRefresh(call: Call): Answer {
  const { grant_type, refresh_token } = call.input.body;
  if (grant_type !== "refresh_token") {
    throw oauthError(20036);
  }
  return success(toData(redeemRefreshToken(call.state, call.caller.app, asText(refresh_token))));
}

function toInfo(call: Call, user: EmulatedUser): Record<string, unknown> {
  const avatar = avatarUrl(call.origin, user.openId);
  return {
    name: user.name,
    en_name: user.name,
    avatar_url: avatar,
    avatar_thumb: avatar,
    avatar_middle: avatar,
    avatar_big: avatar,
    open_id: user.openId,
    union_id: user.unionId,
    user_id: user.userId,
    tenant_key: user.tenantKey,
    ...(user.email === "" ? {} : { email: user.email }),
    ...(user.mobile === "" ? {} : { mobile: user.mobile }),
  };
}

/** The oldest operations say in the same answer who the person is. */
function withPerson(answer: (call: Call) => Answer | Promise<Answer>): (call: Call) => Promise<Answer> {
  return async (call) => {
    const { data } = (await answer(call)).json as { data: ReturnType<typeof toData> };
    const { openId = "" } = findToken(call.state, data.access_token) ?? {};
    const user = call.state.users.get(openId);
    const { scope: _, ...tokens } = data;
    return success({ ...tokens, ...(user && toInfo(call, user)) });
  };
}

function userInfo(call: Call): Answer {
  const { user } = call.caller;
  if (user === undefined) {
    throw oauthError(20008);
  }
  return success(toInfo(call, user));
}

const OLD = [["The codes are those of the newer operation", "assumption"]] as const;

/** Tokens of people. Page: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/authentication-management/access-token/get-user-access-token */
export const authenToken: readonly Route[] = service("authen", [
  openRoute("POST v2/oauth/token", token, [
    ["A code is good for five minutes and once, a refresh token for seven days and once", "documentation"],
    [
      "20001 to 20004, 20024, 20026, 20036, 20037, 20048, 20049, 20063 to 20065, 20067, 20068, 20070, 20071 and 20073",
      "documentation",
    ],
    ["A form and HTTP Basic are taken, too", "official SDK"],
    ["A refresh token comes with the scope `offline_access`, or without a list of scopes", "documentation"],
    ["The text of `error`", "assumption"],
  ]),
  route("POST v1/oidc/access_token", oldToken, OLD),
  route("POST v1/oidc/refresh_access_token", oldRefresh, OLD),
  route("POST v1/access_token", withPerson(oldToken), OLD),
  route("POST v1/refresh_access_token", withPerson(oldRefresh), OLD),
  route("GET v1/user_info", userInfo, [["Scopes of single fields are not looked at", "assumption"]]),
]);

/** The token endpoint that also takes apps without a secret. */
export const authenTokenOfV3: readonly Route[] = service("/oauth/v3", [
  openRoute(
    "POST token",
    tokenOfV3,
    [
      [
        "With `assertions` in the app other assertions are 20002, and so is a JSON Web Token whose `exp` is over",
        "assumption",
      ],
      ["Without this list any assertion is taken for the app of `client_id`; no signature is checked", "assumption"],
      ["The errors are those of version 2", "assumption"],
    ],
    "official SDK",
  ),
]);
