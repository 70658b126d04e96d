// Runs in a separate process, with `gc`.
import { EventDispatcher, once } from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";

const VERIFICATION_TOKEN = "bench-verification-token";
/** A server returns to its event loop between requests. */
const EVENTS_PER_TURN = 20;
/** How many of the last events are delivered again, to see that they are still known. */
const DUPLICATES = 100;

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
const encoder = new TextEncoder();

/** A plain event as its bytes: it measures the memory of claims, not the cipher. */
const event = (at) =>
  encoder.encode(
    JSON.stringify({
      schema: "2.0",
      header: {
        event_id: `event-${at}`,
        event_type: "im.message.receive_v1",
        create_time: "1795000000000",
        token: VERIFICATION_TOKEN,
        app_id: "cli_9f5343c580712544",
        tenant_key: "2ca1d211f64f6438",
      },
      event: { sender: {}, message: { message_id: `om_${at}`, content: '{"text":"hello"}' } },
    }),
  );

/**
 * Handles events once, in steps, and reports what is kept after each.
 *
 * @param settings.pace - How many milliseconds pass between two events by the store's clock; 0 for the real one.
 */
export async function remember({ steps, perStep, maxEntries, pace }, report) {
  let time = Date.now();
  const real = Date.now;
  if (pace) {
    Date.now = () => time;
  }
  const warnings = [];
  const logger = { warn: (...parts) => warnings.push(parts.join(" ")), error: console.error };
  const store = memoryStore({ maxEntries, logger });
  const events = new EventDispatcher({ verificationToken: VERIFICATION_TOKEN, logger, once: once({ store }) });
  let handled = 0;
  events.on("im.message.receive_v1", () => {
    handled++;
  });
  let at = 0;
  for (let step = 0; step <= steps; step++) {
    const start = performance.now();
    // Step 0 is the warm-up: it fills the store.
    for (const end = at + (step ? perStep : maxEntries + 20_000); at < end; at++) {
      time += pace;
      const { status } = await events.handle(event(at), () => null);
      if (status !== 200 || handled !== at + 1) {
        throw new Error(`event ${at} was answered ${status} and ${handled} were handled`);
      }
      if (at % EVENTS_PER_TURN === 0) {
        await nextTurn();
      }
    }
    const seconds = (performance.now() - start) / 1000;
    for (let back = 1; back <= Math.min(DUPLICATES, maxEntries); back++) {
      await events.handle(event(at - back), () => null);
    }
    if (handled !== at) {
      throw new Error("an event was handled twice");
    }
    gc();
    gc();
    const { heapUsed, external, rss } = process.memoryUsage();
    const { size, evictedClaims } = store;
    report({ events: at, seconds, heapUsed, external, rss, size, evictedClaims, warnings: warnings.length });
  }
  Date.now = real;
}
