import { userIds } from "../delivery/events.ts";
import type { EmulatedMention } from "../platform/types.ts";
import type { Mentioned } from "./types.ts";

/** People and bots that a text names: its beginning, and how messages and events list them. */
export interface Named {
  /** The placeholders, each with a space behind it. */
  prefix: string;
  mentions: EmulatedMention[];
  inEvent: Record<string, unknown>[];
}

/** Names people, bots and everyone at the beginning of a text. Everyone is in the text only. */
export function namePeople(named: readonly Mentioned[]): Named {
  const out: Named = { prefix: "", mentions: [], inEvent: [] };
  for (const one of named) {
    if (one === "all") {
      out.prefix += "@_all ";
      continue;
    }
    const key = `@_user_${out.mentions.length + 1}`;
    const isPerson = "openId" in one;
    const { name, tenantKey: tenant_key } = one;
    const openId = isPerson ? one.openId : one.botOpenId;
    out.prefix += `${key} `;
    out.mentions.push({ key, id: openId, id_type: "open_id", name, tenant_key });
    out.inEvent.push({
      key,
      id: isPerson ? userIds(one) : { open_id: openId },
      name,
      mentioned_type: isPerson ? "user" : "bot",
      tenant_key,
    });
  }
  return out;
}
