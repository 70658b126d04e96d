import type { ReadMention } from "./received.ts";

const EVERYONE = "@_all";

/** Longer keys are none of the platform's. */
const MAX_KEY_LENGTH = 32;

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** Reads the mentions of an event, whose id is an object, or of the API, whose id is a text and its kind. */
export function readMentions(given: unknown): ReadMention[] {
  const mentions = Array.isArray(given) ? given.map(Object) : [];
  return mentions.flatMap(({ key, name, id, id_type = "open_id", mentioned_type }) => {
    if (!isText(key) || key.length > MAX_KEY_LENGTH) {
      return [];
    }
    const ids = Object.entries(isText(id) ? { [isText(id_type) ? id_type : ""]: id } : Object(id));
    const known = ids.filter(([kind, one]) => /^(open|union|user)_id$/.test(kind) && isText(one));
    return {
      key,
      name: isText(name) ? name : "",
      ...Object.fromEntries(known),
      ...(isText(mentioned_type) && { mentioned_type }),
    };
  });
}

/** Whether a text mentions everyone, who is in no list of mentions. */
export const isForAll = (text: string): boolean => text.includes(EVERYONE);

/**
 * Replaces the keys of mentions, the longest match first: `@_user_12` is not `@_user_1` and a 2. Keys inside of a name
 * are not replaced.
 *
 * @param show - Writes a mention; `undefined` is everyone.
 */
export function replaceKeys(
  text: string,
  mentions: readonly ReadMention[],
  show: (mention: ReadMention | undefined) => string,
): string {
  const byKey = new Map<string, ReadMention | undefined>(mentions.map((mention) => [mention.key, mention]));
  byKey.set(EVERYONE, undefined);
  const lengths = [...new Set([...byKey.keys()].map((key) => key.length))].sort((a, b) => b - a);
  let shown = "";
  let done = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", Math.max(at + 1, done))) {
    const key = lengths.map((length) => text.slice(at, at + length)).find((one) => byKey.has(one));
    if (key !== undefined) {
      const mention = show(byKey.get(key));
      shown += text.slice(done, at) + mention;
      // One that is left out takes a space with it.
      done = at + key.length + (mention || text[at + key.length] !== " " ? 0 : 1);
    }
  }
  return shown + text.slice(done);
}
