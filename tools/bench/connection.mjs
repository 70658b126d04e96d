import { CLIENTS, startClient } from "./lib/clients.mjs";
import { processes } from "./lib/runtimes.mjs";
import { median, progress, ratio, short, table } from "./lib/stats.mjs";

export const summary = "processor time of a client for an event over the long connection";

const WARM_UP_EVENTS = 20_000;
/** Node 20 has no `WebSocket`. */
const fits = (runtime, file) => file !== "lark-edge" || runtime !== "Node 20";

/** Every client in its own process, connected all the time; they take turns. */
async function measureRuntime(runtime, workshop, rounds, events) {
  const clients = [];
  try {
    for (const [name, file] of Object.entries(CLIENTS)) {
      if (fits(runtime, file)) {
        const client = await startClient(workshop, processes[runtime][0], file);
        clients.push({ name, client, samples: [] });
        await client.send(WARM_UP_EVENTS);
      }
    }
    for (let round = 1; round <= rounds; round++) {
      progress(`connection: ${runtime}, round ${round} of ${rounds}`);
      for (const { client, samples } of clients) {
        samples.push((await client.send(events)).cpu / events);
      }
    }
  } finally {
    for (const { client } of clients) {
      client.close();
    }
  }
  return clients.map(({ name, samples }) => ({ runtime, name, microseconds: median(samples), samples }));
}

/** The same events for each client, on each Node: the official SDK runs on Node alone. */
export async function measure({ workshop, rounds = 9, events = 10_000, only = "" }) {
  const results = [];
  for (const runtime of Object.keys(processes)) {
    if (runtime.startsWith("Node") && runtime.toLowerCase().includes(only.toLowerCase())) {
      results.push(...(await measureRuntime(runtime, workshop, rounds, events)));
    }
  }
  return results;
}

export function print(results) {
  const rows = results.map(({ runtime, name, microseconds, samples }) => {
    const official = results.find((other) => other.runtime === runtime && other.name === "official SDK");
    const ratios = samples.map((sample, round) => official.samples[round] / sample);
    return [runtime, name, short(microseconds), ratio(median(ratios))];
  });
  return table([["runtime", "client", "µs of CPU per event", "× official"], ...rows]);
}
