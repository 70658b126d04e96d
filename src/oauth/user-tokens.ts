import type { TokenOptions, TokenProvider } from "../auth/index.ts";
import { createLog, type LogOptions } from "../base/index.ts";
import type { KeyValueStore } from "../store/index.ts";
import type { OAuth } from "./oauth.ts";
import type { UserInfo, UserToken } from "./options.ts";
import { createRenewal } from "./renewal.ts";
import { createSealing, noSealing } from "./sealing.ts";
import { freshSession } from "./session.ts";
import { begin, createSessionStore, end } from "./session-store.ts";

/** Where the sessions of users are kept. */
export interface UserTokensOptions extends LogOptions {
  /** What `createOAuth` returns. Anything else is a `TypeError`. */
  oauth: OAuth;
  /** Shared by all instances. Anything but a `KeyValueStore` is a `TypeError`. */
  store: KeyValueStore;
  /** Prefix of every key in the store. Default empty. */
  keyPrefix?: string | undefined;
  /**
   * Keys of 32 bytes in base64 (`openssl rand -base64 32`), with which sessions are encrypted in the store: the key for new values
   * first, then older ones. `false` stores sessions as plain text. Anything else is a `TypeError`, which does not show it: a
   * variable that is not set never means plain text.
   */
  sealWith: string | readonly string[] | false;
  /**
   * `"atomic"` (the default) needs a store with `compareAndSet`: of all instances one renews a token. `"best-effort"` takes any
   * store. Two instances that renew at the same time then end the session, above all with a store whose reads lag, such as
   * Workers KV.
   */
  guarantee?: "atomic" | "best-effort" | undefined;
}

/** Whose session of a marketplace app. */
export type SessionOwner = Pick<TokenOptions, "tenantKey">;

/** Which session of a user ends. */
export interface RemovedSession extends SessionOwner {
  /** Only a session that began before this time, in milliseconds since the Unix epoch. Default: any. Any number is valid. */
  signedInBefore?: number | undefined;
}

/** Decides on a user who signs in. */
export type OwnerOf = (info: UserInfo) => SessionOwner | undefined | Promise<SessionOwner | undefined>;

/** A user's session, without its secrets. */
export interface UserSession {
  /** The `open_id`. */
  readonly user: string;
  readonly scopes: readonly string[];
  /** When the access token ends, in milliseconds since the Unix epoch. It is renewed before that. */
  readonly expiresAt: number;
  /** Until when the session can be renewed, in milliseconds since the Unix epoch. Each renewal moves it. */
  readonly refreshExpiresAt: number | undefined;
  /** Whether the user has to sign in again once the access token has ended. */
  readonly isLost: boolean;
}

/** The sessions of users: the client's option `users`. */
export interface UserTokens extends TokenProvider<"user_access_token"> {
  /**
   * Begins a user's session, or replaces the one that is there.
   *
   * @param token - What `exchange` or `deviceLogin` of `createOAuth` gave.
   * @param owner - The tenant of a marketplace app. A function gets who the user is and returns it; if it throws, there is no
   *   session, and `add` rejects with that error.
   * @returns Who the user is, as the platform says.
   * @throws {LarkAuthError} The platform does not take the token.
   * @throws {LarkError} The store failed, and there is no session.
   */
  add(token: UserToken, owner?: SessionOwner | OwnerOf): Promise<UserInfo>;
  /**
   * The access token of a user, for requests that the client does not make.
   *
   * @throws {LarkSessionError} The user has to sign in.
   */
  accessToken(user: string, owner?: TokenOptions): Promise<string>;
  /** Finds a user's session; `undefined` if there is none. */
  find(user: string, owner?: SessionOwner): Promise<UserSession | undefined>;
  /** The scopes of a list that the user has not granted: all of them if there is no session. A person can leave scopes out. */
  missing(user: string, scopes: readonly string[], owner?: SessionOwner): Promise<string[]>;
  /**
   * Ends a user's session here. The platform's own tokens live on to their end. If there is no session, nothing happens.
   *
   * @throws {LarkError} The store did not answer.
   */
  remove(user: string, which?: RemovedSession): Promise<void>;
}

/**
 * Keeps the tokens of users for all instances that share a store, and renews them.
 *
 * A refresh token works once. So one instance renews it: it writes down that it is about to, sends it, and stores the new pair
 * before the pair is used. The others use the old access token meanwhile, or wait. A session ends only if the platform says that
 * its refresh token is dead, and no instance has stored its successor.
 *
 * @throws {TypeError} `oauth` or `store` is missing, the store cannot give the guarantee, or `sealWith` is neither a key nor
 *   `false`.
 * @example
 * const users = userTokens({ oauth, store, sealWith: env.SEAL_KEY });
 * const { open_id } = await users.add(await oauth.exchange({ code, codeVerifier }));
 * const client = new Client({ appId, appSecret, users });
 * await client.with({ user: open_id }).calendar.v4.calendar.list();
 * @see https://open.feishu.cn/document/authentication-management/access-token/refresh-user-access-token
 */
export function userTokens(options: UserTokensOptions): UserTokens {
  const { oauth, store, keyPrefix, sealWith, guarantee = "atomic" } = Object(options) as UserTokensOptions;
  if (typeof oauth?.refresh !== "function") {
    throw new TypeError("userTokens: oauth must be createOAuth(…)");
  }
  if (!store?.get || !(guarantee === "atomic" ? store.compareAndSet : guarantee === "best-effort")) {
    throw new TypeError(
      'userTokens: "atomic" needs a store with compareAndSet (durable-object, d1, deno-kv, redis, upstash, memory), "best-effort" any',
    );
  }
  const log = createLog(options);
  const { appId, origin } = oauth;
  const sealing = sealWith === false ? noSealing : createSealing([sealWith].flat());
  const sessions = createSessionStore({ store, keyPrefix, host: new URL(origin).host, appId, sealing, log });
  const renewal = createRenewal(oauth, sessions, log);

  return {
    async get(_, { user = "", ...owner }, refused) {
      const session = await renewal(sessions.keyOf(user, owner.tenantKey), user, owner, refused);
      return { token: session.accessToken, expiresAt: session.expiresAt };
    },
    async accessToken(user, owner = {}) {
      return (await renewal(sessions.keyOf(user, owner.tenantKey), user, owner)).accessToken;
    },
    async add(token, given) {
      const info = await oauth.userInfo(token.accessToken);
      const { open_id } = info;
      const owner = typeof given === "function" ? await given(info) : given;
      await begin(sessions, sessions.keyOf(open_id, owner?.tenantKey), freshSession(open_id, 0, token));
      return info;
    },
    async find(user, owner) {
      const found = await sessions.find(sessions.keyOf(user, owner?.tenantKey), user);
      if (!found) {
        return;
      }
      const { scopes, expiresAt, refreshExpiresAt, refreshToken, state } = found.session;
      return { user, scopes, expiresAt, refreshExpiresAt, isLost: state === "lost" || !refreshToken };
    },
    async missing(user, scopes, owner) {
      const found = await sessions.find(sessions.keyOf(user, owner?.tenantKey), user);
      return scopes.filter((scope) => !found?.session.scopes.includes(scope));
    },
    async remove(user, { tenantKey, signedInBefore } = {}) {
      const key = sessions.keyOf(user, tenantKey);
      await (signedInBefore === undefined ? sessions.remove(key, user) : end(sessions, key, user, signedInBefore));
    },
  };
}
