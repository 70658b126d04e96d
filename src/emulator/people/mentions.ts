import { userIds } from "../delivery/events.ts";
import type { EmulatedMention } from "../platform/types.ts";
import type { Mentioned } from "./types.ts";

/** A text that names people and bots, and how messages and events list them. */
export interface Named {
  /** With placeholders in the places of the names. */
  text: string;
  mentions: EmulatedMention[];
  inEvent: Record<string, unknown>[];
}

/** The placeholder of everyone, who is in the text only. */
const EVERYONE = "@_all";

/** The name by which a text calls someone, and what replaces it. */
interface Place {
  name: string;
  key: string;
}

/** Replaces the first `@name` of each. Longer names go first: `@Ada` is also the beginning of `@Ada Lovelace`. */
function replaceNames(text: string, places: readonly Place[]): string {
  const longestFirst = [...places].sort((one, other) => other.name.length - one.name.length);
  const inFront = new Set(places);
  let replaced = text;
  for (const place of longestFirst) {
    const at = replaced.indexOf(place.name);
    if (at >= 0) {
      replaced = replaced.slice(0, at) + place.key + replaced.slice(at + place.name.length);
      inFront.delete(place);
    }
  }
  return [...inFront].map(({ key }) => `${key} `).join("") + replaced;
}

/** Puts placeholders where a text names these as `@name`. The others are named at its beginning. */
export function namePeople(text: string, named: readonly Mentioned[]): Named {
  const mentions: EmulatedMention[] = [];
  const inEvent: Record<string, unknown>[] = [];
  const places = named.map((one): Place => {
    if (one === "all") {
      return { name: EVERYONE, key: EVERYONE };
    }
    const key = `@_user_${mentions.length + 1}`;
    const isPerson = "openId" in one;
    const { name, tenantKey: tenant_key } = one;
    const openId = isPerson ? one.openId : one.botOpenId;
    mentions.push({ key, id: openId, id_type: "open_id", name, tenant_key });
    const id = isPerson ? userIds(one) : { open_id: openId };
    inEvent.push({ key, id, name, mentioned_type: isPerson ? "user" : "bot", tenant_key });
    return { name: `@${name}`, key };
  });
  return { text: replaceNames(text, places), mentions, inEvent };
}
