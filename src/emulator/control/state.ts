import type { Snapshot } from "./protocol.ts";
import type { Context } from "./read.ts";
import { toApp, toChat, toFault, toMessage, toUser } from "./wire.ts";

/** Most messages of a chat in a snapshot. */
const MAX_MESSAGES = 2000;

/** Everything that the page shows. */
export function snapshot({ inside, history, version }: Context): Snapshot {
  const { state, faults, courier } = inside;
  const transcripts = [...state.transcripts].map(([chatId, messages]) => [
    chatId,
    messages.slice(-MAX_MESSAGES).map(toMessage),
  ]);
  return {
    version,
    domain: state.domain,
    now: state.now(),
    apps: [...state.apps.values()].map(toApp),
    tenants: [...state.tenants.values()],
    users: [...state.users.values()].map(toUser),
    chats: [...state.chats.values()].map(toChat),
    messages: Object.fromEntries(transcripts),
    requests: history.requests,
    deliveries: history.deliveries,
    redeliveries: courier.waiting,
    faults: faults.list().map(toFault),
    usage: history.usage(state.now()),
  };
}
