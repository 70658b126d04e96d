// PKCE beside oauth4webapi, which follows RFC 7636.
import { calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomState } from "oauth4webapi";
import { expect, test } from "vitest";
import { codeChallenge, createOAuth } from "../../../src/oauth/index.ts";

const oauth = createOAuth({ appId: "cli_a", appSecret: "app-secret", redirectUri: "https://bot.example/callback" });

test("our verifiers have the challenge that oauth4webapi calculates, and it is in the address", async () => {
  for (let round = 0; round < 100; round++) {
    const { url, codeVerifier } = await oauth.authorizeUrl();
    const query = new URL(url).searchParams;
    expect(query.get("code_challenge")).toBe(await calculatePKCECodeChallenge(codeVerifier));
    expect(query.get("code_challenge_method")).toBe("S256");
  }
});

test("verifiers and states of oauth4webapi have our challenge, and are taken", async () => {
  for (let round = 0; round < 100; round++) {
    const [codeVerifier, state] = [generateRandomCodeVerifier(), generateRandomState()];
    const made = await oauth.authorizeUrl({ codeVerifier, state });
    expect(made).toMatchObject({ codeVerifier, state });
    expect(await codeChallenge(codeVerifier)).toBe(await calculatePKCECodeChallenge(codeVerifier));
  }
});

test.each(["-._~".repeat(11), "A".repeat(43), "z".repeat(128), `${"Az09-._~".repeat(16)}`])(
  "a verifier at the ends of the RFC has one challenge: %s",
  async (codeVerifier) => {
    expect(await codeChallenge(codeVerifier)).toBe(await calculatePKCECodeChallenge(codeVerifier));
  },
);
