import { PlatformError } from "../../gateway/errors.ts";
import { readJson } from "../../gateway/read-body.ts";
import type { Answer, Call, OpenCall, Route } from "../../gateway/route.ts";
import { openRoute, route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import type { AppRecord } from "../../platform/state.ts";
import { avatarUrl } from "../avatars.ts";
import { success } from "../success.ts";
import { OAUTH_ERRORS, type OauthCode, oauthError } from "./errors.ts";
import { redeemCode, redeemRefreshToken, type UserTokens } from "./grants.ts";

type Body = Readonly<Record<string, unknown>>;

/** A text of a body; undefined if it is missing or empty. */
const textIn = (body: Body, name: string): string | undefined => {
  const value = body[name];
  return value === undefined || value === null || value === "" ? undefined : asText(value);
};

function required(body: Body, name: string): string {
  const value = textIn(body, name);
  if (value === undefined) {
    throw oauthError(20001);
  }
  return value;
}

function clientOf({ state }: OpenCall, body: Body): AppRecord {
  const record = state.apps.get(required(body, "client_id"));
  if (record === undefined) {
    throw oauthError(20048);
  }
  if (record.app.appSecret !== required(body, "client_secret")) {
    throw oauthError(20002);
  }
  return record;
}

async function redeem(call: OpenCall, body: Body): Promise<UserTokens> {
  const grantType = required(body, "grant_type");
  const record = clientOf(call, body);
  const scope = textIn(body, "scope");
  if (grantType === "authorization_code") {
    const [redirectUri, verifier] = [textIn(body, "redirect_uri"), textIn(body, "code_verifier")];
    return redeemCode(call.state, record, required(body, "code"), { redirectUri, verifier, scope });
  }
  if (grantType === "refresh_token") {
    return redeemRefreshToken(call.state, record, required(body, "refresh_token"), scope);
  }
  throw oauthError(20036);
}

async function token(call: OpenCall): Promise<Answer> {
  try {
    const made = await redeem(call, await readJson(call));
    const refresh = made.refreshToken && {
      refresh_token: made.refreshToken,
      refresh_token_expires_in: made.refreshExpiresIn,
    };
    const { accessToken: access_token, expiresIn: expires_in, scope } = made;
    return { json: { code: 0, access_token, expires_in, ...refresh, scope, token_type: "Bearer" } };
  } catch (error) {
    if (!(error instanceof PlatformError) || !Object.hasOwn(OAUTH_ERRORS, error.code)) {
      throw error;
    }
    const [, , words] = OAUTH_ERRORS[error.code as OauthCode];
    return { status: error.status, json: { code: error.code, error: words, error_description: error.message } };
  }
}

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

function userInfo(call: Call): Answer {
  const { user } = call.caller;
  if (user === undefined) {
    throw oauthError(20008);
  }
  const avatar = avatarUrl(call.origin, user.openId);
  return success({
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
  });
}

const OLD = [["The codes are those of the newer operation", "assumption"]] as const;

/** Tokens of people. Page: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/authentication-management/access-token/get-user-access-token */
export const authenToken: readonly Route[] = service("authen", [
  openRoute("POST v2/oauth/token", token, [
    ["A code is good for five minutes and once, a refresh token for seven days and once", "documentation"],
    ["20002, 20003, 20004, 20024, 20026, 20036, 20037, 20048, 20049, 20065, 20071 and 20073", "documentation"],
    ["A refresh token comes with the scope `offline_access`, or without a list of scopes", "documentation"],
    ["The text of `error`", "assumption"],
  ]),
  route("POST v1/oidc/access_token", oldToken, OLD),
  route("POST v1/oidc/refresh_access_token", oldRefresh, OLD),
  route("GET v1/user_info", userInfo, [["Scopes of single fields are not looked at", "assumption"]]),
]);
