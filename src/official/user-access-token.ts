import { createLog, type Logger, type LogLevel } from "../base/index.ts";
import { LarkSessionError, type OAuth, type UserToken, userTokens } from "../oauth/index.ts";
import type { KeyValueStore } from "../store/index.ts";

/** The tokens of a user as the official SDK keeps them. */
export interface UserAccessTokenInfo {
  code?: string | undefined;
  token?: string | undefined;
  refreshToken?: string | undefined;
  /** Milliseconds since the Unix epoch. */
  expiredTime?: number | undefined;
}

/** The tokens of users by keys of your own, in the official SDK's shape. */
export interface UserAccessToken {
  /** Exchanges a code for each key. A code that is refused is logged, and its key is left out of the result. */
  initWithCode(codes: Record<string, string>): Promise<Record<string, UserAccessTokenInfo>>;
  /**
   * Begins sessions with tokens that you have.
   *
   * @throws {TypeError} A key is empty.
   * @throws {LarkError} The store did not answer.
   */
  update(infos: Record<string, UserAccessTokenInfo>): Promise<void>;
  /**
   * Gives a token that can be used now; `undefined` if the user has to sign in.
   *
   * @throws {LarkAuthError} The platform refused to renew it.
   */
  get(key: string): Promise<string | undefined>;
}

/** Where the tokens are, and how messages are written. */
export interface UserAccessTokenPlace {
  readonly oauth: OAuth;
  readonly store: KeyValueStore;
  readonly logger?: Logger | undefined;
  readonly loggerLevel?: LogLevel | undefined;
}

/** Keeps sessions in this process, as the official SDK does without a cache. */
export function processStore(): KeyValueStore {
  const values = new Map<string, string>();
  const change = (key: string, next: string | null) => (next === null ? values.delete(key) : values.set(key, next));
  return {
    get: async (key) => values.get(key) ?? null,
    async set(key, value) {
      values.set(key, value);
    },
    async delete(key) {
      values.delete(key);
    },
    async compareAndSet(key, expected, next) {
      const isSame = (values.get(key) ?? null) === expected;
      if (isSame) {
        change(key, next);
      }
      return isSame;
    },
  };
}

/** An hour, as long as a token without a time is taken for good. */
const UNKNOWN_LIFE_MS = 3_600_000;

/** Makes the official SDK's `userAccessToken` on the tokens of users: one instance renews a token, and none is lost. */
export function createUserAccessToken(place: UserAccessTokenPlace): UserAccessToken {
  const { oauth, store, logger, loggerLevel } = place;
  const log = createLog({ logger, loggerLevel });
  const guarantee = store.compareAndSet ? "atomic" : "best-effort";
  /** The vault finds users by `open_id`; here the caller's key takes its place. */
  const usersOf = (open_id: string) =>
    userTokens({
      oauth: { ...oauth, userInfo: async () => ({ open_id, union_id: "", tenant_key: "", name: "" }) },
      store,
      guarantee,
      // The official SDK has no such option. It stores the tokens in its cache as they are.
      sealWith: false,
      logger,
      loggerLevel,
      keyPrefix: "official:",
    });
  const begin = (key: string, token: UserToken) => usersOf(key).add(token);
  return {
    async initWithCode(codes) {
      const infos: Record<string, UserAccessTokenInfo> = {};
      for (const [key, code] of Object.entries(codes)) {
        try {
          const token = await oauth.exchange({ code });
          await begin(key, token);
          const { accessToken, refreshToken, expiresAt } = token;
          infos[key] = { code, token: accessToken, refreshToken, expiredTime: expiresAt };
        } catch (error) {
          log("error", `no token of ${key}:`, (error as Error).message);
        }
      }
      return infos;
    },
    async update(infos) {
      for (const [key, { token = "", refreshToken, expiredTime }] of Object.entries(infos)) {
        await begin(key, {
          accessToken: token,
          expiresAt: Math.min(expiredTime ?? 0, Date.now() + UNKNOWN_LIFE_MS),
          refreshToken,
          refreshExpiresAt: undefined,
          scopes: [],
        });
      }
    },
    async get(key) {
      try {
        return await usersOf(key).accessToken(key);
      } catch (error) {
        if (error instanceof LarkSessionError) {
          log("error", error.message);
          return;
        }
        throw error;
      }
    },
  };
}
