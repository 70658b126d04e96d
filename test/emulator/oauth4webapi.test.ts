// The login of the platform with oauth4webapi as its client, which follows the RFCs to the letter. Where the platform differs,
// the test says how.
import * as rfc from "oauth4webapi";
import { describe, expect, test } from "vitest";
import { createEmulator, type EmulatorOptions } from "../../src/emulator/index.ts";

const REDIRECT = "https://bot.example/callback";
const ACCOUNTS = "https://accounts.feishu.cn";
const OPEN = "https://open.feishu.cn";

/** The addresses of the platform, which publishes no document of RFC 8414. */
const SERVER: rfc.AuthorizationServer = {
  issuer: ACCOUNTS,
  authorization_endpoint: `${ACCOUNTS}/open-apis/authen/v1/authorize`,
  token_endpoint: `${OPEN}/open-apis/authen/v2/oauth/token`,
  device_authorization_endpoint: `${ACCOUNTS}/oauth/v1/device_authorization`,
  userinfo_endpoint: `${OPEN}/open-apis/authen/v1/user_info`,
};

function world(options: EmulatorOptions = {}) {
  // The client writes the times of its assertions by the real clock.
  let now = Date.now();
  const emulator = createEmulator({ now: () => now, ...options });
  const ada = emulator.addUser({ name: "Ada" });
  const { appId, appSecret } = emulator.app;
  const client: rfc.Client = { client_id: appId };
  const auth = rfc.ClientSecretPost(appSecret);
  const http = { [rfc.customFetch]: (url: string, init: object) => emulator.fetch(url, init as RequestInit) };
  const codeVerifier = rfc.generateRandomCodeVerifier();
  const state = rfc.generateRandomState();

  /** Goes through the page as a browser does. Gives the address of the way back. */
  async function agree(query: Record<string, string> = {}): Promise<URL> {
    const page = new URL(`${SERVER.authorization_endpoint}`);
    page.search = `${new URLSearchParams({
      client_id: appId,
      response_type: "code",
      redirect_uri: REDIRECT,
      scope: "offline_access",
      state,
      code_challenge: await rfc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
      open_id: ada.openId,
      ...query,
    })}`;
    return new URL((await emulator.fetch(page.href)).headers.get("location") ?? "");
  }
  const exchange = async (verifier = codeVerifier, clientAuth = auth, server = SERVER) => {
    const params = rfc.validateAuthResponse(SERVER, client, await agree(), state);
    const answer = await rfc.authorizationCodeGrantRequest(
      server,
      client,
      clientAuth,
      params,
      REDIRECT,
      verifier,
      http,
    );
    return rfc.processAuthorizationCodeResponse(server, client, answer);
  };
  const refresh = async (token: string, clientAuth = auth, server = SERVER) =>
    rfc.processRefreshTokenResponse(
      server,
      client,
      await rfc.refreshTokenGrantRequest(server, client, clientAuth, token, http),
    );
  const tick = (ms: number) => {
    now += ms;
  };
  return { emulator, ada, client, auth, http, state, agree, exchange, refresh, tick };
}

describe("as the RFCs say", () => {
  test("the way back has the code and the state, and the code becomes a token (RFC 6749, 7636)", async () => {
    const { exchange, emulator, ada } = world();
    const token = await exchange();
    expect(token).toMatchObject({ token_type: "bearer", expires_in: 7_200, scope: "offline_access" });
    const answer = await rfc.protectedResourceRequest(
      token.access_token,
      "GET",
      new URL(`${SERVER.userinfo_endpoint}`),
      undefined,
      undefined,
      { [rfc.customFetch]: (url, init) => emulator.fetch(url, init as RequestInit) },
    );
    expect(await answer.json()).toMatchObject({ code: 0, data: { open_id: ada.openId } });
  });

  test("another state, and a person who refuses, are what the client expects", async () => {
    const { agree, client, state } = world();
    const back = await agree();
    expect(() => rfc.validateAuthResponse(SERVER, client, back, "another")).toThrow(/unexpected "state"/);
    const denied = await agree({ decision: "deny" });
    expect(() => rfc.validateAuthResponse(SERVER, client, denied, state)).toThrow(
      expect.objectContaining({ name: "AuthorizationResponseError", error: "access_denied" }),
    );
  });

  test("a refresh token becomes a new pair, and works once", async () => {
    const { exchange, refresh } = world();
    const { refresh_token = "" } = await exchange();
    const next = await refresh(refresh_token);
    expect(next.refresh_token).toMatch(/^ur-/);
    expect(next.refresh_token).not.toBe(refresh_token);
    await expect(refresh(refresh_token)).rejects.toMatchObject({ error: "invalid_grant", status: 400 });
    expect((await refresh(`${next.refresh_token}`)).access_token).toMatch(/^u-/);
  });

  test("refusals have error and error_description", async () => {
    const { exchange, refresh, auth, client, http } = world();
    const another = rfc.generateRandomCodeVerifier();
    const wrong = rfc.ClientSecretPost("wrong");
    for (const [attempt, error, code] of [
      [() => exchange(another), "invalid_grant", 20049],
      [() => exchange(undefined, wrong), "invalid_client", 20002],
      [() => refresh("ur-unknown"), "invalid_grant", 20026],
      [
        async () => {
          const answer = await rfc.genericTokenEndpointRequest(SERVER, client, auth, "password", {}, http);
          return rfc.processGenericTokenEndpointResponse(SERVER, client, answer);
        },
        "unsupported_grant_type",
        20036,
      ],
    ] as const) {
      const failure = await attempt().catch((reason: rfc.ResponseBodyError) => reason);
      expect(failure).toMatchObject({
        name: "ResponseBodyError",
        error,
        status: 400,
        error_description: expect.any(String),
        // A number of the platform's own, which the RFC allows.
        cause: { code },
      });
    }
  });

  test("a login on another device waits, slows down, ends, and gives a token (RFC 8628)", async () => {
    const { emulator, ada, client, auth, http, tick } = world();
    const begin = async () =>
      rfc.processDeviceAuthorizationResponse(
        SERVER,
        client,
        await rfc.deviceAuthorizationRequest(SERVER, client, auth, { scope: "offline_access" }, http),
      );
    const poll = async (code: string) =>
      rfc.processDeviceCodeResponse(SERVER, client, await rfc.deviceCodeGrantRequest(SERVER, client, auth, code, http));
    const { device_code, verification_uri_complete, interval = 0, expires_in } = await begin();
    tick(interval * 1_000);
    await expect(poll(device_code)).rejects.toMatchObject({ error: "authorization_pending" });
    await expect(poll(device_code)).rejects.toMatchObject({ error: "slow_down" });
    await emulator.fetch(`${verification_uri_complete}&open_id=${ada.openId}`);
    expect(await poll(device_code)).toMatchObject({ token_type: "bearer", refresh_token: expect.any(String) });
    const denied = await begin();
    await emulator.fetch(`${denied.verification_uri_complete}&open_id=${ada.openId}&decision=deny`);
    await expect(poll(denied.device_code)).rejects.toMatchObject({ error: "access_denied" });
    const late = await begin();
    tick(expires_in * 1_000);
    await expect(poll(late.device_code)).rejects.toMatchObject({ error: "expired_token" });
  });

  test("the endpoint of version 3 takes an assertion in place of a secret (RFC 7523)", async () => {
    const { exchange, refresh } = world();
    const { privateKey } = await rfc.generateKeyPair("ES256");
    const server = { ...SERVER, token_endpoint: `${ACCOUNTS}/oauth/v3/token` };
    const { refresh_token = "" } = await exchange(undefined, rfc.PrivateKeyJwt(privateKey), server);
    expect((await refresh(refresh_token, rfc.PrivateKeyJwt(privateKey), server)).access_token).toMatch(/^u-/);
  });
});

describe("not as the RFCs say:", () => {
  test("there is no metadata document (RFC 8414)", async () => {
    const { http } = world();
    const answer = await rfc.discoveryRequest(new URL(ACCOUNTS), { algorithm: "oauth2", ...http });
    expect(answer.status).toBe(404);
  });

  test("HTTP Basic has id and secret as they are, without the form's encoding (RFC 6749, 2.3.1)", async () => {
    const { exchange, emulator } = world();
    const { appId, appSecret } = emulator.app;
    // The official command line sends them so. The client writes the "_" of an App ID as "%5F".
    await expect(exchange(undefined, rfc.ClientSecretBasic(appSecret))).rejects.toMatchObject({
      error: "invalid_client",
      cause: { code: 20048 },
    });
    const plain: rfc.ClientAuth = (_as, _client, _body, headers) =>
      headers.set("authorization", `Basic ${btoa(`${appId}:${appSecret}`)}`);
    expect((await exchange(undefined, plain)).access_token).toMatch(/^u-/);
  });

  test("a secret in two places is 20070, where the RFC leaves the answer open (2.3)", async () => {
    const { exchange, emulator } = world();
    const { appId, appSecret } = emulator.app;
    const both: rfc.ClientAuth = (_as, _client, body, headers) => {
      body.set("client_secret", appSecret);
      headers.set("authorization", `Basic ${btoa(`${appId}:${appSecret}`)}`);
    };
    await expect(exchange(undefined, both)).rejects.toMatchObject({ error: "invalid_request", cause: { code: 20070 } });
  });

  test("a wrong secret is 400 and not 401, also with HTTP Basic, and no answer has WWW-Authenticate (5.2)", async () => {
    const { exchange, emulator, http } = world();
    const basic: rfc.ClientAuth = (_as, _client, _body, headers) =>
      headers.set("authorization", `Basic ${btoa(`${emulator.app.appId}:wrong`)}`);
    await expect(exchange(undefined, basic)).rejects.toMatchObject({ status: 400, error: "invalid_client" });
    const answer = await rfc.protectedResourceRequest(
      "u-unknown",
      "GET",
      new URL(`${SERVER.userinfo_endpoint}`),
      undefined,
      undefined,
      http,
    );
    // RFC 6750, 3, wants the header. The client would throw if it were there.
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, null]);
    expect(await answer.json()).toMatchObject({ code: 99991668 });
  });

  test("a fault of the server is 500 or 503 with a body of OAuth, which the client does not read (5.2)", async () => {
    const { refresh, emulator } = world();
    for (const [code, status] of [
      [20050, 500],
      [20072, 503],
    ] as const) {
      emulator.faults.add({ kind: "refusal", path: "/oauth/token", code });
      const failure = await refresh("ur-unknown").catch((reason: rfc.OperationProcessingError) => reason);
      expect(failure).toMatchObject({ code: rfc.RESPONSE_IS_NOT_CONFORM });
      expect((failure as unknown as { cause: Response }).cause.status).toBe(status);
    }
  });

  test("who the user is comes in the platform's envelope, without a sub (OpenID Connect)", async () => {
    const { exchange, client, http } = world();
    const { access_token } = await exchange();
    const answer = await rfc.userInfoRequest(SERVER, client, access_token, http);
    const read = rfc.processUserInfoResponse(SERVER, client, rfc.skipSubjectCheck, answer);
    await expect(read).rejects.toMatchObject({ code: rfc.INVALID_RESPONSE });
  });

  test("a token of the app at version 3 takes the client's assertion, and none of the grant's (RFC 7523, 2.1)", async () => {
    const { client, http } = world();
    const { privateKey } = await rfc.generateKeyPair("ES256");
    const server = { ...SERVER, token_endpoint: `${ACCOUNTS}/oauth/v3/token` };
    const grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    const answer = await rfc.genericTokenEndpointRequest(
      server,
      client,
      rfc.PrivateKeyJwt(privateKey),
      grant,
      {},
      http,
    );
    expect((await rfc.processGenericTokenEndpointResponse(server, client, answer)).access_token).toMatch(/^t-/);
  });

  test("scopes add up: a token has more than its page was opened for (RFC 6749, 3.3)", async () => {
    const { agree, exchange } = world();
    await agree({ scope: "im:chat:readonly offline_access" });
    const { scope = "" } = await exchange();
    expect(scope.split(" ").sort()).toEqual(["im:chat:readonly", "offline_access"]);
  });
});
