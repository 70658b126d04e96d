import type { CardToast } from "../index.ts";
import type { Inside } from "../inside.ts";
import { HEADERS } from "./answers.ts";
import type { History } from "./history.ts";
import type { StreamEvent } from "./protocol.ts";
import { toApp, toChat, toFault, toMessage, toUser } from "./wire.ts";

/** Server-sent events: what happens, as it happens. */
export interface Streams {
  /** Opens one; it ends when the signal fires. */
  open(signal: AbortSignal): Response;
  toast(user: string, toast: CardToast): void;
  close(): void;
}

/** A reader that does not read for so long is gone; what it missed it gets from `state`. */
const MAX_WAITING_EVENTS = 5000;

const lineOf = (event: StreamEvent): string => `data: ${JSON.stringify(event)}\n\n`;

export function createStreams(inside: Inside, history: History, heartbeatMs: number): Streams {
  const readers = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  let timer: ReturnType<typeof setInterval> | undefined;

  function drop(reader: ReadableStreamDefaultController<Uint8Array>): void {
    if (!readers.delete(reader)) {
      return;
    }
    if (readers.size === 0) {
      clearInterval(timer);
    }
    try {
      reader.close();
    } catch {
      // The other side has closed it.
    }
  }

  function write(text: string): void {
    const bytes = encoder.encode(text);
    for (const reader of [...readers]) {
      if ((reader.desiredSize ?? 0) < -MAX_WAITING_EVENTS) {
        drop(reader);
      } else {
        reader.enqueue(bytes);
      }
    }
  }

  const send = (event: StreamEvent): void => {
    if (readers.size > 0) {
      write(lineOf(event));
    }
  };

  const stops = [
    inside.state.changes.listen((change) => {
      if (change.type === "chat") {
        send({ type: "chat", chat: toChat(change.chat) });
      } else if (change.type === "user") {
        send({ type: "user", user: toUser(change.user) });
      } else if (change.type === "app") {
        const record = inside.state.apps.get(change.app.appId);
        if (record !== undefined) {
          send({ type: "app", app: toApp(record) });
        }
      } else {
        send({ ...change, message: toMessage(change.message) });
      }
    }),
    history.requestFeed.listen((counted) => send({ type: "request", ...counted })),
    history.deliveryFeed.listen((delivery) => send({ type: "delivery", delivery })),
    inside.faults.feed.listen((faults) => send({ type: "faults", faults: faults.map(toFault) })),
  ];

  return {
    open(signal) {
      let mine: ReadableStreamDefaultController<Uint8Array> | undefined;
      const stop = (): void => {
        if (mine !== undefined) {
          drop(mine);
        }
      };
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          mine = controller;
          if (readers.size === 0) {
            timer = setInterval(() => write(": still here\n\n"), heartbeatMs);
          }
          readers.add(controller);
          controller.enqueue(encoder.encode(lineOf({ type: "hello" })));
        },
        cancel: stop,
      });
      if (signal.aborted) {
        stop();
      } else {
        signal.addEventListener("abort", stop, { once: true });
      }
      return new Response(body, { headers: { ...HEADERS, "content-type": "text/event-stream; charset=utf-8" } });
    },
    toast: (user, toast) => send({ type: "toast", user, toast }),
    close() {
      for (const stop of stops) {
        stop();
      }
      for (const reader of [...readers]) {
        drop(reader);
      }
    },
  };
}
