import { SECRETS, sealedEvents } from "./lib/event.mjs";
import { startProcess } from "./lib/runtimes.mjs";
import { progress, short, table } from "./lib/stats.mjs";

export const summary = "memory of one process while events pass through, after garbage collection";

const CONTENDERS = { "lark-edge": "lark-edge", "official SDK": "official", minimum: "minimum" };
const STEPS = 10;
const MEGABYTE = 1048576;

export async function measure({ workshop, events: total = 1_000_000 }) {
  const results = [];
  const events = sealedEvents();
  for (const [name, file] of Object.entries(CONTENDERS)) {
    const host = await startProcess(process.execPath, ["--expose-gc"], workshop, file);
    try {
      await host.send({ events, secrets: SECRETS, form: "bytes" });
      const count = Math.ceil(total / STEPS);
      for (let step = 0; step <= STEPS; step++) {
        // Step 0 is the warm-up: compiled code and grown pools are not leaks.
        const { memory } = await host.send({ form: "bytes", count: step ? count : Math.min(count, 20_000) });
        progress(`retained: ${name}, ${step * count} of ${total} events`);
        const { heapUsed, external, rss } = memory;
        results.push({ name, events: step * count, heapUsed, external, rss });
      }
    } finally {
      host.close();
    }
  }
  return results;
}

export function print(results) {
  const rows = results.map(({ name, events, heapUsed, external, rss }) => {
    const before = results.find((other) => other.name === name);
    const bytes = events && (heapUsed + external - before.heapUsed - before.external) / events;
    return [
      name,
      events.toLocaleString("en"),
      ...[heapUsed, external, rss].map((size) => short(size / MEGABYTE)),
      short(bytes),
    ];
  });
  return table([["who", "events", "heap MB", "external MB", "rss MB", "bytes kept per event"], ...rows]);
}
