import { isToken, type LarkApiError, LarkTransportError } from "../base/index.ts";
import { toBase64, toUtf8 } from "../crypto/index.ts";
import type { Transport } from "../http/index.ts";
import type { DeviceLoginRequest, UserToken } from "./options.ts";
import { poll, secondsOf } from "./poll.ts";
import type { RequestToken } from "./token-endpoint.ts";

const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
const DEFAULT_LIFE_SECONDS = 240;

const OPERATION = "oauth.device_authorization";

/** Where codes come from. */
export interface DevicePlaces {
  readonly accounts: string;
  readonly origin: string;
}

/** The app that a person signs in to. */
export interface DeviceApp {
  readonly client_id: string;
  readonly client_secret: string | undefined;
}

/** The first step, in the two ways that the platform has. The second is for apps without a secret, and hosts that do not have the first. */
async function requestCode(
  transport: Transport,
  { accounts, origin }: DevicePlaces,
  app: DeviceApp,
  scope: string,
  signal: AbortSignal | undefined,
): Promise<object> {
  const { client_id, client_secret } = app;
  const common = { operation: OPERATION, method: "POST", data: { client_id, scope }, signal };
  if (client_secret) {
    try {
      return await transport({
        ...common,
        url: `${accounts}/oauth/v1/device_authorization`,
        format: "form",
        headers: { authorization: `Basic ${toBase64(toUtf8(`${client_id}:${client_secret}`))}` },
      });
    } catch (error) {
      if ((error as LarkApiError).status !== 404) {
        throw error;
      }
    }
  }
  return transport({ ...common, url: `${origin}/open-apis/authen/v2/oauth/device_authorization` });
}

/** Shows a code to a person, and waits until the person has confirmed it elsewhere. */
export async function loginByDevice(
  transport: Transport,
  places: DevicePlaces,
  app: DeviceApp,
  requestToken: RequestToken,
  { scopes = [], onCode, signal }: DeviceLoginRequest,
): Promise<UserToken> {
  if (typeof onCode !== "function") {
    throw new TypeError("deviceLogin needs onCode, a function that shows the code");
  }
  const answer = await requestCode(transport, places, app, scopes.join(" "), signal);
  const { device_code, user_code, verification_uri, verification_uri_complete, expires_in, interval } = Object(answer);
  if (!isToken(device_code) || !isToken(user_code) || !isToken(verification_uri)) {
    throw new LarkTransportError(`${OPERATION}: no code in the answer: check the domain`, {
      code: "LARK_BAD_ANSWER",
      status: 200,
    });
  }
  const expiresAt = Date.now() + secondsOf(expires_in, DEFAULT_LIFE_SECONDS) * 1_000;
  await onCode({
    userCode: user_code,
    verificationUri: verification_uri,
    verificationUriComplete: verification_uri_complete,
    expiresAt,
  });
  return poll({ operation: OPERATION, interval, expiresAt, signal }, () =>
    requestToken("device_token", { grant_type: DEVICE_CODE, device_code }),
  );
}
