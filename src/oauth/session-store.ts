import { assertText, LarkError, type Log } from "../base/index.ts";
import { type Ask, createAsk, type KeyValueStore, storeKey } from "../store/index.ts";
import type { Sealing } from "./sealing.ts";
import { readSession, type Session } from "./session.ts";

/** A session without use is removed after this: the platform renews none for longer than a year. */
const LIFE_SECONDS = 366 * 86_400;
/** How often a change is tried that another writer overtook, or that the store did not answer. */
const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 50;

/** Where sessions are, and how they are written there. */
export interface SessionPlace {
  readonly store: KeyValueStore;
  readonly keyPrefix: string | undefined;
  readonly host: string;
  readonly appId: string;
  readonly sealing: Sealing;
  readonly log: Log;
}

/** A session, and the text that it has in the store. */
export interface Found {
  readonly text: string;
  readonly session: Session;
}

/** The sessions of an app in a store. */
export interface SessionStore {
  /** @throws {TypeError} `user` is empty. */
  keyOf(user: string, tenantKey?: string): string;
  /**
   * Finds a session; `undefined` if there is none.
   *
   * @throws {LarkError} The store did not answer, or has something else there.
   */
  find(key: string, user: string): Promise<Found | undefined>;
  /** Replaces a text by a session. Resolves to its text; `undefined` if another text is there, or the store did not answer. */
  replace(key: string, text: string | null, session: Session): Promise<string | undefined>;
  /** The text of a key; `null` if there is none, `undefined` if the store did not answer. */
  read(key: string): Promise<string | null | undefined>;
  /** @throws {LarkError} The text is something else than a session of the user. */
  open(key: string, user: string, text: string): Promise<Session>;
  /**
   * Removes a session; with a text only if that is the one which is there. Resolves to whether it did.
   *
   * @throws {LarkError} The store did not answer.
   */
  remove(key: string, user: string, text?: string): Promise<boolean>;
}

const noAnswer = (user: string) =>
  new LarkError(`the store did not answer for the session of ${user}: try again`, { code: "LARK_STORE" });

const pause = (attempt: number) => new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** attempt));

/** Makes the way to the sessions of an app. */
export function createSessionStore({ store, keyPrefix, host, appId, sealing, log }: SessionPlace): SessionStore {
  const ask: Ask = createAsk(log);
  const expiry = { ttlSeconds: LIFE_SECONDS };

  const read: SessionStore["read"] = async (key) => (await ask(() => store.get(key)))?.value;
  const open: SessionStore["open"] = async (key, user, text) => readSession(await sealing.open(key, text), user);

  const replace: SessionStore["replace"] = async (key, text, session) => {
    const next = await sealing.seal(key, JSON.stringify(session));
    const answer = await ask(async () => {
      if (store.compareAndSet) {
        return store.compareAndSet(key, text, next, expiry);
      }
      await store.set(key, next, expiry);
      return true;
    });
    return answer?.value ? next : undefined;
  };

  return {
    read,
    open,
    replace,
    async find(key, user) {
      const text = await read(key);
      if (text === undefined) {
        throw noAnswer(user);
      }
      return text === null ? undefined : { text, session: await open(key, user, text) };
    },
    keyOf(user, tenantKey) {
      assertText({ user }, "user");
      return `${storeKey(keyPrefix, "user_access_token", host, appId, tenantKey)}:${encodeURIComponent(user)}`;
    },
    async remove(key, user, text) {
      const remove = () => (text && store.compareAndSet ? store.compareAndSet(key, text, null) : store.delete(key));
      const answer = await ask<unknown>(remove);
      if (!answer) {
        throw noAnswer(user);
      }
      return answer.value !== false;
    },
  };
}

/**
 * Stores the successor of a session over whatever is left of it: an intent of any instance, or a session that was given up.
 * Nothing replaces a newer one, and a session that was removed does not come back.
 */
export async function succeed(sessions: SessionStore, key: string, next: Session, log: Log): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const found = await sessions.find(key, next.user).catch(() => null);
    // Also if an answer was lost and the session is this very one.
    if (found === undefined || (found && found.session.generation >= next.generation)) {
      return;
    }
    if (found && (await sessions.replace(key, found.text, next))) {
      return;
    }
    await pause(attempt);
  }
  log("error", `the new token of ${next.user} could not be stored: the session ends with its access token`);
}

/**
 * Stores the session of a user who has just signed in, over any other. It gets the next generation.
 *
 * @throws {LarkError} The store did not answer.
 */
export async function begin(sessions: SessionStore, key: string, session: Session): Promise<void> {
  const { user, since } = session;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const text = await sessions.read(key);
    if (text !== undefined) {
      // A value that cannot be read is replaced, too.
      const before = text === null ? undefined : await sessions.open(key, user, text).catch(() => undefined);
      // If only the answer to the last attempt was lost, an instance may have used up the refresh token since.
      const isStored = attempt > 1 && before?.since === since;
      if (isStored || (await sessions.replace(key, text, { ...session, generation: (before?.generation ?? 0) + 1 }))) {
        return;
      }
    }
    await pause(attempt);
  }
  throw noAnswer(user);
}

/**
 * Removes a session if its user signed in before a time, also while an instance renews it.
 *
 * @throws {LarkError} The store did not answer.
 */
export async function end(sessions: SessionStore, key: string, user: string, signedInBefore: number): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const found = await sessions.find(key, user);
    if (!found || found.session.since >= signedInBefore || (await sessions.remove(key, user, found.text))) {
      return;
    }
    await pause(attempt);
  }
  throw noAnswer(user);
}
