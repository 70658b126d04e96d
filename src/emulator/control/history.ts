import type { Exchange } from "../gateway/serve.ts";
import type { Delivery } from "../index.ts";
import type { Inside } from "../inside.ts";
import { createFeed, type Feed } from "../platform/feed.ts";
import type { State } from "../platform/state.ts";
import { explain } from "./explain.ts";
import { showBody, showPayload, showQuery } from "./mask.ts";
import type { DeliveryEntry, RequestEntry, Usage } from "./protocol.ts";
import { fileNotes, listenToSession, messageNote, NOTES, type SessionEntry } from "./session/index.ts";
import { costOf, createMeter } from "./usage.ts";

/** A request, and the calls of the month and of its card with it. */
export interface Counted {
  readonly request: RequestEntry;
  readonly usage: Usage;
}

/** What the control API remembers for its page. */
export interface History {
  readonly requests: readonly RequestEntry[];
  readonly deliveries: readonly DeliveryEntry[];
  readonly requestFeed: Pick<Feed<Counted>, "listen">;
  readonly deliveryFeed: Pick<Feed<DeliveryEntry>, "listen">;
  /** Everything that people and bots did, for a test. */
  readonly session: readonly SessionEntry[];
  entryOf(delivery: Delivery): DeliveryEntry;
  /** The calls in the month of this instant, and those for each card. */
  usage(now: number): Usage;
  close(): void;
}

/** Most entries of each kind that the page gets. */
const KEPT = 500;

/** Most entries of a session. */
const KEPT_OF_SESSION = 10_000;

function toRequestEntry(id: string, exchange: Exchange): RequestEntry {
  const { record, at, durationMs, requestType, requestBody, responseType, responseBody } = exchange;
  const sent = showBody(requestType, requestBody);
  const answered = showBody(responseType, responseBody);
  const explanation = explain(exchange);
  return {
    ...record,
    query: showQuery(record.query),
    ...costOf(exchange),
    id,
    at,
    durationMs,
    ...(sent === undefined ? {} : { requestBody: sent }),
    ...(answered === undefined ? {} : { responseBody: answered }),
    ...(explanation === undefined ? {} : { explanation }),
  };
}

function remember<T>(entries: T[], entry: T): void {
  entries.push(entry);
  if (entries.length > KEPT) {
    entries.shift();
  }
}

/** The messages that were there before. */
const messagesIn = (state: State): SessionEntry[] =>
  [...state.messages.values()]
    .filter(({ deleted }) => !deleted)
    .flatMap((message) => {
      const at = Number(message.create_time);
      const files = fileNotes(state, message).map((file) => ({ ...file, chat_id: message.chat_id }));
      return [
        ...files.map((payload) => ({ at, type: NOTES.file, payload })),
        { at, type: NOTES.message, payload: messageNote(message) },
      ];
    });

/** Adds an entry. Of a message that changes again and again the last change is enough. */
function addToSession(entries: SessionEntry[], entry: SessionEntry): void {
  const last = entries.at(-1);
  const isSame = last?.payload.message_id === entry.payload.message_id;
  if (entry.type === NOTES.changed && last?.type === NOTES.changed && isSame) {
    entries.pop();
  }
  entries.push(entry);
  if (entries.length > KEPT_OF_SESSION) {
    entries.shift();
  }
}

export function createHistory({ exchanges, courier, state }: Pick<Inside, "exchanges" | "courier" | "state">): History {
  const requests: RequestEntry[] = [];
  const deliveries: DeliveryEntry[] = [];
  const entries = new WeakMap<Delivery, DeliveryEntry>();
  const requestFeed = createFeed<Counted>();
  const deliveryFeed = createFeed<DeliveryEntry>();
  const meter = createMeter();
  const chats: SessionEntry[] = [];
  const session: SessionEntry[] = messagesIn(state);
  let count = 0;

  function entryOf(delivery: Delivery): DeliveryEntry {
    const known = entries.get(delivery);
    if (known !== undefined) {
      return known;
    }
    count += 1;
    const entry = { ...delivery, payload: showPayload(delivery.payload), id: `delivery-${count}` };
    entries.set(delivery, entry);
    return entry;
  }

  const stops = [
    listenToSession({ state, courier }, (entry) =>
      entry.type === NOTES.chat ? chats.push(entry) : addToSession(session, entry),
    ),
    exchanges.listen((exchange) => {
      count += 1;
      const request = toRequestEntry(`request-${count}`, exchange);
      const usage = meter.add(request.at, request);
      remember(requests, request);
      requestFeed.emit({ request, usage });
    }),
    courier.feed.listen((delivery) => {
      const entry = entryOf(delivery);
      remember(deliveries, entry);
      deliveryFeed.emit(entry);
    }),
  ];
  return {
    requests,
    deliveries,
    requestFeed,
    deliveryFeed,
    get session() {
      return [...chats, ...session];
    },
    entryOf,
    usage: meter.read,
    close() {
      for (const stop of stops) {
        stop();
      }
    },
  };
}
