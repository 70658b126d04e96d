import type { Exchange } from "../gateway/serve.ts";
import type { Delivery } from "../index.ts";
import type { Inside } from "../inside.ts";
import { createFeed, type Feed } from "../platform/feed.ts";
import { explain } from "./explain.ts";
import { showBody, showPayload, showQuery } from "./mask.ts";
import type { DeliveryEntry, RequestEntry, Usage } from "./protocol.ts";
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
  entryOf(delivery: Delivery): DeliveryEntry;
  /** The calls in the month of this instant, and those for each card. */
  usage(now: number): Usage;
  close(): void;
}

/** Most entries of each kind that the page gets. */
const KEPT = 500;

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

export function createHistory({ exchanges, courier }: Pick<Inside, "exchanges" | "courier">): History {
  const requests: RequestEntry[] = [];
  const deliveries: DeliveryEntry[] = [];
  const entries = new WeakMap<Delivery, DeliveryEntry>();
  const requestFeed = createFeed<Counted>();
  const deliveryFeed = createFeed<DeliveryEntry>();
  const meter = createMeter();
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
    entryOf,
    usage: meter.read,
    close() {
      for (const stop of stops) {
        stop();
      }
    },
  };
}
