import { CLIENTS, startClient } from "./lib/clients.mjs";
import { progress, short, table } from "./lib/stats.mjs";

export const summary =
  "memory of a client of the long connection while events pass and connections are cut, after garbage collection";

const STEPS = 10;
const MEGABYTE = 1_048_576;
/** Step 0 is the warm-up: compiled code and grown pools are not leaks. */
const WARM_UP = { events: 20_000, cuts: 200 };

async function measureClient(workshop, name, file, step) {
  const results = [];
  const client = await startClient(workshop, process.execPath, file);
  try {
    for (let at = 0; at <= STEPS; at++) {
      const { events, cuts } = at ? step : WARM_UP;
      await client.cut(cuts);
      const { heapUsed, external, rss } = (await client.send(events)).memory;
      progress(
        `connected: ${name}, ${at * step.events} events, ${at * step.cuts} reconnects, ${short(heapUsed / MEGABYTE)} MB`,
      );
      results.push({ name, events: at * step.events, cuts: at * step.cuts, heapUsed, external, rss });
    }
  } finally {
    client.close();
  }
  return results;
}

/** Each client on the package `ws`, so that Node 20 is enough. */
export async function measure({ workshop, events = 100_000, reconnects = 1_000, only = "" }) {
  const step = { events: Math.ceil(events / STEPS), cuts: Math.ceil(reconnects / STEPS) };
  const results = [];
  for (const [name, file] of Object.entries(CLIENTS)) {
    if (file !== "lark-edge" && name.toLowerCase().includes(only.toLowerCase())) {
      results.push(...(await measureClient(workshop, name, file, step)));
    }
  }
  return results;
}

export function print(results) {
  const rows = results.map(({ name, events, cuts, ...sizes }) => [
    name,
    events.toLocaleString("en"),
    cuts.toLocaleString("en"),
    ...[sizes.heapUsed, sizes.external, sizes.rss].map((size) => short(size / MEGABYTE)),
  ]);
  return table([["client", "events", "reconnects", "heap MB", "external MB", "rss MB"], ...rows]);
}
