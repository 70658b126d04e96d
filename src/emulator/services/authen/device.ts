import type { Answer, OpenCall, Route } from "../../gateway/route.ts";
import { openRoute, service } from "../../gateway/service.ts";
import type { AppRecord, State } from "../../platform/state.ts";
import { type Body, clientOf, readBody, required, textIn } from "./client.ts";
import { DeviceRefusal, inOauthForm, oauthError } from "./errors.ts";
import { issue, type UserTokens } from "./grants.ts";
import { accountsPage, linkWith, peopleList } from "./pages.ts";
import { authenOf, type DeviceGrant, grantScopes } from "./state.ts";
import { wordsOf } from "./words.ts";

const LIFE_SECONDS = 240;
const INTERVAL_SECONDS = 5;
/** The platform's own address of the page is not documented. */
const PAGE = "/page/device";

function devicesOf(state: State): Map<string, DeviceGrant> {
  const authen = authenOf(state);
  authen.devices ??= new Map();
  return authen.devices;
}

function begin(call: OpenCall, body: Body, { app }: AppRecord): Answer {
  const { state, origin } = call;
  const deviceCode = state.ids.hex("device-code", 40);
  const userCode = state.ids.hex("user-code", 8).toUpperCase();
  const scopes = textIn(body, "scope")?.split(" ").filter(Boolean) ?? [];
  const expiresAt = state.now() + LIFE_SECONDS * 1000;
  devicesOf(state).set(deviceCode, { appId: app.appId, userCode, scopes, expiresAt, polledAt: 0 });
  return {
    json: {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: origin + PAGE,
      verification_uri_complete: `${origin}${PAGE}?user_code=${userCode}`,
      expires_in: LIFE_SECONDS,
      interval: INTERVAL_SECONDS,
    },
  };
}

/** With HTTP Basic, as the official command line sends it. */
const beginWithSecret = (call: OpenCall): Promise<Answer> =>
  inOauthForm(async () => {
    const body = await readBody(call);
    return begin(call, body, clientOf(call, body, false));
  });

/** Without a secret, as the official Python SDK sends it. */
const beginWithout = (call: OpenCall): Promise<Answer> =>
  inOauthForm(async () => {
    const body = await readBody(call);
    const record = call.state.apps.get(required(body, "client_id"));
    if (record === undefined) {
      throw oauthError(20048);
    }
    return begin(call, body, record);
  });

/** The page on which a person confirms a code, or refuses. */
function page({ state, query, request }: OpenCall): Answer {
  const words = wordsOf(request);
  const userCode = query.get("user_code") ?? "";
  const device = [...devicesOf(state).values()].find((one) => one.userCode === userCode.toUpperCase());
  if (device === undefined || device.expiresAt <= state.now()) {
    return { ...accountsPage(words, words.say("This code is not valid"), ""), status: 404 };
  }
  const openId = query.get("open_id");
  if (openId === null) {
    const users = [...state.users.values()];
    const link = (user: (typeof users)[number]): string =>
      `${linkWith(query, { open_id: user.openId }, user.name)} · ${linkWith(query, { open_id: user.openId, decision: "deny" }, words.say("Deny"))}`;
    return accountsPage(words, words.say("Sign in on another device"), peopleList(users, link));
  }
  if (!state.users.has(openId)) {
    throw oauthError(20008);
  }
  device.openId = openId;
  device.isDenied = query.get("decision") === "deny";
  return accountsPage(words, words.say(device.isDenied ? "You did not agree" : "You can go back to the device"), "");
}

/** Makes the tokens of a device code once a person has confirmed it. */
export function pollDevice(state: State, record: AppRecord, deviceCode: string): UserTokens {
  const device = devicesOf(state).get(deviceCode);
  if (device === undefined || device.appId !== record.app.appId) {
    throw oauthError(20003);
  }
  const isTooFast = state.now() - device.polledAt < INTERVAL_SECONDS * 1000;
  device.polledAt = state.now();
  if (device.expiresAt <= state.now()) {
    throw new DeviceRefusal("expired_token");
  }
  if (device.isDenied) {
    throw new DeviceRefusal("access_denied");
  }
  if (device.openId === undefined) {
    throw new DeviceRefusal(isTooFast ? "slow_down" : "authorization_pending");
  }
  devicesOf(state).delete(deviceCode);
  const { openId, scopes } = device;
  return issue(state, record, {
    openId,
    scopes: grantScopes(authenOf(state), record.app.appId, openId, scopes),
  });
}

/** A login on another device. It is not documented; the official command line and the Python SDK have it. */
export const authenDevice: readonly Route[] = [
  ...service("authen/v2/oauth", [openRoute("POST device_authorization", beginWithout, [], "official SDK")]),
  ...service("/oauth/v1", [openRoute("POST device_authorization", beginWithSecret, [], "official SDK")]),
  ...service(PAGE, [
    openRoute(
      "GET ",
      page,
      [
        ["The page lists the people; with `open_id` in the query, that person confirms or denies", "assumption"],
        [
          "The code of `authorization_pending`, `slow_down`, `expired_token` and `access_denied` is 20083",
          "assumption",
        ],
      ],
      "assumption",
    ),
  ]),
];
