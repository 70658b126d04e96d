import type { State } from "../platform/state.ts";
import type { Delivery, PushedEvent } from "../platform/types.ts";
import type { Courier } from "./courier.ts";
import { buildEvent } from "./events.ts";

/** The events that requests cause. */
export interface Outgoing {
  /** Sends an event to the connected bots of these apps, after the answer to the request has gone out. */
  emit(appIds: readonly string[], event: PushedEvent): void;
  /** Resolves when every event has been delivered or refused, also those that its bots caused by their requests. */
  settled(): Promise<void>;
}

/** Sends the events that requests cause, without letting the requests wait for them. */
export function createOutgoing(state: State, courier: Courier): Outgoing {
  const pending = new Set<Promise<unknown>>();

  async function deliver(appIds: readonly string[], event: PushedEvent): Promise<void> {
    // The answer goes first: a bot that waits for it before it can take an event would wait for itself.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const sent: Promise<Delivery>[] = appIds.flatMap((id) => {
      const record = state.apps.get(id);
      return record?.target === undefined ? [] : [courier.send(record, () => buildEvent(state, record, event))];
    });
    await Promise.allSettled(sent);
  }

  return {
    emit(appIds, event) {
      if (!appIds.some((id) => state.apps.get(id)?.target !== undefined)) {
        return;
      }
      const delivered = deliver(appIds, event).finally(() => pending.delete(delivered));
      pending.add(delivered);
    },
    async settled() {
      while (pending.size > 0) {
        await Promise.all(pending);
      }
    },
  };
}
