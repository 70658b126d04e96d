import { resolve } from "node:path";
import { SECRETS, sealedEvents } from "./lib/event.mjs";
import { runtimes } from "./lib/runtimes.mjs";
import { median, progress, ratio, short, table } from "./lib/stats.mjs";

export const summary = "dispatch of a 1.5 KB encrypted, signed event on each runtime";

const WARM_UP_MS = 1_000;
const ROUND_MS = 100;
const CONTENDERS = { "lark-edge": "lark-edge", "official SDK": "official", nothing: "nothing" };
const formsOf = (runtime) => (runtime === "workerd" ? ["bytes", "request"] : ["bytes", "stream", "request"]);

/** What is measured beside another version: the version itself, and lark-edge twice, which shows what the machine adds. */
const versions = (before) => ({ "lark-edge": "lark-edge", "lark-edge again": "lark-edge", before: resolve(before) });

async function start(runtime, name, contender, form, workshop, events) {
  const host = await runtimes[runtime](workshop, contender);
  await host.send({ events, secrets: SECRETS, form });
  let count = 100;
  let speed = 0;
  for (let spent = 0; spent < WARM_UP_MS; ) {
    const { milliseconds } = await host.send({ form, count });
    spent += milliseconds;
    speed = count / milliseconds;
    count = Math.ceil(Math.min(count * 4, speed * ROUND_MS));
  }
  return { runtime, name, form, host, count: Math.ceil(speed * ROUND_MS), samples: [] };
}

/** Every contender in its own process; they take turns, so that what slows the machine down slows all of them. */
async function measureRuntime(runtime, workshop, rounds, before) {
  const events = sealedEvents();
  const minimum = runtime === "workerd" ? "minimum-web" : "minimum";
  const contenders = [];
  try {
    for (const form of formsOf(runtime)) {
      for (const [name, file] of Object.entries(before ? versions(before) : { ...CONTENDERS, minimum })) {
        contenders.push(await start(runtime, name, file, form, workshop, events));
      }
    }
    for (let round = 1; round <= rounds; round++) {
      progress(`dispatch: ${runtime}, round ${round} of ${rounds}`);
      for (const { host, form, count, samples } of contenders) {
        const { milliseconds } = await host.send({ form, count });
        samples.push((milliseconds * 1000) / count);
      }
    }
  } finally {
    await Promise.all(contenders.map(({ host }) => host.close()));
  }
  return contenders.map(({ name, form, samples }) => ({ runtime, name, form, microseconds: median(samples), samples }));
}

export async function measure({ workshop, rounds = 21, only, before }) {
  const names = Object.keys(runtimes).filter((name) => !only || name.toLowerCase().includes(only.toLowerCase()));
  const results = [];
  for (const name of names) {
    results.push(...(await measureRuntime(name, workshop, rounds, before)));
  }
  return results;
}

/** Round by round: what slows the machine down for a while then slows both. */
const against = (peer, row) => median(peer.samples.map((sample, round) => sample / row.samples[round]));

/** Each version beside this one, round by round. */
function printBefore(results) {
  const rows = results
    .filter(({ name }) => name === "lark-edge")
    .map((row) => {
      const of = (name) =>
        results.find((other) => other.runtime === row.runtime && other.form === row.form && other.name === name);
      return [
        row.runtime,
        row.form,
        short(row.microseconds),
        ratio(against(of("before"), row)),
        ratio(against(of("lark-edge again"), row)),
      ];
    });
  return table([["runtime", "in", "µs/op", "before ÷ now", "A/A: now ÷ now"], ...rows]);
}

export function print(results) {
  if (results.some(({ name }) => name === "before")) {
    return printBefore(results);
  }
  const rows = results.map((row) => {
    const of = (name, form) =>
      results.find((other) => other.runtime === row.runtime && other.name === name && other.form === form);
    const floor = of("nothing", row.form).microseconds;
    const net =
      row.name === "nothing"
        ? Number.NaN
        : (of("official SDK", row.form).microseconds - floor) / (row.microseconds - floor);
    return [
      row.runtime,
      row.form,
      row.name,
      short(1e6 / row.microseconds),
      short(row.microseconds),
      ratio(against(of("official SDK", row.form), row)),
      ratio(net),
      ratio(against(of("official SDK", "bytes"), row)),
    ];
  });
  return table([
    ["runtime", "in", "who", "ops/s", "µs/op", "× official", "net of nothing", "× its bytes row"],
    ...rows,
  ]);
}
