import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { bundle, place } from "./lib/build.mjs";
import { progress, short, table } from "./lib/stats.mjs";

export const summary = "memory of one process that handles each event once, after garbage collection";

const STEPS = 10;
const MEGABYTE = 1048576;
const MAX_ENTRIES = 100_000;

/** As fast as it goes; and, with a tenth of the events, by a clock by which as many claims expire as come. */
const PASSES = [
  { name: "full of live claims", part: 1, pace: 0 },
  { name: "claims expire", part: 0.1, pace: 301 },
];

/** One process handles events with `once: once({ store: memoryStore() })`. */
export async function measure({ workshop, events: total = 10_000_000 }) {
  const code = `import { remember } from "./lib/remember.mjs";
    await remember(JSON.parse(process.argv[2]), (row) => console.log("ROW" + JSON.stringify(row)));`;
  const file = await place(workshop, "remember.mjs", (await bundle(workshop, code)).text);
  const results = [];
  for (const { name, part, pace } of PASSES) {
    const settings = { steps: STEPS, perStep: Math.ceil((total * part) / STEPS), maxEntries: MAX_ENTRIES, pace };
    const child = spawn(process.execPath, ["--expose-gc", file, JSON.stringify(settings)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith("ROW")) {
        const row = JSON.parse(line.slice(3));
        progress(`remembered: ${name}, ${row.events} events, ${short(row.heapUsed / MEGABYTE)} MB`);
        results.push({ name, ...row });
      }
    }
    if (await ended) {
      throw new Error(`remembered: ${name} ended early`);
    }
  }
  return results;
}

export function print(results) {
  const rows = results.map((row) => [
    row.name,
    row.events.toLocaleString("en"),
    ...[row.heapUsed, row.external, row.rss].map((size) => short(size / MEGABYTE)),
    row.size.toLocaleString("en"),
    row.evictedClaims.toLocaleString("en"),
    row.warnings,
    short(row.seconds),
  ]);
  return table([
    ["pass", "events", "heap MB", "external MB", "rss MB", "entries", "live claims forgotten", "warnings", "seconds"],
    ...rows,
  ]);
}
