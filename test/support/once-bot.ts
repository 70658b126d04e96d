// A bot that handles each event once, and what the tests of it share.
import {
  type EventContext,
  type EventDispatcher,
  type EventDispatcherOptions,
  type OnceOptions,
  once,
} from "lark-edge/event";
import { BOTH, receive, setup } from "./dispatcher.ts";
import { event2, sealed } from "./platform-callbacks.ts";

export const TYPE = "contact.user.created_v3";

export const claimKey = (type: string, id: string, app = "cli_1") =>
  `lark-edge:1:claim::${app}:${encodeURIComponent(`${type}:${id}`)}`;

/** A bot that counts what it handles, by event id. */
export interface Bot {
  events: EventDispatcher;
  lines: string[];
  handled: (string | undefined)[];
  /** What its handler does. */
  setWork: (next: (ctx: EventContext) => unknown) => void;
  /** Delivers an event, and gives the status of the answer. */
  deliver: (event?: object) => Promise<number>;
}

export function bot(how: OnceOptions, options: EventDispatcherOptions = {}): Bot {
  const { events, lines } = setup({ ...BOTH, loggerLevel: "warn", once: once(how), ...options });
  const handled: (string | undefined)[] = [];
  let work: (ctx: EventContext) => unknown = () => {};
  events.onAny((_, ctx) => {
    handled.push(ctx.header.event_id);
    return work(ctx);
  });
  return {
    events,
    lines,
    handled,
    setWork: (next) => {
      work = next;
    },
    deliver: async (event: object = event2()) => (await receive(events, await sealed(event as never))).status,
  };
}

/** A promise that the test settles. */
export function gate(): { opened: Promise<void>; open: () => void; fail: (error: Error) => void } {
  let open = () => {};
  let fail = (_: Error) => {};
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { opened, open, fail };
}
