import { assertText, LarkError, parseObject } from "../../base/index.ts";
import { hostCrypto, toHex } from "../../crypto/index.ts";
import type { Ask, KeyValueStore } from "../../store/index.ts";
import { randomText } from "../pkce.ts";
import type { LoggedIn } from "./options.ts";

/** Who is signed in, by an id that only the browser has. */
export interface WebSessions {
  /** Begins a session and gives its id. */
  begin(who: LoggedIn): Promise<string>;
  /** Finds who has an id; `undefined` if its session is over. */
  find(id: string): Promise<LoggedIn | undefined>;
  end(id: string): Promise<void>;
}

/** An error without a cause: the store's own text could show a key. */
export const noAnswer = (): LarkError =>
  new LarkError("the store did not answer for a login: try again", { code: "LARK_STORE" });

/** Makes the sessions of browsers. The store has the hash of an id, so that a copy of the store opens no session. */
export function createWebSessions(
  store: KeyValueStore,
  ask: Ask,
  keyOf: (hash: string) => string,
  lifeSeconds: number,
): WebSessions {
  const place = async (id: string) => keyOf(toHex(await hostCrypto().digest("SHA-256", [id])));
  const get = async <T>(question: () => Promise<T>): Promise<T> => {
    const answer = await ask(question);
    if (!answer) {
      throw noAnswer();
    }
    return answer.value;
  };
  return {
    async begin(who) {
      assertText(who, "user");
      const id = randomText();
      const key = await place(id);
      const text = JSON.stringify({ ...who, until: Date.now() + lifeSeconds * 1_000 });
      await get(() => store.set(key, text, { ttlSeconds: lifeSeconds + 60 }));
      return id;
    },
    async find(id) {
      const key = await place(id);
      const { user, tenantKey, until } = parseObject(await get(() => store.get(key))) ?? {};
      if (typeof user !== "string" || !((until as number) > Date.now())) {
        return;
      }
      return { user, ...(typeof tenantKey === "string" && { tenantKey }) };
    },
    async end(id) {
      const key = await place(id);
      await get(() => store.delete(key));
    },
  };
}
