import { createOAuth, type OAuth, type UserToken } from "../../../src/oauth/index.ts";

/** A token endpoint that rotates refresh tokens, as the platform does. */
export interface TokenPlatform {
  readonly oauth: OAuth;
  /** The bodies of all requests for tokens. */
  readonly requests: Record<string, string>[];
  /**
   * The next answers, in place of what the endpoint would say. `lost`: the request is carried out, and its answer is lost. A
   * function delays the request, and `answerAfter` delays the answer of a request that is carried out.
   */
  readonly faults: (Response | "lost" | "not sent" | (() => Promise<void>) | { answerAfter: () => Promise<void> })[];
  /** The refresh tokens that work, and whose they are. */
  readonly alive: Map<string, string>;
  /** A pair for a user who has just signed in. */
  signIn(user: string, seconds?: number): UserToken;
  /** The user that an access token belongs to. */
  readonly owners: Map<string, string>;
}

export const refusal = (code: number, status = 400): Response =>
  Response.json({ code, error: "invalid_grant", error_description: "refused" }, { status });

/** Makes the platform. Access tokens live for two hours unless told otherwise. */
export function tokenPlatform(life = 7_200): TokenPlatform {
  const alive = new Map<string, string>();
  const owners = new Map<string, string>();
  const requests: Record<string, string>[] = [];
  const faults: TokenPlatform["faults"] = [];
  let count = 0;
  const make = (user: string, seconds = life) => {
    count++;
    const pair = { access: `u-${count}-${user}`, refresh: `ur-${count}-${user}`, seconds };
    alive.set(pair.refresh, user);
    owners.set(pair.access, user);
    return pair;
  };
  const oauth = createOAuth({
    appId: "cli_a",
    appSecret: "app-secret",
    redirectUri: "https://bot.example/callback",
    fetch: async (url, init) => {
      if (new URL(url).pathname.endsWith("/user_info")) {
        const token = new Headers(init.headers).get("authorization")?.slice(7) ?? "";
        const open_id = owners.get(token);
        return open_id
          ? Response.json({ code: 0, msg: "ok", data: { open_id, union_id: "on_1", tenant_key: "t", name: "Ann" } })
          : Response.json({ code: 20005, msg: "invalid access token" }, { status: 401 });
      }
      const body = JSON.parse(init.body as string);
      requests.push(body);
      let fault = faults.shift();
      if (fault === "not sent") {
        throw new TypeError("fetch failed");
      }
      if (fault instanceof Response) {
        return fault;
      }
      if (typeof fault === "function") {
        await fault();
        fault = undefined;
      }
      const user = alive.get(body.refresh_token);
      if (!user) {
        return refusal(20073);
      }
      alive.delete(body.refresh_token);
      const { access, refresh, seconds } = make(user);
      if (fault === "lost") {
        throw new TypeError("fetch failed");
      }
      if (fault) {
        await fault.answerAfter();
      }
      return Response.json({
        code: 0,
        access_token: access,
        expires_in: seconds,
        refresh_token: refresh,
        refresh_token_expires_in: 604_800,
        token_type: "Bearer",
        scope: "offline_access calendar:calendar",
      });
    },
  });
  return {
    oauth,
    requests,
    faults,
    alive,
    owners,
    signIn(user, seconds) {
      const pair = make(user, seconds);
      return {
        accessToken: pair.access,
        expiresAt: Date.now() + pair.seconds * 1_000,
        refreshToken: pair.refresh,
        refreshExpiresAt: Date.now() + 604_800_000,
        scopes: ["offline_access"],
      };
    },
  };
}
