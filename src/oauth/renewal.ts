import type { TokenOwner } from "../auth/index.ts";
import { type LarkAuthError, type Log, tellOf, workPlace } from "../base/index.ts";
import type { OAuth } from "./oauth.ts";
import { freshSession, type Session } from "./session.ts";
import { LarkSessionError, type SessionProblem } from "./session-error.ts";
import { type Found, type SessionStore, succeed } from "./session-store.ts";

/** With less life left than this a caller waits for a new token, in milliseconds. */
const FLOOR_MS = 60_000;
/** How long others leave a renewal to the instance that began it, in milliseconds: longer than its requests may take. */
const LEASE_MS = 30_000;
/** How long a renewal waits that the platform refused for a reason that passes, in milliseconds. */
const HOLD_MS = 30_000;
/** The first pause of a caller that waits for another instance, in milliseconds; each further one is half as long again. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** The platform's codes for a refresh token that is dead, or that was used already: by another instance, perhaps. */
const DEAD = [20026, 20037, 20064, 20073];

/** What to do with a session. */
interface Judgement {
  /** Whether its access token can be used as it is. */
  readonly isUsable: boolean;
  /** Whether it can be used where there is no other: for a while. */
  readonly isAlive: boolean;
  readonly next: "nothing" | "renew" | "wait" | SessionProblem;
}

/** @param waitedMs - For how long the caller has waited for the instance that renews the session. */
function judge(session: Session, waitedMs: number, refused: string | undefined): Judgement {
  const { accessToken, expiresAt, refreshToken, renewAt, state, until = 0 } = session;
  const now = Date.now();
  const leftMs = accessToken === refused ? 0 : expiresAt - now;
  const isAlive = leftMs > 0;
  if (state === "lost" || !refreshToken) {
    return { isUsable: isAlive, isAlive, next: refreshToken ? "session_lost" : "no_refresh_token" };
  }
  // Waiting is counted by this clock, too: the clock of the other instance may be ahead.
  if (state === "refreshing" && until > now && waitedMs < LEASE_MS) {
    return { isUsable: isAlive, isAlive, next: "wait" };
  }
  const isUsable = leftMs > FLOOR_MS;
  return { isUsable, isAlive, next: isUsable && now < renewAt ? "nothing" : "renew" };
}

/** Gives a session with an access token that can be used now. */
export type Renewal = (key: string, user: string, owner: TokenOwner, refused?: string) => Promise<Session>;

/** Decides what a failed renewal means for the session. */
async function settle(
  sessions: SessionStore,
  key: string,
  intent: string,
  session: Session,
  error: LarkAuthError,
  authorizeUrl: OAuth["authorizeUrl"],
): Promise<Session> {
  const { user, generation } = session;
  const isDead = DEAD.includes(error.platformCode as number);
  if (isDead) {
    const found = await sessions.find(key, user).catch(() => undefined);
    if (found && found.session.generation > generation) {
      return found.session;
    }
  }
  // Without the platform's answer nothing is known: the intent runs out, and the next one tries the same token again.
  if (error.platformCode) {
    const renewAt = Date.now() + HOLD_MS;
    await sessions.replace(key, intent, { ...session, state: isDead ? "lost" : "fresh", renewAt });
  }
  throw isDead ? new LarkSessionError("session_lost", user, authorizeUrl, error) : error;
}

/** Makes the function that renews sessions, one instance each. */
export function createRenewal(oauth: OAuth, sessions: SessionStore, log: Log): Renewal {
  /** Renews a session; `undefined` if another instance does. It goes on to its end, whatever becomes of the caller. */
  async function renew(key: string, { text, session }: Found): Promise<Session | undefined> {
    const { user, generation, refreshToken, since } = session;
    const until = Date.now() + LEASE_MS;
    const owner = crypto.randomUUID();
    const intent = await sessions.replace(key, text, { ...session, state: "refreshing", until, owner });
    if (!intent) {
      return;
    }
    const made = await oauth.refresh(refreshToken as string).catch((error) => ({ error }));
    if ("error" in made) {
      return settle(sessions, key, intent, session, made.error, oauth.authorizeUrl);
    }
    const next = freshSession(user, generation + 1, made, since);
    await succeed(sessions, key, next, log);
    return next;
  }

  return async (key, user, owner, refused) => {
    let waitedMs = 0;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
      const found = await sessions.find(key, user);
      if (!found) {
        throw new LarkSessionError("no_session", user, oauth.authorizeUrl);
      }
      const { session } = found;
      const { isUsable, isAlive, next } = judge(session, waitedMs, refused);
      // A token that is still good is renewed behind the caller, where the host has a place for that.
      const hand = isUsable ? workPlace(owner) : owner.waitUntil;
      if (next === "renew" && (!isUsable || hand)) {
        const work = renew(key, found);
        const kept = work.catch((error) => {
          if (!isAlive) {
            throw error;
          }
          log("warn", `the token of ${user} is not renewed yet:`, tellOf(error));
          return session;
        });
        try {
          hand?.(kept.catch(() => {}));
        } catch (error) {
          // A host's `waitUntil` that is not bound throws.
          log("warn", "waitUntil failed:", tellOf(error));
        }
        const renewed = isUsable ? session : await kept;
        if (renewed) {
          return renewed;
        }
      } else if (isUsable) {
        return session;
      } else if (next !== "wait") {
        throw new LarkSessionError(next as SessionProblem, user, oauth.authorizeUrl);
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      waitedMs += pauseMs;
    }
  };
}
