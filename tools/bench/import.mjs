import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { place } from "./lib/build.mjs";
import { median, progress, quantile, ratio, short, table } from "./lib/stats.mjs";

export const summary = "importing on Node, in a fresh process: time and memory over an empty module";

const MODULES = {
  "an empty module": "./empty.mjs",
  "lark-edge": "lark-edge",
  "lark-edge/core": "lark-edge/core",
  "lark-edge/event": "lark-edge/event",
  "official SDK": "@larksuiteoapi/node-sdk",
};

const PROBE = `const rss = () => process.memoryUsage.rss() / 1048576;
const before = rss();
const begin = performance.now();
await import(process.argv[2]);
const milliseconds = performance.now() - begin;
console.log(JSON.stringify({ milliseconds, megabytes: rss() - before }));`;

export async function measure({ workshop, rounds = 21 }) {
  await place(workshop, "empty.mjs", "export {};");
  const probe = await place(workshop, "probe.mjs", PROBE);
  const results = Object.keys(MODULES).map((name) => ({ name, milliseconds: [], megabytes: [] }));
  for (let round = 0; round <= rounds; round++) {
    progress(`import: round ${round} of ${rounds}`);
    for (const { name, milliseconds, megabytes } of results) {
      const { stdout } = await promisify(execFile)(process.execPath, [probe, MODULES[name]]);
      const sample = JSON.parse(stdout.trim().split("\n").at(-1));
      // Round 0 brings the files into the system's cache.
      if (round) {
        milliseconds.push(sample.milliseconds);
        megabytes.push(sample.megabytes);
      }
    }
  }
  return results;
}

export function print(results) {
  const [empty] = results;
  const over = (result, what) => result[what].map((sample, round) => sample - empty[what][round]);
  const official = results.at(-1);
  const rows = results.map((result) => {
    const times = over(result, "milliseconds");
    const sizes = over(result, "megabytes");
    const share = (what, own) => (result === empty ? Number.NaN : median(over(official, what)) / median(own));
    return [
      result.name,
      short(median(times)),
      short(quantile(times, 0.9)),
      ratio(share("milliseconds", times)),
      short(median(sizes)),
      ratio(share("megabytes", sizes)),
    ];
  });
  return table([["import", "ms over empty", "p90", "official ÷ it", "MB over empty", "official ÷ it"], ...rows]);
}
